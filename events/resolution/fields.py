"""The fields that a person can correct, and how a corrected value is laid over the machine's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.resolution.parsing import (
    BadValue,
    check_code,
    dump_attacker,
    dump_date,
    dump_party,
    dump_range,
    dump_site,
    dump_victims,
    lay_attacker,
    lay_damage,
    lay_date,
    parse_attacker,
    parse_damage,
    parse_date,
    parse_party,
    parse_range,
    parse_site,
    parse_victims,
    parse_weapons,
)
from events.resolution.types import Directory, Values
from events.taxonomy import ClaimStatus, Code, Outcome

__all__ = ["FIELDS", "BadValue", "Field"]

TIMES_OF_DAY = ("", "dawn", "morning", "noon", "afternoon", "evening", "night")
INTERCEPTIONS = ("all", "some", "none", "unknown")


@dataclass(frozen=True, slots=True)
class Field:
    """One correctable field. ``parse`` checks JSON (raises BadValue) and gives what ``lay`` puts into the
    values; ``dump`` writes the field of given values as JSON that ``parse`` reads back."""

    columns: tuple[str, ...]
    """The columns of the event row that it fills."""
    parse: Callable[[Any, Directory], Any]
    lay: Callable[[Values, Any], Values]
    dump: Callable[[Values], Any]


def _party_field(name: str, *columns: str) -> Field:
    return Field(
        columns,
        parse_party,
        lambda values, value: values.put(**{name: value}),
        lambda values: dump_party(getattr(values, name)),
    )


def _range_field(column: str, name: str) -> Field:
    return Field(
        (f"{column}_low", f"{column}_best", f"{column}_high"),
        parse_range,
        lambda values, value: values.put(**{name: value}),
        lambda values: dump_range(getattr(values, name)),
    )


def _code_field(name: str, vocabulary: type[Code] | tuple[str, ...]) -> Field:
    return Field(
        (name,),
        lambda value, _: check_code(vocabulary, value),
        lambda values, value: values.put(**{name: value}),
        lambda values: str(getattr(values, name)),
    )


FIELDS: dict[str, Field] = {
    "date": Field(("date_from", "date_to", "date_precision", "date_basis"), parse_date, lay_date, dump_date),
    "time_of_day": _code_field("time_of_day", TIMES_OF_DAY),
    "site": Field(
        (
            *("site", "site_name", "site_as_written", "country"),
            *("lat", "lon", "geo_precision", "radius_m"),
        ),
        parse_site,
        lambda values, value: values.put(place=value),
        dump_site,
    ),
    "attacker": Field(
        ("attacker", "attacker_name", "attacker_basis"), parse_attacker, lay_attacker, dump_attacker
    ),
    "claimant": _party_field("claimant", "claimant"),
    "target": _party_field("target", "target", "target_name"),
    "weapon": Field(
        ("weapons",),
        parse_weapons,
        lambda values, value: values.put(weapons=value),
        lambda values: [str(code) for code in values.weapons],
    ),
    "munition_count": _range_field("munition", "munition"),
    "killed": _range_field("killed", "killed"),
    "injured": _range_field("injured", "injured"),
    "victims": Field(
        ("victims",),
        parse_victims,
        lambda values, value: values.put(victims=value),
        dump_victims,
    ),
    "outcome": _code_field("outcome", Outcome),
    "interception": _code_field("interception", INTERCEPTIONS),
    "damage": Field(
        ("damage", "damage_text"),
        parse_damage,
        lay_damage,
        lambda values: {"extent": str(values.damage), "text": values.damage_text},
    ),
    "claim_status": _code_field("claim_status", ClaimStatus),
}
"""Field key -> how to correct it. The same keys as ``rules.RULES``."""
