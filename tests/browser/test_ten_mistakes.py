"""Ten seeded mistakes put right on the desk by keyboard alone, with the time that it took.

``CONFLICTWATCH_TRACE=file.zip`` keeps the journey, picture by picture (``playwright show-trace file.zip``).
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from events.models import Correction, Event, Merge, Rejection, Split
from events.services.rebuilding import rebuild
from events.taxonomy import ClaimStatus, Outcome, ReviewStatus, Role, WeaponType
from tests import factories as f

pytestmark = pytest.mark.browser
FIRST = date(2024, 1, 1)
MOST_TABS = 60
TYPED = (
    ("place", "Site", "erbil-base"),
    ("attacker", "Attacker", "kataib"),
    ("target", "Target", "usa"),
)
"""Mistakes that one typed name mends: the row, its field, the name."""


@pytest.fixture
def recorded(context: BrowserContext) -> Iterator[BrowserContext]:
    path = os.environ.get("CONFLICTWATCH_TRACE")
    if path:
        context.tracing.start(screenshots=True, snapshots=True)
    yield context
    if path:
        context.tracing.stop(path=path)


def seeded() -> dict[str, Event]:
    """Each event with one mistake, all doubtful, ten days apart; named by what is wrong."""
    names = ("date", "place", "attacker", "target", "weapon", "outcome", "casualties", "claim", "invented")
    events = {
        name: f.event(f.report(FIRST + timedelta(days=10 * number), confidence=0.4))
        for number, name in enumerate(names)
    }
    day = FIRST + timedelta(days=200)
    for domain in ("harian.example", "wire.example"):
        f.publish(f.article(domain=domain), f.report(day, confidence=0.4))
    events["two in one"] = Event.objects.get(date_from=day)
    return events


class Desk:
    """The review desk, reached with keys only."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, event: Event) -> None:
        main = self.page.locator("main")
        for _step in range(30):
            expect(self.page.locator("tr.chosen")).to_be_visible()
            here = main.get_attribute("data-event")
            if here == event.public_id:
                return
            self.press("j")
            expect(main).not_to_have_attribute("data-event", str(here))
        pytest.fail(f"{event} is not in the queue")

    def open(self, row: str) -> Locator:
        """The dialog that corrects the row: arrows, then C."""
        for _step in range(12):
            if self.page.locator("tr.chosen").get_attribute("data-row") == row:
                break
            self.press("ArrowDown")
        self.press("c")
        return self.dialog()

    def dialog(self) -> Locator:
        box = self.page.get_by_role("dialog")
        expect(box.locator("form")).to_be_visible()
        return box

    def reach(self, control: Locator) -> None:
        """Tab until the control has the focus."""
        for _step in range(MOST_TABS):
            if control.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        pytest.fail("the control is not reached by Tab")

    def write(self, control: Locator, text: str) -> None:
        self.reach(control)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, group: Locator, code: str) -> None:
        """A radio of a group: Tab to the group, arrows to the choice."""
        wanted = group.locator(f"input[value={code}]")
        radios = group.get_by_role("radio")
        for _step in range(MOST_TABS):
            if radios.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.press("Tab")
        for _step in range(radios.count()):
            if wanted.is_checked() and wanted.evaluate("one => one === document.activeElement"):
                return
            self.press("ArrowDown")
        pytest.fail(f"“{code}” is not reached with arrows")

    def why(self, box: Locator, words: str = "Read again") -> None:
        self.write(box.get_by_label("In your own words"), words)
        self.press("Control+Enter")
        expect(
            self.page.locator(".messages, [role=status]").filter(has_text=re.compile("undone"))
        ).to_be_visible()


def test_ten_mistakes_are_put_right_without_a_mouse(
    live_server: object, transactional_db: None, recorded: BrowserContext, page: Page
) -> None:
    f.small_catalogue()
    f.user(Role.ADMIN, username="ada")
    events = seeded()
    page.goto(f"{live_server}/review/")
    desk = Desk(page)
    desk.reach(page.get_by_label("Username"))
    page.keyboard.type("ada")
    desk.reach(page.get_by_label("Password"))
    page.keyboard.type("a-long-test-password")
    page.keyboard.press("Enter")
    expect(page.locator(".queue-list li")).to_have_count(len(events))
    start = time.monotonic()

    desk.go_to(events["date"])
    box = desk.open("date")
    desk.reach(box.get_by_label("First day"))
    page.keyboard.type("02022024")  # the same in every order of day and month
    desk.reach(box.get_by_label("Last day"))
    page.keyboard.type("02022024")
    desk.why(box)

    for name, label, value in TYPED:
        desk.go_to(events[name])
        box = desk.open(name)
        desk.write(box.get_by_label(label), value)
        desk.why(box)

    desk.go_to(events["weapon"])
    box = desk.open("weapon")
    desk.reach(box.get_by_label("rocket", exact=True))
    desk.press("Space")
    desk.why(box)

    desk.go_to(events["outcome"])
    box = desk.open("outcome")
    desk.choose(box.get_by_role("group", name="Outcome"), "intercepted")
    desk.why(box)

    desk.go_to(events["casualties"])
    box = desk.open("casualties")
    desk.write(box.get_by_label("Best count").first, "3")
    desk.why(box)

    desk.go_to(events["claim"])
    box = desk.open("claim")
    desk.choose(box.get_by_role("group", name="Claim status"), "confirmed")
    desk.why(box)

    desk.go_to(events["invented"])
    desk.press("x")
    desk.why(desk.dialog(), "No attack is told")

    desk.go_to(events["two in one"])
    desk.press("2")
    expect(page.locator("#text nav a[aria-current]")).to_have_text("2")
    desk.press("s")
    desk.why(desk.dialog(), "Another attack")

    took = time.monotonic() - start
    print(f"ten mistakes by keyboard in {took:.0f} s, {took / 10:.1f} s each")
    for event in events.values():
        event.refresh_from_db()
    assert events["date"].date_from == date(2024, 2, 2)
    assert events["place"].site_name == "Erbil Air Base"
    assert events["attacker"].attacker_name == "Kataib Hezbollah"
    assert events["target"].target_name == "United States"
    assert WeaponType.ROCKET in events["weapon"].weapons
    assert events["outcome"].outcome == Outcome.INTERCEPTED
    assert events["casualties"].killed_best == 3
    assert events["claim"].claim_status == ClaimStatus.CONFIRMED
    assert events["invented"].review_status == ReviewStatus.REJECTED
    assert (Correction.objects.count(), Rejection.objects.count(), Split.objects.count()) == (8, 1, 1)
    assert not Merge.objects.exists()
    assert rebuild(check=True).differences == []
