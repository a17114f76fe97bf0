"""One selection: figures, map, timeline, facets and list count the same events, whatever is chosen."""

from __future__ import annotations

import random
from datetime import date

import pytest

from events.filters import facet_names, select
from events.models import Event
from events.queries.facets import facets
from events.queries.figures import figures
from events.queries.places import places
from events.queries.rows import NUMBERS, SORTS, page
from events.queries.timeline import STACKS, timeline
from tests.dashboard.test_filters import CASES

TODAY = date(2024, 6, 1)


def walked(query: str, sort: str = "newest", size: int = 7) -> list[Event]:
    """All events of the list, page by page."""
    selection, found, cursor = select(query), [], ""
    while True:
        here = page(selection, sort=sort, cursor=cursor, size=size)
        found += here.events
        cursor = here.cursor
        if not cursor:
            return found


def random_query(dice: random.Random) -> str:
    cases = [cases for cases in CASES.values() if dice.random() < 0.16]
    return "&".join(dice.choice(one)[0] for one in cases)


@pytest.mark.parametrize("seed", range(30))
def test_every_figure_is_the_count_of_the_list(seed: int, many: list[Event]) -> None:
    dice = random.Random(seed)
    query = random_query(dice)
    listed = walked(query)
    selection = select(query)
    told = figures(selection, today=TODAY)
    drawn = places(selection)
    bars = timeline(selection, by=dice.choice(list(STACKS)))
    assert told.count == drawn.total == bars.total == len(listed) == len({e.pk for e in listed})
    assert sum(share.count for share in told.mix) == told.count
    assert (told.sites, told.areas, told.not_located) == (
        len(drawn.sites),
        len(drawn.areas),
        drawn.not_located,
    )
    assert told.killed.low == sum(e.killed_low or 0 for e in listed)
    assert told.killed.untold == sum(e.killed_low is None for e in listed)
    assert told.injured.best == sum(e.injured_best or 0 for e in listed)


@pytest.mark.parametrize("seed", range(8))
def test_a_facet_counts_what_each_of_its_values_alone_would_give(seed: int, many: list[Event]) -> None:
    query = random_query(random.Random(seed + 100))
    selection = select(query)
    for facet in facets(selection):
        for option in facet.options:
            alone = select(selection.replaced(**{facet.name: [option.value]}))
            assert alone.events().count() == option.count, (query, facet.name, option)


def test_facets_know_every_choosable_filter_and_what_is_chosen(many: list[Event]) -> None:
    found = facets(select("country=SY&weapon=-drone&site=golan"))
    assert [facet.name for facet in found] == facet_names()
    chosen = {facet.name: [(o.value, o.chosen, o.excluded) for o in facet.chosen] for facet in found}
    assert chosen["country"] == [("SY", True, False)]
    assert chosen["weapon"] == [("drone", False, True)]
    assert chosen["site"] == [("golan", True, False)]


def test_facets_of_an_impossible_selection_are_zero(many: list[Event]) -> None:
    found = {facet.name: facet for facet in facets(select("q=zzzz&country=SY"))}
    assert [(option.value, option.count) for option in found["country"].options] == [("SY", 0)]


@pytest.mark.parametrize("sort", SORTS)
def test_the_list_is_whole_and_in_order_at_any_depth(sort: str, many: list[Event]) -> None:
    found = walked("", sort, size=4)
    assert {e.pk for e in found} == set(select("").events().values_list("pk", flat=True))
    column = "changed_at" if sort == "changed" else NUMBERS.get(sort, "date_from")
    keys = [(getattr(e, column), e.pk) for e in found]
    told = [key for key in keys if key[0] is not None]
    assert keys[: len(told)] == sorted(told, reverse=sort != "oldest")
    untold = [pk for value, pk in keys[len(told) :]]
    assert untold == sorted(untold, reverse=sort != "oldest")


def test_a_page_deep_in_the_list_is_not_disturbed_by_new_events(many: list[Event]) -> None:
    first = page(select(""), size=5)
    rest = page(select(""), cursor=first.cursor, size=5)
    newest = first.events[0]
    Event.objects.create(date_from=newest.date_from, date_to=newest.date_to, changed_at=newest.changed_at)
    assert page(select(""), cursor=first.cursor, size=5).events == rest.events
