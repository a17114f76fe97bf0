"""One line of time for an event: what the machine did and what people decided, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.models import Correction, Event, EventRevision, Merge, Rejection, Report, Review, Split, User
from events.queries.changes import Change, claimants, in_words, slug_names
from events.queries.columns import in_fields

MACHINE_CAUSES = frozenset({"created", "report", "extraction"})
SAME_ACT = timedelta(seconds=5)
"""A decision and the revision that it caused are written in one transaction, moments apart at most."""

DECISIONS: dict[str, Any] = {
    "correction": Correction,
    "merge": Merge,
    "split": Split,
    "rejection": Rejection,
    "review": Review,
}
"""The word of a kind of decision in addresses -> its rows."""

LINES: dict[str, str] = {
    "created": _("The machine made the event from an article"),
    "report": _("The machine matched another article"),
    "extraction": _("The machine read an article again"),
    "correction": _("%(who)s corrected a value"),
    "merge": _("%(who)s merged this event into %(other)s"),
    "merge_in": _("%(who)s merged %(other)s into this event"),
    "split": _("%(who)s moved a report to %(other)s"),
    "split_in": _("%(who)s moved a report here from %(other)s"),
    "rejection": _("%(who)s rejected the event"),
    "review": _("%(who)s reviewed and accepted the event"),
    "undo": _("%(who)s took a decision back"),
}


@dataclass(slots=True)
class Entry:
    """One step: who did what, when, and whether it can be taken back."""

    at: datetime
    kind: str
    """A key of ``LINES``."""
    by: User | None
    note: str = ""
    revision: int | None = None
    raw: list[tuple[str, Any, Any]] = field(default_factory=list)
    """``(field, old, new)`` of a correction, as stored."""
    columns: dict[str, list[Any]] = field(default_factory=dict)
    """Column -> [old, new] of a revision, as stored."""
    changes: list[Change] = field(default_factory=list)
    decision: Any = None
    """The decision row, for a person's step."""
    other: Event | None = None
    """The other event of a merge or a split."""
    reports: list[Report] = field(default_factory=list)
    """The reports that a machine's step brought."""

    @property
    def decision_kind(self) -> str:
        """The kind of its decision, as ``DECISIONS`` and addresses name it."""
        return self.kind.removesuffix("_in")

    @property
    def line(self) -> str:
        """What happened, in one sentence."""
        who = self.by.get_full_name() or self.by.get_username() if self.by else gettext("The machine")
        other = self.other.public_id if self.other else ""
        return gettext(LINES.get(self.kind, self.kind)) % {"who": who, "other": other}

    @property
    def undone(self) -> bool:
        return self.decision is not None and self.decision.undone_at is not None

    @property
    def can_undo(self) -> bool:
        return self.decision is not None and self.decision.undone_at is None


def history(event: Event) -> list[Entry]:
    """All steps of the event, newest first."""
    decided = _decisions(event)
    entries = list(decided)
    for revision in event.revisions.select_related("by").order_by("number"):
        twin = _twin(revision, decided)
        if twin is None:
            entries.append(_of_revision(revision))
            continue
        twin.revision = revision.number
        twin.columns = {} if twin.raw else revision.changes
    _put_into_words(entries)
    _add_reports(event, entries)
    return sorted(entries, key=lambda entry: (entry.at, entry.revision or 0), reverse=True)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One value that somebody else changed between looking and sending."""

    who: str
    name: str
    old: str
    new: str


def since(revisions: Iterable[dict[str, Any]]) -> list[Meanwhile]:
    """What ``services.errors.Stale`` tells, in words."""
    return [
        Meanwhile(str(revision.get("by") or gettext("The machine")), change.name, change.old, change.new)
        for revision in revisions
        for change in in_fields(revision["changes"], {})
    ]


def entries_of(revisions: Sequence[EventRevision]) -> list[Entry]:
    """Revisions of any events as steps in words, in their own order."""
    entries = [_of_revision(revision) for revision in revisions]
    _put_into_words(entries)
    return entries


def own_decisions(user: User, *, limit: int = 5) -> list[Entry]:
    """The last steps that ``user`` took on any event, newest first, undone ones left out."""
    entries: list[Entry] = []
    for kind, model in DECISIONS.items():
        rows = model.objects.standing().filter(by=user).select_related("by", "event")
        entries += [_entry(kind, row) for row in rows.order_by("-at", "-id")[:limit]]
    entries = sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]
    _put_into_words(entries)
    return entries


def _decisions(event: Event) -> list[Entry]:
    entries: list[Entry] = []
    for kind, model in DECISIONS.items():
        rows = model.objects.filter(event=event).select_related("by", "undone_by")
        entries += [_entry(kind, row) for row in rows]
    for kind, model in (("merge_in", Merge), ("split_in", Split)):
        for row in model.objects.filter(into=event).select_related("by", "undone_by", "event"):
            entries.append(Entry(row.at, kind, row.by, row.reason, decision=row, other=row.event))
    return entries


def _entry(kind: str, row: Any) -> Entry:
    raw = [(row.field, row.old_value, row.new_value)] if kind == "correction" else []
    other = row.into if kind in ("merge", "split") else None
    return Entry(row.at, kind, row.by, row.reason, raw=raw, decision=row, other=other)


def _twin(revision: EventRevision, decided: list[Entry]) -> Entry | None:
    """The decision that caused ``revision``, so that one act is told once."""
    if revision.by_id is None or revision.cause in MACHINE_CAUSES:
        return None
    for entry in decided:
        same_kind = entry.decision_kind == revision.cause
        same_person = entry.by is not None and entry.by.pk == revision.by_id
        near = abs(entry.at - revision.at) <= SAME_ACT
        if same_kind and same_person and near and entry.revision is None:
            return entry
    return None


def _of_revision(revision: EventRevision) -> Entry:
    # An event's first revision names all of its columns: they are the values that the page shows.
    columns = {} if revision.cause == "created" else revision.changes
    return Entry(revision.at, revision.cause, revision.by, revision.note, revision.number, columns=columns)


def _put_into_words(entries: Iterable[Entry]) -> None:
    listed = list(entries)
    pairs = [(name, value) for entry in listed for name, old, new in entry.raw for value in (old, new)]
    pairs += [pair for entry in listed for pair in claimants(entry.columns)]
    slugs = slug_names(pairs)
    for entry in listed:
        entry.changes = in_words(entry.raw, slugs) or in_fields(entry.columns, slugs)


def _add_reports(event: Event, entries: Iterable[Entry]) -> None:
    """Tell which article a machine's step came from, by the time at which its report was written."""
    found = list(event.reports.select_related("article__outlet").order_by("created_at"))
    for entry in entries:
        if entry.kind in ("created", "report") and entry.by is None:
            near = [one for one in found if abs(one.created_at - entry.at) <= SAME_ACT]
            entry.reports = near[:1]
            found = [one for one in found if one not in entry.reports]
