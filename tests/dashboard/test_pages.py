"""The dashboard's answers: what they hold, what they refuse, what they cost, and that nothing is inline."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from events.filters import select
from events.models import Event
from events.queries.rows import PAGE
from events.services import catalogue as catalogue_service
from tests.dashboard.conftest import make, make_many, tell

PARTS = ["dashboard", "dashboard-update", "dashboard-rows", "dashboard-place"]
DATA = ["api-map", "api-timeline", "api-facets"]

COSTS = {
    "dashboard": 4,
    "dashboard-update": 4,
    "dashboard-rows": 2,
    "api-map": 3,
    "api-timeline": 4,
    "api-facets": 2,
}
"""Statements a page may send; the number of events changes none of them. Answers of the API ask one more,
when anything was last written."""


@pytest.fixture(autouse=True)
def _no_menu_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu's counts come from the cache, so that only the page's own statements are counted."""
    cache.set("navigation-counts", {"sites": 4, "actors": 5, "articles": 6, "review": 0})


def got(client: Client, name: str, query: str = "") -> Any:
    return orjson.loads(client.get(f"{reverse(name)}?{query}").content)


@pytest.mark.parametrize("name", PARTS + DATA)
def test_a_visitor_gets_every_part(name: str, client: Client, many: list[Event]) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PARTS + DATA)
def test_what_is_unknown_is_400_with_a_sentence(name: str, client: Client, many: list[Event]) -> None:
    answer = client.get(f"{reverse(name)}?colour=red")
    assert answer.status_code == 400
    assert "There is no filter “colour”" in answer.content.decode()


@pytest.mark.parametrize("name", PARTS + DATA)
def test_reading_can_be_closed_to_visitors(
    name: str, client: Client, settings: Any, many: list[Event]
) -> None:
    settings.PUBLIC_READING = False
    assert client.get(reverse(name)).status_code in (302, 401)


@pytest.mark.parametrize("name", PARTS + DATA)
def test_nothing_is_changed_by_asking(name: str, client: Client, many: list[Event]) -> None:
    assert client.post(reverse(name)).status_code in (403, 405)


def test_map_and_timeline_count_what_the_page_lists(client: Client, many: list[Event]) -> None:
    query = "country=SY&claim=-denied"
    listed = re.search(r'id="list-count" data-count="(\d+)"', client.get(f"/?{query}").content.decode())
    assert listed is not None
    total = int(listed.group(1))
    assert total == select(query).events().count() > 0
    drawn = got(client, "api-map", query)
    assert drawn["total"] == total
    assert (
        sum(sum(place["counts"]) for place in drawn["sites"] + drawn["areas"]) + drawn["not_located"] == total
    )
    assert got(client, "api-timeline", query)["total"] == total


def test_an_imprecise_place_is_an_area_and_never_a_pin(client: Client, catalogue: None) -> None:
    dice = random.Random(1)
    make(
        dice,
        lat=36.5,
        lon=40.7,
        geo_precision="4",
        radius_m=None,
        site=None,
        site_name="Hasakah",
        review_status="machine",
    )
    drawn = got(client, "api-map")
    assert drawn["sites"] == []
    assert drawn["areas"][0]["radius_m"] == 60_000


@pytest.mark.parametrize("name", COSTS)
def test_the_number_of_statements_is_fixed(
    name: str, client: Client, catalogue: None, django_assert_num_queries: Any
) -> None:
    dice = random.Random(11)
    make_many(dice, 3, review_status="machine")
    client.get(reverse(name))
    with django_assert_num_queries(COSTS[name]):
        client.get(reverse(name))
    make_many(dice, PAGE - 8, review_status="machine")
    with django_assert_num_queries(COSTS[name]):
        client.get(reverse(name))


def test_a_chosen_site_costs_one_statement_for_its_name(
    client: Client, many: list[Event], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(COSTS["api-facets"] + 2):
        client.get(f"{reverse('api-facets')}?site=tanf&site=erbil&attacker=iri")


def test_a_correction_shows_on_the_next_request(client: Client, many: list[Event]) -> None:
    before = got(client, "api-map", "country=JO")["total"]
    Event.objects.filter(pk=many[0].pk).update(country="JO", review_status="machine")
    assert got(client, "api-map", "country=JO")["total"] == before + 1
    assert "no-cache" in client.get(reverse("api-map"))["Cache-Control"]


def test_the_next_page_of_the_list_goes_on_where_the_first_ended(client: Client, catalogue: None) -> None:
    dice = random.Random(4)
    make_many(dice, PAGE + 5, review_status="machine")
    first = client.get("/").content.decode()
    link = re.search(r'hx-get="([^"]+)"', first)
    assert link is not None
    second = client.get(link.group(1).replace("&amp;", "&")).content.decode()
    ids = [re.findall(r'data-id="(CW-[^"]+)"', html) for html in (first, second)]
    assert [len(found) for found in ids] == [PAGE, 5]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("cursor", ["x", "2024-01-01", "2024-01-01~x", "nonsense~3"])
def test_a_cursor_that_leads_nowhere_is_refused(cursor: str, client: Client, many: list[Event]) -> None:
    assert client.get(reverse("dashboard-rows"), {"cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    "query", ["", "country=SY&site=-tanf&from=2023-11-10", "view=places", "view=events", "q=zzzz"]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_inline(query: str, language: str, client: Client, many: list[Event]) -> None:
    for address in ("/", "/parts/update", "/parts/place"):
        answer = client.get(f"{address}?{query}", HTTP_ACCEPT_LANGUAGE=language)
        html = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", html)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


def test_an_event_opens_in_its_place_with_quotes_and_claims(client: Client, catalogue: None) -> None:
    event = make(random.Random(1), review_status="machine")
    report = tell(event, "sahifa.example", "ar", "استهدفت المقاومة قاعدة التنف بطائرة مسيرة")
    report.spans = {"site": [[17, 28]]}
    report.save()
    html = client.get(reverse("event-brief", args=[event.public_id])).content.decode()
    if event.site_name:
        assert '<q lang="ar"' in html
    assert reverse("event", args=[event.public_id]) in html
    assert client.get(reverse("event-brief", args=["CW-NOWHERE"])).status_code == 404


def test_a_merged_event_leads_to_the_one_it_became(client: Client, many: list[Event]) -> None:
    Event.objects.filter(pk=many[0].pk).update(merged_into=many[1])
    answer = client.get(reverse("event-brief", args=[many[0].public_id]))
    assert answer["Location"] == reverse("event-brief", args=[many[1].public_id])


def test_a_place_tells_of_the_selection_only(client: Client, many: list[Event]) -> None:
    query = "site=tanf&claim=confirmed"
    html = client.get(f"{reverse('dashboard-place')}?{query}").content.decode()
    count = select(query).events().count()
    assert re.search(rf"<b>{count} strikes?</b>", html)


def test_a_facet_can_be_searched_in_any_spelling(client: Client, many: list[Event]) -> None:
    html = client.get(reverse("dashboard-facet"), {"facet": "site", "find": "TÁNF"}).content.decode()
    assert "Al-Tanf" in html
    assert "Erbil" not in html
    assert client.get(reverse("dashboard-facet"), {"facet": "colour"}).status_code == 400


def test_all_filters_survive_without_scripts(client: Client, many: list[Event]) -> None:
    """The form of the rail carries what it has no control for, so that plain submitting loses nothing."""
    html = client.get("/?located=yes&bbox=30,30,50,40&by=weapon").content.decode()
    for name, value in (("located", "yes"), ("bbox", "30,30,50,40"), ("by", "weapon")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in html


def test_arabic_reads_from_right_to_left(client: Client, many: list[Event]) -> None:
    html = client.get("/", HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    assert '<html lang="ar" dir="rtl"' in html


def test_the_whole_catalogue_can_be_listed_as_facets(client: Client, db: None) -> None:
    catalogue_service.load()
    assert got(client, "api-facets")["site"] == []


def test_the_chosen_theme_comes_with_the_page(client: Client, many: list[Event]) -> None:
    client.cookies["theme"] = "dark"
    assert '<html lang="en" dir="ltr" data-theme="dark">' in client.get("/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/").content.decode().split(">")[1]


def test_the_page_announces_every_module_that_it_will_need(client: Client, many: list[Event]) -> None:
    """Otherwise the browser finds them one import after the other, a round trip each."""
    scripts = Path(settings.BASE_DIR) / "static" / "js"
    html = client.get("/").content.decode()
    announced = set(re.findall(r'rel="modulepreload" href="/static/js/([^"]+)"', html))
    known, left = set(), [scripts / "dashboard.js"]
    while left:
        here = left.pop()
        for name in re.findall(r'from "(\.[^"]+)"', here.read_text(encoding="utf-8")):
            module = (here.parent / name).resolve()
            if module not in known:
                known.add(module)
                left.append(module)
    wanted = {module.relative_to(scripts).as_posix() for module in known}
    assert announced == wanted - {"page.js"}
