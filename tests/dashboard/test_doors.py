"""One random selection through every door: page, map, timeline, table and exports hold the same events."""

from __future__ import annotations

import random
import re

import orjson
import pytest
from django.http import QueryDict
from django.test import Client

from events.exports import FORMATS
from events.filters import select
from events.models import Event
from events.queries.rows import PAGE
from tests.dashboard.test_agreement import random_query, walked
from tests.exports.reading import ids


def got(client: Client, address: str, query: str, **more: str) -> bytes:
    given = QueryDict(query, mutable=True)
    given.update(more)
    answer = client.get(f"{address}?{given.urlencode()}")
    assert answer.status_code == 200, (address, query, answer.content[:300])
    return answer.content


@pytest.mark.parametrize("seed", range(200, 206))
def test_every_door_leads_to_the_same_events(seed: int, client: Client, many: list[Event]) -> None:
    query = random_query(random.Random(seed))
    listed = walked(query)
    wanted = {event.public_id for event in listed}
    page = got(client, "/", query).decode()
    assert re.search(r'id="list-count" data-count="(\d+)"', page)[1] == str(len(listed))  # type: ignore[index]
    assert orjson.loads(got(client, "/api/v1/map", query))["total"] == len(listed)
    assert orjson.loads(got(client, "/api/v1/timeline", query))["total"] == len(listed)
    table = got(client, "/", query, view="events", cols="id", sort="killed").decode()
    rows = set(re.findall(r"<td[^>]*>(CW-\w+)</td>", table))
    assert rows <= wanted
    assert len(rows) == min(len(wanted), PAGE)
    for name in FORMATS:
        assert ids(name, query) == wanted, (name, query)


def test_a_canonical_query_leads_where_the_given_one_does(many: list[Event]) -> None:
    for seed in range(210, 230):
        given = random_query(random.Random(seed))
        again = select(QueryDict(given)).query
        assert [event.pk for event in walked(again)] == [event.pk for event in walked(given)]
