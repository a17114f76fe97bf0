"""The published rule for an event's claim status (docs/codebook.md, claim_status)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.resolution.types import Told
from events.taxonomy import AttackerBasis, ClaimKind, ClaimStatus


def claim_status(kinds: Iterable[ClaimKind]) -> ClaimStatus:
    """The status that follows from what was asserted, whoever and however many asserted it.

    A denial beside a confirmation or a report makes the event contested; where only the attacker claims it,
    or nobody does, it is denied. Without a denial a confirmation weighs most, then a report; the attacker's
    word alone is a claim. With no assertion at all the outlet itself reports.
    """
    made = set(kinds)
    if ClaimKind.DENIES in made:
        standing = made & {ClaimKind.REPORTS, ClaimKind.CONFIRMS}
        return ClaimStatus.CONTESTED if standing else ClaimStatus.DENIED
    if ClaimKind.CONFIRMS in made:
        return ClaimStatus.CONFIRMED
    if ClaimKind.REPORTS in made or not made:
        return ClaimStatus.REPORTED
    return ClaimStatus.CLAIMED


def kinds_of(told: Told) -> frozenset[ClaimKind]:
    """What a report asserts: its claims, and what its own status says beyond them."""
    status, own = told.values.claim_status, set(told.claims)
    if status == ClaimStatus.CONFIRMED:
        own.add(ClaimKind.CONFIRMS)
    elif status in (ClaimStatus.DENIED, ClaimStatus.CONTESTED):
        own.add(ClaimKind.DENIES)
        if status == ClaimStatus.DENIED:
            own -= {ClaimKind.REPORTS, ClaimKind.CONFIRMS}
        elif not own & {ClaimKind.REPORTS, ClaimKind.CONFIRMS}:
            own.add(ClaimKind.REPORTS)
        if told.values.attacker_basis == AttackerBasis.CLAIMED:
            own.add(ClaimKind.CLAIMS)
    elif status == ClaimStatus.CLAIMED:
        own.add(ClaimKind.CLAIMS)
        own.discard(ClaimKind.REPORTS)  # the outlet only passes the claim on
    elif not own:
        own.add(ClaimKind.REPORTS)
    return frozenset(own)


def from_reports(reports: Sequence[Told]) -> tuple[ClaimStatus, tuple[int, ...]]:
    """The status of an event and the reports that decide it."""
    made = {told.id: kinds_of(told) for told in reports}
    status = claim_status(kind for kinds in made.values() for kind in kinds)
    decisive = {
        ClaimStatus.CONFIRMED: {ClaimKind.CONFIRMS},
        ClaimStatus.CLAIMED: {ClaimKind.CLAIMS},
        ClaimStatus.REPORTED: {ClaimKind.REPORTS},
        ClaimStatus.DENIED: {ClaimKind.DENIES},
        ClaimStatus.CONTESTED: {ClaimKind.DENIES, ClaimKind.REPORTS, ClaimKind.CONFIRMS},
    }[status]
    return status, tuple(sorted(id_ for id_, kinds in made.items() if kinds & decisive))
