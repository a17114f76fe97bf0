"""Each format by the rules of its own standard, and as GDAL reads it where that is installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from events.exports import acled, gpkg, hxl, xlsx
from events.exports.flat import FLAT_COLUMNS
from events.models import Event
from events.services import review
from events.taxonomy import Outcome, WeaponType
from tests import factories as make
from tests.exports.reading import rows_of, sheet, sql, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
OGRINFO = shutil.which("ogrinfo")
HASHTAG = re.compile(r"^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$")


def test_a_geopackage_names_itself_and_its_tables() -> None:
    data = written("gpkg")
    assert data[68:72] == b"GPKG"
    assert sql(data, "PRAGMA user_version") == [(10300,)]
    assert sql(data, "PRAGMA foreign_key_check") == []
    assert sql(data, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(sql(data, "SELECT table_name, data_type FROM gpkg_contents")) == [
        ("events", "features"),
        ("evidence", "attributes"),
    ]
    assert {row[0] for row in sql(data, "SELECT srs_id FROM gpkg_spatial_ref_sys")} == {-1, 0, 4326}
    box = sql(data, "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'events'")
    assert box == [(38.618, 33.506, 38.618, 33.506)]


def test_a_geopackage_has_points_only_where_they_are_true() -> None:
    found = dict(sql(written("gpkg"), "SELECT coalesce(site, ''), geom FROM events"))
    assert found["tanf"] == gpkg.geometry(38.618, 33.506)
    assert found["tanf"][:8] == b"GP\x00\x01\xe6\x10\x00\x00"
    assert (found["golan"], found[""]) == (None, None)


def test_a_geopackage_holds_every_quote_with_its_place() -> None:
    quotes = sql(written("gpkg"), 'SELECT field, quote, "start", "end", url FROM evidence ORDER BY fid')
    assert ("site", "Tanf: serangan", 10, 24, "https://harian.example/a") in quotes
    assert len(quotes) == 7


@pytest.mark.skipif(OGRINFO is None, reason="gdal-bin is not installed")
@pytest.mark.parametrize("name", ["gpkg", "kml", "geojson"])
def test_gdal_opens_it_without_a_word(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"events.{name}"
    path.write_bytes(written(name))
    assert OGRINFO is not None
    told = subprocess.run([OGRINFO, "-ro", "-al", path], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Al-Tanf Garrison" in told.stdout
    assert "POINT (38.618 33.506)" in told.stdout.replace("POINT Z", "POINT").replace(" 0)", ")")
    assert all(event.public_id in told.stdout for event in Event.objects.all())


def test_a_workbook_holds_text_as_text_and_figures_as_numbers() -> None:
    data = written("xlsx")
    assert b"<f>" not in written("xlsx", plain=True)
    header, *rows = sheet(data, 1)
    assert header == [column.name for column in FLAT_COLUMNS]
    assert "=HYPERLINK(1)" in {cell for row in rows for cell in row}
    assert len(sheet(data, 2)) == 1 + 7
    assert [
        "killed_low",
        "killed on the attacked side: lowest told (empty is not 0, an explicit none is 0)",
    ] in (sheet(data, 3))


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    data = written("xlsx")
    assert [len(sheet(data, number)) for number in (1, 3)] == [3, 3]


def test_every_column_has_a_hashtag_of_its_own() -> None:
    assert set(hxl.TAGS) == {column.name for column in FLAT_COLUMNS}
    assert len(set(hxl.TAGS.values())) == len(hxl.TAGS)
    assert not [tag for tag in hxl.TAGS.values() if not HASHTAG.match(tag)]


def test_the_hashtags_stand_below_the_header() -> None:
    first, second, *_rest = written("hxl").decode("utf-8-sig").splitlines()
    assert first.split(",")[0] == "public_id"
    assert second.split(",")[:2] == ["#event+id", "#event+url"]


def test_acled_rows_follow_the_equivalents_of_the_codebook() -> None:
    rows = {row["location"]: row for row in rows_of("acled")}
    tanf, golan = rows["Al-Tanf Garrison"], rows["Golan Heights"]
    assert (tanf["event_date"], tanf["year"], tanf["time_precision"]) == ("2024-01-28", "2024", "1")
    assert (tanf["event_type"], tanf["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (tanf["actor1"], tanf["actor2"]) == ("Islamic Resistance in Iraq", "US forces")
    assert (tanf["iso"], tanf["country"], tanf["fatalities"]) == ("760", "Syria", "0")
    assert (tanf["geo_precision"], golan["geo_precision"]) == ("1", "3")
    assert golan["sub_event_type"] == "Shelling/artillery/missile attack"
    assert golan["fatalities"] == ""
    undated = rows["'=HYPERLINK(1)"]
    assert (undated["event_date"], undated["time_precision"], undated["latitude"]) == ("", "", "")


@pytest.mark.parametrize("weapon", [one for one in WeaponType if one != WeaponType.UNKNOWN])
def test_every_weapon_has_an_acled_type(weapon: WeaponType) -> None:
    assert all(acled.kind_of([weapon], Outcome.HIT))
    assert acled.kind_of([weapon], Outcome.INTERCEPTED) == ("Strategic developments", "Disrupted weapons use")


@pytest.mark.parametrize(
    ("code", "number"), [("SY", 760), ("RU", 643), ("YE", 887), ("DE", 276), ("SS", 728)]
)
def test_countries_have_their_present_number(code: str, number: int) -> None:
    assert acled._numbers()[code] == number


def test_kml_spans_the_days_of_an_event_and_survives_control_characters() -> None:
    wild = "Tanf \x0b & <b>"
    text = f"Serangan {wild}. " + "Lain lagi. " * 9
    row = make.article("https://harian.example/wild", text=text)
    spans = {"site": (make.x.Span(9, 9 + len(wild)),)}
    make.publish(row, make.report(date(2024, 3, 1), "erbil", spans=spans, claims=()))
    told = written("kml").decode()
    assert "<TimeSpan><begin>2024-03-01</begin><end>2024-03-01</end></TimeSpan>" in told
    assert "Tanf &amp; &lt;b&gt;" in told


def test_json_lines_tell_decisions_without_names() -> None:
    event = Event.objects.get(site__slug="tanf")
    by = make.user(username="somebody")
    review.correct(event, "injured", {"low": 1, "best": 1, "high": 1}, reason="Recounted", by=by)
    told = written("jsonl", "site=tanf")
    (decision,) = json.loads(told)["decisions"]
    assert (decision["kind"], decision["field"], decision["reason"]) == ("correction", "injured", "Recounted")
    assert b"somebody" not in told
