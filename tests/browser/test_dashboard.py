"""The dashboard in a real browser: one URL moves map, timeline, figures and list together."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from events.filters import select
from tests.browser import axe
from tests.browser.conftest import count, in_step

pytestmark = pytest.mark.browser


def test_a_filter_moves_everything_and_back_brings_it_back(dashboard: Page) -> None:
    in_step(dashboard, "")
    before = count(dashboard)
    dashboard.get_by_role("checkbox", name=re.compile("^Iraq")).check()
    expect(dashboard).to_have_url(re.compile(r"\?country=IQ$"))
    in_step(dashboard, "country=IQ")
    dashboard.get_by_role("checkbox", name=re.compile("^Drone")).check()
    expect(dashboard).to_have_url(re.compile(r"\?country=IQ&weapon=drone$"))
    in_step(dashboard, "country=IQ&weapon=drone")
    assert count(dashboard) < before
    expect(dashboard.locator("#chips .chip")).to_have_count(2)
    dashboard.go_back()
    in_step(dashboard, "country=IQ")
    expect(dashboard.get_by_role("checkbox", name=re.compile("^Drone"))).not_to_be_checked()
    dashboard.go_forward()
    in_step(dashboard, "country=IQ&weapon=drone")
    dashboard.get_by_title("Take off Weapon").click()
    in_step(dashboard, "country=IQ")
    dashboard.get_by_role("link", name="Reset").click()
    in_step(dashboard, "")
    assert urlsplit(dashboard.url).query == ""


def test_a_value_can_be_left_out(dashboard: Page) -> None:
    option = dashboard.locator("#facet-country .option", has_text="Syria")
    option.hover()
    option.get_by_role("link", name="Leave out Syria").click()
    in_step(dashboard, "country=-SY")
    expect(dashboard.locator("#chips")).to_contain_text("not Syria")


def test_text_is_searched_from_any_page_by_one_key(dashboard: Page) -> None:
    dashboard.keyboard.press("/")
    dashboard.keyboard.type("outpost 7")
    dashboard.keyboard.press("Enter")
    expect(dashboard).to_have_url(re.compile("q=outpost"))
    in_step(dashboard, "q=outpost+7")


def test_a_period_is_dragged_on_the_timeline(dashboard: Page) -> None:
    box = dashboard.locator("#time-chart").bounding_box()
    assert box is not None
    dashboard.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] - 60)
    dashboard.mouse.down()
    dashboard.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] - 60, steps=6)
    dashboard.mouse.up()
    expect(dashboard).to_have_url(re.compile(r"from=2023-\d\d-\d\d&to=20\d\d-\d\d-\d\d"))
    query = urlsplit(dashboard.url).query
    in_step(dashboard, query)
    assert 0 < count(dashboard) < select("").events().count()
    handle = dashboard.get_by_role("slider", name="End of the period")
    before = parse_qs(query)["to"][0]
    handle.focus()
    dashboard.keyboard.press("ArrowLeft")
    expect(dashboard).not_to_have_url(re.compile(f"to={before}"))
    in_step(dashboard, urlsplit(dashboard.url).query)
    expect(dashboard.get_by_role("slider", name="End of the period")).to_be_focused()
    dashboard.keyboard.press("Escape")
    in_step(dashboard, "")


def test_playing_walks_through_time_and_comes_back(dashboard: Page) -> None:
    dashboard.get_by_role("button", name="Play through time").click()
    expect(dashboard).to_have_url(re.compile("from="))
    first = dashboard.url
    expect(dashboard).not_to_have_url(first)
    dashboard.get_by_role("button", name="Stop").click()
    expect(dashboard.get_by_role("button", name="Play through time")).to_be_visible()
    in_step(dashboard, urlsplit(dashboard.url).query)


def test_no_name_on_the_map_covers_another(dashboard: Page) -> None:
    script = """() => [...document.querySelectorAll('.label-site, .label-town, .label-country, .label-area')]
        .map(one => [one.textContent, one.getBoundingClientRect()])
        .map(([text, r]) => [text, r.left, r.top + 2, r.right, r.bottom - 2])"""
    boxes: list[Any] = dashboard.evaluate(script)
    assert len([box for box in boxes if box[0].startswith("Outpost")]) >= 5
    for index, (name, left, top, right, bottom) in enumerate(boxes):
        for other, l2, t2, r2, b2 in boxes[index + 1 :]:
            apart = left >= r2 - 2 or l2 >= right - 2 or top >= b2 - 2 or t2 >= bottom - 2
            assert apart, (name, other)


def test_a_circle_is_opened_and_left_by_keyboard(dashboard: Page) -> None:
    pin = dashboard.locator(".pin[data-slug=tanf]")
    label = pin.get_attribute("aria-label") or ""
    pin.focus()
    dashboard.keyboard.press("Enter")
    popup = dashboard.get_by_role("dialog")
    expect(popup).to_contain_text("Site page")
    total = select("site=tanf&geo=1").events().count()
    assert f"{total} strike" in label
    expect(popup).to_contain_text(f"{total} strike")
    expect(popup.get_by_role("link").first).to_be_focused()
    dashboard.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(pin).to_be_focused()
    dashboard.keyboard.press("Enter")
    dashboard.get_by_role("link", name="Only this place").click()
    in_step(dashboard, "site=tanf&geo=1")


def test_an_event_opens_in_its_place_by_keys(dashboard: Page) -> None:
    dashboard.keyboard.press("j")
    dashboard.keyboard.press("j")
    row = dashboard.locator("#event-rows > .event").nth(1)
    expect(row.locator(".event-row")).to_be_focused()
    dashboard.keyboard.press("Enter")
    expect(row.locator(".brief")).to_contain_text("Event page")
    expect(row.locator(".event-row")).to_have_attribute("aria-expanded", "true")
    dashboard.keyboard.press("Enter")
    expect(row.locator(".brief")).to_be_hidden()


def test_what_is_not_located_opens_as_a_list(dashboard: Page) -> None:
    dashboard.locator("#not-located").get_by_role("link", name="List").click()
    in_step(dashboard, "located=no")


def test_the_table_holds_what_the_map_holds(dashboard: Page) -> None:
    dashboard.get_by_role("button", name="Places").click()
    table = dashboard.get_by_role("table")
    expect(table).to_be_visible()
    cells = table.locator("tbody td.num b").evaluate_all("all => all.map(one => Number(one.textContent))")
    assert sum(cells) == select("").events().count()
    dashboard.get_by_role("button", name="Table").click()
    expect(dashboard).to_have_url(re.compile("view=events"))
    expect(dashboard.get_by_role("columnheader", name="Outcome")).to_be_visible()
    expect(dashboard.locator("#list")).not_to_be_in_viewport()


def test_a_link_reopens_the_same_view(dashboard: Page, address: str) -> None:
    dashboard.locator("#map").hover()
    dashboard.mouse.wheel(0, -300)
    expect(dashboard).to_have_url(re.compile(r"at=[\d.]+/[\d.-]+/[\d.-]+"))
    place = urlsplit(dashboard.url).query
    dashboard.goto(f"{address}/?{place}")
    expect(dashboard.locator("#map-veil")).to_be_hidden()
    expect(dashboard).to_have_url(re.compile(re.escape(place)))


def test_a_server_that_fails_is_told_and_can_be_asked_again(dashboard: Page) -> None:
    dashboard.route("**/api/v1/map*", lambda route: route.fulfill(status=503, body="{}"))
    dashboard.get_by_role("checkbox", name=re.compile("^Iraq")).check()
    toast = dashboard.locator("#toast")
    expect(toast).to_contain_text("could not be brought up to date")
    dashboard.unroute("**/api/v1/map*")
    toast.get_by_role("button", name="Try again").click()
    in_step(dashboard, "country=IQ")
    expect(toast).not_to_be_visible()


def test_nothing_selected_is_said_everywhere(page: Page, address: str) -> None:
    page.goto(f"{address}/?country=FR")
    expect(page.locator("#map-message")).to_have_text(
        "No event fits these filters, so there is nothing to draw."
    )
    expect(page.locator("#time-message")).to_have_text("No event fits these filters.")
    expect(page.locator("#list-body")).to_contain_text("No event fits these filters")


def test_dark_and_light_are_remembered(dashboard: Page) -> None:
    dashboard.get_by_role("button", name="Light or dark").click()
    expect(dashboard.locator("html")).to_have_attribute("data-theme", "dark")
    dashboard.reload()
    expect(dashboard.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("language", ["en-GB", "ar-EG"])
@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_the_page_fits_the_screen(chromium: Browser, address: str, width: int, language: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale=language)
    page = context.new_page()
    page.goto(f"{address}/?country=SY&weapon=-mortar")
    expect(page.locator("#map-veil")).to_be_hidden()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width < 900:
        page.get_by_role("button", name=re.compile(r"2$")).click()
        expect(page.locator("#rail")).to_be_visible()
        page.locator("#facet-claim input").first.check()
        expect(page).to_have_url(re.compile("claim="))
        page.locator(".rail-foot button").click()
        expect(page.locator("#rail")).to_be_hidden()
    context.close()
    assert wide <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_dashboard(chromium: Browser, address: str, scheme: str) -> None:
    context = chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        locale="en-GB",
        viewport={"width": 1440, "height": 900},
    )
    page = context.new_page()
    found = []
    for query in ("", "country=SY&by=attacker", "view=places", "view=events", "country=FR"):
        page.goto(f"{address}/?{query}")
        expect(page.locator("#time-veil")).to_be_hidden()
        if not query:
            page.locator(".pin[data-slug=tanf]").press("Enter")
            expect(page.get_by_role("dialog")).to_contain_text("Site page")
            page.locator(".event-row").first.click()
            expect(page.locator(".brief").first).to_contain_text("Event page")
        found += [f"{query}: {one}" for one in axe.found_on_map(page)]
    context.close()
    assert not found, "\n".join(found)
