"""How the API answers: what is left of the minute, what need not be sent again, what went wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from events.api import limits
from events.models import Event
from events.services import review, tokens
from tests import factories as make

pytestmark = pytest.mark.django_db
VISITOR = {"REMOTE_ADDR": "203.0.113.5"}
LISTS = ["/api/v1/events", "/api/v1/map", "/api/v1/timeline", "/api/v1/facets", "/api/v1/sites", "/ogc/"]


@pytest.fixture(autouse=True)
def seeded(settings: Any) -> None:
    cache.clear()
    make.small_catalogue()
    make.event()
    settings.API_RATE_ANONYMOUS, settings.API_RATE_KNOWN = 2, 4


def test_a_visitor_is_told_what_is_left_and_when_to_come_back(client: Client) -> None:
    with time_machine.travel("2024-05-01T10:00:20Z", tick=False):
        answers = [client.get("/api/v1/events", **VISITOR) for _ in range(3)]
        assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        last = answers[-1]
        assert (last["RateLimit-Limit"], last["RateLimit-Policy"]) == ("2", "2;w=60")
        assert last["Retry-After"] == last["RateLimit-Reset"] == "40"
        assert last["Content-Type"] == "application/problem+json"
        assert client.get("/api/v1/events", REMOTE_ADDR="203.0.113.6").status_code == 200
    with time_machine.travel("2024-05-01T10:01:01Z", tick=False):
        assert client.get("/api/v1/events", **VISITOR).status_code == 200


def test_a_token_has_an_allowance_of_its_own(client: Client) -> None:
    owner = make.user("analyst")
    _row, key = tokens.issue(owner, name="script", scopes=["read"], days=None, by=owner)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}", **VISITOR}
    answers = [client.get("/api/v1/events", **headers).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]


def test_this_machine_itself_is_not_counted(client: Client) -> None:
    answers = [client.get("/api/v1/events") for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert not answers[0].has_header("RateLimit-Limit")


def test_behind_a_proxy_the_last_hop_counts(rf: Any, settings: Any) -> None:
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9")
    assert limits.address_of(request) is None
    settings.TRUST_PROXY = True
    assert limits.address_of(request) == "203.0.113.9"
    assert limits.address_of(rf.get("/", REMOTE_ADDR="2001:db8::1")) == "2001:db8::/64"


def test_what_the_dashboard_draws_is_not_counted(client: Client) -> None:
    assert {client.get("/api/v1/map", **VISITOR).status_code for _ in range(4)} == {200}


@pytest.mark.parametrize("address", LISTS)
def test_what_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("address", ["/api/v1/events", "/api/v1/map", "/api/v1/facets"])
def test_a_correction_shows_at_the_next_request(client: Client, address: str) -> None:
    tag = client.get(address)["ETag"]
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        date = client.get(address)["Last-Modified"]
        assert client.get(address, HTTP_IF_MODIFIED_SINCE=date).status_code == 304
        review.correct(Event.objects.get(), "outcome", "missed", reason="Told so", by=make.user())
        review.correct(Event.objects.get(), "site", {"slug": "erbil"}, reason="Told so", by=make.user())
        assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200
        fresh = client.get(address, HTTP_IF_MODIFIED_SINCE=date)
        assert fresh.status_code == 200
        assert not fresh.has_header("Last-Modified")


def test_a_token_opens_what_is_closed_to_visitors(client: Client, settings: Any) -> None:
    settings.PUBLIC_READING = False
    owner = make.user("analyst")
    _row, key = tokens.issue(owner, name="script", scopes=["read"], days=None, by=owner)
    for address in LISTS:
        refused = client.get(address)
        assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json"), address
        assert refused["WWW-Authenticate"].startswith("Bearer")
        assert client.get(address, HTTP_AUTHORIZATION=f"Bearer {key}").status_code == 200, address


@pytest.mark.parametrize("address", ["/api/v1/events", "/api/v1/map", "/api/v1/timeline", "/api/v1/sites"])
def test_a_query_that_cannot_be_read_is_a_problem(client: Client, address: str) -> None:
    answer = client.get(f"{address}?colour=red")
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, told["status"], told["title"]) == (400, 400, "Bad Request")
    assert "colour" in told["detail"]


def test_a_method_that_is_not_known_is_a_problem(client: Client) -> None:
    answer = client.delete("/api/v1/events")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json()["title"] == "Method Not Allowed"
