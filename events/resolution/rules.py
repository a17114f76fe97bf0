"""One rule a field: which of the told values the event takes, why, and whether the reports disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from events.extraction.types import Range
from events.resolution import claims
from events.resolution.types import Basis, Party, Place, Told, Values
from events.resolution.voting import MAJORITY, Option, combine, options, ranked, vote
from events.taxonomy import (
    AttackerBasis,
    ClaimStatus,
    Damage,
    DateBasis,
    DatePrecision,
    Outcome,
    VictimGroup,
    WeaponType,
    weapon_kin,
)

Ruled = tuple[Values, Basis | None, bool]
"""The values with the field filled in, its basis (None: nobody tells it), disputed or not."""
T = TypeVar("T")

FIRM = {DateBasis.STATED, DateBasis.RELATIVE, DateBasis.HUMAN}
EXACT = [
    DatePrecision.DAY,
    DatePrecision.RANGE,
    DatePrecision.WEEK,
    DatePrecision.MONTH,
    DatePrecision.LONGER,
    DatePrecision.UNKNOWN,
]
ATTRIBUTION = [
    AttackerBasis.NONE,
    AttackerBasis.SUSPECTED,
    AttackerBasis.ACCUSED,
    AttackerBasis.STATED,
    AttackerBasis.CLAIMED,
]
TARGETED_SIDE = "targeted_side"


def date_(values: Values, reports: Sequence[Told]) -> Ruled:
    """A stated day before a resolved or guessed one, an exact before a wide one, then the majority."""

    def told(report: Told) -> Values | None:
        return report.values if report.values.date_from else None

    found = ranked(
        options(reports, told, lambda told: (told.date_from, told.date_to, told.date_precision)),
        lambda option: (-_vagueness(option.value), any(r.values.date_basis in FIRM for r in option.reports)),
    )
    if not found:
        return values, None, False
    best = found[0]
    bases = sorted({r.values.date_basis for r in best.reports}, key=DateBasis.codes().index)
    chosen = replace(
        values,
        date_from=best.value.date_from,
        date_to=best.value.date_to,
        date_precision=best.value.date_precision,
        date_basis=bases[0],
    )
    firm = [o.value for o in found if any(r.values.date_basis in FIRM for r in o.reports)]
    disputed = any(_disjoint(one, other) for one, other in combinations(firm, 2))
    same_kind = all(_vagueness(o.value) == _vagueness(best.value) for o in found)
    return chosen, vote(found, MAJORITY if same_kind else "most_exact"), disputed


def _vagueness(values: Values) -> int:
    """Rank of the precision; a guess from the publication date is worse than any told date."""
    guessed = values.date_basis == DateBasis.PUBLICATION
    return EXACT.index(DatePrecision(values.date_precision)) + (10 if guessed else 0)


def _last(values: Values) -> date:
    return values.last_day or date.max


def _disjoint(one: Values, other: Values) -> bool:
    return bool(
        one.date_from
        and other.date_from
        and (_last(one) < other.date_from or _last(other) < one.date_from)
        # A night is told by its first or its last day: neighbours are no dispute.
        and min(abs(_last(one) - other.date_from), abs(_last(other) - one.date_from)) > timedelta(days=1)
    )


def site(values: Values, reports: Sequence[Told]) -> Ruled:
    """The most specific of the told places, then the majority."""
    found = ranked(
        options(reports, lambda told: told.values.place, _same_place),
        lambda option: (option.value.slug is not None, option.value.depth, -int(option.value.geo_precision)),
    )
    if not found:
        return values, None, False
    deepest = [o for o in found if o.value.slug and o.value.depth == found[0].value.depth]
    rule = MAJORITY if len(deepest) == len(found) else "most_specific"
    return replace(values, place=found[0].value), vote(found, rule), len(deepest) > 1


def _same_place(place: Place) -> tuple[str, str]:
    return (place.slug, "") if place.slug else (place.name.casefold(), place.country)


def attacker(values: Values, reports: Sequence[Told]) -> Ruled:
    """Whoever claimed it, then whom outlets name, whom others accuse or suspect; then the majority."""

    def strength(option: Option[Party]) -> int:
        return max(ATTRIBUTION.index(AttackerBasis(r.values.attacker_basis)) for r in option.reports)

    found = ranked(options(reports, lambda told: told.values.attacker, _same_party), lambda o: (strength(o),))
    if not found:
        return values, None, False
    same = all(strength(option) == strength(found[0]) for option in found)
    chosen = replace(values, attacker=found[0].value, attacker_basis=ATTRIBUTION[strength(found[0])])
    return chosen, vote(found, MAJORITY if same else "strongest_attribution"), _unrelated(found)


def _same_party(party: Party) -> str:
    return party.slug or party.name.casefold()


def _unrelated(found: Sequence[Option[Party]]) -> bool:
    return any(not one.value.related(other.value) for one, other in combinations(found, 2))


def claimant(values: Values, reports: Sequence[Told]) -> Ruled:
    found = ranked(options(reports, lambda told: told.values.claimant, _same_party))
    if not found:
        return values, None, False
    return replace(values, claimant=found[0].value), vote(found), _unrelated(found)


def target(values: Values, reports: Sequence[Told]) -> Ruled:
    """The majority; at a tie the narrower side (forces before their state)."""
    found = ranked(options(reports, lambda told: told.values.target, _same_party))
    if not found:
        return values, None, False
    leading = [option for option in found if option.families == found[0].families]
    best = ranked(leading, lambda option: (len(option.value.lineage),))[0]
    ordered = [best, *(option for option in found if option is not best)]
    return replace(values, target=best.value), vote(ordered), _unrelated(found)


def weapon(values: Values, reports: Sequence[Told]) -> Ruled:
    """All that are told, less 'missile' and 'not known' where a report is more exact."""
    telling = [told for told in reports if _known(told.values.weapons)]
    systems = sorted({system for told in reports for system in told.values.weapon_systems})
    if not telling:
        unknown = tuple(sorted({code for told in reports for code in told.values.weapons}))
        return replace(values, weapons=unknown, weapon_systems=tuple(systems)), None, False
    union = {code for told in telling for code in _known(told.values.weapons)}
    if union & {WeaponType.BALLISTIC_MISSILE, WeaponType.CRUISE_MISSILE}:
        union.discard(WeaponType.MISSILE)
    chosen = replace(
        values,
        weapons=tuple(sorted(union, key=WeaponType.codes().index)),
        weapon_systems=tuple(systems),
    )
    found = ranked(options(telling, lambda told: _known(told.values.weapons), frozenset))
    ids = tuple(sorted(told.id for told in telling))
    basis = vote(found) if len(found) == 1 else Basis("union", ids)
    return chosen, basis, any(_no_kin(a.value, b.value) for a, b in combinations(found, 2))


def _known(weapons: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in weapons if code != WeaponType.UNKNOWN)


def _no_kin(one: Sequence[str], other: Sequence[str]) -> bool:
    return not any(weapon_kin(a, b) for a in one for b in other)


def figure(name: str) -> Callable[[Values, Sequence[Told]], Ruled]:
    """The rule for a count: lowest low, highest high, the best of the most families."""

    def rule(values: Values, reports: Sequence[Told]) -> Ruled:
        combined, basis, apart = combine(reports, lambda told: getattr(told.values, name))
        return values.put(**{name: combined}), basis, apart

    return rule


def victims(values: Values, reports: Sequence[Told]) -> Ruled:
    """Each group as a count of its own."""
    groups: dict[str, tuple[Range, Range]] = {}
    ids: set[int] = set()
    for group in VictimGroup.codes():
        parts = []
        for part in (0, 1):
            combined, basis, _ = combine(reports, _group_part(group, part))
            parts.append(combined)
            ids.update(basis.reports if basis else ())
        if parts != [Range(), Range()]:
            groups[group] = (parts[0], parts[1])
    return replace(values, victims=groups), Basis("range", tuple(sorted(ids))) if ids else None, False


def _group_part(group: str, part: int) -> Callable[[Told], Range]:
    return lambda told: told.values.victims.get(group, (Range(), Range()))[part]


def coded(name: str, nothing: str, order: Sequence[str]) -> Callable[[Values, Sequence[Told]], Ruled]:
    """The rule for an outcome, interception or damage: the targeted side's version before others, then the
    majority, at a tie the code that stands first in ``order``."""

    def rule(values: Values, reports: Sequence[Told]) -> Ruled:
        def told(report: Told) -> str | None:
            value: str = getattr(report.values, name)
            return None if value == nothing else value

        found = ranked(options(reports, told, str), lambda option: (_targeted(option.reports),))
        if not found:
            return values, None, False
        leading = [
            option
            for option in found
            if option.families == found[0].families
            and _targeted(option.reports) == _targeted(found[0].reports)
        ]
        best = min(leading, key=lambda option: order.index(option.value))
        ordered = [best, *(option for option in found if option is not best)]
        by_side = _targeted(best.reports) and not all(_targeted(option.reports) for option in found)
        return (
            values.put(**{name: best.value}),
            vote(ordered, TARGETED_SIDE if by_side else MAJORITY),
            (len(found) > 1),
        )

    return rule


def _targeted(reports: Sequence[Told]) -> bool:
    spoken = {ClaimStatus.CONFIRMED, ClaimStatus.DENIED, ClaimStatus.CONTESTED}
    return any(told.values.claim_status in spoken for told in reports)


def damage(values: Values, reports: Sequence[Told]) -> Ruled:
    """The extent by the usual rule; the words are those of the reports that carry it."""
    chosen, basis, disputed = coded("damage", Damage.NOT_STATED, list(reversed(Damage.codes())))(
        values, reports
    )
    carrying = [t for t in reports if basis is None or t.id in basis.reports]
    words = ranked(options(carrying, lambda told: told.values.damage_text or None, str.casefold))
    return replace(chosen, damage_text=words[0].value if words else ""), basis, disputed


def time_of_day(values: Values, reports: Sequence[Told]) -> Ruled:
    found = ranked(options(reports, lambda told: told.values.time_of_day or None, str))
    if not found:
        return values, None, False
    return replace(values, time_of_day=found[0].value), vote(found), False


def claim_status(values: Values, reports: Sequence[Told]) -> Ruled:
    """``claims.claim_status`` over everything that the reports assert."""
    if not reports:
        return values, None, False
    status, ids = claims.from_reports(reports)
    return (
        replace(values, claim_status=status),
        Basis("claims_rule", ids),
        status == ClaimStatus.CONTESTED,
    )


RULES: dict[str, Callable[[Values, Sequence[Told]], Ruled]] = {
    "date": date_,
    "time_of_day": time_of_day,
    "site": site,
    "attacker": attacker,
    "claimant": claimant,
    "target": target,
    "weapon": weapon,
    "munition_count": figure("munition"),
    "killed": figure("killed"),
    "injured": figure("injured"),
    "victims": victims,
    "outcome": coded("outcome", Outcome.UNKNOWN, Outcome.codes()),
    "interception": coded("interception", "unknown", ["some", "all", "none"]),
    "damage": damage,
    "claim_status": claim_status,
}
"""Field -> its rule, in the order in which the fields are shown."""
