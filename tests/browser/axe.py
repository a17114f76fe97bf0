"""axe-core over a page: what it finds, by the rules that we keep to."""

from __future__ import annotations

from playwright.sync_api import Page

from conflictwatch.home import PROJECT

SCRIPT = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def found_on(page: Page) -> list[tuple[str, str]]:
    """(rule, the element) of each thing that axe finds on the page as it stands."""
    page.add_script_tag(path=SCRIPT)
    told = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(one["id"], node["html"]) for one in told["violations"] for node in one["nodes"]]


def found_on_map(page: Page) -> list[str]:
    """The same of a page with the map. WCAG 2.5.8, "essential": circles of a map stand where their places
    are; the table holds them too."""
    return [
        f"{rule} {html[:160]}"
        for rule, html in found_on(page)
        if not (rule == "target-size" and "leaflet-marker-icon" in html)
    ]
