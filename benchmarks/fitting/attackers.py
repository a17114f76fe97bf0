"""Fits who attacked: in a clause (``doer``), then in a draft, the whole article in view (``attacker``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from benchmarks.agreement import Row, Sites, sides_agree
from benchmarks.fitting import choice
from benchmarks.fitting.choice import Choice
from benchmarks.fitting.logistic import FOLDS, fold_of
from benchmarks.fitting.readings import Reading, readings
from events.extraction.actors import Side
from events.extraction.blame import Blamer
from events.extraction.doers import Scene
from events.extraction.linear import Model

DOER = "How likely a clause tells of a side as the attacker: log-odds of each side named, and of nobody."
ATTACKER = (
    "Who attacked, in view of the whole article: log-odds of each side and of nobody; the best is taken."
)
FOR = ("behind", "agent", "striker", "subject_5", "subject_4", "subject_3", "subject_2", "accused", "claims",
       "voice of a claim")  # fmt: skip
AGAINST = ("owner", "aimed_at", "answered", "speaks_or_defends", "object", "in a phrase of its own",
           "men between", "weapon between", "suffers", "victim", "uses the site")  # fmt: skip
SIGNS = {**dict.fromkeys(FOR, 1), **dict.fromkeys(AGAINST, -1)}
"""Features whose sense is plain: chance may not turn them round."""
RIDGE = 3.0

fit = partial(choice.fit, ridge=RIDGE, signs=SIGNS)


def doer(articles: Sequence[Row], sites: Sites) -> tuple[str, Model, dict[str, object]]:
    """The model of clauses with its proof."""
    cases = [case for reading in readings(articles, sites) for case in clause_cases(reading)]
    return DOER, fit(cases), choice.proof(cases, fit)


def attacker(articles: Sequence[Row], sites: Sites) -> tuple[str, Model, dict[str, object]]:
    """The model of drafts with its proof; it sees clauses through models that left the article out."""
    read = list(readings(articles, sites))
    clauses = [case for reading in read for case in clause_cases(reading)]

    @lru_cache(maxsize=FOLDS)
    def left_out(fold: int) -> Model:
        return fit([case for case in clauses if fold_of(case.article) != fold])

    cases = [case for reading in read for case in draft_cases(reading, left_out(fold_of(reading.name)))]
    return ATTACKER, fit(cases), choice.proof(cases, fit)


def clause_cases(reading: Reading) -> Iterator[Choice]:
    """One case for each labelled event that is told in a clause which names sides."""
    for gold, at in reading.pairs:
        frame = reading.frames[reading.drafts[at].sentence]
        scene = Scene(reading.reader.roles, frame)
        if scene.sides and scene.triggers:
            right = _right(gold, scene.sides)
            nobody = len(scene.sides)
            taken = frame.roles.attacker
            at = scene.sides.index(taken) if taken in scene.sides else nobody
            options = tuple(frozenset(names) for names in scene.alternatives())
            accepted = frozenset(right or {nobody})
            yield Choice(options, accepted, reading.name, reading.language, at in accepted)


def draft_cases(reading: Reading, clauses: Model) -> Iterator[Choice]:
    """One case for each labelled event that a draft tells of."""
    blamer = Blamer(reading.reader, reading.frames, reading.title, clauses)
    for gold, at in reading.pairs:
        draft = reading.drafts[at]
        options = blamer.alternatives(draft, reading.drafts[at - 1] if at else None)
        sides = [side for side, _ in options]
        before = draft.attacker
        agrees = sides_agree(gold.get("attacker"), before.name if before else None)
        yield Choice(
            tuple(frozenset(names) for _, names in options), _right(gold, sides), reading.name,
            reading.language, agrees,
        )  # fmt: skip


def _right(gold: Row, sides: Sequence[Side | None]) -> frozenset[int]:
    wanted = gold.get("attacker")
    return frozenset(at for at, side in enumerate(sides) if sides_agree(wanted, side.name if side else None))
