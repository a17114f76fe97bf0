"""Words for codes: neutral, whole sentences, right in number and range."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from events import wording
from events.models import Event
from events.queries.changes import NAMES, value_words
from events.queries.columns import COLUMNS, in_fields
from events.queries.fields import BY_FIELD, GROUPS
from events.resolution import FIELDS
from events.taxonomy import WeaponType

DAY = date(2024, 1, 28)


def event(**columns: object) -> Event:
    return Event(
        **{
            "site_name": "Al-Tanf Garrison",
            "country": "SY",
            "date_from": DAY,
            "date_to": DAY,
            "date_precision": "day",
            **columns,
        }
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"weapons": ["drone"]}, "Drone attack on Al-Tanf Garrison"),
        ({"weapons": ["drone", "rocket"]}, "Attack on Al-Tanf Garrison (drone, rocket)"),
        ({"weapons": ["unknown"]}, "Attack on Al-Tanf Garrison"),
        ({"weapons": [], "site_name": ""}, "Attack on Syria"),
        ({"weapons": [], "site_name": "", "country": ""}, "Attack on a place not located"),
        ({"weapons": ["airstrike"]}, "Airstrike on Al-Tanf Garrison"),
    ],
)
def test_headline_is_made_of_codes(columns: dict[str, object], expected: str) -> None:
    assert wording.headline(event(**columns)) == expected


def test_headline_names_a_country_once() -> None:
    assert wording.headline(event(site_name="Syria", weapons=[]), country=True) == "Attack on Syria"


def test_every_weapon_has_a_headline_of_its_own() -> None:
    assert set(wording.ATTACKS) == set(WeaponType)
    assert all("%(place)s" in text for text in wording.ATTACKS.values())


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        (DAY, DAY, "day", "28 January 2024"),
        (DAY, date(2024, 1, 30), "range", "28–30 January 2024"),
        (DAY, date(2024, 2, 2), "range", "28 January–2 February 2024"),
        (date(2023, 12, 31), date(2024, 1, 1), "range", "31 December 2023–1 January 2024"),
        (date(2024, 1, 1), date(2024, 1, 31), "month", "January 2024"),
        (None, None, "unknown", "date not known"),
    ],
)
def test_periods(start: date | None, end: date | None, precision: str, expected: str) -> None:
    assert wording.period(start, end, precision) == expected


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((None, None, None), ""),
        ((0, 0, 0), "0"),
        ((2, 3, 5), "2–5"),
        ((20, None, None), "at least 20"),
        ((None, None, 4), "up to 4"),
        ((3, 3, None), "3"),
    ],
)
def test_amounts_tell_nothing_stated_from_none(bounds: tuple[int | None, ...], expected: str) -> None:
    assert wording.amount(*bounds) == expected


def test_countries_and_languages_are_named_in_the_readers_language() -> None:
    with translation.override("ar"):
        assert wording.country_name("SY") == "سوريا"
        assert wording.language_name("id") == "الإندونيسية"
    with translation.override("id"):
        assert wording.country_name("EG") == "Mesir"
    assert wording.country_name("XZ") == "at sea"


def test_every_correctable_field_belongs_to_a_group_and_has_a_name() -> None:
    assert set(BY_FIELD) == set(FIELDS) == set(NAMES)
    assert len({group.letter for group in GROUPS}) == len(GROUPS)


def test_every_column_that_a_correction_fills_is_told_or_left_out_on_purpose() -> None:
    silent = {"site", "site_as_written", "lat", "lon", "radius_m", "attacker", "target"}
    ranges = {
        f"{base}_{end}" for base in ("munition", "killed", "injured") for end in ("low", "best", "high")
    }
    filled = {column for field in FIELDS.values() for column in field.columns}
    assert filled - silent - ranges <= set(COLUMNS)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"date_from": [None, "2024-01-28"], "date_to": [None, "2024-01-28"]},
            [("Date", "", "28 January 2024")],
        ),
        ({"killed_low": [0, 1], "killed_best": [0, 1], "killed_high": [0, 1]}, [("Killed", "0", "1")]),
        ({"killed_high": [1, 4]}, [("Killed (at most)", "1", "4")]),
        ({"target": ["us-coalition", "us-forces"], "lat": [1.0, 2.0]}, []),
        ({"weapons": [["drone"], ["drone", "rocket"]]}, [("Weapon", "drone", "drone, rocket")]),
    ],
)
def test_changes_of_columns_are_told_as_fields(
    changes: dict[str, list[object]], expected: list[tuple[str, str, str]]
) -> None:
    assert [(change.name, change.old, change.new) for change in in_fields(changes, {})] == expected


def test_a_stored_site_is_told_by_its_name() -> None:
    assert value_words("site", {"slug": "tanf", "geo_precision": "1"}, {"site:tanf": "Al-Tanf"}) == "Al-Tanf"
    assert value_words("site", {"name": "A hill", "country": "SY"}, {}) == "A hill, Syria"


@pytest.mark.parametrize(
    ("language", "way"), [("ar", "rtl"), ("fa", "rtl"), ("he", "rtl"), ("id", "ltr"), ("xx", "ltr")]
)
def test_texts_run_the_way_of_their_language(language: str, way: str) -> None:
    assert wording.text_direction(language) == way
