"""Rows of reports and events as the pure layers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from events import matching
from events.extraction.types import Range
from events.matching import Candidate, Window
from events.models import Article, Correction, Report
from events.models.values import AttackValues
from events.resolution import FIELDS, BadValue, Corrected, Place, Told, Values
from events.services.directory import Directory
from events.taxonomy import AttackerBasis, ClaimKind, GeoPrecision

HEDGED = frozenset({AttackerBasis.ACCUSED, AttackerBasis.SUSPECTED})
FIGURES = ("munition", "killed", "injured")


def values_of(row: AttackValues, names: Directory) -> Values:
    """The values of a report's or an event's row; names and positions are the catalogue's present ones."""
    return Values(
        date_from=row.date_from,
        date_to=row.date_to,
        date_precision=row.date_precision,
        date_basis=row.date_basis,
        time_of_day=row.time_of_day,
        place=place_of(row, names),
        attacker=names.party_of(row.attacker_id, row.attacker_name),
        attacker_basis=row.attacker_basis,
        claimant=names.party_of(row.claimant_id),
        target=names.party_of(row.target_id, row.target_name),
        weapons=tuple(row.weapons),
        weapon_systems=tuple(row.weapon_systems),
        munition=Range(row.munition_low, row.munition_best, row.munition_high),
        killed=Range(row.killed_low, row.killed_best, row.killed_high),
        injured=Range(row.injured_low, row.injured_best, row.injured_high),
        victims=victims_of(row.victims),
        outcome=row.outcome,
        interception=row.interception,
        damage=row.damage,
        damage_text=row.damage_text,
        claim_status=row.claim_status,
        confidence=row.confidence,
    )


def place_of(row: AttackValues, names: Directory) -> Place | None:
    if row.site_id is None:
        if not row.site_name:
            return None
        return Place(
            None,
            row.site_name,
            row.site_as_written,
            row.country,
            row.lat,
            row.lon,
            row.geo_precision,
            row.radius_m,
        )
    known = names.places[names.site_slugs[row.site_id]]
    if row.geo_precision == GeoPrecision.UNLOCATED:
        return replace(known, as_written=row.site_as_written)
    radius = known.radius_m if row.geo_precision in (GeoPrecision.SITE, GeoPrecision.PART) else row.radius_m
    return replace(known, as_written=row.site_as_written, geo_precision=row.geo_precision, radius_m=radius)


def victims_of(stored: Mapping[str, Any]) -> dict[str, tuple[Range, Range]]:
    return {
        group: (Range(*counts.get("killed", ())), Range(*counts.get("injured", ())))
        for group, counts in stored.items()
    }


def columns_of(values: Values, names: Directory) -> dict[str, Any]:
    """The same values as columns of a row (attribute names as Django sets them)."""
    place, attacker, target = values.place, values.attacker, values.target
    columns: dict[str, Any] = {
        "date_from": values.date_from,
        "date_to": values.date_to,
        "date_precision": str(values.date_precision),
        "date_basis": str(values.date_basis),
        "time_of_day": values.time_of_day,
        "site_id": names.site_ids.get(place.slug) if place and place.slug else None,
        "site_name": place.name if place else "",
        "site_as_written": place.as_written if place else "",
        "country": place.country if place else "",
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "geo_precision": str(place.geo_precision if place else GeoPrecision.UNLOCATED),
        "radius_m": place.radius_m if place else None,
        "attacker_id": names.actor_ids.get(attacker.slug) if attacker and attacker.slug else None,
        "attacker_name": attacker.name if attacker else "",
        "attacker_basis": str(values.attacker_basis),
        "claimant_id": names.actor_ids.get(values.claimant.slug or "") if values.claimant else None,
        "target_id": names.actor_ids.get(target.slug) if target and target.slug else None,
        "target_name": target.name if target else "",
        "weapons": [str(code) for code in values.weapons],
        "weapon_systems": list(values.weapon_systems),
        "victims": {
            group: {"killed": _triple(killed), "injured": _triple(injured)}
            for group, (killed, injured) in sorted(values.victims.items())
        },
        "outcome": str(values.outcome),
        "interception": values.interception,
        "damage": str(values.damage),
        "damage_text": values.damage_text,
        "claim_status": str(values.claim_status),
        "confidence": values.confidence,
    }
    for figure in FIGURES:
        counts: Range = getattr(values, figure)
        columns |= {
            f"{figure}_low": counts.low,
            f"{figure}_best": counts.best,
            f"{figure}_high": counts.high,
        }
    return columns


def _triple(counts: Range) -> list[int | None]:
    return [counts.low, counts.best, counts.high]


def article_key(article: Article) -> str:
    """Names an article by content: its canonical address, or the hash of what was pasted."""
    return article.url or f"text:{article.snapshot.text_sha256 if article.snapshot else article.public_id}"


def family_key(article: Article) -> str:
    return str(article.family_id or article.pk)


def told(report: Report, names: Directory) -> Told:
    """A report as evidence. Its article and claims should be prefetched."""
    return Told(
        id=report.pk,
        key=f"{article_key(report.article)}#{report.number:04d}",
        family=family_key(report.article),
        values=values_of(report, names),
        published=report.article.published_on,
        claims=tuple(ClaimKind(claim.kind) for claim in report.claims.all()),
    )


def matching_columns(values: Values, published: date | None, names: Directory) -> dict[str, Any]:
    """Where a row is matched: its block, its window, and whether it is firm."""
    window = matching.window(values, published)
    return {
        "block": matching.block(_places(values, names)),
        "window_from": window.first if window else None,
        "window_to": window.last if window else None,
        "firm": matching.firm(values),
    }


def _places(values: Values, names: Directory) -> tuple[str, ...]:
    slug = values.place.slug if values.place else None
    return matching.places(values, names.lineages.get(slug, ()) if slug else ())


def candidate(
    values: Values,
    names: Directory,
    *,
    key: str,
    article: str,
    family: str,
    number: int = 0,
    published: date | None = None,
    home: int | None = None,
    held: int | None = None,
) -> Candidate:
    """Values as matching sees them."""
    where, window = _places(values, names), matching.window(values, published)
    slug = values.place.slug if values.place else None
    return Candidate(
        key=key,
        article=article,
        family=family,
        number=number,
        block=matching.block(where),
        places=where,
        wide=matching.wide(values, region=slug in names.regions),
        window=Window(window.first, window.last) if window else None,
        firm=matching.firm(values),
        attacker=values.attacker,
        attacker_hedged=values.attacker_basis in HEDGED,
        target=values.target,
        weapons=tuple(str(code) for code in values.weapons),
        time_of_day=values.time_of_day,
        munition=values.munition,
        killed=values.killed,
        injured=values.injured,
        home=home,
        held=held,
    )


def report_candidate(report: Report, names: Directory, held: int | None) -> Candidate:
    article = article_key(report.article)
    return candidate(
        values_of(report, names),
        names,
        key=f"{article}#{report.number:04d}",
        article=article,
        family=family_key(report.article),
        number=report.number,
        published=report.article.published_on,
        home=report.home_id,
        held=held,
    )


def corrected(corrections: Iterable[Correction], names: Directory) -> list[Corrected]:
    """Standing corrections with their values parsed. One that the catalogue no longer knows (a site that
    was removed) is left out, and the machine's value shows again."""
    found = []
    for correction in corrections:
        try:
            value = FIELDS[correction.field].parse(correction.new_value, names)
        except (KeyError, BadValue):
            continue
        found.append(Corrected(correction.pk, correction.field, value))
    return found
