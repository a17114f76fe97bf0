"""Pages of sites and actors: the same figures as the map, in every script, on empty and on full data."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from events.filters import select
from events.models import Actor, Site
from events.queries import actor_page, names, profile, site_page
from events.services import review
from events.taxonomy import Outcome, WeaponType
from tests import factories as f
from tests.pages.conftest import World

TODAY = date(2024, 3, 10)


@pytest.fixture
def strikes(world: World) -> None:
    """Four more strikes on al-Tanf: two in December, one without a date, one rejected."""
    f.event(
        f.report(date(2023, 12, 3), weapons=(WeaponType.DRONE, WeaponType.ROCKET)), url="https://a.example/1"
    )
    f.event(f.report(date(2023, 12, 20), by=None, weapons=()), url="https://a.example/2")
    f.event(f.report(None, by="iran"), url="https://a.example/3")
    drill = f.event(f.report(date(2024, 2, 1)), url="https://a.example/4")
    review.reject(drill, reason="A drill", by=world.admin)


def tanf() -> site_page.SitePage:
    return site_page.load(Site.objects.get(slug="tanf"), today=TODAY)


def test_figures_are_those_of_the_map_for_the_same_query(strikes: None) -> None:
    page = tanf().profile
    assert page.figures.count == select(page.query).events().count() == 4
    assert page.figures.last == date(2024, 1, 28)
    assert page.figures.days_since == 42


def test_months_run_without_gaps_and_count_each_dated_strike_once(strikes: None) -> None:
    months = tanf().profile.months
    assert [month.start.isoformat()[:7] for month in months] == [
        *("2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03")
    ]
    assert [month.total for month in months] == [0, 0, 2, 1, 0, 0]


def test_months_end_with_the_last_strike_after_a_long_quiet(strikes: None) -> None:
    months = profile.months(select("site=tanf").events(), until=date(2026, 1, 1))
    assert months[-1].start == date(2024, 1, 1)


def test_the_calendar_holds_every_day_of_the_year_once(strikes: None) -> None:
    weeks = profile.calendar(select("site=tanf").events(), 2023)
    days = [day for week in weeks for day in week if day]
    assert len(days) == 365
    assert {day.day: day.count for day in days if day.count} == {date(2023, 12, 3): 1, date(2023, 12, 20): 1}
    assert all(len(week) == 7 for week in weeks)
    assert weeks[0][6] == profile.Day(date(2023, 1, 1), 0, 0), "1 January 2023 was a Sunday"


def test_the_table_of_weapons_counts_an_event_in_each_of_its_weapons(strikes: None) -> None:
    table = tanf().profile.cross
    assert table.columns == ("drone", "rocket", "unknown")
    rows = {row.slug: (row.counts, row.total) for row in table.rows}
    assert rows == {"iri": ((2, 1, 0), 2), "iran": ((1, 0, 0), 1), "": ((0, 0, 1), 1)}


def test_a_page_costs_the_same_number_of_queries_with_more_strikes(
    world: World, strikes: None, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        tanf()
    for number in range(3):
        f.event(f.report(date(2024, 1, number + 1)), url=f"https://b.example/{number}")
    with django_assert_num_queries(len(asked)):  # type: ignore[operator]
        tanf()


def test_claimed_totals_of_articles_that_tell_of_the_site_are_listed(world: World) -> None:
    assert [tally.count_best for tally in tanf().tallies] == [150]
    assert not site_page.load(Site.objects.get(slug="erbil"), today=TODAY).tallies


def test_an_actor_is_shown_in_the_role_in_which_it_has_more_strikes(strikes: None) -> None:
    attacker = actor_page.load(Actor.objects.get(slug="iri"), today=TODAY)
    target = actor_page.load(Actor.objects.get(slug="us-forces"), today=TODAY)
    assert (attacker.role, attacker.counts) == ("attacker", {"attacker": 2, "target": 0})
    assert (target.role, target.profile.figures.count) == ("target", 4)


def test_loaded_labels_are_kept_apart_from_names(world: World) -> None:
    actor = Actor.objects.get(slug="iri")
    actor.names.create(text="Iraqi resistance", language="en")  # type: ignore[attr-defined]
    actor.names.create(text="militias", language="en", loaded=True)  # type: ignore[attr-defined]
    page = actor_page.load(actor, today=TODAY)
    assert page.names == [("en", ["Iraqi resistance"])]
    assert page.loaded_names == [("en", ["militias"])]


@pytest.mark.parametrize(
    "address", ["/sites/golan/", "/actors/iran/", "/sites/tanf/?year=1999", "/sites/tanf/?year=x"]
)
def test_pages_are_drawn_on_empty_data_and_odd_queries(world: World, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    if "golan" in address:
        assert "No strike is recorded." in answer.content.decode()


def test_bars_and_days_lead_to_exactly_their_strikes(strikes: None) -> None:
    page = unescape(Client().get(reverse("site", args=["tanf"])).content.decode())
    assert "/?site=tanf&from=2023-12-01&to=2023-12-31" in page
    assert "20 December 2023: 1 strike" in unescape(
        Client().get(reverse("site", args=["tanf"]), {"year": "2023"}).content.decode()
    )


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("قاعدة التنف", ["tanf"]),
        ("TANF", ["tanf"]),
        ("erbil", ["erbil", "erbil-base"]),
        ("nowhere", []),
    ],
)
def test_sites_are_found_by_any_written_form_whole_names_first(
    world: World, query: str, slugs: list[str]
) -> None:
    Site.objects.get(slug="tanf").names.create(text="قاعدة التنف", language="ar")  # type: ignore[attr-defined]
    assert [item.row.slug for item in names.sites(query)] == slugs


def test_the_list_of_sites_counts_strikes_and_can_leave_out_the_quiet(strikes: None) -> None:
    assert [(item.row.slug, item.strikes) for item in names.sites(struck=True)] == [("tanf", 4)]
    assert len(names.sites()) == Site.objects.count()


def test_the_picker_offers_names_with_kind_and_country(world: World) -> None:
    told = Client().get(reverse("site-options"), {"q": "erbil a"}).json()
    assert told == {
        "options": [
            {
                "slug": "erbil-base",
                "name": "Erbil Air Base",
                "country": "IQ",
                "kind": "air_base",
                "note": "air base · Iraq",
            }
        ]
    }


def test_outcomes_are_counted_in_their_order(strikes: None) -> None:
    shares = tanf().profile.outcomes
    assert [share.code for share in shares] == [
        code for code in Outcome.codes() if code in {one.code for one in shares}
    ]
    assert sum(share.count for share in shares) == 4
