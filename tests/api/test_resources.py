"""Sites, actors, outlets, articles, tallies: the rows that a selection leads to, in pages, with counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from events.api.resources import RESOURCES
from events.models import Article, Site
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded() -> None:
    make.small_catalogue()
    make.publish(make.article("https://wire.example/a"), make.report(), tallies=[make.tally()])
    make.publish(make.article("https://harian.example/b"), make.report(date(2024, 2, 3), "erbil"))
    make.publish(make.article("https://harian.example/c"), make.report(date(2024, 2, 9), "erbil"))


def results(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_sites_of_a_selection_with_their_counts(client: Client) -> None:
    everything = {row["slug"]: row["events"] for row in results(client, "sites")}
    assert everything == {"tanf": 1, "erbil": 2, "erbil-base": 0, "golan": 0}
    (erbil,) = results(client, "sites?country=IQ&from=2024-02-04")
    assert (erbil["slug"], erbil["events"], erbil["first"], erbil["last"]) == (
        "erbil",
        1,
        "2024-02-09",
        "2024-02-09",
    )


def test_actors_as_attackers_and_as_targets(client: Client) -> None:
    rows = {row["slug"]: row for row in results(client, "actors?site=erbil")}
    assert set(rows) == {"iri", "us-forces"}
    assert (rows["iri"]["events"], rows["iri"]["targeted"]) == (2, 0)
    assert (rows["us-forces"]["events"], rows["us-forces"]["targeted"]) == (0, 2)


def test_outlets_and_articles_that_tell_of_it(client: Client) -> None:
    (outlet,) = results(client, "outlets?site=erbil")
    assert (outlet["domain"], outlet["articles"]) == ("harian.example", 2)
    newest, older = results(client, "articles?site=erbil")
    assert [newest["url"], older["url"]] == ["https://harian.example/c", "https://harian.example/b"]
    assert len(newest["events"]) == 1
    assert newest["text_sha256"] == Article.objects.get(url=newest["url"]).snapshot.text_sha256  # type: ignore[union-attr]
    assert "text" not in newest


def test_tallies_with_their_quotes(client: Client) -> None:
    (tally,) = results(client, "tallies?site=tanf")
    assert (tally["count_best"], tally["attacker"], tally["url"]) == (150, "iri", "https://wire.example/a")
    assert tally["quote"] == "Text"
    assert results(client, "tallies?site=erbil") == []


@pytest.mark.parametrize("name", RESOURCES)
def test_pages_hold_every_row_once(client: Client, name: str) -> None:
    whole = results(client, name)
    address: str | None = f"/api/v1/{name}?size=1"
    seen: list[dict[str, Any]] = []
    while address:
        page = client.get(address).json()
        assert len(page["results"]) <= 1
        seen += page["results"]
        address = page["next"]
    assert seen == whole
    assert whole


@pytest.mark.parametrize("name", RESOURCES)
def test_a_page_costs_the_same_however_many_rows(
    client: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{name}")


@pytest.mark.parametrize("name", ["articles", "tallies"])
def test_a_cursor_that_is_none_is_refused(client: Client, name: str) -> None:
    assert client.get(f"/api/v1/{name}?cursor=x").status_code == 400


def test_one_row_by_its_name(client: Client) -> None:
    tanf = client.get("/api/v1/sites/tanf").json()
    assert (tanf["name"], tanf["events"]) == ("Al-Tanf Garrison", 1)
    assert client.get("/api/v1/actors/iri").json()["events"] == 3
    assert client.get("/api/v1/outlets/harian.example").json()["articles"] == 2
    article = Article.objects.get(url="https://wire.example/a")
    assert client.get(f"/api/v1/articles/{article.public_id}").json()["outlet"] == "wire.example"
    missing = client.get("/api/v1/sites/nowhere")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert missing.json()["detail"] == "There is no site nowhere."
    assert client.get("/api/v1/sites/tanf?country=SY").status_code == 400
    assert Site.objects.filter(slug="tanf").exists()
