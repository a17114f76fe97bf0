"""The same seeded rows in every format, with nothing lost and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from events.exports import FORMATS, streams
from events.exports.columns import COLUMNS
from events.exports.csv import COLUMNS_OUT
from events.extraction.types import Range, Span
from events.filters import select
from events.models import Event
from events.services import review
from events.taxonomy import WeaponType
from tests import factories as make

pytestmark = pytest.mark.django_db
TEXT = "Minggu di Tanf: serangan drone dilaporkan, kata pernyataan yang dikirim kepada wartawan."


@pytest.fixture(autouse=True)
def seeded() -> None:
    make.small_catalogue()
    spans = {"site": (Span(10, 14),), "date": (Span(0, 6),)}
    row = make.article("https://harian.example/a", text=TEXT, language="id")
    make.publish(
        row,
        make.report(spans=spans, killed=Range(0, 0, 0), injured=Range(2, 3, None)),
        make.report(date(2024, 1, 27), "golan", by=None, weapons=[WeaponType.ROCKET, WeaponType.MORTAR]),
        make.report(None, make.site(None, name="=HYPERLINK(1)", country="IQ"), by=None),
    )


def written(name: str, query: str = "") -> bytes:
    return b"".join(FORMATS[name].write(select(query).events()))


def ids(name: str, query: str = "") -> set[str]:
    data = written(name, query)
    if name == "jsonl":
        return {json.loads(line)["public_id"] for line in data.splitlines()}
    if name == "geojson":
        return {feature["id"] for feature in json.loads(data)["features"]}
    return {row["public_id"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_holds_the_same_events(name: str) -> None:
    assert ids(name) == set(Event.objects.values_list("public_id", flat=True))
    assert len(ids(name)) == 3
    assert len(ids(name, "site=tanf&from=2024-01-28")) == 1
    assert ids(name, "site=tanf&from=2025-01-01") == set()


def test_json_lines_hold_all_columns_and_the_evidence_with_quotes() -> None:
    line = next(json.loads(one) for one in written("jsonl", "site=tanf").splitlines())
    assert {column.name for column in COLUMNS} | {"reports"} == set(line)
    assert (line["date_from"], line["killed_best"], line["injured_low"], line["injured_high"]) == (
        "2024-01-28",
        0,
        2,
        None,
    )
    (report,) = line["reports"]
    assert report["article"]["url"] == "https://harian.example/a"
    assert report["spans"]["site"] == [{"start": 10, "end": 14, "quote": "Tanf"}]
    assert report["claims"][0]["kind"] == "claims"


def test_csv_and_json_lines_tell_the_same_values() -> None:
    rows = {row["public_id"]: row for row in csv.DictReader(io.StringIO(written("csv").decode(), newline=""))}
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


def test_csv_cells_cannot_be_run_by_a_spreadsheet() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))
    assert "'=HYPERLINK(1)" in {row["site_name"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "@")]


def test_geojson_draws_no_pin_for_an_area_or_an_unlocated_event() -> None:
    features = {f["properties"]["site"]: f["geometry"] for f in json.loads(written("geojson"))["features"]}
    assert features["tanf"] == {"type": "Point", "coordinates": [38.618, 33.506]}
    assert features["golan"] is None
    assert features[None] is None


def test_exports_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHUNK", 1)
    assert len(ids("jsonl")) == 3


def test_merged_events_are_not_exported() -> None:
    one, other = Event.objects.filter(date_from__isnull=False)
    review.merge(one, other, reason="same", by=make.user())
    assert one.public_id not in ids("csv")
