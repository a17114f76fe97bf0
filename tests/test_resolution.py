"""From reports to an event: one rule a field, the same answer in any order, a person's word last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.extraction.types import Range
from events.resolution import FIELDS, BadValue, Corrected, Party, Place, Told, Values, claim_status, resolve
from events.resolution.rules import RULES
from events.taxonomy import ClaimKind, ClaimStatus

D27, D28 = date(2024, 1, 27), date(2024, 1, 28)
US = Party("us-forces", "US forces", ("us-forces", "usa"))
USA = Party("usa", "United States", ("usa",))
IRI = Party("iri", "Islamic Resistance in Iraq", ("iri",))
IRAN = Party("iran", "Iran", ("iran",))
TANF = Place("tanf", "Al-Tanf Garrison", "al-Tanf", "SY", 33.5, 38.6, "1", 3000, 0)
BASE = Place("erbil-base", "Erbil Air Base", "base", "IQ", 36.2, 43.9, "1", 2000, 1)
TOWN = Place("erbil", "Erbil", "Erbil", "IQ", 36.2, 44.0, "1", 8000, 0)


class Names:
    def place(self, slug: str) -> Place:
        return {"tanf": TANF, "erbil-base": BASE}[slug]

    def party(self, slug: str) -> Party:
        return {"us-forces": US, "usa": USA, "iri": IRI, "iran": IRAN}[slug]


def told(
    number: int,
    family: str = "",
    published: date = D28,
    claims: tuple[ClaimKind, ...] = (),
    **values: object,
) -> Told:
    day = {"date_from": D28, "date_to": D28, "date_precision": "day", "date_basis": "stated"}
    known = Values(**{**day, "confidence": 0.8, **values})  # type: ignore[arg-type]
    return Told(number, f"a{number}", family or f"f{number}", known, published, claims)


def corrected(field: str, value: object, number: int = 1) -> Corrected:
    return Corrected(number, field, FIELDS[field].parse(value, Names()))


def test_fields_and_rules_have_the_same_keys() -> None:
    assert list(FIELDS) == list(RULES)


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), ClaimStatus.REPORTED),
        (("claims",), ClaimStatus.CLAIMED),
        (("reports",), ClaimStatus.REPORTED),
        (("claims", "reports"), ClaimStatus.REPORTED),
        (("claims", "reports", "confirms"), ClaimStatus.CONFIRMED),
        (("claims", "denies"), ClaimStatus.DENIED),
        (("claims", "reports", "denies"), ClaimStatus.CONTESTED),
        (("confirms", "denies"), ClaimStatus.CONTESTED),
        (("reports", "denies"), ClaimStatus.CONTESTED),
        (("denies",), ClaimStatus.DENIED),
    ],
)
def test_the_claim_status_follows_from_what_was_asserted(kinds: tuple[str, ...], status: ClaimStatus) -> None:
    assert claim_status(ClaimKind(kind) for kind in kinds) == status
    assert claim_status(ClaimKind(kind) for kind in reversed(kinds)) == status


def test_a_stated_day_wins_over_a_wider_window_and_a_guess() -> None:
    found = resolve(
        [
            told(1, date_from=D27, date_to=D28, date_precision="range"),
            told(2, date_from=date(2024, 1, 1), date_to=None, date_precision="month"),
            told(3),
            told(4, date_from=date(2024, 1, 29), date_basis="publication"),
        ]
    )
    assert (found.values.date_from, found.values.date_precision) == (D28, "day")
    assert (found.basis["date"].rule, found.basis["date"].reports) == ("most_exact", (3,))
    assert "date" not in found.disputed


def test_copies_do_not_outvote_an_independent_outlet() -> None:
    found = resolve(
        [told(n, family="wire", outcome="hit", target=US) for n in (1, 2, 3)]
        + [told(4, outcome="missed", target=IRAN), told(5, outcome="missed", target=IRAN)]
    )
    assert (found.values.outcome, found.values.target) == ("missed", IRAN)
    assert {"outcome", "target"} <= set(found.disputed)
    assert (found.report_count, found.outlet_count) == (5, 3)


def test_the_most_specific_place_is_taken_without_a_dispute() -> None:
    found = resolve([told(1, place=TOWN), told(2, place=TOWN), told(3, place=BASE)])
    assert found.values.place == BASE
    assert "site" not in found.disputed


def test_who_claimed_it_comes_before_who_is_suspected() -> None:
    found = resolve(
        [
            told(1, attacker=IRAN, attacker_basis="suspected"),
            told(2, attacker=IRAN, attacker_basis="accused"),
            told(3, attacker=IRI, attacker_basis="claimed"),
        ]
    )
    assert (found.values.attacker, found.values.attacker_basis) == (IRI, "claimed")
    assert found.basis["attacker"].rule == "strongest_attribution"
    assert "attacker" in found.disputed


def test_a_part_of_a_side_does_not_dispute_the_whole() -> None:
    assert "target" not in resolve([told(1, target=US), told(2, target=USA)]).disputed


def test_weapons_are_joined_and_the_vague_word_gives_way() -> None:
    found = resolve([told(1, weapons=("missile",)), told(2, weapons=("ballistic_missile", "drone"))])
    assert found.values.weapons == ("drone", "ballistic_missile")
    assert "weapon" not in found.disputed
    assert "weapon" in resolve([told(1, weapons=("drone",)), told(2, weapons=("mortar",))]).disputed


@pytest.mark.parametrize(
    ("figures", "low", "best", "high", "disputed"),
    [
        ([Range()], None, None, None, False),
        ([Range(0, 0, 0)], 0, 0, 0, False),
        ([Range(3, 3, 3), Range(3, 3, 3), Range(5, 5, 5)], 3, 3, 5, True),
        ([Range(3, 3, 3), Range(2, None, None)], 2, 3, None, False),
        ([Range(None, None, 10), Range(4, 4, 4)], 4, 4, 10, False),
        ([Range(30, None, None)], 30, None, None, False),
        ([Range(), Range(1, 1, 1)], 1, 1, 1, False),
    ],
)
def test_counts_span_what_is_told(
    figures: list[Range], low: int | None, best: int | None, high: int | None, disputed: bool
) -> None:
    found = resolve([told(number, killed=figure) for number, figure in enumerate(figures)])
    assert found.values.killed == Range(low, best, high)
    assert ("killed" in found.disputed) == disputed


def test_the_targeted_sides_version_of_the_outcome_comes_first() -> None:
    found = resolve(
        [
            told(1, outcome="hit", claim_status="claimed"),
            told(2, outcome="hit", claim_status="claimed"),
            told(3, outcome="intercepted", claim_status="confirmed"),
        ]
    )
    assert found.values.outcome == "intercepted"
    assert found.basis["outcome"].rule == "targeted_side"


def test_a_persons_value_wins_and_ends_the_dispute() -> None:
    reports = [told(1, killed=Range(1, 1, 1)), told(2, killed=Range(9, 9, 9))]
    assert "killed" in resolve(reports).disputed
    found = resolve(reports, [corrected("killed", 4, 7), corrected("killed", 5, 8)])
    assert found.values.killed == Range(5, 5, 5)
    assert (found.basis["killed"].rule, found.basis["killed"].correction) == ("person", 8)
    assert found.basis["killed"].reports == (1, 2)
    assert "killed" not in found.disputed


def test_a_rejected_event_is_discounted() -> None:
    assert resolve([told(1)], rejected=True).values.claim_status == ClaimStatus.DISCOUNTED


def test_more_outlets_make_it_surer_and_a_disputed_date_doubtful() -> None:
    one = resolve([told(1)]).values.confidence
    two = resolve([told(1), told(2)]).values.confidence
    copies = resolve([told(1, family="w"), told(2, family="w")]).values.confidence
    apart = resolve([told(1), told(2, date_from=date(2024, 1, 20), date_to=date(2024, 1, 20))])
    assert (one, copies) == (0.8, 0.8)
    assert two > one
    assert apart.disputed == ("date",)
    assert apart.values.confidence < one


PLACES = st.sampled_from([None, TANF, BASE, TOWN, Place(None, "Farm", "farm", "SY")])
SIDES = st.sampled_from([None, US, USA, IRI, IRAN])
COUNTS = st.sampled_from(
    [Range(), Range(0, 0, 0), Range(1, 2, 3), Range(20, None, None), Range(None, None, 4)]
)


@st.composite
def reports(draw: st.DrawFn) -> Told:
    number = draw(st.integers(1, 10_000))
    day = D28 - timedelta(days=draw(st.integers(0, 2)))
    return told(
        number,
        family=draw(st.sampled_from("abcd")),
        published=D28 + timedelta(days=draw(st.integers(0, 3))),
        claims=tuple(draw(st.lists(st.sampled_from(list(ClaimKind)), max_size=2))),
        date_from=draw(st.sampled_from([None, day])),
        date_basis=draw(st.sampled_from(["stated", "claim_day", "publication"])),
        place=draw(PLACES),
        attacker=draw(SIDES),
        attacker_basis=draw(st.sampled_from(["none", "claimed", "accused"])),
        target=draw(SIDES),
        weapons=tuple(
            draw(st.lists(st.sampled_from(["drone", "missile", "mortar"]), max_size=2, unique=True))
        ),
        killed=draw(COUNTS),
        outcome=draw(st.sampled_from(["hit", "unknown", "intercepted"])),
        claim_status=draw(st.sampled_from(["claimed", "reported", "confirmed", "denied"])),
        confidence=draw(st.floats(0, 1)),
    )


@given(
    st.lists(reports(), max_size=7, unique_by=lambda one: one.id).flatmap(
        lambda found: st.tuples(st.just(found), st.permutations(found))
    )
)
def test_the_order_of_reports_makes_no_difference(both: tuple[list[Told], list[Told]]) -> None:
    assert resolve(both[0]) == resolve(both[1])


@given(st.lists(reports(), max_size=7, unique_by=lambda one: one.id))
def test_what_comes_out_obeys_the_databases_rules(found: list[Told]) -> None:
    values = resolve(found).values
    for count in (values.killed, values.injured, values.munition):
        known = [part for part in (count.low, count.best, count.high) if part is not None]
        assert known == sorted(known)
    assert 0 <= values.confidence <= 1
    assert values.date_to is None or (values.date_from is not None and values.date_from <= values.date_to)


@pytest.mark.parametrize("field", FIELDS)
def test_a_dumped_value_is_read_back_as_it_was(field: str) -> None:
    full = resolve(
        [
            told(
                1,
                place=BASE,
                attacker=IRI,
                attacker_basis="claimed",
                claimant=IRI,
                target=US,
                weapons=("drone",),
                munition=Range(1, 2, 3),
                killed=Range(0, 0, 0),
                injured=Range(20, None, None),
                victims={"civilian": (Range(0, 0, 0), Range())},
                outcome="hit",
                interception="none",
                damage="minor",
                damage_text="a hangar",
                time_of_day="dawn",
            )
        ]
    ).values
    spec = FIELDS[field]
    again = spec.lay(Values(), spec.parse(spec.dump(full), Names()))
    assert spec.dump(again) == spec.dump(full)


def test_a_free_place_needs_a_name_and_a_whole_position() -> None:
    parse = FIELDS["site"].parse
    assert parse({"name": "Farm", "country": "SY", "lat": 33.5, "lon": 38}, Names()).lat == 33.5
    for wrong in ({}, {"name": ""}, {"name": "Farm", "lat": 3}, {"name": "Farm", "country": "Syria"}, 5):
        with pytest.raises(BadValue):
            parse(wrong, Names())
