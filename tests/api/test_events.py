"""/api/v1/events answers what the dashboard shows, in pages, with evidence, and refuses in words."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from events.exports.columns import COLUMNS
from events.services import review
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make.small_catalogue()


def get(client: Client, address: str, status: int = 200) -> dict[str, object]:
    answer = client.get(address)
    assert answer.status_code == status, answer.content
    found: dict[str, object] = json.loads(answer.content)
    return found


def test_the_list_holds_the_selection_with_every_column(client: Client) -> None:
    make.publish(None, make.report(), make.report(place="golan"))
    found = get(client, "/api/v1/events?site=tanf&from=2024-01-01")
    (event,) = found["results"]  # type: ignore[misc]
    assert set(event) == {column.name for column in COLUMNS}
    assert (event["site"], event["attacker"], event["date_from"]) == ("tanf", "iri", "2024-01-28")


def test_pages_follow_one_another_without_gap_or_double(client: Client) -> None:
    for day in range(7):
        make.publish(None, make.report(date(2024, 1, 1) + timedelta(days=2 * day)))
    seen: list[str] = []
    address: str | None = "/api/v1/events?size=3&country=SY"
    while address:
        page = get(client, address)
        seen += [event["public_id"] for event in page["results"]]  # type: ignore[attr-defined]
        address = page["next"]  # type: ignore[assignment]
        if address:
            assert "country=SY" in address
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "query", ["colour=red", "from=soon", "size=0", "size=x", "size=501", "cursor=nowhere", "sort=colour"]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client: Client, query: str) -> None:
    found = get(client, f"/api/v1/events?{query}", 400)
    assert str(found["detail"]).endswith(".")


def test_one_event_comes_with_its_evidence(client: Client) -> None:
    event = make.event()
    found = get(client, f"/api/v1/events/{event.public_id}")
    (report,) = found["reports"]  # type: ignore[misc]
    assert report["spans"]["site"][0]["quote"] == report["spans"]["site"][0]["quote"].strip()
    assert report["engine_version"] == make.ENGINE


def test_a_merged_id_leads_to_the_event_that_stands(client: Client) -> None:
    one, other = make.event(make.report(date(2024, 1, 27))), make.event()
    review.merge(one, other, reason="same", by=make.user())
    answer = client.get(f"/api/v1/events/{one.public_id}")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/events/{other.public_id}")


def test_unknown_events_and_formats_are_missing(client: Client) -> None:
    get(client, "/api/v1/events/CW-00000000", 404)
    get(client, "/api/v1/export/pdf", 404)


def test_a_page_asks_a_fixed_number_of_queries(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for day in range(12):
        make.publish(None, make.report(date(2024, 1, 1) + timedelta(days=2 * day)))
    with django_assert_max_num_queries(6):
        get(client, "/api/v1/events")


def test_reading_can_be_closed_to_visitors(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.PUBLIC_READING = False
    assert client.get("/api/v1/events").status_code == 401
    client.force_login(make.user("analyst"))
    assert client.get("/api/v1/events").status_code == 200
