"""The method as one document, made from the running code and the recorded figures: ``docs/methodology.md``.

Every step is told by the module that takes it, every table is read out of the rule that it describes, every
figure out of ``events/quality.py``; a test fails when the file in ``docs/`` and this text part.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import chain, combinations

from events import quality
from events.extraction import pack
from events.matching import scoring
from events.quality import Measured
from events.resolution import claim_status
from events.taxonomy import ClaimKind, ClaimStatus

STEPS = (
    "language", "segment", "clauses", "genre", "dates", "names", "places", "surroundings", "unknown", "bare",
    "triggers", "targets", "spared", "roles", "attackers", "voices", "weapons", "casualties", "discourse",
    "merge", "assemble", "evidence", "confidence", "tallies",
)  # fmt: skip
"""Modules of ``events.extraction`` in the order in which an article passes them."""

COLUMNS: dict[str, str] = {
    "articles": "articles",
    "event_date_f1": "event",
    "event_core_f1": "core",
    "tally_f1": "totals",
    "clean": "clean",
    "date": "date",
    "attacker": "attacker",
    "target": "target",
    "weapon_types": "weapon",
    "killed": "killed",
    "injured": "injured",
    "claim_status": "status",
}
"""Figures shown, with the heads of their columns."""


def rule_lines() -> list[tuple[tuple[ClaimKind, ...], ClaimStatus]]:
    """Every combination of assertions, put to ``resolution.claim_status`` itself, by status."""
    kinds = list(ClaimKind)
    made = chain.from_iterable(combinations(kinds, size) for size in range(len(kinds) + 1))
    order = ClaimStatus.codes()
    lines = [(one, claim_status(one)) for one in made]
    return sorted(lines, key=lambda line: (order.index(line[1].value), len(line[0])))


def document() -> str:
    """The whole document as Markdown, in English."""
    parts = [
        "# Method",
        "Made by `manage.py methodology` from the running code and the recorded figures; do not edit it by "
        "hand. What counts and what the codes mean stands in [codebook.md](codebook.md).",
        *_reading(),
        *_merging(),
        *_status(),
        *_measured(),
    ]
    return "\n\n".join(parts) + "\n"


def _reading() -> list[str]:
    lines = []
    for name in STEPS:
        module = import_module(f"events.extraction.{name}")
        first, *rest = inspect.cleandoc(module.__doc__ or "").split("\n\n")
        lines.append(f"- **{name}**: " + " ".join(" ".join([first, *rest]).split()).replace("``", "`"))
    languages = ", ".join(f"{pack.load(code).name} (`{code}`)" for code in pack.available())
    return [
        "## How an article is read",
        "Rules and small weights that are data; no model is downloaded, no service is asked, and the same "
        "article gives the same answer everywhere. In the order in which an article passes them:",
        "\n".join(lines),
        f"Languages read: {languages}. Each is a folder of words and options ([languages.md](languages.md)).",
    ]


def _merging() -> list[str]:
    rows = [(scoring.WORDS[code], f"{points:+d}") for code, points in scoring.POINTS.items()]
    return [
        "## How reports become events",
        " ".join(inspect.cleandoc(scoring.__doc__ or "").split()),
        f"Two reports are taken for one attack from {scoring.THRESHOLD} points on:",
        _table(("reason", "points"), rows),
    ]


def _status() -> list[str]:
    rows = [
        (" + ".join(kind.value for kind in kinds) or "nobody asserts anything", status.value)
        for kinds, status in rule_lines()
    ]
    return ["## How the claim status follows", _table(("somebody ...", "status"), rows)]


def _measured() -> list[str]:
    told = quality.load()
    return [
        "## How well it reads",
        "*Event* is the F1 of attacks with the right place and date, *core* asks for attacker and weapon as "
        "well, *totals* is the F1 of claimed totals, *clean* the share of articles without an attack that "
        "gave none; the other columns are the share of right values on attacks found. One person labelled "
        "the articles, before the engine read them. `make score` measures anew.",
        "### Articles that the authors of the rules knew",
        _figures(told.labelled),
        "### Articles kept from them",
        "This is what to expect of an article that nobody has seen.",
        _figures(told.held_back),
        "### What the confidence means",
        "Events by the confidence that they were given, and the share with the right place and date:",
        _table(
            ("confidence", "events (known)", "right", "events (kept back)", "right"),
            list(_reliability(told.labelled, told.held_back)),
        ),
    ]


def _figures(measured: Measured) -> str:
    rows = [
        (code, *(_figure(name, figures[name]) for name in COLUMNS))
        for code, figures in measured.figures.items()
    ]
    return _table(("language", *COLUMNS.values()), rows)


def _figure(name: str, value: float) -> str:
    return str(int(value)) if name == "articles" else f"{value:.2f}"


def _reliability(known: Measured, unseen: Measured) -> Iterable[tuple[str, ...]]:
    one = {b.low: b for b in known.reliability}
    two = {b.low: b for b in unseen.reliability}
    for low in sorted(one.keys() | two.keys()):
        cells = [f"{low:.1f} to {low + 0.1:.1f}"]
        for bins in (one, two):
            found = bins.get(low)
            cells += [str(found.events), f"{found.right:.2f}"] if found else ["0", "-"]
        yield tuple(cells)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
