"""Taken out, read into an empty database, taken out again: no difference, and the rebuild finds none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.models import Actor, Article, Event, Site, Snapshot
from events.queries import event_page
from events.services import archiving, importing, publishing, rebuilding, reextraction, review
from events.services.errors import Refused
from tests import factories as make
from tests.exports.reading import written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
EMPTIED = """
    events_event, events_report, events_claim, events_article, events_snapshot, events_snapshotpart,
    events_outlet, events_eventrevision, events_correction, events_merge, events_split, events_rejection,
    events_review, events_tally, events_submission
"""


@pytest.fixture(autouse=True)
def admin(seeded: None) -> None:
    make.user(username="the-admin")


def empty() -> None:
    """The database of another installation, with the same catalogue."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")
    assert not Event.objects.exists()


def load(data: bytes, tmp_path: Path, **options: str) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(data)
    call_command("import_events", str(file), **options)


def decided() -> None:
    """A copy of the article, and one decision of every kind."""
    by = make.user()
    first = Article.objects.get()
    copy = make.article("https://portal.example/copy", text=first.text, family=first)
    make.publish(copy, make.report(), make.report(date(2024, 2, 3), "erbil"))
    make.publish(None, make.report(date(2024, 2, 3), "erbil"), make.report(date(2024, 3, 4), "erbil-base"))
    erbil = Event.objects.get(site__slug="erbil")
    report = erbil.reports.order_by("pk").last()
    assert report is not None
    review.split(report, reason="Another attack", by=by)
    tanf = Event.objects.get(site__slug="tanf")
    review.correct(tanf, "injured", {"low": 1, "best": 1, "high": 4}, reason="Recounted", by=by)
    golan = Event.objects.get(site__slug="golan")
    review.accept(golan, reason="Read", by=by)
    base = Event.objects.get(site__slug="erbil-base")
    review.merge(base, golan, reason="The same salvo", by=by)
    review.reject(Event.objects.current().get(site=None), reason="No attack", by=by)


def test_an_export_read_elsewhere_is_the_same_export(tmp_path: Path) -> None:
    decided()
    before = written("jsonl", "review=machine&review=reviewed&review=rejected")
    kinds = {one["kind"] for line in before.splitlines() for one in json.loads(line)["decisions"]}
    assert kinds == {"correction", "merge", "split", "review", "rejection"}
    gone = Event.objects.get(merged_into__isnull=False).public_id
    empty()
    load(before, tmp_path)
    assert written("jsonl", "review=machine&review=reviewed&review=rejected") == before
    assert rebuilding.rebuild(check=True).differences == []
    merged = event_page.find(gone)
    assert merged is not None
    assert merged.merged_into is not None


def test_reading_it_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written("jsonl")
    load(before, tmp_path)
    assert "0 events" in capsys.readouterr().out
    assert written("jsonl") == before


def test_places_and_sides_that_the_catalogue_lacks_come_along_as_proposals(tmp_path: Path) -> None:
    before = written("jsonl", "site=tanf")
    empty()
    Actor.objects.filter(slug="us-forces").update(slug="other-forces")
    Site.objects.filter(slug="tanf").update(slug="other-place")
    make.catalogue.touch()
    load(before, tmp_path)
    assert Site.objects.get(slug="tanf").proposed
    assert Actor.objects.get(slug="us-forces").name == "US forces"
    assert json.loads(written("jsonl"))["site"] == "tanf"


def test_what_came_without_text_is_neither_read_anew_nor_called_damaged(tmp_path: Path) -> None:
    before = written("jsonl")
    empty()
    load(before, tmp_path)
    text = Snapshot.objects.get().text
    assert text[10:24] == "Tanf: serangan"
    assert "kata pernyataan" not in text
    assert reextraction.reextract(Article.objects.all()).articles == 0
    assert archiving.verify().damaged == []


def test_a_person_may_correct_what_came_from_elsewhere(tmp_path: Path) -> None:
    before = written("jsonl", "site=tanf")
    empty()
    load(before, tmp_path)
    event = Event.objects.get()
    review.correct(event, "killed", {"low": 1, "best": 1, "high": 1}, reason="Told so", by=make.user())
    event.refresh_from_db()
    assert event.killed_best == 1
    assert event.revision == json.loads(before)["revision"] + 1


@pytest.mark.parametrize(
    "line", [b"[1]", b"{}", b'{"public_id": "CW-1", "reports": [], "decisions": []}', b"{"]
)
def test_what_is_no_export_is_refused_in_words(tmp_path: Path, line: bytes) -> None:
    with pytest.raises(CommandError, match=r"is no event|cannot be read|is not JSON"):
        load(line + b"\n", tmp_path)
    assert Event.objects.count() == 3


def test_a_quote_that_does_not_fill_its_span_is_refused() -> None:
    line = json.loads(written("jsonl", "site=tanf"))
    line["public_id"] = "CW-00000001"
    line["reports"][0]["article"] |= {"id": "7b1a3f4e-0000-4000-8000-000000000001", "url": ""}
    line["reports"][0]["spans"]["site"][0]["end"] += 5
    with pytest.raises(Refused, match="quote"):
        importing.load([line], by=make.user())


def test_publishing_goes_on_beside_what_was_imported(tmp_path: Path) -> None:
    before = written("jsonl", "site=tanf")
    empty()
    load(before, tmp_path)
    make.publish(None, make.report())
    event = Event.objects.get(site__slug="tanf")
    assert event.reports.count() == 2
    assert publishing.rematch(event.reports.all(), cause="report") == []
