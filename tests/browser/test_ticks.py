"""Many submissions by keyboard: ticked with arrows and shift, counted on the buttons, moved at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from events.models import Submission
from events.taxonomy import Role, SubmissionKind, SubmissionStatus
from tests import factories as f

pytestmark = pytest.mark.browser


@pytest.fixture
def listed(live_server: object, transactional_db: None, page: Page) -> Page:
    """Four failed submissions and one that waits; signed in as the editor who made them."""
    editor = f.user(Role.EDITOR, username="edi")
    for number in range(4):
        Submission.objects.create(
            kind=SubmissionKind.URL,
            status=SubmissionStatus.FAILED,
            reason_code="http_forbidden",
            reason="The site refuses to show the page to us.",
            url=f"https://journal.example/{number}",
            submitted_by=editor,
        )
    Submission.objects.create(kind=SubmissionKind.URL, url="https://wire.example/1", submitted_by=editor)
    page.goto(f"{live_server}/submissions/")
    page.get_by_label("Username").fill("edi")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("All on this page")).to_be_visible()
    return page


def test_rows_are_ticked_counted_and_tried_again_by_keyboard(listed: Page) -> None:
    form = listed.locator("[data-ticked]")
    again = form.get_by_role("button", name="Try again")
    expect(again).to_be_disabled()
    listed.locator(".sub .check").first.focus()
    listed.keyboard.press("Space")  # the newest, which waits
    expect(form.get_by_role("button", name="Cancel (1)")).to_be_enabled()
    listed.keyboard.press("Space")
    listed.keyboard.press("ArrowDown")
    listed.keyboard.press("Shift+ArrowDown")
    listed.keyboard.press("Shift+ArrowDown")
    expect(form.locator("[data-tick-words]")).to_have_text("3 ticked")
    expect(form.get_by_label("All on this page")).not_to_be_checked()
    again = form.get_by_role("button", name="Try again (3)")
    again.focus()
    listed.keyboard.press("Enter")
    expect(listed.get_by_text("3 submissions are queued again.")).to_be_visible()
    assert Submission.objects.filter(status=SubmissionStatus.FAILED).count() == 1


def test_all_are_ticked_at_once_and_stay_ticked_while_rows_move_on(listed: Page) -> None:
    listed.locator(".sub .check").first.focus()
    listed.keyboard.press("Control+a")
    expect(listed.get_by_label("All on this page")).to_be_checked()
    waiting = Submission.objects.get(url="https://wire.example/1")
    waiting.status = SubmissionStatus.FETCHING
    waiting.save()
    row = listed.locator(f"#s-{waiting.public_id}")
    expect(row).to_have_attribute("data-state", "fetching", timeout=15_000)
    expect(row.locator(".check")).to_be_checked()
    expect(listed.locator("[data-tick-words]")).to_have_text("5 ticked")
