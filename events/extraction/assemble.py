"""Freeze drafts into reports: canonical values, spans, status and confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from events.extraction import weapons as weapon_rules
from events.extraction.actors import Side, host_actor, state_actor
from events.extraction.document import Article
from events.extraction.drafts import Draft
from events.extraction.grouping import TOWN_RANK
from events.extraction.lexer import Mention
from events.extraction.types import ActorMention, Claim, Range, Report, SiteMention, Span
from events.taxonomy import (
    AttackerBasis,
    ClaimKind,
    ClaimStatus,
    Damage,
    DateBasis,
    DatePrecision,
    GeoPrecision,
    Outcome,
    SiteKind,
    WeaponType,
)

NEAR_RADIUS_M = 25_000
IN_FLIGHT = frozenset(
    (
        *(WeaponType.DRONE, WeaponType.ROCKET, WeaponType.MISSILE, WeaponType.BALLISTIC_MISSILE),
        *(WeaponType.CRUISE_MISSILE, WeaponType.AIRSTRIKE, WeaponType.GLIDE_BOMB, WeaponType.NAVAL_DRONE),
        *(WeaponType.ARTILLERY, WeaponType.MORTAR),
    )
)
"""Weapons that can be intercepted; gunmen and planted bombs are foiled instead."""
QUOTES = (("«", "»"), ("“", "”"), ("„", "“"), ('"', '"'), ("(", ")"))
SITE_RADIUS_M = 5_000
TOWN_RADIUS_M = 5_000


class Assembler:
    """Turns the merged drafts of one article into reports."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.index = article.index

    def report(self, draft: Draft) -> Report:
        """The frozen report of ``draft``."""
        site = self._site(draft)
        types = self._weapons(draft)
        count, counted = weapon_rules.munitions(draft.weapons)
        if draft.weapons_shared or draft.weapons_inherited:
            count = None
        status = self._status(draft)
        interception = self._interception(draft, types, status)
        return Report(
            site=site,
            date_from=draft.when.first,
            date_to=draft.when.last,
            date_precision=draft.when.precision if draft.when.first else DatePrecision.UNKNOWN,
            date_basis=draft.when.basis if draft.when.first else DateBasis.NONE,
            time_of_day=draft.when.time,
            attacker=self._actor(self._branch(draft)),
            attacker_basis=draft.basis if draft.attacker else AttackerBasis.NONE,
            claimant=self._actor(draft.claimant),
            target=self._target(draft),
            weapons=types,
            weapon_systems=tuple(dict.fromkeys(hit.system for hit in draft.weapons if hit.system)),
            munition_count=Range(count, count, count) if count is not None else Range(),
            killed=draft.killed or Range(),
            injured=draft.injured or Range(),
            outcome=self._outcome(draft, interception),
            interception=interception,
            damage=draft.damage or Damage.NOT_STATED,
            damage_text=self._quote(draft.damage_spans),
            claim_status=status,
            claims=self._claims(draft),
            spans=self._spans(draft, counted if count is not None else None),
            confidence=draft.confidence,
            flags=self._flags(draft),
        )

    def _weapons(self, draft: Draft) -> tuple[WeaponType, ...]:
        """The weapons told; a state drops the bombs that a group plants."""
        types = weapon_rules.types(draft.weapons)
        planted = any(hit.type is WeaponType.IED and not hit.weak for hit in draft.weapons)
        if types != (WeaponType.IED,) or planted or draft.attacker is None or not draft.attacker.state:
            return types
        return (WeaponType.AIRSTRIKE,)

    def _quote(self, spans: list[Span]) -> str:
        return self.article.document.text[spans[0].start : spans[0].end] if spans else ""

    def _quoted(self, span: Span) -> str:
        """The words of ``span`` with the mark that closes a quotation opened inside them."""
        text = self.article.folded.text
        words = text[span.start : span.end].strip()
        for opens, closes in QUOTES:
            opened = words.count(opens)
            pending = opened % 2 if opens == closes else opened - words.count(closes)
            if pending and text[span.end : span.end + 1] == closes:
                return words + closes
        return words

    def _site(self, draft: Draft) -> SiteMention:
        place, written = draft.place, draft.target.place
        start, end = written.start, written.end
        told = place.rank == TOWN_RANK or (place.rank == 1 and place.noun == SiteKind.REGION)
        if written.unnamed and told and place.site is None and place.town is None:
            start, end = min(start, place.start), max(end, place.end)
        words = self._quoted(self.article.folded.span(start, end))
        country = place.country or next((p.country for p in draft.target.around if p.country), "")
        if place.town is not None:
            town, precision = place.town, GeoPrecision.NEAR if place.near else GeoPrecision.SITE
            return SiteMention(
                None, place.name, words, country, place.kind, town.lat, town.lon, precision, TOWN_RADIUS_M
            )
        if place.site is None:
            precision = GeoPrecision.COUNTRY if place.kind == "country" else GeoPrecision.UNLOCATED
            name = place.name or words
            kind = "region" if place.kind == "country" else place.kind
            return SiteMention(None, name, words, country, kind, None, None, precision)
        site = place.site
        return SiteMention(
            site.slug,
            site.name,
            words,
            site.country,
            site.kind,
            site.lat,
            site.lon,
            self._precision(draft),
            site.radius_m,
        )

    def _precision(self, draft: Draft) -> GeoPrecision:
        site = draft.place.site
        if site is None or site.lat is None:
            return GeoPrecision.UNLOCATED
        if site.kind == "region":
            return GeoPrecision.PROVINCE if (site.radius_m or 0) <= 150_000 else GeoPrecision.FUZZY
        if draft.place.near or draft.target.place.unnamed or (site.radius_m or 0) > SITE_RADIUS_M:
            return GeoPrecision.NEAR if (site.radius_m or 0) <= NEAR_RADIUS_M else GeoPrecision.DISTRICT
        return GeoPrecision.SITE

    def _branch(self, draft: Draft) -> Side | None:
        """A movement without a country of its own, told of a land where it has one branch: the branch."""
        side, lands = draft.attacker, [draft.place.country, *(p.country for p in draft.target.around)]
        land = next((code for code in lands if code), draft.victim.country if draft.victim else "")
        if side is None or side.state or side.country or not land:
            return side
        branches = [
            actor
            for actor in self.index.gazetteer.actors
            if actor.parent == side.slug and actor.country == land and actor.name.startswith(side.name)
        ]
        if len(branches) != 1:
            return side
        return replace(side, slug=branches[0].slug, name=branches[0].name, country=land)

    def _actor(self, side: Side | None) -> ActorMention | None:
        if side is None:
            return None
        return ActorMention(side.slug, side.name, self.article.folded.original(side.start, side.end))

    def _target(self, draft: Draft) -> ActorMention | None:
        """The one chosen, else the side told, the users of the site, the state it stands in."""
        if draft.target_settled:
            return draft.target_actor
        if draft.victim is not None and (draft.attacker is None or draft.victim.slug != draft.attacker.slug):
            return self._actor(draft.victim)
        site = draft.place.site
        slug = ""
        if site is not None and site.hosts:
            slug = host_actor(self.index, site.hosts[0])
        country = draft.place.country
        if not slug and country:
            slug = state_actor(self.index, country, site is not None and site.kind not in ("town", "region"))
        if not slug or (draft.attacker is not None and draft.attacker.slug == slug):
            return None
        return ActorMention(slug, self.index.actors[slug].name)

    def _interception(self, draft: Draft, types: Sequence[WeaponType], status: ClaimStatus) -> str:
        """What was stopped; that nothing was needs more than the attacker's own word."""
        harmed = any(r is not None and (r.low or 0) > 0 for r in (draft.killed, draft.injured))
        damaged = draft.damage in (Damage.MAJOR, Damage.MINOR, Damage.DESTROYED)
        on_foot = bool(types) and not set(types) & IN_FLIGHT
        if draft.interception == "all" and draft.arrived and not on_foot:
            return "some"
        if draft.interception and not on_foot:
            return draft.interception
        arrived = harmed or damaged or draft.arrived or draft.missed
        return "none" if arrived and status is not ClaimStatus.CLAIMED else "unknown"

    def _outcome(self, draft: Draft, interception: str) -> Outcome:
        if interception == "all":
            return Outcome.INTERCEPTED
        if interception == "some":
            return Outcome.PARTLY_INTERCEPTED
        if draft.missed and not draft.arrived:
            return Outcome.MISSED
        return Outcome.HIT if interception == "none" else Outcome.UNKNOWN

    def _status(self, draft: Draft) -> ClaimStatus:
        """The published rule: a denial, else a confirmation, else the attacker's own word."""
        worth = {voice.worth(draft.attacker, draft.attacker_inherited) for voice in draft.voices}
        if ClaimKind.CONFIRMS in worth:
            return ClaimStatus.CONFIRMED
        if ClaimKind.DENIES in worth:
            return ClaimStatus.DENIED
        group = draft.attacker is not None and not draft.attacker.state
        if (group and draft.basis is AttackerBasis.CLAIMED) or ClaimKind.CLAIMS in worth:
            return ClaimStatus.CLAIMED
        return ClaimStatus.REPORTED

    def _claims(self, draft: Draft) -> tuple[Claim, ...]:
        found: list[Claim] = []
        if draft.claimant is not None and draft.basis is AttackerBasis.CLAIMED:
            found.append(self._claim(ClaimKind.CLAIMS, draft.claimant, draft.claimant))
        for voice in draft.voices:
            kind = voice.worth(draft.attacker, draft.attacker_inherited)
            found.append(self._claim(kind, voice.word, voice.side))
        return tuple(dict.fromkeys(found))

    def _claim(self, kind: ClaimKind, word: Mention | Side, side: Side | None) -> Claim:
        actor = self._actor(side)
        written = actor.as_written if actor else ""
        return Claim(kind, actor, written, self.article.folded.span(word.start, word.end))

    def _spans(self, draft: Draft, counted: weapon_rules.WeaponHit | None) -> Mapping[str, tuple[Span, ...]]:
        span = self.article.folded.span
        found: dict[str, tuple[Span, ...]] = {
            "site": tuple(dict.fromkeys(span(start, end) for start, end in draft.site_spans)),
        }
        if draft.when.span and draft.when.first:
            found["date"] = (draft.when.span,)
        if draft.attacker:
            found["attacker"] = (span(draft.attacker.start, draft.attacker.end),)
        if draft.victim:
            found["target"] = (span(draft.victim.start, draft.victim.end),)
        if draft.weapons:
            found["weapon"] = tuple(span(hit.start, hit.end) for hit in draft.weapons)
        if counted is not None:
            start = counted.number.start if counted.number else counted.start
            found["munition_count"] = (span(start, counted.end),)
        for name, spans in (
            ("killed", draft.killed_spans), ("injured", draft.injured_spans),
            ("outcome", draft.outcome_spans), ("damage", draft.damage_spans),
        ):  # fmt: skip
            if spans:
                found[name] = tuple(dict.fromkeys(spans))
        claims = [span(v.word.start, v.word.end) for v in draft.voices]
        if claims:
            found["claim"] = tuple(dict.fromkeys(claims))
        return found

    def _flags(self, draft: Draft) -> tuple[str, ...]:
        flags = []
        if draft.place.site is None:
            flags.append("site_not_in_catalogue")
        if draft.when.inherited:
            flags.append("date_carried_over")
        if draft.attacker_inherited:
            flags.append("attacker_carried_over")
        return tuple(flags)
