"""Fitting: the models that `python -m benchmarks.fit` makes, on cases whose truth is known."""

import random

import pytest

from benchmarks import fit as command
from benchmarks.agreement import Sites
from benchmarks.fitting import events, readings, store
from benchmarks.fitting.logistic import Case, calibrated, fit, fold_of, log_loss, out_of_fold, squeezed
from events.extraction import linear


def cases(count: int = 600) -> list[Case]:
    """``a`` makes a case right nine times in ten, ``b`` one time in ten, ``noise`` says nothing."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        name = chance.choice("ab")
        features = {name} | ({"noise"} if chance.random() < 0.5 else set())
        right = chance.random() < (0.9 if name == "a" else 0.1)
        made.append(Case(frozenset(features), right, f"article {number // 3}", "xx"))
    return made


def test_weights_follow_what_the_cases_show() -> None:
    model = fit(cases())
    assert model.weights["a"] > 1.5
    assert model.weights["b"] < -1.5
    assert abs(model.weights["noise"]) < 0.5
    assert model.probability({"a"}) == pytest.approx(0.9, abs=0.05)


def test_fitting_twice_gives_the_same() -> None:
    assert fit(cases()) == fit(cases())


def test_left_out_articles_are_judged_by_others() -> None:
    told = cases()
    judged = out_of_fold(told)
    assert log_loss(told, judged) < 0.4
    # a feature of one article alone cannot help where this article is left out
    own = [Case(frozenset({case.article}), case.right, case.article) for case in told[:60]]
    assert log_loss(own, out_of_fold(own, rare=1)) > 0.6


def test_folds_depend_on_the_name_alone() -> None:
    assert fold_of("x") == fold_of("x")
    assert len({fold_of(f"article {n}") for n in range(100)}) == 10


def test_calibration_moves_bold_chances_back() -> None:
    told = cases()
    bold = [0.999 if "a" in case.features else 0.001 for case in told]
    slope, shift = calibrated(bold, [case.right for case in told])
    assert squeezed(0.999, slope, shift) == pytest.approx(0.9, abs=0.05)


def test_chances_are_moved_to_the_share_of_fresh_pages() -> None:
    chances = [0.9, 0.8, 0.95, 0.6, 0.7]
    shift = events.moved(chances, 0.6)
    assert shift < 0
    assert sum(squeezed(chance, 1.0, shift) for chance in chances) / len(chances) == pytest.approx(
        0.6, abs=0.001
    )


def test_the_model_of_events_weighs_what_the_engine_still_tells() -> None:
    articles = command.read(sorted(command.GOLD.glob("*.jsonl")))
    read = readings.readings(articles, Sites(sorted(command.GOLD.glob("sites*.csv"))))
    told = [case for reading in read for case in events.cases_of(reading)]
    model = linear.load("event")
    seen = {name for case in told for name in case.features}
    assert {name for name in model.weights if name not in seen} == set()
    right = [model.probability(case.features) for case in told if case.right]
    wrong = [model.probability(case.features) for case in told if not case.right]
    assert sum(right) / len(right) > sum(wrong) / len(wrong) + 0.05


def test_what_is_written_is_what_is_read(tmp_path, monkeypatch) -> None:
    model = fit(cases())
    store.write("sample", "Says whether a case is right.", model, {"articles": 200, "F1": 0.9}, tmp_path)
    monkeypatch.setattr(linear, "ROOT", tmp_path)
    linear.load.cache_clear()
    read = linear.load("sample")
    linear.load.cache_clear()
    assert read.bias == pytest.approx(model.bias, abs=0.001)
    assert read.weights["a"] == pytest.approx(model.weights["a"], abs=0.001)
