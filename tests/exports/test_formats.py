"""The same seeded rows in every format, with nothing lost and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from events.exports import FORMATS, TITLES, streams
from events.exports.columns import COLUMNS
from events.exports.csv import COLUMNS_OUT
from events.filters import select
from events.models import Event
from events.services import review
from tests import factories as make
from tests.exports.reading import ids, rows_of, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_the_same_events(name: str) -> None:
    assert ids(name) == set(Event.objects.values_list("public_id", flat=True))
    assert len(ids(name)) == 3
    assert len(ids(name, "site=tanf&from=2024-01-28")) == 1
    assert ids(name, "site=tanf&from=2025-01-01") == set()


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"csv"}))
def test_every_format_names_licence_and_citation(name: str, settings) -> None:  # type: ignore[no-untyped-def]
    """Plain CSV has no place for it: header fields and its metadata document tell it (tests/api)."""
    settings.DATA_LICENCE, settings.PUBLIC_URL = "ODbL 1.0", "https://watch.example"
    told = written(name, plain=True)
    assert b"ODbL 1.0" in told
    assert b"https://watch.example/" in told


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"csv", "geojson"}))
def test_evidence_goes_along(name: str) -> None:
    told = written(name, plain=True).decode("utf-8", "replace")
    assert "Tanf: serangan" in told
    assert "https://harian.example/a" in told
    assert Event.objects.filter(site__slug="tanf").get().reports.get().snapshot.text_sha256 in told


def test_every_format_is_in_the_menu() -> None:
    assert set(TITLES) == set(FORMATS)


def test_json_lines_hold_all_columns_and_the_evidence_with_quotes() -> None:
    line = next(json.loads(one) for one in written("jsonl", "site=tanf").splitlines())
    assert {column.name for column in COLUMNS} | {"reports", "decisions", "licence", "citation"} == set(line)
    assert (line["date_from"], line["killed_best"], line["injured_low"], line["injured_high"]) == (
        "2024-01-28",
        0,
        2,
        None,
    )
    (report,) = line["reports"]
    assert report["article"]["url"] == "https://harian.example/a"
    assert report["spans"]["site"] == [{"start": 10, "end": 24, "quote": "Tanf: serangan"}]
    assert report["claims"][0]["kind"] == "claims"


def test_csv_and_json_lines_tell_the_same_values() -> None:
    rows = {row["public_id"]: row for row in rows_of("csv")}
    for line in map(json.loads, written("jsonl").splitlines()):
        row = rows[line["public_id"]]
        for column in COLUMNS_OUT:
            if column.kind in ("object", "moment") or column.name in ("site_name", "site_as_written"):
                continue
            value = line[column.name]
            told = ";".join(value) if column.kind == "list" else "" if value is None else value
            if column.kind == "number" and told != "":
                assert float(row[column.name]) == told
            else:
                assert row[column.name] == str(told), column.name


@pytest.mark.parametrize("name", ["csv", "csv-evidence", "hxl", "acled"])
def test_cells_cannot_be_run_by_a_spreadsheet(name: str) -> None:
    rows = rows_of(name)
    assert "'=HYPERLINK(1)" in {cell for row in rows for cell in row.values()}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@")]


@pytest.mark.parametrize("name", ["csv", "csv-evidence", "hxl", "acled"])
def test_tables_begin_with_the_mark_of_utf8(name: str) -> None:
    assert written(name).startswith(b"\xef\xbb\xbf")


def test_geojson_draws_no_pin_for_an_area_or_an_unlocated_event() -> None:
    features = {f["properties"]["site"]: f["geometry"] for f in json.loads(written("geojson"))["features"]}
    assert features["tanf"] == {"type": "Point", "coordinates": [38.618, 33.506]}
    assert features["golan"] is None
    assert features[None] is None


@pytest.mark.parametrize("name", FORMATS)
def test_exports_read_in_pieces(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHUNK", 1)
    assert len(ids(name)) == 3


def test_merged_events_are_not_exported() -> None:
    one, other = Event.objects.filter(date_from__isnull=False)
    review.merge(one, other, reason="same", by=make.user())
    assert one.public_id not in ids("csv")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_a_file_too(name: str) -> None:
    data = b"".join(FORMATS[name].write(select("site=tanf&from=2031-01-01").events()))
    assert data or name == "jsonl"
    assert Event.objects.filter(date_from=date(2024, 1, 27)).exists()


def test_the_flat_table_is_read_as_it_was_written() -> None:
    told = {row["site"]: row for row in rows_of("csv-evidence")}["tanf"]
    assert told["killed_civilian_best"] == "2"
    assert told["injured_civilian_low"] == ""
    assert (told["killed_low"], told["injured_high"]) == ("0", "")
    text = io.StringIO(written("csv-evidence").decode("utf-8-sig"), newline="")
    assert len({len(row) for row in csv.reader(text)}) == 1
