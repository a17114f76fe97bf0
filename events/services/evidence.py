"""Turns an extraction's answer into rows of reports, claims and tallies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from events.extraction import types as extraction
from events.models import Article, Claim, Report, Snapshot, Tally
from events.resolution import Party, Place, Values
from events.services import facts
from events.services.directory import Directory

KINSHIP = {"place": 4, "window": 3, "passage": 3, "weapon": 1, "number": 1}
"""How much speaks for a report of a new extraction telling of the same attack as one of the former."""
KIN = 4


def values_of(told: extraction.Report, names: Directory) -> Values:
    """What the extraction told; a slug that this catalogue lacks counts as a bare name."""
    return Values(
        date_from=told.date_from,
        date_to=told.date_to or told.date_from,
        date_precision=told.date_precision,
        date_basis=told.date_basis,
        time_of_day=told.time_of_day[:12],
        place=_place(told.site, names),
        attacker=_party(told.attacker, names),
        attacker_basis=told.attacker_basis,
        claimant=_party(told.claimant, names),
        target=_party(told.target, names),
        weapons=tuple(told.weapons),
        weapon_systems=tuple(system[:80] for system in told.weapon_systems),
        munition=told.munition_count,
        killed=told.killed,
        injured=told.injured,
        victims={str(group): counts for group, counts in told.victims.items()},
        outcome=told.outcome,
        interception=told.interception,
        damage=told.damage,
        damage_text=told.damage_text[:500],
        claim_status=told.claim_status,
        confidence=told.confidence,
    )


def _place(site: extraction.SiteMention, names: Directory) -> Place | None:
    if not site.name and not site.slug:
        return None
    slug = site.slug if site.slug in names.site_ids else None
    return Place(
        slug,
        site.name[:200],
        site.as_written[:300],
        site.country,
        site.lat,
        site.lon,
        site.geo_precision,
        site.radius_m,
        len(names.lineages[slug]) - 1 if slug else 0,
    )


def _party(mention: extraction.ActorMention | None, names: Directory) -> Party | None:
    if mention is None:
        return None
    if mention.slug in names.parties:
        return names.parties[mention.slug]
    return Party(None, mention.name[:200]) if mention.name else None


def reports_of(
    answer: extraction.Extraction, article: Article, snapshot: Snapshot, names: Directory
) -> list[Report]:
    """Unsaved rows, in the order of the answer."""
    rows = []
    for number, told in enumerate(answer.reports, start=1):
        values = values_of(told, names)
        columns = facts.columns_of(values, names)
        if values.place:
            # As the article's extraction saw it; events take name and position from the catalogue.
            columns |= {"lat": told.site.lat, "lon": told.site.lon, "radius_m": told.site.radius_m}
        rows.append(
            Report(
                article=article,
                snapshot=snapshot,
                number=number,
                spans=_spans(told),
                flags=[flag[:40] for flag in told.flags],
                engine_version=answer.engine_version,
                gazetteer_version=answer.gazetteer_version,
                **columns,
                **facts.matching_columns(values, article.published_on, names),
            )
        )
    return rows


def _spans(told: extraction.Report) -> dict[str, list[list[int]]]:
    return {field: [[span.start, span.end] for span in spans] for field, spans in told.spans.items()}


def claims_of(told: extraction.Report, report: Report, names: Directory) -> list[Claim]:
    return [
        Claim(
            report=report,
            kind=claim.kind,
            speaker_id=names.actor_ids.get(claim.speaker.slug or "") if claim.speaker else None,
            speaker_as_written=claim.speaker_as_written[:300],
            said_on=claim.on,
            start=claim.span.start,
            end=claim.span.end,
        )
        for claim in told.claims
    ]


def tallies_of(
    answer: extraction.Extraction, article: Article, snapshot: Snapshot, names: Directory
) -> list[Tally]:
    """Unsaved rows of the claimed totals."""
    return [
        Tally(
            article=article,
            snapshot=snapshot,
            count_low=tally.count.low,
            count_best=tally.count.best,
            count_high=tally.count.high,
            qualifier=tally.qualifier,
            unit=tally.unit,
            since=tally.since,
            until=tally.until,
            **_side("attacker", tally.attacker, names),
            **_side("target", tally.target, names),
            **_side("issuer", tally.issuer, names),
            countries=list(tally.countries),
            start=tally.span.start,
            end=tally.span.end,
            engine_version=answer.engine_version,
        )
        for tally in answer.tallies
    ]


def _side(name: str, mention: extraction.ActorMention | None, names: Directory) -> dict[str, Any]:
    party = _party(mention, names)
    return {
        f"{name}_id": names.actor_ids.get(party.slug) if party and party.slug else None,
        f"{name}_name": party.name if party else "",
    }


def link_predecessors(new: Sequence[Report], old: Iterable[Report]) -> None:
    """Pair each new report with the former report of the same attack, if there is one, and give it its home.

    The best pairs first; a report has one predecessor and one successor at most.
    """
    pairs = sorted(
        (
            (_kinship(fresh, former), fresh.number, former.number, fresh, former)
            for fresh in new
            for former in old
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    taken: set[int] = set()
    for kinship, _, _, fresh, former in pairs:
        if kinship >= KIN and fresh.predecessor_id is None and former.pk not in taken:
            taken.add(former.pk)
            fresh.predecessor, fresh.home_id, fresh.event_id = former, former.home_id, former.event_id


def _kinship(one: Report, other: Report) -> int:
    same_place = (one.site_id or one.site_name.casefold()) == (other.site_id or other.site_name.casefold())
    points = KINSHIP["place"] if same_place else 0
    if (one.window_from, one.window_to) == (other.window_from, other.window_to):
        points += KINSHIP["window"]
    if one.snapshot_id == other.snapshot_id and _overlap(one.spans, other.spans):
        points += KINSHIP["passage"]
    if set(one.weapons) & set(other.weapons):
        points += KINSHIP["weapon"]
    return points + (KINSHIP["number"] if one.number == other.number else 0)


def _overlap(one: dict[str, list[list[int]]], other: dict[str, list[list[int]]]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in one.get("site", ()) for b in other.get("site", ()))
