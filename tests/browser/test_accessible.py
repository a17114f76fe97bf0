"""Every page of evidence and work: axe finds nothing, nothing runs out of a phone, in three languages."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from events.models import Event, NewsFeed, NewsFeedItem, NewsFeedPoll, Report, SnapshotCheck, Submission, User
from events.pages_urls import urlpatterns
from events.services import alerts, comments, newsfeeds, rereading, review, savedviews, tokens
from events.taxonomy import Role, SubmissionKind, SubmissionStatus, Visibility, WeaponType
from tests import factories as f
from tests.browser import axe

pytestmark = pytest.mark.browser

SCREENS = [
    ("light", "en-GB", 1280),
    ("dark", "ar-EG", 1280),
    ("light", "ar-EG", 360),
    ("dark", "en-GB", 360),
]
"""Every pair of theme, language and width occurs."""
NO_PAGES = {
    "event-accept", "undo", "site-options", "actor-options", "submissions-preview", "submissions-many",
    "submissions-rows", "submission-retry", "submission-cancel", "newsfeed-act", "double", "corrections-feed",
    "token-revoke", "session-end", "article-fetch", "submissions-ticked", "view-link",
    "view-feed", "view-delete", "alert-stop",
    "event-comment", "event-follow", "comment-settle", "comment-withdraw", "catalogue-changes", "review-many",
    "event-assign", "rereading-stop",
}  # fmt: skip
"""Addresses that act, or give a part of a page or a feed."""


@pytest.fixture
def addresses(live_server: object, transactional_db: None) -> dict[str, str]:
    """Name -> address of a page with something on it."""
    f.small_catalogue()
    admin = f.user(Role.ADMIN, username="ada")
    english = f.article(title="Drones hit base", text="Drones hit al-Tanf on Sunday.\n\nNo more was said.")
    f.publish(english, f.report(), tallies=[f.tally()])
    changes = {"same": 1, "added": 2, "removed": 1, "title": ["Drones hit base", "Two hurt"]}
    later = f.snapshot(
        english, "Drones hit al-Tanf on Sunday.\n\nTwo were hurt.\n\nIt was cold.", 2, changes=changes
    )
    SnapshotCheck.objects.create(snapshot=later, at=timezone.now(), http_status=200, body_sha256="0" * 64)
    f.publish(f.article(language="ar", title="هجوم", text="هجوم على التنف"), f.report())
    event = Event.objects.current().get()
    review.correct(event, "outcome", "hit", reason="Video", by=admin)
    report = Report.objects.live().filter(event=event).first()
    assert report is not None
    submission = Submission.objects.create(
        kind=SubmissionKind.URL,
        status=SubmissionStatus.FAILED,
        reason_code="http_forbidden",
        reason="The site refuses to show the page to us.",
        url="https://journal.example/a-very-long-address/that-goes-on-and-on/" + "x" * 80,
        submitted_by=admin,
    )
    pages = {
        "event": reverse("event", args=[event.public_id]),
        "event-correct": reverse("event-correct", args=[event.public_id, "weapon"]),
        "event-merge": reverse("event-merge", args=[event.public_id]),
        "event-reject": reverse("event-reject", args=[event.public_id]),
        "event-split": reverse("event-split", args=[event.public_id, report.pk]),
        "submission": reverse("submission", args=[submission.public_id]),
        "site": reverse("site", args=["tanf"]),
        "site-edit": reverse("site-edit", args=["tanf"]),
        "actor-edit": reverse("actor-edit", args=["iri"]),
        "actor": reverse("actor", args=["iri"]),
        "article": reverse("article", args=[english.public_id]),
        "article-version": reverse("article-version", args=[english.public_id, 2]),
    }
    other = f.user(Role.EDITOR, username="edi")
    comments.add(event, "Look at the second paragraph, @ada", by=other, mistake=True)
    rereading.ask(why="A newer engine", by=admin)
    view = savedviews.save("Strikes on al-Tanf", "site=tanf", by=admin, visibility=Visibility.PUBLIC)
    alert = alerts.subscribe(
        view,
        channel="webhook",
        rhythm="daily",
        url="https://desk.example/a-long-address/" + "x" * 80,
        by=admin,
    )
    pages |= {
        "view": reverse("view", args=[view.public_id]),
        "view-embed": reverse("view-embed", args=[view.public_id]),
        "view-save": reverse("view-save") + "?country=SY&from=2024-01-01",
        "alert-out": reverse("alert-out", args=[alert.key]),
    }
    lists = ("sites", "actors", "articles", "submissions", "review", "methodology", "account")
    lists += ("newsfeeds", "submissions-list", "doubles", "tokens", "corrections", "audit", "views", "api")
    lists += ("following", "site-add", "actor-add", "rereading")
    lists += ("account_change_password", "account_reauthenticate", "mfa_index")
    pages |= {name: reverse(name) for name in lists}
    pages["compare"] = reverse("compare") + "?a=site%3Dtanf&b=from%3D2024-01-01%26to%3D2024-02-01"
    pages["not found"] = "/no/such/page"
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


def visit(chromium: Browser, addresses: dict[str, str], scheme: str, language: str, width: int) -> Page:
    """A page of a person who has signed in and reads in that language on that screen."""
    english = chromium.new_context(locale="en-GB")
    sign_in(english.new_page(), addresses["account"])
    state = english.storage_state()
    english.close()
    return chromium.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
        locale=language,
        viewport={"width": width, "height": 800},
        storage_state=state,
    ).new_page()


def test_every_page_is_looked_at(addresses: dict[str, str]) -> None:
    assert {path.name for path in urlpatterns} <= addresses.keys() | NO_PAGES


@pytest.mark.parametrize(("scheme", "language", "width"), SCREENS)
def test_axe_finds_nothing(
    chromium: Browser, addresses: dict[str, str], scheme: str, language: str, width: int
) -> None:
    page = visit(chromium, addresses, scheme, language, width)
    found = []
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == (404 if name == "not found" else 200), name
        found += [f"{name}: {rule} {html[:200]}" for rule, html in axe.found_on(page)]
    page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "width"), [("en-GB", 1280), ("ar-EG", 360)])
def test_axe_finds_nothing_where_one_signs_in(
    chromium: Browser, addresses: dict[str, str], language: str, width: int
) -> None:
    context = chromium.new_context(bypass_csp=True, locale=language, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(addresses["account"])
    expect(page.locator("input[type=password]")).to_be_visible()
    found = axe.found_on(page)
    context.close()
    assert not found


@pytest.mark.parametrize(
    ("width", "language"),
    [(360, "en-GB"), (360, "id-ID"), (360, "ar-EG"), (768, "en-GB"), (1024, "ar-EG")],
)
def test_no_page_is_wider_than_the_screen(
    chromium: Browser, addresses: dict[str, str], width: int, language: str
) -> None:
    page = visit(chromium, addresses, "light", language, width)
    wide = []
    for name, address in addresses.items():
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wide += [f"{name}: {over} px"] if over > 0 else []
    page.context.close()
    assert not wide
