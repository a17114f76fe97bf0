"""A page that is fetched again: asked for with one press, its versions listed, their difference readable."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Snapshot, SnapshotCheck, Submission
from events.queries import versions
from events.services import queue
from events.taxonomy import Role, SubmissionStatus
from tests import factories as f
from tests.pages.conftest import ENGLISH, World

LATER = ENGLISH.replace("stayed cold", "turned warm") + "\n\nTwo people were hurt, it was said at night."


@pytest.fixture
def second(world: World) -> Snapshot:
    """A second version of the English article, looked at once more since."""
    f.snapshot(world.english, LATER, 2)
    changes = {"same": 3, "added": 2, "removed": 1, "title": ["Drones hit base", "Two hurt"]}
    row = f.snapshot(world.english, LATER, 3, changes=changes)
    SnapshotCheck.objects.create(
        snapshot=row, at=datetime(2024, 2, 1, 6, 30, tzinfo=UTC), http_status=200, body_sha256="0" * 64
    )
    return row


def text_of(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_editor_fetches_again_and_follows_it(
    editor: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(queue, "enqueue", lambda row, **_: sent.append(row))
    address = reverse("article-fetch", args=[world.english.public_id])
    assert f'action="{address}"' in text_of(editor, "article", world.english.public_id)
    answer = editor.post(address)
    row = Submission.objects.get(again=True)
    assert answer["Location"] == reverse("submission", args=[row.public_id])
    assert (row.url, row.submitted_by, sent) == (world.english.url, world.editor, [row.pk])
    other = Client()
    other.force_login(f.user(Role.EDITOR))
    assert "being read at the moment" in unescape(other.post(address, follow=True).content.decode())


def test_whoever_may_not_submit_sees_no_button(world: World) -> None:
    address = reverse("article-fetch", args=[world.english.public_id])
    assert address not in text_of(Client(), "article", world.english.public_id)
    assert Client().get(address).status_code in (302, 405)


def test_text_without_an_address_cannot_be_fetched(editor: Client, world: World) -> None:
    pasted = f.article("", text="Pasted words. " * 9)
    address = reverse("article-fetch", args=[pasted.public_id])
    assert address not in text_of(editor, "article", pasted.public_id)
    assert "no page to fetch" in unescape(editor.post(address, follow=True).content.decode())


def test_versions_are_listed_with_what_changed_and_when_they_were_looked_at(
    world: World, second: Snapshot
) -> None:
    page = text_of(Client(), "article", world.english.public_id)
    listed = page[page.index('class="in versions"') :]
    assert re.findall(r"<b>(\d)</b>", listed) == ["3", "2", "1"]
    assert "Another headline, 2 paragraphs new, 1 paragraph gone" in listed
    assert "looked at again 1 Feb 2024, 06:30: unchanged" in listed
    assert second.body_sha256[:12] in listed


def test_the_difference_shows_every_word_that_came_and_went(world: World, second: Snapshot) -> None:
    page = text_of(Client(), "article-version", world.english.public_id, 2)
    assert "<del>stayed</del><ins>turned</ins>" in page.replace("\n", "")
    assert "<ins>Two people were hurt, it was said at night.</ins>" in page
    assert "1 paragraph that stayed" in page, "what is far from any change is folded"
    assert "<del>Drones hit base</del> <ins>Two hurt</ins>" in text_of(
        Client(), "article-version", world.english.public_id, 3
    )


def test_the_first_version_shows_its_text(world: World) -> None:
    page = text_of(Client(), "article-version", world.english.public_id, 1)
    assert "The first version" in page
    assert all(f">{line}</p>" in page for line in ENGLISH.split("\n\n"))
    assert Client().get(reverse("article-version", args=[world.english.public_id, 7])).status_code == 404


def test_a_version_that_changed_nothing_near_is_folded_whole() -> None:
    compared = versions.lines("a\n\nb\n\nc\n\nd", "a\n\nb\n\nc\n\ne")
    assert [(run.folded, len(run.lines)) for run in versions.runs(compared)] == [(True, 2), (False, 3)]


@pytest.mark.parametrize(("known", "said"), [(True, "the page has not changed"), (False, "New version")])
def test_the_list_of_submissions_tells_what_came_of_it(
    editor: Client, world: World, known: bool, said: str
) -> None:
    Submission.objects.create(
        kind="url",
        again=True,
        already_known=known,
        status=SubmissionStatus.DONE,
        article=world.english,
        url=world.english.url,
        submitted_by=world.editor,
    )
    assert said in text_of(editor, "submissions")
