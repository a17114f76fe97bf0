"""The review desk by keyboard alone, and marks that light both ways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from events.extraction import types as x
from events.models import Correction, Event
from events.taxonomy import Outcome, Role
from tests import factories as f

pytestmark = pytest.mark.browser

TEXT = "Two drones struck al-Tanf at dawn.\n\nThe \U0001f6a8 rang, and both were shot down, a guard said."


@pytest.fixture
def desk(live_server: object, transactional_db: None, page: Page) -> Page:
    """Two doubtful events; signed in as an admin on the desk."""
    f.small_catalogue()
    f.user(Role.ADMIN, username="ada")
    site = TEXT.index("al-Tanf")
    spans = {"site": (x.Span(site, site + 7),), "weapon": (x.Span(4, 10),)}
    f.publish(
        f.article(text=TEXT, title="At dawn"),
        f.report(spans=spans, claims=(), confidence=0.4, outcome=Outcome.HIT),
    )
    f.publish(f.article(), f.report(place="erbil-base", confidence=0.5))
    page.goto(f"{live_server}/review/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".queue-list li")).to_have_count(2)
    listening(page)
    return page


def listening(desk: Page) -> None:
    """The page that followed is there and hears the keys."""
    expect(desk.locator("tr.chosen"), "the keys are listened to").to_be_visible()


def test_an_event_is_corrected_accepted_and_taken_back_without_a_mouse(desk: Page) -> None:
    first = desk.locator("main").get_attribute("data-event")
    for _step in range(5):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator("tr.chosen")).to_have_attribute("data-row", "outcome")
    desk.keyboard.press("c")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Correct: Outcome")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    dialog.get_by_label("In your own words").fill("The guard says so")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Outcome corrected.")).to_be_visible()
    assert Correction.objects.get().reason == "The guard says so"
    assert Event.objects.get(public_id=first).outcome == Outcome.INTERCEPTED
    listening(desk)
    desk.keyboard.press("a")
    expect(desk.get_by_text(f"{first} accepted.")).to_be_visible()
    expect(desk.locator("main")).not_to_have_attribute("data-event", str(first))
    expect(desk.locator(".queue-list li")).to_have_count(1)
    listening(desk)
    desk.keyboard.press("u")
    expect(desk.get_by_text(re.compile("Taken back"))).to_be_visible()
    assert Event.objects.get(public_id=first).review_status == "machine"


def test_rejecting_asks_why_and_the_help_names_every_key(desk: Page) -> None:
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("x")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Reject: this is no attack")
    dialog.get_by_label("A threat, plan or exercise").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text(re.compile("rejected. The change can be undone"))).to_be_visible()
    expect(desk.locator(".queue-list li")).to_have_count(1)


def test_pointing_lights_the_words_of_a_value_and_the_value_of_words(desk: Page) -> None:
    desk.locator("tr[data-row=place]").hover()
    expect(desk.locator("mark.lit")).to_have_text("al-Tanf")
    desk.locator("mark", has_text="drones").hover()
    expect(desk.locator("tr[data-row=weapon]")).to_have_class(re.compile("lit"))
    expect(desk.locator("tr[data-row=place]")).not_to_have_class(re.compile("lit"))


def test_words_marked_in_the_article_become_evidence_counted_in_characters(desk: Page) -> None:
    desk.evaluate(
        """() => {
          const paragraphs = [...document.querySelectorAll("p[data-start]")];
          const paragraph = paragraphs.find((one) => one.textContent.includes("shot down"));
          const node = paragraph.firstChild;
          const at = node.textContent.indexOf("both were shot down");
          getSelection().setBaseAndExtent(node, at, node, at + "both were shot down".length);
        }"""
    )
    for _step in range(5):
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("c")
    dialog = desk.get_by_role("dialog")
    expect(dialog.locator("[data-evidence]")).to_contain_text("both were shot down")
    dialog.get_by_label("intercepted", exact=True).check()
    dialog.get_by_label("The machine misread the article").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Outcome corrected.")).to_be_visible()
    span = Correction.objects.get().evidence[0]
    assert TEXT[span["start"] : span["end"]] == "both were shot down"
