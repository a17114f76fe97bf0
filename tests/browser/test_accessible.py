"""Every page of evidence and work: axe finds nothing, nothing runs out of a phone, in three languages."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from conflictwatch.home import PROJECT
from events.models import Event, NewsFeed, NewsFeedItem, NewsFeedPoll, Submission, User
from events.services import newsfeeds, review, tokens
from events.taxonomy import Role, SubmissionKind, SubmissionStatus, WeaponType
from tests import factories as f

pytestmark = pytest.mark.browser

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def addresses(live_server: object, transactional_db: None) -> dict[str, str]:
    """Name -> address of a page with something on it."""
    f.small_catalogue()
    admin = f.user(Role.ADMIN, username="ada")
    english = f.article(title="Drones hit base", text="Drones hit al-Tanf on Sunday.\n\nNo more was said.")
    f.publish(english, f.report(), tallies=[f.tally()])
    f.publish(f.article(language="ar", title="هجوم", text="هجوم على التنف"), f.report())
    event = Event.objects.current().get()
    review.correct(event, "outcome", "hit", reason="Video", by=admin)
    Submission.objects.create(
        kind=SubmissionKind.URL,
        status=SubmissionStatus.FAILED,
        reason_code="http_forbidden",
        reason="The site refuses to show the page to us.",
        url="https://journal.example/a-very-long-address/that-goes-on-and-on/" + "x" * 80,
        submitted_by=admin,
    )
    pages = {
        "event": reverse("event", args=[event.public_id]),
        "correct": reverse("event-correct", args=[event.public_id, "weapon"]),
        "merge": reverse("event-merge", args=[event.public_id]),
        "site": reverse("site", args=["tanf"]),
        "actor": reverse("actor", args=["iri"]),
        "article": reverse("article", args=[english.public_id]),
    }
    lists = ("sites", "actors", "articles", "submissions", "review", "methodology", "account")
    lists += ("newsfeeds", "submissions-list", "doubles", "tokens")
    pages |= {name: reverse(name) for name in lists}
    pages["newsfeed"] = reverse("newsfeed", args=[feed_in_trouble(admin)])
    f.publish(None, f.report(weapons=(WeaponType.ROCKET,), by=None))
    f.publish(None, f.report(weapons=(WeaponType.MORTAR,), by=None))
    tokens.issue(admin, name="A script that runs at night", scopes=["submit"], days=30, by=admin)
    return {name: f"{live_server}{address}" for name, address in pages.items()}


def feed_in_trouble(admin: User) -> int:
    """A feed with a failed look, a good one, and items of three verdicts."""
    now = timezone.now()
    feed = newsfeeds.add(
        "https://journal.example/a/very/long/address/of/a/feed" + "x" * 60, by=admin, title="Journal"
    )
    NewsFeed.objects.filter(pk=feed.pk).update(
        failures=3, ok_at=now, polled_at=now, reason_code="robots", reason="Forbidden."
    )
    NewsFeedPoll.objects.create(feed=feed, at=now, status=200, items=9, fresh=4, taken=2)
    NewsFeedPoll.objects.create(feed=feed, at=now, reason="The site has a fault of its own (status 500).")
    for verdict in ("taken", "sifted", "robots"):
        NewsFeedItem.objects.create(
            feed=feed, key=verdict, url=f"https://journal.example/{verdict}", title="Drones hit base",
            verdict=verdict, first_seen_at=now, last_seen_at=now,
        )  # fmt: skip
    return feed.pk


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ada")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, addresses: dict[str, str], scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, addresses["account"])
    found = []
    for name, address in addresses.items():
        page.goto(address)
        page.add_script_tag(path=AXE)
        told = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [f"{name}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in told["violations"]]
    context.close()
    assert not found


@pytest.mark.parametrize(
    ("width", "language"),
    [(360, "en-GB"), (360, "id-ID"), (360, "ar-EG"), (768, "en-GB"), (1024, "ar-EG")],
)
def test_no_page_is_wider_than_the_screen(
    chromium: Browser, addresses: dict[str, str], width: int, language: str
) -> None:
    english = chromium.new_context(locale="en-GB")
    sign_in(english.new_page(), addresses["account"])
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, locale=language, storage_state=english.storage_state()
    )
    page = context.new_page()
    wide = []
    for name, address in addresses.items():
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wide += [f"{name}: {over} px"] if over > 0 else []
    english.close()
    context.close()
    assert not wide
