"""Which reports tell of one attack: contradictions part, agreement joins, and order never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction.types import Range
from events.matching import (
    THRESHOLD,
    WORDS,
    Candidate,
    Window,
    block,
    explain,
    firm,
    homes,
    partition,
    places,
    score,
    wide,
    window,
)
from events.resolution import Party, Place, Values

D = date(2024, 1, 28)
IRI = Party("iri", "Islamic Resistance in Iraq", ("iri", "axis"))
KATAIB = Party("kataib", "Kataib Hezbollah", ("kataib", "iri", "axis"))
ISRAEL = Party("israel", "Israel", ("israel",))


def days(first: int, last: int | None = None) -> Window:
    """Days after 28 January."""
    return Window(D + timedelta(first), D + timedelta(first if last is None else last))


def one(article: str = "a", number: int = 1, **values: object) -> Candidate:
    """Drones of the umbrella on one base on 28 January, unless told otherwise."""
    known: dict[str, object] = {
        "key": f"{article}#{number}",
        "article": article,
        "family": article,
        "number": number,
        "block": "tanf",
        "places": ("tanf",),
        "wide": False,
        "window": days(0),
        "firm": True,
        "attacker": IRI,
        "weapons": ("drone",),
    }
    return Candidate(**{**known, **values})  # type: ignore[arg-type]


def parts(*candidates: Candidate) -> list[list[str]]:
    return [[c.key for c in part] for part in partition(candidates)]


@pytest.mark.parametrize(
    ("difference", "barred"),
    [
        ({"places": ("erbil",)}, "other_place"),
        ({"window": days(1)}, "other_days"),
        ({"attacker": ISRAEL}, "other_attacker"),
        ({"time_of_day": "evening"}, "other_time"),
    ],
)
def test_a_contradiction_bars_a_pair_and_says_so(difference: dict[str, object], barred: str) -> None:
    found = score(one(time_of_day="morning"), one("b", **{"time_of_day": "morning", **difference}))
    assert (found.bar, found.matches) == (barred, False)
    assert found.words() == [WORDS[barred]]


@pytest.mark.parametrize(
    ("difference", "joined"),
    [
        ({}, True),
        ({"attacker": None, "weapons": ()}, True),
        ({"attacker": KATAIB}, True),
        ({"weapons": ("mortar",), "attacker": None}, False),
        ({"attacker": ISRAEL, "attacker_hedged": True}, False),
        ({"weapons": ("unknown",)}, True),
        ({"munition": Range(20, 20, 20)}, True),
        ({"munition": Range(20, 20, 20), "weapons": ("rocket",)}, False),
        ({"time_of_day": "night"}, True),
        ({"killed": Range(3, 3, 3)}, True),
    ],
)
def test_what_joins_and_what_does_not(difference: dict[str, object], joined: bool) -> None:
    told = one(munition=Range(2, 2, 2), killed=Range(1, 1, 1), time_of_day="dawn")
    other = one("b", **{"munition": Range(2, 2, 2), **difference})
    assert score(told, other).matches == joined
    assert score(told, other) == score(other, told)


def test_each_reason_has_words() -> None:
    found = score(one(), one("b", family="a"))
    assert found.points >= THRESHOLD
    assert found.words() == [WORDS[code] for code in found.reasons]


def test_two_attacks_told_by_one_article_stay_apart_and_others_join_one_of_them() -> None:
    assert parts(one("a", 1), one("a", 2), one("b")) == [["a#1", "b#1"], ["a#2"]]


def test_waves_are_told_apart_by_the_time_of_day() -> None:
    morning, evening = one("a", 1, time_of_day="morning"), one("a", 2, time_of_day="evening")
    later = one("b", time_of_day="evening")
    assert parts(morning, evening, later) == [["a#1"], ["a#2", "b#1"]]


def test_copies_of_two_waves_are_paired_passage_by_passage() -> None:
    copies = [one(name, number, family="a") for name in "ab" for number in (1, 2)]
    assert parts(*copies) == [["a#1", "b#1"], ["a#2", "b#2"]]


def test_a_vague_report_never_pulls_two_told_attacks_into_one() -> None:
    vague = one("c", window=days(-1, 0), firm=False, attacker=None)
    assert parts(one("a", window=days(-1)), one("b"), vague) == [["a#1"], ["b#1", "c#1"]]


def test_a_month_with_two_attacks_is_given_to_neither() -> None:
    month = one("c", window=days(-27, 3), firm=False)
    assert parts(one("a"), month) == [["a#1", "c#1"]]
    assert parts(one("a"), one("b", window=days(-2)), month) == [["a#1"], ["b#1"], ["c#1"]]


def test_people_hold_two_events_apart() -> None:
    assert parts(one("a", held=1), one("b", held=2)) == [["a#1"], ["b#1"]]
    assert parts(one("a", held=1), one("b", held=1), one("c")) == [["a#1", "b#1", "c#1"]]


def test_a_region_needs_more_than_the_day() -> None:
    region = {"wide": True, "attacker": None}
    assert len(parts(one("a", **region), one("b", **region))) == 2
    assert len(parts(one("a", wide=True), one("b", wide=True))) == 1


def test_the_reasons_are_those_of_the_best_match() -> None:
    part = partition([one("a"), one("b"), one("c", attacker=None)])[0]
    found = explain(part[0], part)
    assert found is not None
    assert "same_attacker" in found.reasons
    assert explain(one("x"), [one("x")]) is None


def test_an_event_lives_on_where_most_of_its_reports_are() -> None:
    first = [one("a", home=7), one("b", home=7)]
    second = [one("c", home=7), one("d", home=9)]
    third = [one("e", home=9), one("f", home=9)]
    assert homes([first, second, third]) == [
        {"a#1": 7, "b#1": 7},
        {"c#1": None, "d#1": None},
        {"e#1": 9, "f#1": 9},
    ]


def test_reports_that_people_hold_stay_in_their_event() -> None:
    torn = [[one("a", home=7, held=7)], [one("b", home=7, held=7), one("c")]]
    assert homes(torn) == [{"a#1": 7}, {"b#1": 7, "c#1": 7}]


def test_a_held_event_gives_its_name_to_the_part_however_few_its_reports() -> None:
    part = [one("a", home=3), one("b", home=3), one("c", home=8, held=8)]
    assert homes([part]) == [{"a#1": 8, "b#1": 8, "c#1": 8}]


@st.composite
def told(draw: st.DrawFn) -> Candidate:
    article, number = draw(st.sampled_from("abcdefg")), draw(st.integers(1, 3))
    base = draw(st.booleans())
    start = draw(st.integers(-2, 2))
    length = draw(st.sampled_from([0, 0, 0, 1, 2, 30]))
    sure = length == 0 and draw(st.booleans())
    return one(
        article,
        number,
        family=draw(st.sampled_from([article, "a"])),
        block="town",
        places=("base", "town") if base else ("town",),
        wide=draw(st.sampled_from([False, False, True])),
        window=days(start, start + length),
        firm=sure,
        attacker=draw(st.sampled_from([None, IRI, KATAIB, ISRAEL])),
        attacker_hedged=draw(st.booleans()),
        weapons=draw(st.sampled_from([(), ("drone",), ("rocket",), ("missile", "drone"), ("mortar",)])),
        time_of_day=draw(st.sampled_from(["", "", "morning", "evening"])),
        munition=draw(st.sampled_from([Range(), Range(3, 3, 3), Range(20, None, None)])),
        home=draw(st.sampled_from([None, 1, 2])),
        held=None,
    )


MANY = st.lists(told(), max_size=12, unique_by=lambda candidate: candidate.key)


@settings(max_examples=300, deadline=None)
@given(MANY.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_makes_no_difference(both: tuple[list[Candidate], list[Candidate]]) -> None:
    assert partition(both[0]) == partition(both[1])


@settings(max_examples=200, deadline=None)
@given(MANY)
def test_nothing_is_lost_doubled_or_joined_against_a_bar(found: list[Candidate]) -> None:
    parted = partition(found)
    assert sorted(c.key for part in parted for c in part) == sorted(c.key for c in found)
    for part in parted:
        assert len({c.article for c in part}) == len(part)
        for core in (c for c in part if c.firm):
            for other in part:
                assert other.key == core.key or not score(core, other).bar


@settings(max_examples=150, deadline=None)
@given(MANY)
def test_former_homes_never_change_the_parts(found: list[Candidate]) -> None:
    bare = [replace(candidate, home=None) for candidate in found]
    assert [[c.key for c in part] for part in partition(found)] == [
        [c.key for c in part] for part in partition(bare)
    ]


DAY = {"date_from": D, "date_to": D, "date_precision": "day", "date_basis": "stated"}
TANF = Place("tanf", "Al-Tanf Garrison", geo_precision="1")


@pytest.mark.parametrize(
    ("values", "expected", "sure"),
    [
        (DAY, days(0), True),
        ({**DAY, "date_basis": "claim_day"}, days(-1, 0), False),
        ({**DAY, "date_basis": "publication"}, days(-3, 0), False),
        ({**DAY, "date_to": D + timedelta(1), "date_precision": "range"}, days(0, 1), False),
        (
            {"date_from": date(2024, 2, 1), "date_precision": "month", "date_basis": "stated"},
            days(4, 32),
            False,
        ),
        ({**DAY, "date_precision": "week"}, days(0, 6), False),
        ({**DAY, "date_precision": "longer"}, None, False),
        ({}, days(-2, 1), False),
    ],
)
def test_windows_follow_precision_and_basis(
    values: dict[str, object], expected: Window | None, sure: bool
) -> None:
    known = Values(place=TANF, **values)  # type: ignore[arg-type]
    assert window(known, D + timedelta(1)) == expected
    assert firm(known) == sure


def test_places_are_known_by_slug_or_by_country_and_folded_name() -> None:
    assert places(Values(place=TANF), ("tanf", "town")) == ("tanf", "town")
    assert block(("tanf", "town")) == "town"
    farm = Values(place=Place(None, "Tell  Él-Farm", country="SY"))
    assert places(farm, ()) == ("SY:tell el farm",)
    assert block(()) == "nowhere"


def test_an_unknown_village_is_a_point_and_a_province_is_not() -> None:
    assert not wide(Values(place=Place(None, "Farm")), region=False)
    assert not wide(Values(place=replace(TANF, geo_precision="3")), region=False)
    assert wide(Values(place=replace(TANF, geo_precision="4")), region=False)
    assert wide(Values(place=TANF), region=True)
    assert wide(Values(), region=False)
