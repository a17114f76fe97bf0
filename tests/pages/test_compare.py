"""Two selections side by side: each side says what its own selection counts, on scales that both share."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.filters import select
from events.models import Event
from events.queries.compare import compare
from events.queries.figures import figures
from events.templatetags.comparing import compared_bars, toll_range
from tests import factories as f
from tests.dashboard.conftest import make, make_many

TODAY = date(2024, 6, 1)


@pytest.fixture
def some(db: None) -> list[Event]:
    f.small_catalogue()
    return make_many(random.Random(5), 60, review_status="machine")


@pytest.mark.parametrize(
    ("one", "other"),
    [("site=tanf", "site=erbil"), ("attacker=iri", "attacker=none"), ("country=SY&weapon=drone", "")],
)
def test_each_side_counts_its_own_selection(one: str, other: str, some: list[Event]) -> None:
    found = compare(select(one), select(other), today=TODAY)
    for side, query in zip(found.sides, (one, other), strict=True):
        events = list(select(query).events())
        assert side.figures == figures(select(query), today=TODAY)
        assert side.undated == sum(event.date_from is None for event in events)
        assert sum(bar.total for bar in side.bars) + side.undated == len(events)
    for place, query in enumerate((one, other)):
        events = list(select(query).events())
        assert sum(row.counts[place] for row in found.outcomes) == len(events)
        weapons = sum(len(set(event.weapons)) or 1 for event in events)
        assert sum(row.counts[place] for row in found.weapons) == weapons
    assert found.most == max(bar.total for side in found.sides for bar in side.bars)
    assert found.killed.most == max(side.figures.killed.high for side in found.sides)
    # One calendar for both: the same bars stand over each other.
    assert [bar.start for bar in found.sides[0].bars] == [bar.start for bar in found.sides[1].bars]
    assert not found.aligned


def test_two_periods_begin_at_the_same_edge(some: list[Event]) -> None:
    one, other = "from=2023-11-01&to=2023-11-30", "from=2024-01-10&to=2024-01-19"
    found = compare(select(one), select(other), today=TODAY)
    assert found.aligned
    assert found.bin == "day"
    assert [side.bars[0].start for side in found.sides] == [date(2023, 11, 1), date(2024, 1, 10)]
    assert [len(side.bars) for side in found.sides] == [30, 30]
    for side, query in zip(found.sides, (one, other), strict=True):
        assert sum(bar.total for bar in side.bars) == select(query).events().count()


@pytest.mark.parametrize(("days", "width"), [(40, "day"), (200, "week"), (900, "month")])
def test_bars_are_as_long_as_the_span_asks_and_leave_no_gap(days: int, width: str, db: None) -> None:
    f.small_catalogue()
    dice = random.Random(1)
    for day in (date(2023, 1, 17), date(2023, 1, 17) + timedelta(days=days - 1)):
        make(dice, date_from=day, date_to=day, review_status="machine")
    found = compare(select(""), select("site=tanf"), today=TODAY)
    bars = found.sides[0].bars
    assert found.bin == width
    assert sum(bar.total for bar in bars) == 2
    assert all(after.start == bar.end + timedelta(days=1) for bar, after in pairwise(bars))


def test_nothing_on_one_side_is_drawn_as_nothing(client: Client, some: list[Event]) -> None:
    found = compare(select("country=FR"), select("country=FR"), today=TODAY)
    assert found.most == 0
    assert "No dated strike" in compared_bars(found.sides[0].bars, found.most, "A")
    assert toll_range(found.killed, 0) == ""
    assert client.get(reverse("compare"), {"a": "country=FR", "b": "country=SY"}).status_code == 200


def test_the_form_sets_its_fields_and_carries_the_rest(client: Client, some: list[Event]) -> None:
    asked = {
        "a": "weapon=drone&site=erbil",
        "b": "",
        "a_site": "tanf",
        "a_attacker": "",
        "b_from": "2023-12-01",
    }
    answer: Any = client.get(reverse("compare"), asked)
    assert answer.status_code == 302
    assert answer["Location"] == "/compare/?a=site%3Dtanf%26weapon%3Ddrone&b=from%3D2023-12-01"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"a": "colour=red"}, "a: There is no filter"),
        ({"b": "site=atlantis"}, "b: site: There is no “atlantis” here"),
        ({"c": "site=tanf"}, "There is no filter “c”"),
        ({"a": "", "a_site": "atlantis"}, "a: site: There is no"),
    ],
)
def test_what_cannot_be_read_is_refused(
    query: dict[str, str], sentence: str, client: Client, some: list[Event]
) -> None:
    answer = client.get(reverse("compare"), query)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_the_number_of_statements_is_fixed(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    f.small_catalogue()
    client.get(reverse("compare"))
    make_many(random.Random(2), 40, review_status="machine")
    with django_assert_max_num_queries(16):
        client.get(reverse("compare"), {"a": "site=tanf", "b": "site=erbil"})
