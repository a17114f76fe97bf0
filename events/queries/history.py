"""One line of time for an event: what the machine did and what people decided, newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from events.models import Correction, Event, EventRevision, Merge, Rejection, Review, Split, User

MACHINE_CAUSES = frozenset({"created", "report", "extraction"})
SAME_ACT = timedelta(seconds=5)
"""A decision and the revision that it caused are written in one transaction, moments apart at most."""

DECISIONS: dict[str, type] = {
    "correction": Correction,
    "merge": Merge,
    "split": Split,
    "rejection": Rejection,
    "review": Review,
}
"""The word of a kind of decision in addresses -> its rows."""


@dataclass(slots=True)
class Change:
    """One value before and after, as stored."""

    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class Entry:
    """One step: who did what, when, and whether it can be taken back."""

    at: datetime
    kind: str
    """A cause of ``EventRevision`` or a key of ``DECISIONS``."""
    by: User | None
    note: str = ""
    revision: int | None = None
    changes: list[Change] = field(default_factory=list)
    decision: Any = None
    """The decision row, for a person's step."""
    other: Event | None = None
    """The other event of a merge or a split."""

    @property
    def human(self) -> bool:
        return self.by is not None

    @property
    def undone(self) -> bool:
        return self.decision is not None and self.decision.undone_at is not None

    @property
    def can_undo(self) -> bool:
        return self.decision is not None and self.decision.undone_at is None


def history(event: Event) -> list[Entry]:
    """All steps of the event, newest first."""
    decided = _decisions(event)
    revisions = list(event.revisions.select_related("by").order_by("number"))  # type: ignore[attr-defined]
    entries = list(decided)
    for revision in revisions:
        twin = _twin(revision, decided)
        if twin is None:
            entries.append(_of_revision(revision))
            continue
        twin.revision = revision.number
        twin.changes = twin.changes or _changes(revision)
    return sorted(entries, key=lambda entry: (entry.at, entry.revision or 0), reverse=True)


def _decisions(event: Event) -> list[Entry]:
    entries: list[Entry] = []
    for kind, model in DECISIONS.items():
        for row in model.objects.filter(event=event).select_related("by", "undone_by"):  # type: ignore[attr-defined]
            changes = []
            if kind == "correction":
                changes = [Change(row.field, row.old_value, row.new_value)]
            other = row.into if kind in ("merge", "split") else None
            entries.append(Entry(row.at, kind, row.by, row.reason, None, changes, row, other))
    for kind, model in (("merge", Merge), ("split", Split)):
        for row in model.objects.filter(into=event).select_related("by", "event"):
            entries.append(Entry(row.at, f"{kind}_in", row.by, row.reason, None, [], row, row.event))
    return entries


def _twin(revision: EventRevision, decided: list[Entry]) -> Entry | None:
    if revision.by_id is None or revision.cause in MACHINE_CAUSES:
        return None
    for entry in decided:
        same_kind = entry.kind.removesuffix("_in") == revision.cause
        near = abs(entry.at - revision.at) <= SAME_ACT
        if (
            same_kind
            and near
            and entry.by is not None
            and entry.by.pk == revision.by_id
            and not entry.revision
        ):
            return entry
    return None


def _of_revision(revision: EventRevision) -> Entry:
    return Entry(revision.at, revision.cause, revision.by, revision.note, revision.number, _changes(revision))


def _changes(revision: EventRevision) -> list[Change]:
    return [Change(name, old, new) for name, (old, new) in revision.changes.items()]
