"""One event with everything on its page two articles, a claim, a correction; and a failed submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from events.extraction import types as x
from events.models import (
    AlertSubscription,
    ApiToken,
    Article,
    Comment,
    Correction,
    Event,
    NewsFeed,
    SavedView,
    Submission,
    User,
)
from events.services import alerts, comments, newsfeeds, review, savedviews, tokens
from events.taxonomy import (
    ClaimKind,
    ClaimStatus,
    Outcome,
    Role,
    SubmissionKind,
    SubmissionStatus,
    Visibility,
)
from tests import factories as f

ENGLISH = (
    "Drones hit al-Tanf on Sunday, an official confirmed.\n\n"
    "Nothing else was said in the capital.\n\n"
    "The weather stayed cold in the region.\n\n"
    "A spokesman gave no figures at the briefing."
)
INDONESIAN = "Perlawanan Islam di Irak menyerang al-Tanf.\n\nDua drone ditembak jatuh."


@dataclass(frozen=True, slots=True)
class World:
    event: Event
    english: Article
    indonesian: Article
    correction: Correction
    submission: Submission
    admin: User
    editor: User
    token: ApiToken
    newsfeed: NewsFeed
    comment: Comment
    view: SavedView
    alert: AlertSubscription


def spans(text: str, **words: str) -> dict[str, tuple[x.Span, ...]]:
    return {name: (x.Span(text.index(word), text.index(word) + len(word)),) for name, word in words.items()}


@pytest.fixture
def world(db: None) -> World:
    f.small_catalogue()
    english = f.article(
        "https://wire.example/a", text=ENGLISH, title="Drones hit base", published=date(2024, 1, 29)
    )
    indonesian = f.article("https://harian.example/b", text=INDONESIAN, title="Serangan drone", language="id")
    confirms = x.Claim(ClaimKind.CONFIRMS, f.actor("us-forces"), "an official", x.Span(30, 41))
    f.publish(
        english,
        f.report(
            spans=spans(ENGLISH, site="al-Tanf", date="Sunday", weapon="Drones", outcome="hit"),
            outcome=Outcome.HIT,
            claims=(confirms,),
            claim_status=ClaimStatus.CONFIRMED,
        ),
    )
    f.publish(
        indonesian,
        f.report(
            spans=spans(
                INDONESIAN,
                site="al-Tanf",
                attacker="Perlawanan Islam di Irak",
                weapon="drone",
                outcome="ditembak jatuh",
            ),
            outcome=Outcome.INTERCEPTED,
            claims=(),
        ),
        tallies=[f.tally()],
        language="id",
    )
    event = Event.objects.current().get()
    admin, editor = f.user(Role.ADMIN, username="ada"), f.user(Role.EDITOR, username="edi")
    correction = review.correct(
        event, "injured", {"low": 0, "best": 0, "high": 2}, reason="Two accounts", by=admin
    )
    submission = Submission.objects.create(
        kind=SubmissionKind.URL,
        status=SubmissionStatus.FAILED,
        reason_code="http_forbidden",
        reason="The site refuses to show the page to us.",
        url="https://journal.example/c",
        submitted_by=editor,
    )
    token, _key = tokens.issue(editor, name="A script", scopes=["submit"], days=30, by=editor)
    newsfeed = newsfeeds.add("https://wire.example/rss", by=editor)
    comment = comments.add(event, "Two drones or three?", by=editor)
    event.refresh_from_db()
    view = savedviews.save("Al-Tanf", "site=tanf", by=admin, visibility=Visibility.PUBLIC)
    alert = alerts.subscribe(
        view, channel="webhook", rhythm="daily", url="https://desk.example/hook", by=admin
    )
    return World(
        event,
        english,
        indonesian,
        correction,
        submission,
        admin,
        editor,
        token,
        newsfeed,
        comment,
        view,
        alert,
    )


@pytest.fixture
def editor(world: World) -> Client:
    client = Client()
    client.force_login(world.editor)
    return client


@pytest.fixture
def admin(world: World) -> Client:
    client = Client()
    client.force_login(world.admin)
    return client
