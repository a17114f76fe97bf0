"""The merge set (``tests/data/merge``): articles, the attacks that each tells, and all as matching sees it.

Needs Django to be set up, for the rows that the services compute with, but no database.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from events import catalogue, taxonomy
from events.extraction import extract
from events.extraction.exchange import document
from events.extraction.types import Range, Report
from events.ingest import neardup
from events.ingest.folding import fold
from events.matching import Candidate
from events.models import Actor, Site
from events.resolution import Party, Place, Values
from events.services import directory, evidence, facts
from events.services.directory import Directory

Row = dict[str, Any]

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "merge"
CODES: dict[str, type[taxonomy.Code]] = {
    "precision": taxonomy.DatePrecision,
    "basis": taxonomy.DateBasis,
    "attacker_basis": taxonomy.AttackerBasis,
}


@dataclass(frozen=True)
class MergeSet:
    articles: dict[str, Row]
    labels: dict[str, list[Row]]
    """Article id -> the attacks that it tells."""
    families: dict[str, list[str]]

    def labelled(self) -> Iterator[tuple[Row, int, Row]]:
        """Article, number of the label in it, label."""
        for key, article in self.articles.items():
            for number, label in enumerate(self.labels[key], start=1):
                yield article, number, label

    def family(self, key: str) -> str:
        return next((name for name, members in self.families.items() if key in members), key)


@dataclass(frozen=True)
class Told:
    """One report of an article: which incident it truly is ('' for one that no label asks for)."""

    incident: str
    candidate: Candidate
    words: str
    """What it says and where, for people who read the errors."""


def read(folder: Path = FOLDER) -> MergeSet:
    """Articles and labels; ValueError unless both know the same articles."""
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = {row["id"]: row for row in map(json.loads, lines)}
    told = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    if told["articles"].keys() != articles.keys():
        raise ValueError(f"articles and labels differ: {sorted(told['articles'].keys() ^ articles.keys())}")
    return MergeSet(articles, told["articles"], told["families"])


@cache
def names() -> Directory:
    """The catalogue's files as the services see them, from rows that are not saved."""
    rows = catalogue.read().rows
    sites = {
        row["slug"]: Site(
            pk=number,
            **{field: row[field] for field in ("slug", "name", "kind", "country")},
            **{field: float(row[field]) if row[field] else None for field in ("lat", "lon")},
            radius_m=int(row["radius_m"]) if row["radius_m"] else None,
        )
        for number, row in enumerate(rows["sites"], start=1)
    }
    for row in rows["sites"]:
        for field in ("parent", "fallback"):
            setattr(sites[row["slug"]], field, sites.get(row[field]))
    actors = {
        row["slug"]: Actor(pk=number, **{field: row[field] for field in ("slug", "name", "kind", "country")})
        for number, row in enumerate(rows["actors"], start=1)
    }
    for row in rows["actors"]:
        actors[row["slug"]].parent = actors.get(row["parent"])
    return directory.assemble("files", sites, actors)


def problems(merge_set: MergeSet) -> list[str]:
    """Sentences on everything in the labels that cannot be meant."""
    found = []
    for name, members in merge_set.families.items():
        found += [f"{name}: no article {key}" for key in members if key not in merge_set.articles]
    for article, _, label in merge_set.labelled():
        found += [f"{article['id']} {label['incident']}: {what}" for what in _faults(article, label)]
    for key, labels in merge_set.labels.items():
        twice = [one for one, count in Counter(label["incident"] for label in labels).items() if count > 1]
        found += [f"{key}: {incident} is told twice" for incident in twice]
    return found


def _faults(article: Row, label: Row) -> Iterator[str]:
    known = names()
    if label["evidence"] not in article["text"]:
        yield f"'{label['evidence']}' is not in the text"
    if label["site"] is None and not label.get("name"):
        yield "neither a site nor the name of a place"
    if label["site"] is not None and label["site"] not in known.places:
        yield f"no site {label['site']}"
    for side in ("attacker", "target"):
        if side in label and label[side] not in known.parties:
            yield f"no actor {label[side]}"
    for field, codes in CODES.items():
        if label.get(field, codes.codes()[0]) not in codes.codes():
            yield f"{field} {label[field]} is no code"
    for weapon in label.get("weapons", ()):
        if weapon not in taxonomy.WeaponType.codes():
            yield f"no weapon {weapon}"
    last = label.get("date_to") or label["date"]
    if label["date"] and (last < label["date"] or label["date"] > article["published"]):
        yield f"{label['date']} to {last} cannot be told on {article['published']}"


def oracle(merge_set: MergeSet) -> list[Told]:
    """The labels themselves as reports, as if nothing were ever misread."""
    return [
        _told(label["incident"], merge_set.family, article, number, values_of(label), label["evidence"])
        for article, number, label in merge_set.labelled()
    ]


def values_of(label: Row) -> Values:
    """A label as the values of a report."""
    known = names()
    first = date.fromisoformat(label["date"]) if label["date"] else None
    return Values(
        date_from=first,
        date_to=date.fromisoformat(label["date_to"]) if label.get("date_to") else first,
        date_precision=label["precision"],
        date_basis=label["basis"],
        time_of_day=label.get("time", ""),
        place=_place(label),
        attacker=_party(known, label.get("attacker")),
        attacker_basis=label.get("attacker_basis", taxonomy.AttackerBasis.NONE),
        target=_party(known, label.get("target")),
        weapons=tuple(label.get("weapons", ())),
        munition=_range(label, "munition"),
        killed=_range(label, "killed"),
        injured=_range(label, "injured"),
    )


def _range(label: Row, figure: str) -> Range:
    return Range(*label.get(figure, ()))


def _place(label: Row) -> Place:
    if label["site"] is not None:
        return names().places[label["site"]]
    return Place(None, label["name"], label["name"], label["country"])


def _party(known: Directory, slug: str | None) -> Party | None:
    return known.parties[slug] if slug else None


def extracted(merge_set: MergeSet) -> list[Told]:
    """What the engine reads in the articles, each report with the incident of the label that it meets."""
    gazetteer = catalogue.load()
    family = _found_families(merge_set)
    told: list[Told] = []
    for key, article in merge_set.articles.items():
        reports = extract(document(article), gazetteer).reports
        meant = align(article["text"], merge_set.labels[key], reports)
        for number, report in enumerate(reports, start=1):
            values = evidence.values_of(report, names())
            spans = [span for many in report.spans.values() for span in many]
            quote = " ... ".join(article["text"][span.start : span.end] for span in sorted(set(spans)))
            incident = meant.get(number - 1, "")
            told.append(_told(incident, family.__getitem__, article, number, values, quote))
    return told


def _told(
    incident: str, family: Callable[[str], str], article: Row, number: int, values: Values, quote: str
) -> Told:
    candidate = facts.candidate(
        values,
        names(),
        key=f"{article['url']}#{number:04d}",
        article=article["url"],
        family=family(article["id"]),
        number=number,
        published=date.fromisoformat(article["published"]) if article["published"] else None,
    )
    said = (
        values.place.slug or values.place.name if values.place else "nowhere",
        f"{values.date_from} {values.time_of_day}".strip(),
        values.attacker.name if values.attacker else "nobody",
        ",".join(values.weapons),
    )
    return Told(incident, candidate, f"{'; '.join(said)} | {quote}")


def found_families(merge_set: MergeSet) -> list[set[str]]:
    """Families as the near-duplicate detection makes them."""
    return neardup.families({key: neardup.signature(row["text"]) for key, row in merge_set.articles.items()})


def _found_families(merge_set: MergeSet) -> dict[str, str]:
    return {key: min(members) for members in found_families(merge_set) for key in members}


def align(text: str, labels: list[Row], reports: tuple[Report, ...]) -> dict[int, str]:
    """Position of a report -> incident of its label. Each label and report is used once, the pairs with
    most agreement first; without the same place there is no pair."""
    weights = []
    for i, label in enumerate(labels):
        for j, report in enumerate(reports):
            place = _same_place(label, report)
            if place:
                rest = _same_day(label, report) + _in_evidence(text, label, report)
                weights.append((-(place + rest), i, j))
    taken: set[int] = set()
    meant: dict[int, str] = {}
    for _, i, j in sorted(weights):
        if i not in taken and j not in meant:
            taken.add(i)
            meant[j] = labels[i]["incident"]
    return meant


def _same_place(label: Row, report: Report) -> int:
    slug, wanted = report.site.slug, label["site"]
    if slug is not None and wanted is not None:
        if slug == wanted:
            return 3
        lineages = names().lineages
        return 2 if wanted in lineages.get(slug, ()) or slug in lineages.get(wanted, ()) else 0
    written = fold(report.site.as_written)
    return 1 if written and written in fold(label["evidence"]) else 0


def _same_day(label: Row, report: Report) -> int:
    if not label["date"] or report.date_from is None:
        return 0
    first, last = report.date_from.isoformat(), (report.date_to or report.date_from).isoformat()
    return 3 if first <= (label.get("date_to") or label["date"]) and label["date"] <= last else 0


def _in_evidence(text: str, label: Row, report: Report) -> int:
    start = text.find(label["evidence"])
    end = start + len(label["evidence"])
    spans = [span for many in report.spans.values() for span in many]
    return 2 if any(span.start < end and start < span.end for span in spans) else 0
