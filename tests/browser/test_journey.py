"""From signing in to a corrected event, as an admin lives it: real server, real worker, real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from events.models import Correction, Event
from events.services import catalogue
from events.taxonomy import ClaimStatus, Role
from tests import factories as f

pytestmark = [pytest.mark.browser, pytest.mark.worker]

ARTICLE = """The coalition base at the Conoco gas field in eastern Syria was attacked with two drones \
on Monday, a U.S. official confirmed. Both were shot down and nobody was injured.

The Islamic Resistance in Iraq claimed responsibility for the attack in a statement.

Talks on the future of the mission go on in Baghdad."""
READING_MS = 60_000
"""The first article also loads the language packs."""


@pytest.fixture
def site_address(live_server: object, celery_worker: None) -> str:
    catalogue.load()
    f.user(Role.ADMIN, username="ada")
    return str(live_server)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/submissions/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Submit articles")).to_be_visible()


def submit_text(page: Page) -> None:
    page.get_by_role("link", name="Text", exact=True).click()
    page.get_by_label("Text of the article").fill(ARTICLE)
    page.locator("[data-way-form=text]").get_by_label("Title").fill("Two drones shot down at Conoco")
    page.locator("[data-way-form=text]").get_by_label("Outlet").fill("wire.example")
    page.locator("[data-way-form=text]").get_by_label("Published on").fill("2024-01-30")
    page.get_by_role("button", name="Submit text").click()


def watch_it_being_read(page: Page) -> None:
    row = page.locator(".sub", has_text="Two drones shot down at Conoco")
    expect(row).to_have_attribute("data-state", re.compile("queued|reading|matching|done"))
    expect(row).to_have_attribute("data-state", "done", timeout=READING_MS)
    expect(row).to_contain_text("1 attack")


def find_it_on_the_map(page: Page, address: str) -> Event:
    event = Event.objects.current().get()
    page.goto(f"{address}/")
    expect(page.locator("#figures")).to_contain_text("1strike")
    page.locator("#map").get_by_role("button", name=re.compile("Conoco")).click()
    expect(page.locator(".leaflet-popup, .place-popup, [role=dialog]").first).to_contain_text("Conoco")
    return event


def narrow_the_selection(page: Page, event: Event) -> None:
    page.keyboard.press("Escape")
    status = ClaimStatus(event.claim_status)
    page.get_by_role("checkbox", name=re.compile(f"^{status.label}", re.IGNORECASE)).first.check()
    expect(page).to_have_url(re.compile(f"claim={status.value}"))
    expect(page.locator(f"#row-{event.public_id}")).to_be_visible()


def open_the_event(page: Page, address: str, event: Event) -> None:
    page.goto(f"{address}/events/{event.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Drone attack on Conoco Gas Field, Syria, 29 January 2024"
    )
    page.locator("#field-outcome .value").hover()
    expect(page.locator("#text mark.lit").first).to_have_text("were shot down")


def correct_it(page: Page, event: Event) -> None:
    page.locator("#field-outcome").get_by_role("link", name="Correct Outcome").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("partly intercepted").check()
    dialog.get_by_role("button", name="Cancel").click()
    page.locator("#field-outcome").get_by_role("link", name="Correct Outcome").click()
    expect(dialog.get_by_label("partly intercepted")).to_be_checked()
    expect(dialog).to_contain_text("What you typed last time is back.")
    dialog.get_by_role("button", name=re.compile("^Correct")).click()
    expect(dialog).to_contain_text("Say why")
    dialog.get_by_label("The machine misread the article").check()
    dialog.get_by_role("button", name=re.compile("^Correct")).click()
    expect(page.get_by_text("Outcome corrected. The change can be undone.")).to_be_visible()
    expect(page.locator("#field-outcome")).to_contain_text("corrected by a person")
    correction = Correction.objects.get()
    told = (correction.event, correction.field, correction.new_value)
    assert told == (event, "outcome", "partly_intercepted")
    assert correction.reason == "The machine misread the article"


def take_it_back(page: Page, event: Event) -> None:
    page.locator("#history").get_by_role("button", name="Undo").click()
    expect(page.locator("#history")).to_contain_text("taken back by ada")
    assert Event.objects.get(pk=event.pk).outcome == "intercepted"


def test_an_admin_submits_an_article_sees_its_strike_and_corrects_it(
    page: Page, site_address: str, tmp_path: Path
) -> None:
    sign_in(page, site_address)
    submit_text(page)
    watch_it_being_read(page)
    event = find_it_on_the_map(page, site_address)
    narrow_the_selection(page, event)
    open_the_event(page, site_address, event)
    correct_it(page, event)
    take_it_back(page, event)


def test_pasted_lines_are_counted_before_they_are_sent(page: Page, site_address: str) -> None:
    sign_in(page, site_address)
    lines = "https://wire.example/a\nhttps://www.wire.example/a/?utm_source=x\nnot a link\nkabar.example/b"
    page.get_by_role("textbox", name="Links").fill(lines)
    expect(page.get_by_role("button", name="Submit 2 links")).to_be_enabled()
    expect(page.locator("[data-counted]")).to_contain_text("the same page again, left out (lines 2 = 1)")
    expect(page.locator("[data-counted]")).to_contain_text("This is not a web address.")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="Submit links")).to_be_visible()
