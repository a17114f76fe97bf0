"""Reads an export (JSON Lines) of another installation: events keep ids, values, evidence and decisions.

Articles come without their texts: a snapshot holds the quoted words at their places and blanks between them,
with the hashes of the original. Such an article is never read anew and its archive never checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from events.models import Article, Event, EventRevision, Report, User
from events.models.values import AttackValues
from events.services import facts, imported, projection
from events.services.directory import Directory, directory
from events.services.errors import Refused

SIDES = frozenset({"site", "attacker", "claimant", "target"})
VALUES = tuple(column for column in AttackValues._meta.local_fields if column.name not in SIDES)
EVENT = ("review_status", "disputed_fields", "report_count", "outlet_count", "revision")
BATCH = 200


@dataclass
class Imported:
    """What an import did."""

    events: int = 0
    reports: int = 0
    known: int = 0
    """Events and articles that were here before; nothing of theirs is touched."""
    decisions: list[tuple[str, dict[str, Any]]] = field(default_factory=list, repr=False)
    families: dict[str, str] = field(default_factory=dict, repr=False)
    """Copy -> first article of its family."""
    rows: list[int] = field(default_factory=list, repr=False)
    """Row ids of the imported events."""


def load(lines: Iterable[Mapping[str, Any]], *, by: User) -> Imported:
    """Write the events of an export. Raises ``Refused`` for a line that is none; the batches before it stay.

    People's decisions are imported in the name of ``by``: an export names nobody.
    """
    done, batch = Imported(), []
    for number, line in enumerate(lines, start=1):
        if not isinstance(line, Mapping) or not {"public_id", "reports", "decisions"} <= set(line):
            raise Refused("not_an_export", f"Line {number} is no event of a JSON Lines export.")
        batch.append((number, line))
        if len(batch) >= BATCH:
            _batch(batch, done)
            batch = []
    _batch(batch, done)
    with transaction.atomic():
        _families(done.families)
        imported.decide(done.decisions, by=by)
    _settle(done.rows)
    return done


@transaction.atomic
def _batch(batch: list[tuple[int, Mapping[str, Any]]], done: Imported) -> None:
    here = set(
        Event.objects.filter(public_id__in=[line["public_id"] for _, line in batch]).values_list(
            "public_id", flat=True
        )
    )
    wanted = [(number, line) for number, line in batch if line["public_id"] not in here]
    done.known += len(batch) - len(wanted)
    first = batch[0][0] if batch else 0
    try:
        imported.add_unknown([line for _, line in wanted])
        names, quotes = directory(), imported.quotes_of(line for _, line in wanted)
    except (KeyError, TypeError) as problem:
        raise Refused("not_an_export", f"A line from {first} on cannot be read: {problem!r}.") from problem
    for number, line in wanted:
        try:
            _event(line, names, quotes, done)
        except (KeyError, TypeError, ValueError) as problem:
            raise Refused("not_an_export", f"Line {number} cannot be read: {problem!r}.") from problem


def _event(line: Mapping[str, Any], names: Directory, quotes: imported.Quotes, done: Imported) -> None:
    event = Event(
        public_id=line["public_id"],
        changed_at=datetime.fromisoformat(line["changed_at"]),
        **{name: line[name] for name in EVENT},
        **columns(line, names),
    )
    event.save()
    Event.objects.filter(pk=event.pk).update(created_at=datetime.fromisoformat(line["created_at"]))
    EventRevision.objects.create(
        event=event, number=event.revision, at=event.changed_at, cause="report", note="imported"
    )
    done.events += 1
    done.rows.append(event.pk)
    for told in line["reports"]:
        _report(event, told, names, quotes, done)
    done.decisions += [(event.public_id, decision) for decision in line["decisions"]]


def columns(told: Mapping[str, Any], names: Directory) -> dict[str, Any]:
    """Columns that a report and an event share, from their JSON."""
    found = {column.name: _value(column, told[column.name]) for column in VALUES}
    found["site_id"] = names.site_ids[told["site"]] if told["site"] else None
    for side in ("attacker", "claimant", "target"):
        found[f"{side}_id"] = names.actor_ids[told[side]] if told[side] else None
    return found


def _value(column: Any, value: Any) -> Any:
    if value is not None and column.get_internal_type() == "DateField":
        return date.fromisoformat(value)
    return value


def _report(
    event: Event, told: Mapping[str, Any], names: Directory, quotes: imported.Quotes, done: Imported
) -> None:
    article, new = imported.article(told["article"])
    if not new and not article.quotes_only:
        done.known += 1
        return
    if told["article"]["family"] != told["article"]["id"]:
        done.families[told["article"]["id"]] = told["article"]["family"]
    report = Report(
        article=article,
        snapshot=imported.snapshot(article, told, quotes),
        number=told["number"],
        spans={
            name: [[span["start"], span["end"]] for span in spans] for name, spans in told["spans"].items()
        },
        flags=told["flags"],
        engine_version=told["engine_version"],
        gazetteer_version=told["gazetteer_version"],
        match_score=told["match_score"],
        match_reasons=told["match_reasons"],
        event=event,
        home=event,
        **columns(told, names),
    )
    matched = facts.matching_columns(facts.values_of(report, names), article.published_on, names)
    for name, value in matched.items():
        setattr(report, name, value)
    report.save()
    imported.claims(report, told["claims"], names)
    done.reports += 1


def _families(families: Mapping[str, str]) -> None:
    """Copies of one text point to their first article, once all are there."""
    found = Article.objects.filter(public_id__in=set(families.values())).values_list("public_id", "pk")
    firsts = {str(key): pk for key, pk in found}
    for copy, first in families.items():
        if first in firsts:
            Article.objects.filter(public_id=copy).update(family=firsts[first])


def _settle(rows: list[int]) -> None:
    """Columns that follow from others: what each value rests on, and where it is matched."""
    for start in range(0, len(rows), BATCH):
        with transaction.atomic():
            projection.refresh(rows[start : start + BATCH], directory(), cause="extraction")
