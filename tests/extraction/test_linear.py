"""Linear models: score, reasons, and the files that hold them."""

import math

import pytest

from events.extraction import linear
from events.extraction.linear import Model, probability

MODEL = Model(-1.0, {"led by in": 2.0, "a plan": -3.0, "told again": 0.5}, threshold=0.6)


def test_score_adds_the_weights_of_what_holds() -> None:
    assert MODEL.score({"led by in", "never seen"}) == pytest.approx(1.0)
    assert MODEL.probability({"led by in"}) == pytest.approx(1 / (1 + math.exp(-1)))
    assert MODEL.takes({"led by in"})
    assert not MODEL.takes({"led by in", "a plan"})


def test_reasons_name_the_strongest_features_first() -> None:
    assert MODEL.reasons(["told again", "a plan", "led by in"], most=2) == "a plan (-3.0), led by in (+2.0)"


@pytest.mark.parametrize("size", [-1e9, -800.0, 0.0, 800.0, 1e9])
def test_probability_is_safe_for_any_size(size: float) -> None:
    assert 0 <= probability(size) <= 1


@pytest.mark.parametrize("path", sorted(linear.ROOT.glob("*.toml")), ids=lambda path: path.stem)
def test_each_stored_model_loads_and_can_say_yes_and_no(path) -> None:
    model = linear.load(path.stem)
    high = [name for name, weight in model.weights.items() if weight > 0]
    low = [name for name, weight in model.weights.items() if weight < 0]
    assert model.takes(high)
    assert not model.takes(low)
