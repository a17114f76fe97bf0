"""Fits with what an attack was made (``weapon``): each sort of weapon told in the article, yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.agreement import Row, Sites
from benchmarks.fitting.logistic import Case, fit, fold_of, left_out
from benchmarks.fitting.readings import Reading, readings
from events.extraction.arming import Armourer
from events.extraction.exchange import WEAPONS
from events.extraction.linear import Model
from events.extraction.weapons import SORTS
from events.taxonomy import WeaponType

ABOUT = "How likely an attack was made with a sort of weapon that its article tells of, as log-odds."
RIDGE = 8.0
RARE = 8
THRESHOLD = 0.45
"""Where the most attacks get exactly their weapons, on articles left out."""
CODES = {code: str(SORTS.get(kind, kind)) for kind, code in WEAPONS.items()}
"""Code of the labels -> sort of weapon."""
Told = tuple[str, str, frozenset[str]]
"""Article, language, and the sorts that the labels name of one attack."""


def weapon(articles: Sequence[Row], sites: Sites) -> tuple[str, Model, dict[str, object]]:
    """The model with its proof: the share of attacks that get exactly their weapons."""
    cases: list[Case] = []
    attack_of: list[int] = []
    attacks: list[Told] = []
    before = 0
    for reading in readings(articles, sites):
        for wanted, read, offered in _attacks(reading):
            before += wanted == read
            for sort, names in offered:
                right = sort in wanted
                cases.append(Case(frozenset([*names, sort]), right, reading.name, reading.language))
                attack_of.append(len(attacks))
            attacks.append((reading.name, reading.language, wanted))
    proof: dict[str, object] = {
        "articles": len({name for name, _, _ in attacks}),
        "attacks": len(attacks),
        "before": round(before / max(1, len(attacks)), 3),
        "left_out_articles": _exact(cases, attack_of, attacks, languages=False),
        "left_out_language": _exact(cases, attack_of, attacks, languages=True),
    }
    model = fit(cases, RIDGE, RARE)
    return ABOUT, Model(model.bias, model.weights, THRESHOLD), proof


def _attacks(
    reading: Reading,
) -> Iterator[tuple[frozenset[str], frozenset[str], list[tuple[str, list[str]]]]]:
    """(sorts that are right, sorts that the clauses were read with, what is offered) for each attack."""
    armourer = Armourer(reading.reader, reading.frames, reading.title)
    for gold, draft, told in reading.attacks():
        wanted, read = gold.get("weapon_types") or [], told.get("weapon_types") or []
        yield _sorts(wanted), _sorts(read), armourer.alternatives(draft)


def _sorts(codes: Sequence[str]) -> frozenset[str]:
    known = {"rocket": "missile", "suicide": str(WeaponType.SUICIDE_BOMBING)}
    return frozenset(known.get(code, CODES.get(code, code)) for code in codes if code != "unknown")


def _exact(
    cases: Sequence[Case], attack_of: Sequence[int], attacks: Sequence[Told], languages: bool
) -> float:
    """The share of attacks with exactly their weapons by models that have not seen their articles."""
    models = left_out(
        cases,
        lambda some: fit(some, RIDGE, RARE),
        lambda case: case.language if languages else fold_of(case.article),
    )
    taken: dict[int, set[str]] = defaultdict(set)
    for model, case, attack in zip(models, cases, attack_of, strict=True):
        if model.probability(case.features) >= THRESHOLD:
            taken[attack] |= {sort for sort in case.features if sort in ALL}
    right = sum(_plain(taken[at]) == wanted for at, (_, _, wanted) in enumerate(attacks))
    return round(right / max(1, len(attacks)), 3)


ALL = frozenset(str(SORTS.get(kind, kind)) for kind in WeaponType)


def _plain(sorts: set[str]) -> frozenset[str]:
    """Without the general sort where a special one is named (``weapons.GENERIC``)."""
    special = {"vehicle_bomb", "suicide_bombing", "airstrike"}
    plain = sorts - ({"ied"} if sorts & special else set())
    return frozenset(plain - ({"airstrike"} if "drone" in plain else set()) - {"sabotage"})
