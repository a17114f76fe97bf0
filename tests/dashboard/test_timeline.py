"""Bars, periods and claimed totals."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.filters import BadQuery, select
from events.models import Actor, Event, Tally
from events.queries.running import first_day, last_day, running
from events.queries.timeline import BINS, MOST_BARS, bars, domain, fitting_bin, timeline
from events.taxonomy import TallyQualifier, TallyUnit
from tests import factories as f
from tests.dashboard.conftest import make

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 4000), st.sampled_from(BINS))
def test_bars_cover_the_span_without_gap_or_overlap(start: date, length: int, width: str) -> None:
    stop = start + timedelta(days=length)
    found = bars(width, start, stop)
    assert found[0] <= start
    assert found[-1] <= stop
    assert list(found) == sorted(set(found))
    if width == "week":
        assert all(day.weekday() == 0 for day in found)
    if width == "month":
        assert all(day.day == 1 for day in found)


@given(days, st.integers(0, 9000))
def test_the_bin_gives_no_more_bars_than_can_be_seen(start: date, length: int) -> None:
    width = fitting_bin(start, start + timedelta(days=length))
    assert len(bars(width, start, start + timedelta(days=length))) <= MOST_BARS.get(width, 60) + 2


@given(st.none() | days, st.none() | days, days, st.integers(0, 2000))
def test_the_axis_holds_the_chosen_period(
    begin: date | None, until: date | None, first: date, length: int
) -> None:
    span = domain(begin, until, first, first + timedelta(days=length))
    assert span is not None
    assert span[0] <= span[1]
    if begin:
        assert span[0] <= begin
    if until and (not begin or until >= begin):
        assert span[1] >= until


def test_without_events_there_is_no_axis() -> None:
    assert domain(None, None, None, None) is None


def test_bars_in_the_period_are_told_from_those_around_it(catalogue: None) -> None:
    dice = random.Random(3)
    for day in (1, 1, 8, 20):
        make(dice, date_from=date(2024, 1, day), date_to=date(2024, 1, day), review_status="machine")
    found = timeline(select("from=2024-01-02&to=2024-01-10"), by="claim", bin_="week")
    assert found.total == 1
    inside = [sum(one.inside[i] for one in found.series) for i in range(len(found.starts))]
    outside = [sum(one.outside[i] for one in found.series) for i in range(len(found.starts))]
    assert dict(zip(found.starts, inside, strict=True))[date(2024, 1, 8)] == 1
    assert dict(zip(found.starts, outside, strict=True))[date(2024, 1, 1)] == 2
    assert sum(inside) == found.total


def test_an_event_with_several_weapons_stands_in_one_series(catalogue: None) -> None:
    make(
        random.Random(1),
        weapons=["drone", "rocket"],
        date_from=date(2024, 1, 1),
        date_to=None,
        review_status="machine",
    )
    (series,) = timeline(select(""), by="weapon").series
    assert (series.key, sum(series.inside)) == ("several", 1)


def test_many_countries_become_five_and_the_rest(catalogue: None) -> None:
    dice = random.Random(1)
    for country in ["SY", "SY", "IQ", "IR", "JO", "LB", "YE", "SA", ""]:
        make(dice, country=country, date_from=date(2024, 1, 1), date_to=None, review_status="machine")
    found = timeline(select(""), by="country")
    assert found.series[0].key == "SY"
    assert [one.key for one in found.series][-2:] == ["other", "none"]
    assert found.total == 9


@pytest.mark.parametrize(("by", "bin_"), [("colour", ""), ("claim", "hour")])
def test_unknown_stacks_and_bins_are_refused(by: str, bin_: str, catalogue: None) -> None:
    with pytest.raises(BadQuery):
        timeline(select(""), by=by, bin_=bin_)


@pytest.fixture
def claimed(catalogue: None) -> None:
    """Three recorded strikes and two claimed totals since the same day."""
    dice = random.Random(5)
    iri = Actor.objects.get(slug="iri")
    for day in (18, 20, 25):
        told = date(2023, 10, day)
        make(dice, attacker=iri, date_from=told, date_to=told, country="SY", review_status="machine")
    for day, count in ((date(2023, 10, 21), 4), (date(2023, 10, 26), 9)):
        article = f.article(published=day)
        Tally.objects.create(
            article=article,
            snapshot=article.snapshot,
            count_best=count,
            qualifier=TallyQualifier.ABOUT,
            unit=TallyUnit.ATTACKS,
            since="2023-10-17",
            attacker=iri,
            issuer_name="Ministry",
            start=0,
            end=4,
            engine_version=f.ENGINE,
        )


def test_the_gap_is_between_the_last_claim_and_what_is_recorded_by_then(claimed: None) -> None:
    found = running(select(""))
    assert found is not None
    assert [(one.day, one.count, one.issuer) for one in found.claimed] == [
        (date(2023, 10, 21), 4, "Ministry"),
        (date(2023, 10, 26), 9, "Ministry"),
    ]
    assert found.recorded == ((date(2023, 10, 18), 1), (date(2023, 10, 20), 2), (date(2023, 10, 25), 3))
    assert (found.recorded_at_last, found.gap) == (3, 6)


def test_a_filter_that_totals_know_nothing_of_takes_them_away(claimed: None) -> None:
    assert running(select("weapon=drone")) is None
    assert running(select("attacker=kataib")) is None
    assert running(select("attacker=iri")) is not None


def test_a_superseded_total_is_not_shown(claimed: None) -> None:
    Tally.objects.update(superseded_at="2024-01-01T00:00Z")
    assert running(select("")) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-10-17", date(2023, 10, 17), date(2023, 10, 17)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("", None, None),
        ("soon", None, None),
    ],
)
def test_days_months_and_years_have_a_first_and_a_last_day(
    text: str, first: date | None, last: date | None
) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


def test_only_undated_events_give_no_bars(catalogue: None) -> None:
    make(random.Random(2), date_from=None, date_to=None, review_status="machine")
    found = timeline(select(""))
    assert (found.starts, found.undated, found.total) == ((), 1, 1)
    assert Event.objects.count() == 1
