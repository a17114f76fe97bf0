"""Narrowing by hand in a real browser: what is in view, an area drawn by mouse or by keys, the last visit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from events.filters import select
from events.models import Event
from tests.browser.conftest import count, in_step

pytestmark = pytest.mark.browser


def asked(page: Page) -> str:
    """The filters in the address, without where the map stands."""
    return "&".join(part for part in urlsplit(page.url).query.split("&") if not part.startswith("at="))


def test_an_area_is_drawn_corner_by_corner(dashboard: Page) -> None:
    everything = count(dashboard)
    dashboard.get_by_role("button", name="Draw an area").click()
    done = dashboard.get_by_role("button", name="Choose this area")
    box = dashboard.locator("#map").bounding_box()
    assert box is not None
    for x, y in ((0.3, 0.3), (0.55, 0.35), (0.5, 0.75)):
        expect(done).to_be_disabled()
        dashboard.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    done.click()
    expect(dashboard).to_have_url(re.compile(r"area=POLYGON\(\("))
    in_step(dashboard, asked(dashboard))
    assert 0 < count(dashboard) < everything
    expect(dashboard.locator("path.drawn")).to_have_count(1)
    dashboard.get_by_role("link", name="Take the outside").click()
    expect(dashboard).to_have_url(re.compile(r"area=-POLYGON\(\("))
    in_step(dashboard, asked(dashboard))
    dashboard.get_by_title("Take off Drawn area").click()
    in_step(dashboard, "")
    expect(dashboard.locator("path.drawn")).to_have_count(0)
    dashboard.go_back()
    in_step(dashboard, asked(dashboard))


def test_an_area_is_drawn_by_keys(dashboard: Page) -> None:
    dashboard.get_by_role("button", name="Draw an area").press("Enter")
    expect(dashboard.locator("#map")).to_be_focused()
    for way in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        dashboard.keyboard.press(" ")
        before = dashboard.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
        dashboard.keyboard.press(way)
        dashboard.wait_for_function(
            "before => document.querySelector('.leaflet-map-pane').style.transform !== before", arg=before
        )
    expect(dashboard.locator("path.corner")).to_have_count(3)
    dashboard.keyboard.press("Enter")
    expect(dashboard).to_have_url(re.compile(r"area=POLYGON\(\("))
    in_step(dashboard, asked(dashboard))
    dashboard.get_by_role("button", name="Draw an area").press("Enter")
    dashboard.keyboard.press("Escape")
    expect(dashboard.get_by_role("button", name="Draw an area")).to_be_focused()
    expect(dashboard.locator("#drawing-bar")).to_be_hidden()


def test_what_the_map_shows_becomes_the_selection(dashboard: Page) -> None:
    dashboard.locator("#map").hover()
    dashboard.mouse.wheel(0, -300)
    expect(dashboard).to_have_url(re.compile("at="))
    dashboard.get_by_role("button", name="Only what the map shows now").click()
    expect(dashboard).to_have_url(re.compile(r"bbox=[\d.,-]+"))
    in_step(dashboard, asked(dashboard))
    expect(dashboard.locator("#chips")).to_contain_text("Map area")


def test_what_changed_since_the_last_visit_is_one_click_away(dashboard: Page) -> None:
    changed = list(select("").events()[:3])
    Event.objects.filter(pk__in=[event.pk for event in changed]).update(changed_at=datetime.now(tz=UTC))
    button = dashboard.locator("#since-visit")
    expect(button).to_be_hidden()
    dashboard.evaluate("""() => {
        const visits = JSON.stringify({ last: new Date(Date.now() - 3600e3).toISOString() });
        addEventListener("pagehide", () => localStorage.setItem("conflictwatch-visits", visits));
    }""")
    dashboard.reload()
    expect(button).to_have_text("3 changed since your last visit")
    expect(dashboard.locator(".event.fresh")).to_have_count(
        sum(event.date_from is not None for event in changed) or 3
    )
    button.click()
    expect(dashboard).to_have_url(re.compile(r"since=[\dT:-]+Z&sort=changed"))
    in_step(dashboard, f"since={parse_qs(urlsplit(dashboard.url).query)['since'][0]}")
    assert count(dashboard) == 3
    expect(button).to_be_hidden()
