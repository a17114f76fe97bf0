"""What an event says, computed from its reports and from people's corrections. Pure and deterministic.

``resolve`` gives the same answer whatever the order of its arguments: ties are broken by what the reports
say and by their content keys, never by when they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.resolution.claims import claim_status
from events.resolution.fields import FIELDS, BadValue
from events.resolution.rules import RULES
from events.resolution.types import (
    Basis,
    Corrected,
    Directory,
    Party,
    Place,
    Resolved,
    Told,
    Values,
)
from events.taxonomy import ClaimStatus

__all__ = [
    "FIELDS",
    "BadValue",
    "Basis",
    "Corrected",
    "Directory",
    "Party",
    "Place",
    "Resolved",
    "Told",
    "Values",
    "claim_status",
    "resolve",
]

PERSON = "person"
IDENTIFYING = ("date", "site")
"""Fields whose dispute makes the whole event doubtful: it may be two."""


def resolve(
    reports: Sequence[Told], corrections: Iterable[Corrected] = (), *, rejected: bool = False
) -> Resolved:
    """Compute the event of ``reports``; ``corrections`` (oldest first) win over every report.

    ``disputed`` names the fields on which the reports disagree, corrected fields excepted: there a person
    has decided. A rejected event is discounted. Rules: docs/codebook.md, "From reports to an event".
    """
    ordered = sorted(reports, key=lambda told: told.key)
    values, basis, disputed = Values(), {}, []
    corrected = {correction.field: correction for correction in corrections}
    for field, rule in RULES.items():
        values, why, contradicting = rule(values, ordered)
        if why is not None:
            basis[field] = why
        if contradicting and field not in corrected:
            disputed.append(field)
    for field in RULES:
        if field in corrected:
            values = FIELDS[field].lay(values, corrected[field].value)
            basis[field] = Basis(PERSON, basis[field].reports if field in basis else (), corrected[field].id)
    if rejected:
        values = replace(values, claim_status=ClaimStatus.DISCOUNTED)
        basis["claim_status"] = Basis("rejected")
    values = replace(values, confidence=_confidence(ordered, disputed))
    return Resolved(values, basis, tuple(disputed), len(ordered), len({told.family for told in ordered}))


def _confidence(reports: Sequence[Told], disputed: Sequence[str]) -> float:
    """Chance that at least one independent family was read rightly, families taken as half independent;
    halved when date or site are in dispute. Three decimals."""
    families: dict[str, float] = {}
    for told in reports:
        families[told.family] = max(families.get(told.family, 0.0), told.values.confidence)
    best_first = sorted(families.values(), reverse=True)
    doubt = 1.0
    for place, confidence in enumerate(best_first):
        doubt *= 1 - confidence if place == 0 else 1 - confidence / 2
    doubtful = any(field in disputed for field in IDENTIFYING)
    return round((1 - doubt) * (0.5 if doubtful else 1.0), 3) if best_first else 0.0
