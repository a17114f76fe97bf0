"""OGC API - Features by its own rules, and as GDAL and QGIS open it."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import Any

import pytest
from django.test import Client

from events.api import features
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db
OGRINFO = shutil.which("ogrinfo")
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"


@pytest.fixture
def seeded(db: None) -> None:
    make.small_catalogue()
    make.publish(
        None,
        make.report(),
        make.report(date(2024, 2, 3), "erbil"),
        make.report(date(2024, 2, 3), "golan"),
        make.report(None, make.site(None, name="Somewhere", country="IQ")),
    )


def items(client: Client, query: str = "", name: str = "events") -> list[dict[str, Any]]:
    answer = client.get(f"/ogc/collections/{name}/items?{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/geo+json"
    told = answer.json()
    assert told["numberReturned"] == len(told["features"])
    assert told["timeStamp"].endswith("Z")
    found: list[dict[str, Any]] = told["features"]
    return found


def sites(client: Client, query: str) -> set[str | None]:
    return {one["properties"]["site"] for one in items(client, query)}


@pytest.mark.usefixtures("seeded")
def test_one_link_leads_to_the_next(client: Client) -> None:
    landing = client.get("/ogc/").json()
    links = {one["rel"]: one["href"] for one in landing["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data", "license"} <= set(links)
    assert CORE in client.get(links["conformance"]).json()["conformsTo"]
    collections = client.get(links["data"]).json()["collections"]
    assert [one["id"] for one in collections] == ["events", "sites"]
    for one in collections:
        related = {link["rel"]: link for link in one["links"]}
        assert client.get(related["self"]["href"]).json() == one
        assert related["items"]["type"] == "application/geo+json"
        assert client.get(related["items"]["href"]).json()["features"]
    events = collections[0]["extent"]
    assert events["temporal"]["interval"] == [["2024-01-28T00:00:00Z", "2024-02-03T23:59:59Z"]]
    assert events["spatial"]["bbox"] == [[35.75, 32.98, 44.009, 36.191]]
    assert client.get(links["service-desc"]).status_code == 200
    assert client.get(links["service-doc"]).status_code == 200


@pytest.mark.usefixtures("seeded")
def test_boxes_take_in_points_only(client: Client) -> None:
    assert sites(client, "bbox=38,33,39,34") == {"tanf"}
    assert sites(client, "bbox=30,30,50,40") == {"tanf", "erbil"}
    assert sites(client, "bbox=38,33,0,39,34,9000") == {"tanf"}
    assert sites(client, "bbox=43,30,30,40") == {"erbil"}  # across the date line
    assert sites(client, "") == {"tanf", "erbil", "golan", None}
    assert {one["id"] for one in items(client, "bbox=38,33,39,34", "sites")} == {"tanf"}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2024-01-28T12:00:00Z", {"tanf"}),
        ("2024-01-28", {"tanf"}),
        ("2024-01-29/..", {"erbil", "golan"}),
        ("../2024-01-31T00:00:00Z", {"tanf"}),
        ("2024-01-01/2024-12-31", {"tanf", "erbil", "golan"}),
        ("2025-01-01/2025-12-31", set()),
    ],
)
def test_moments_and_intervals(client: Client, moment: str, found: set[str]) -> None:
    assert sites(client, f"datetime={moment}") == found


@pytest.mark.usefixtures("seeded")
def test_pages_hold_every_feature_once(client: Client) -> None:
    address: str | None = "/ogc/collections/events/items?limit=1&country=SY&country=IQ"
    seen = []
    while address:
        page = client.get(address).json()
        seen += [one["id"] for one in page["features"]]
        address = next((one["href"] for one in page["links"] if one["rel"] == "next"), None)
    assert sorted(seen) == sorted(Event.objects.values_list("public_id", flat=True))


@pytest.mark.usefixtures("seeded")
def test_the_filters_of_the_dashboard_hold_here_too(client: Client) -> None:
    assert sites(client, "site=tanf&limit=5000") == {"tanf"}
    assert {one["id"] for one in items(client, "country=IQ", "sites")} == {"erbil"}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    "query",
    [
        *("colour=red", "bbox=1,2,3", "bbox=1,9,3,2", "bbox=a,b,c,d", "limit=0", "limit=x", "datetime=soon"),
        *("datetime=2024-02-01/2024-01-01", "datetime=/x", "cursor=x", "f=gml"),
    ],
)
def test_what_is_not_known_is_refused(client: Client, query: str) -> None:
    answer = client.get(f"/ogc/collections/events/items?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.usefixtures("seeded")
def test_one_feature_and_those_that_are_not(client: Client) -> None:
    event = Event.objects.get(site__slug="tanf")
    told = client.get(f"/ogc/collections/events/items/{event.public_id}").json()
    assert (told["id"], told["geometry"]["coordinates"]) == (event.public_id, [38.618, 33.506])
    assert client.get("/ogc/collections/sites/items/tanf").json()["properties"]["country"] == "SY"
    for address in ("/ogc/collections/nothing", "/ogc/collections/events/items/CW-0", "/ogc/collections?x=1"):
        assert client.get(address).status_code in (400, 404)


@pytest.mark.skipif(OGRINFO is None, reason="gdal-bin is not installed")
@pytest.mark.django_db(transaction=True)
def test_gdal_reads_both_collections(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "LIMIT", 3)
    make.small_catalogue()
    reports = [make.report(date(2024, 1, day), "tanf") for day in range(1, 20, 3)]
    make.publish(None, *reports, make.report(date(2024, 2, 3), "erbil"))
    count = Event.objects.count()
    assert count > features.LIMIT

    def ogrinfo(*words: str) -> str:
        assert OGRINFO is not None
        command = [OGRINFO, "-ro", "-so", f"OAPIF:{live_server.url}/ogc", *words]
        told = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert (told.returncode, told.stderr) == (0, "")
        return told.stdout

    assert "events" in ogrinfo()
    assert f"Feature Count: {count}" in ogrinfo("events")
    assert "Feature Count: 1" in ogrinfo("events", "-spat", "43", "35", "45", "37")
    assert "Feature Count: 4" in ogrinfo("sites")
