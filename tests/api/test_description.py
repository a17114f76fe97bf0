"""The description is made from the code, keeps to OpenAPI 3.1 and is true of the answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from events.exports.columns import COLUMNS
from events.filters import FILTERS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json"
    document: dict[str, Any] = answer.json()
    return document


def test_it_keeps_to_the_specification(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_it_names_filters_columns_and_the_security_of_tokens(described: dict[str, Any]) -> None:
    listing = described["paths"]["/api/v1/events"]["get"]
    assert {*FILTERS, "cursor"} <= {one["name"] for one in listing["parameters"]}
    columns = described["components"]["schemas"]["Event"]["properties"]
    assert set(columns) == {column.name for column in COLUMNS}
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert described["info"]["license"]["name"]


def test_every_address_of_the_api_is_described_once(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    wanted = {"events", "sites", "actors", "outlets", "articles", "tallies", "timeline", "map", "facets"}
    assert {f"/api/v1/{name}" for name in wanted} <= set(described["paths"])


@pytest.mark.parametrize("name", ["events", "sites", "actors", "outlets", "articles", "tallies"])
def test_answers_are_as_described(client: Client, described: dict[str, Any], name: str) -> None:
    make.small_catalogue()
    make.publish(None, make.report(), make.report(None, "erbil", by=None), tallies=[make.tally()])
    schema = described["paths"][f"/api/v1/{name}"]["get"]["responses"]["200"]["content"]["application/json"]
    resolved = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema["schema"]}
    resolved |= {"components": described["components"]}
    answer = client.get(f"/api/v1/{name}").json()
    assert answer["results"]
    assert [error.message for error in Draft202012Validator(resolved).iter_errors(answer)] == []
    row = described["components"]["schemas"][
        name.removesuffix("ies").removesuffix("s").capitalize().replace("Tall", "Tally")
    ]
    assert set(answer["results"][0]) == set(row["properties"])


def test_the_page_tells_every_operation(client: Client, described: dict[str, Any]) -> None:
    page = client.get("/api/v1/").content.decode()
    for path, methods in described["paths"].items():
        assert all(f"{method.upper()} {path}" in page for method in methods)
    assert "bbox" in page
