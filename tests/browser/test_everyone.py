"""For everyone: the dashboard by keys alone, without motion, on paper, as a picture, and what axe says."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.conftest import count, in_step

pytestmark = pytest.mark.browser


def tab_to(page: Page, selector: str, most: int = 400) -> None:
    """Press Tab until what ``selector`` names has the focus, as somebody without a mouse would."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


def test_a_reader_without_a_mouse_narrows_opens_and_comes_back(dashboard: Page) -> None:
    dashboard.keyboard.press("Tab")
    expect(dashboard.get_by_role("link", name="Skip to content")).to_be_focused()
    tab_to(dashboard, "#facet-country input[value=IQ]")
    dashboard.keyboard.press("Space")
    in_step(dashboard, "country=IQ")
    # The server drew the facet anew; the focus is where it was.
    expect(dashboard.locator("#facet-country input[value=IQ]")).to_be_focused()
    tab_to(dashboard, "#chips .off")
    dashboard.keyboard.press("Enter")
    in_step(dashboard, "")
    dashboard.get_by_role("button", name="Table", exact=True).press("Enter")
    expect(dashboard.locator(".events-table")).to_be_visible()
    dashboard.locator("#columns summary").press("Enter")
    dashboard.get_by_role("checkbox", name="Place", exact=True).press("Space")
    expect(dashboard).to_have_url(re.compile("cols=date,event,place,"))
    expect(dashboard.get_by_role("columnheader", name="Place", exact=True)).to_be_visible()
    dashboard.get_by_role("link", name="Killed").press("Enter")
    expect(dashboard).to_have_url(re.compile("sort=killed"))
    expect(dashboard.locator("th[aria-sort=descending]")).to_contain_text("Killed")
    rows = dashboard.locator(".events-table .row-link")
    rows.first.focus()
    dashboard.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    dashboard.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    dashboard.locator("a[data-on-map]").first.press("Enter")
    expect(dashboard).to_have_url(re.compile(r"at=9/"))
    expect(dashboard.locator("#map")).to_be_visible()


def test_nothing_moves_for_those_who_ask_for_calm(chromium: Browser, address: str) -> None:
    context = chromium.new_context(reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/")
    expect(page.locator("#map-veil")).to_be_hidden()
    moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((one) => {
        const style = getComputedStyle(one);
        return [...style.transitionDuration.split(","), ...style.animationDuration.split(",")]
            .some((time) => parseFloat(time) > 0.01);
    }).map((one) => one.outerHTML.slice(0, 100))""")
    assert not moving
    assert page.locator(".leaflet-zoom-anim").count() == 0
    context.close()


def test_on_paper_stand_figures_map_timeline_and_events(dashboard: Page) -> None:
    dashboard.emulate_media(media="print")
    for gone in (".top", "#rail", ".zoom", "#take", ".view-switch"):
        expect(dashboard.locator(gone).first).to_be_hidden()
    for kept in ("#figures", "#chips", "#map", "#time-chart", "#event-rows"):
        expect(dashboard.locator(kept)).to_be_visible()
    assert dashboard.evaluate("getComputedStyle(document.querySelector('.dashboard')).overflow") == "visible"


@pytest.mark.parametrize("names", ["map time", "time"])
def test_a_picture_holds_map_timeline_and_words(dashboard: Page, names: str, tmp_path: Path) -> None:
    dashboard.locator("#take summary").click()
    with dashboard.expect_download() as download:
        dashboard.locator(f"[data-picture='{names}']").click()
    file = tmp_path / "picture.png"
    download.value.save_as(file)
    assert re.fullmatch(r"conflictwatch-\d{4}-\d\d-\d\d\.png", download.value.suggested_filename)
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    shown = dashboard.locator("#map").bounding_box()
    chart = dashboard.locator("#time-chart").bounding_box()
    assert shown is not None
    assert chart is not None
    boxes = [shown, chart] if "map" in names else [chart]
    assert width >= 2 * max(box["width"] for box in boxes)
    assert height >= 2 * (sum(box["height"] for box in boxes) + 60)
    # Not one flat colour: circles, bars and words are there.
    assert len(data) > 20_000
    assert count(dashboard) > 0


@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "ar-EG", 1440), ("dark", "en-GB", 360)])
def test_axe_finds_nothing_in_arabic_and_on_a_phone(
    chromium: Browser, address: str, scheme: str, language: str, width: int
) -> None:
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        locale=language,
        viewport={"width": width, "height": 844},
    )
    page = context.new_page()
    found = []
    for query in ("", "country=SY&area=POLYGON((30+30,45+30,45+40,30+30))", "view=events"):
        page.goto(f"{address}/?{query}")
        expect(page.locator("#time-veil")).to_be_hidden()
        found += [f"{query}: {one}" for one in axe.found_on_map(page)]
    context.close()
    assert not found, "\n".join(found)
