"""Submitting and watching: counted before sending, nothing typed is lost, each failure has a way on."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.forms.submissions import sort_links
from events.ingest.reasons import FailureReason, NextStep
from events.models import Submission
from events.taxonomy import Role, SubmissionKind, SubmissionStatus
from tests import factories as f
from tests.pages.conftest import World

PASTED = """https://wire.example/2024/a
https://www.wire.example/2024/a/?utm_source=letter
see also the statement

kabar.example/77120
http://192.168.0.1/x
ftp://old.example/file"""


def text_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_pasted_lines_are_sorted_into_links_doubles_and_reasons() -> None:
    links = sort_links(PASTED)
    assert links.good == [(1, "https://wire.example/2024/a"), (5, "https://kabar.example/77120")]
    assert links.doubles == [(2, 1)]
    assert [(line, text) for line, text, _why in links.refused] == [
        (3, "see also the statement"),
        (6, "http://192.168.0.1/x"),
        (7, "ftp://old.example/file"),
    ]


def test_the_preview_counts_without_submitting(editor: Client, world: World) -> None:
    before = Submission.objects.count()
    told = editor.post(reverse("submissions-preview"), {"links": f"{PASTED}\n{world.english.url}"}).json()
    assert (told["good"], told["known"], len(told["doubles"]), len(told["refused"])) == (3, 1, 1, 3)
    assert Submission.objects.count() == before


def test_links_are_submitted_once_each_and_the_rest_is_named(editor: Client, world: World) -> None:
    answer = editor.post(reverse("submissions"), {"way": "links", "links": PASTED}, follow=True)
    made = Submission.objects.filter(submitted_by=world.editor).exclude(pk=world.submission.pk)
    assert {row.url for row in made} == {"https://wire.example/2024/a", "https://kabar.example/77120"}
    page = text_of(answer)
    assert "2 links are being read." in page
    assert "1 line named the same page twice." in page
    assert "see also the statement: This is not a web address." in page


def test_lines_without_a_link_come_back_as_they_were_typed(editor: Client) -> None:
    answer = editor.post(reverse("submissions"), {"way": "links", "links": "only words here"})
    assert answer.status_code == 422
    assert "only words here</textarea>" in text_of(answer)


def test_an_article_that_was_read_before_is_given_back(editor: Client, world: World) -> None:
    Submission.objects.create(
        kind=SubmissionKind.URL, status=SubmissionStatus.DONE, article=world.english, url=world.english.url
    )
    answer = editor.post(reverse("submissions"), {"way": "links", "links": world.english.url}, follow=True)
    assert "1 article was read before." in text_of(answer)
    assert Submission.objects.filter(
        submitted_by=world.editor, already_known=True, article=world.english
    ).exists()


def test_pasted_text_is_submitted_with_what_is_known_of_it(editor: Client, world: World) -> None:
    sent = {
        "way": "text",
        "text": "A drone struck the base at al-Tanf on Sunday. " * 3,
        "outlet_domain": "https://www.Wire.example/x",
        "language": "en",
        "published_on": "2024-01-29",
    }
    assert editor.post(reverse("submissions"), sent).status_code == 302
    row = Submission.objects.filter(kind=SubmissionKind.TEXT).get()
    assert (row.outlet_domain, row.language, str(row.published_on)) == ("wire.example", "en", "2024-01-29")


def test_a_saved_page_is_uploaded(editor: Client) -> None:
    body = b"<html><body><article><h1>Strike</h1><p>" + b"A drone struck the base at al-Tanf. " * 9
    page = SimpleUploadedFile("page.html", body + b"</p></article></body></html>", "text/html")
    assert editor.post(reverse("submissions"), {"way": "file", "file": page}).status_code == 302
    assert Submission.objects.filter(kind=SubmissionKind.FILE, payload_name="page.html").exists()


def test_an_empty_upload_says_why_and_stays_on_its_form(editor: Client) -> None:
    answer = editor.post(reverse("submissions"), {"way": "file"})
    assert answer.status_code == 422
    assert "Choose the saved page." in text_of(answer)


@pytest.mark.parametrize("reason", list(FailureReason), ids=str)
def test_every_failure_offers_its_next_step(world: World, reason: FailureReason) -> None:
    from events.templatetags.submitted import next_step

    world.submission.reason_code = reason
    told = next_step(world.submission)
    assert told["code"] in list(NextStep)
    assert told["advice"]


def test_a_failed_link_can_be_pasted_uploaded_or_tried_again(editor: Client, world: World) -> None:
    page = text_of(editor.get(reverse("submissions")))
    assert "The site refuses to show the page to us." in page
    assert f"?way=text&url={'https%3A%2F%2Fjournal.example%2Fc'}" in page
    assert reverse("submission-retry", args=[world.submission.public_id]) in page


def test_the_way_on_brings_the_address_along(editor: Client) -> None:
    page = text_of(editor.get(reverse("submissions"), {"way": "text", "url": "https://journal.example/c"}))
    assert 'value="https://journal.example/c"' in page


def test_retrying_queues_and_cancelling_takes_back(editor: Client, world: World) -> None:
    editor.post(reverse("submission-retry", args=[world.submission.public_id]))
    world.submission.refresh_from_db()
    assert world.submission.status == SubmissionStatus.QUEUED
    editor.post(reverse("submission-cancel", args=[world.submission.public_id]))
    world.submission.refresh_from_db()
    assert world.submission.status == SubmissionStatus.CANCELLED


def test_the_live_rows_are_those_asked_for_and_ones_own(editor: Client, world: World) -> None:
    other = Submission.objects.create(
        kind=SubmissionKind.URL, url="https://x.example/1", submitted_by=f.user(Role.EDITOR)
    )
    query = {"id": [str(world.submission.public_id), str(other.public_id), "no-uuid"]}
    page = text_of(editor.get(reverse("submissions-rows"), query))
    assert f'id="s-{world.submission.public_id}"' in page
    assert str(other.public_id) not in page
    assert 'data-working="0"' in page


def test_an_admin_sees_everybodys_and_the_trace(world: World) -> None:
    Submission.objects.filter(pk=world.submission.pk).update(error_trace="Traceback of the last try")
    admin, editor = Client(), Client()
    admin.force_login(world.admin)
    editor.force_login(world.editor)
    assert "journal.example/c" not in text_of(admin.get(reverse("submissions")))
    assert "journal.example/c" in text_of(admin.get(reverse("submissions"), {"scope": "all"}))
    address = reverse("submission", args=[world.submission.public_id])
    assert "Traceback of the last try" in text_of(admin.get(address))
    assert "Traceback of the last try" not in text_of(editor.get(address))
