"""Lists as files: every line is answered for, nothing is submitted unseen, and bad lines are not lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.forms.lists import decoded, left_over, read_list
from events.models import Submission
from events.taxonomy import Role, SubmissionKind, SubmissionStatus
from tests import factories as f
from tests.pages.conftest import World

TABLE = """Title;URL;Published;Language
Drones hit base;https://wire.example/a;2024-01-28;en
Again;https://www.wire.example/a/?utm_source=x;;
"Bad; day";https://wire.example/b;28 January;en

Inside;http://10.0.0.1/x;;
Nothing;;;
Klingon;https://wire.example/c;;tlh
Last;https://wire.example/d;;id
"""


def send(client: Client, **data: Any) -> Any:
    return client.post(reverse("submissions-list"), data)


def test_each_line_of_a_table_gets_its_verdict_and_its_number() -> None:
    entries = read_list(TABLE)
    assert [(e.line, e.good, e.double_of) for e in entries] == [
        (2, True, 0), (3, False, 2), (4, False, 0), (6, False, 0), (7, False, 0), (8, False, 0), (9, True, 0),
    ]  # fmt: skip
    assert entries[0].about["title"] == "Drones hit base"
    assert str(entries[0].about["published_on"]) == "2024-01-28"
    left = left_over(TABLE, entries)
    assert left.splitlines()[0] == "Title;URL;Published;Language"
    assert [e.written for e in read_list(left)] == [e.written for e in entries if e.why]


def test_plain_lines_are_read_too() -> None:
    entries = read_list("https://a.example/1\n\nwords only\nsee https://b.example/2 and https://c.example/3")
    assert [(e.line, e.url, e.good) for e in entries] == [
        (1, "https://a.example/1", True),
        (3, "words only", False),
        (4, "https://b.example/2", True),
        (4, "https://c.example/3", True),
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_lists_come_in_whatever_a_spreadsheet_writes(coding: str) -> None:
    text = "title,url\nهجوم بطائرة مسيرة على قاعدة عين الأسد الجوية,https://a.example/1\n"
    (entry,) = read_list(decoded(text.encode(coding)))
    assert entry.url == "https://a.example/1"
    if coding != "cp1256":
        assert entry.about["title"].startswith("هجوم")


def test_a_list_is_looked_at_before_anything_is_submitted(editor: Client, world: World) -> None:
    before = Submission.objects.count()
    file = SimpleUploadedFile("links.csv", TABLE.encode(), "text/csv")
    page = unescape(send(editor, file=file).content.decode())
    assert Submission.objects.count() == before
    for words in ("the same page as line 2", "is no date such as", "holds no link", "Submit 2 links"):
        assert words in page
    answer = send(editor, text=TABLE, do="submit")
    rows = Submission.objects.filter(submitted_by=world.editor).exclude(pk=world.submission.pk)
    assert {(row.url, row.language) for row in rows} == {
        ("https://wire.example/a", "en"),
        ("https://wire.example/d", "id"),
    }
    page = unescape(answer.content.decode())
    assert "4 lines are left to be mended." in page
    assert "28 January" in page.split("<textarea")[1]
    assert "wire.example/d" not in page.split("<textarea")[1]


def test_a_list_without_faults_leads_back_to_the_submissions(editor: Client) -> None:
    answer = send(editor, text="https://a.example/1\nhttps://b.example/2", do="submit")
    assert answer.status_code == 302
    assert send(editor, text=" ").status_code == 422


def test_all_failed_are_tried_again_and_all_under_way_taken_back_but_only_ones_own(
    editor: Client, world: World
) -> None:
    other = Submission.objects.create(
        kind=SubmissionKind.URL, url="https://x.example/1", submitted_by=f.user(Role.EDITOR)
    )
    editor.post(reverse("submissions-many", args=["retry"]), {"scope": "all"})
    world.submission.refresh_from_db()
    assert world.submission.status == SubmissionStatus.QUEUED
    editor.post(reverse("submissions-many", args=["cancel"]), {"scope": "all"})
    world.submission.refresh_from_db()
    other.refresh_from_db()
    assert (world.submission.status, other.status) == (SubmissionStatus.CANCELLED, SubmissionStatus.QUEUED)
    admin = Client()
    admin.force_login(world.admin)
    admin.post(reverse("submissions-many", args=["cancel"]), {"scope": "all"})
    other.refresh_from_db()
    assert other.status == SubmissionStatus.CANCELLED
    assert admin.post(reverse("submissions-many", args=["explode"])).status_code == 404


@pytest.fixture
def three(world: World) -> list[Submission]:
    """A failed one, one under way, one that is done; all the editor's."""
    under_way = Submission.objects.create(
        kind=SubmissionKind.URL, url="https://x.example/1", submitted_by=world.editor
    )
    done = Submission.objects.create(
        kind=SubmissionKind.URL,
        url=world.english.url,
        article=world.english,
        status=SubmissionStatus.DONE,
        submitted_by=world.editor,
    )
    return [world.submission, under_way, done]


def tick(client: Client, action: str, *rows: Submission, **data: Any) -> str:
    sent = {"do": action, "row": [str(row.public_id) for row in rows], **data}
    answer = client.post(reverse("submissions-ticked"), sent, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_rows_that_can_be_moved_can_be_ticked_without_a_script(
    editor: Client, three: list[Submission]
) -> None:
    page = unescape(editor.get(reverse("submissions")).content.decode())
    ticks = re.findall(r'<input class="check" type="checkbox" name="row" value="([^"]+)" form="ticked"', page)
    assert set(ticks) == {str(row.public_id) for row in three[:2]}
    form = page[page.index('id="ticked"') :]
    assert re.findall(r'name="do" value="(\w+)"', form[: form.index("</form>")]) == ["retry", "cancel"]


def test_the_ticked_are_tried_again_and_what_cannot_be_is_counted(
    editor: Client, three: list[Submission]
) -> None:
    page = tick(editor, "retry", *three, scope="mine", state="failed")
    assert "1 submission is queued again." in page
    assert "2 submissions were left as they are" in page
    assert 'name="state" value="failed"' in page or "Nothing here." in page, "the list stays as it was chosen"
    assert [Submission.objects.get(pk=row.pk).status for row in three] == ["queued", "queued", "done"]


def test_the_ticked_are_taken_back(editor: Client, three: list[Submission]) -> None:
    page = tick(editor, "cancel", three[1])
    assert "1 submission is cancelled." in page
    assert "left as" not in page
    assert Submission.objects.get(pk=three[1].pk).status == SubmissionStatus.CANCELLED


def test_nothing_ticked_nonsense_and_other_peoples_rows_change_nothing(
    editor: Client, three: list[Submission]
) -> None:
    assert "Tick the submissions first." in tick(editor, "retry")
    stranger = Client()
    stranger.force_login(f.user(Role.EDITOR))
    assert "2 submissions were left" in tick(stranger, "cancel", *three[:2])
    editor.post(reverse("submissions-ticked"), {"do": "cancel", "row": ["no-id", "x' OR 1=1"]})
    assert [Submission.objects.get(pk=row.pk).status for row in three] == ["failed", "queued", "done"]
    assert editor.post(reverse("submissions-ticked"), {"do": "explode"}).status_code == 404
