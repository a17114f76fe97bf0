"""/api/v1/export/...: files of the selection, logged, named, with licence, and progress to ask for."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.exports import FORMATS, progress, streams
from events.exports.csv import COLUMNS_OUT
from events.models import AuditEntry
from events.taxonomy import AuditAction
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.small_catalogue()


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_exports_stream_the_selection_as_a_file(client: Client) -> None:
    make.publish(None, make.report(), make.report(place="golan"))
    answer = client.get("/api/v1/export/jsonl?site=tanf")
    assert len(body(answer).splitlines()) == 1
    day = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="conflictwatch-{day}.jsonl"'
    assert 'rel="license"' in answer["Link"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_is_logged_with_its_query(client: Client, name: str) -> None:
    by = make.user("analyst")
    client.force_login(by)
    body(client.get(f"/api/v1/export/{name}?site=tanf&progress=not-in-the-log"))
    entry = AuditEntry.objects.filter(action=AuditAction.EXPORTED).get()
    assert (entry.by, entry.about) == (by, f"{name} site=tanf")


def test_the_csv_points_to_a_description_of_its_columns(client: Client) -> None:
    answer = client.get("/api/v1/export/csv")
    header = next(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert 'rel="describedby"; type="application/csvm+json"' in answer["Link"]
    described = client.get("/api/v1/export-metadata/csv")
    assert described["Content-Type"] == "application/csvm+json"
    told = described.json()
    assert [column["name"] for column in told["tableSchema"]["columns"]] == header
    assert len(header) == len(COLUMNS_OUT)
    assert told["dc:license"]["@id"].startswith("https://")
    assert "conflictwatch" in told["dc:bibliographicCitation"]


@pytest.mark.parametrize("name", FORMATS)
def test_whoever_waits_is_told_how_far_it_is(client: Client, name: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(streams, "CHUNK", 1)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    make.publish(None, make.report(), make.report(place="golan"), make.report(place="erbil"))
    told = []
    set_ = progress.cache.set
    monkeypatch.setattr(
        progress.cache, "set", lambda key, value, *rest: (told.append(value), set_(key, value, *rest))
    )
    key = f"waiting-{name}"
    body(client.get(f"/api/v1/export/{name}?progress={key}"))
    assert told[0] == [0, 3]
    assert told[-1] == [3, 3]
    assert client.get(f"/api/v1/export-progress/{key}").json() == {"done": 3, "total": 3}
    if name not in ("csv", "geojson"):
        assert [1, 3] in told


def test_a_key_that_is_none_is_refused_and_an_unknown_one_missing(client: Client) -> None:
    assert client.get("/api/v1/export/csv?progress=a/b").status_code == 400
    assert client.get("/api/v1/export-progress/nobody-waits").status_code == 404
