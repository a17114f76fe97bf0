"""The exchange format of the evaluation: JSON lines in, JSON lines out (docs: manage.py extract)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from events.extraction.types import Document, Extraction, Range, Report, Span, Tally
from events.taxonomy import ClaimStatus, DatePrecision, WeaponType

WEAPONS = {
    WeaponType.BALLISTIC_MISSILE: "missile",
    WeaponType.CRUISE_MISSILE: "missile",
    WeaponType.MORTAR: "artillery",
    WeaponType.GLIDE_BOMB: "airstrike",
    WeaponType.SUICIDE_BOMBING: "suicide",
    WeaponType.SABOTAGE: "unknown",
}
STATUS = {ClaimStatus.CONTESTED: "denied", ClaimStatus.DISCOUNTED: "denied"}
PRECISION = {DatePrecision.WEEK: "range", DatePrecision.LONGER: "unknown"}
FIELDS = {"weapon": "weapon_types", "outcome": "intercepted", "claim": "claim_status"}


class InputError(ValueError):
    """A line that is no article; the message says what is wrong."""


def lines(raw: Iterable[bytes]) -> Iterator[tuple[int, Mapping[str, Any] | InputError]]:
    """Each line that is not empty, by its number from 1: the object on it, or what is wrong with it.

    One line is read at a time, so that a file may be longer than memory.
    """
    for number, line in enumerate(raw, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            yield number, InputError(f"not UTF-8 (byte {error.start + 1} of the line)")
        except (json.JSONDecodeError, RecursionError) as error:
            yield number, InputError(f"not JSON: {error}")
        else:
            yield number, value if isinstance(value, dict) else InputError("not a JSON object")


def document(line: Mapping[str, Any]) -> Document:
    """An input object -> Document. Raises InputError when ``text`` is missing or ``published`` is no day."""
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError("'text' is missing")
    published = line.get("published")
    try:
        day = date.fromisoformat(str(published)[:10]) if published else None
    except ValueError as error:
        raise InputError(f"'published' is no ISO day: {published!r}") from error
    return Document(
        text=text,
        language=line.get("lang") or None,
        published=day,
        title=str(line.get("title") or ""),
        url=str(line.get("url") or ""),
    )


def answer(identity: Any, extraction: Extraction) -> dict[str, Any]:
    """The output object of one article."""
    return {
        "id": identity,
        "lang": extraction.language,
        "events": [event(report) for report in extraction.reports],
        "tallies": [tally(one) for one in extraction.tallies],
        "warnings": list(extraction.warnings),
    }


def event(report: Report) -> dict[str, Any]:
    """One report in the exchange format."""
    first, last = report.date_from, report.date_to
    precision = PRECISION.get(report.date_precision, str(report.date_precision))
    if precision == "unknown":
        first = last = None
    located = report.site.lat is not None
    return {
        "date": first.isoformat() if first else None,
        "date_precision": precision if first else "unknown",
        "date_end": last.isoformat() if last and last != first and precision != "month" else None,
        "site": report.site.name,
        "site_as_written": report.site.as_written,
        "lat": report.site.lat if located else None,
        "lon": report.site.lon if located else None,
        "country": report.site.country or None,
        "attacker": report.attacker.name if report.attacker else None,
        "attacker_basis": str(report.attacker_basis),
        "target": report.target.name if report.target else None,
        "weapon_types": weapon_codes(report),
        "munition_count": report.munition_count.best,
        **_casualties("killed", report.killed),
        **_casualties("injured", report.injured),
        "intercepted": report.interception,
        "claim_status": STATUS.get(report.claim_status, str(report.claim_status)),
        "spans": {FIELDS.get(name, name): _pairs(spans) for name, spans in report.spans.items()},
        "confidence": report.confidence,
    }


def weapon_codes(report: Report) -> list[str]:
    """The evaluation's weapon codes; ['unknown'] when nothing is told."""
    codes = [WEAPONS.get(weapon, str(weapon)) for weapon in report.weapons]
    return list(dict.fromkeys(codes)) or ["unknown"]


def _casualties(name: str, value: Range) -> dict[str, int | None]:
    return {f"{name}_min": value.low, f"{name}_max": value.high}


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def tally(one: Tally) -> dict[str, Any]:
    """One tally in the exchange format."""
    return {
        "count": one.count.best,
        "count_qualifier": str(one.qualifier),
        "unit": str(one.unit),
        "since": one.since or None,
        "until": one.until or None,
        "attacker": one.attacker.name if one.attacker else None,
        "target": one.target.name if one.target else None,
        "countries": list(one.countries),
        "span": [one.span.start, one.span.end],
    }
