"""What holds for every page: health, security headers, and a sign-in that cannot be guessed."""

from __future__ import annotations

import json
import logging

import pytest
import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from conflictwatch.celery import app

pytestmark = pytest.mark.django_db

PASSWORD = "a password of the tests"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_cache(db: None) -> None:
    """Rate limits are kept in the cache."""
    cache.clear()


@pytest.fixture
def editor() -> str:
    get_user_model().objects.create_user(username="editor", password=PASSWORD)
    return "editor"


def test_health_is_told_when_database_and_broker_answer(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok"}


def test_a_missing_broker_is_told_and_nothing_more(client: Client) -> None:
    nowhere = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}
    with override_settings(CACHES=nowhere):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": "ok", "broker": "failing"}


def test_every_answer_carries_the_policy_and_its_request_id(client: Client) -> None:
    answer = client.get(LOGIN, headers={"X-Request-ID": "from-the-proxy"})
    assert answer["X-Request-ID"] == "from-the-proxy"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_request_writes_one_line_with_its_id(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="conflictwatch.logs"):
        client.get(LOGIN, headers={"X-Request-ID": "abc"})
        client.get("/healthz")
    lines = [record.msg for record in caplog.records if record.name == "conflictwatch.logs"]
    assert len(lines) == 1
    assert {"path": LOGIN, "status": 200, "request_id": "abc"}.items() <= lines[0].items()


def test_a_person_signs_in_and_out(client: Client, editor: str) -> None:
    answer = client.post(LOGIN, {"login": editor, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session.get("_auth_user_id")
    client.post("/accounts/logout/")
    assert not client.session.get("_auth_user_id")


def test_guessing_locks_the_account_for_that_address(client: Client, editor: str) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, {"login": editor, "password": "a guess"})
    client.post(LOGIN, {"login": editor, "password": PASSWORD})
    assert not client.session.get("_auth_user_id")
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post(LOGIN, {"login": editor, "password": PASSWORD})
    assert elsewhere.session.get("_auth_user_id")


def test_nobody_signs_up_alone(client: Client) -> None:
    before = get_user_model().objects.count()
    client.post("/accounts/signup/", {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD})
    assert get_user_model().objects.count() == before


def test_the_admin_works_without_gdal(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:index")).status_code == 200


def test_the_second_factor_can_be_set_up(client: Client, editor: str) -> None:
    client.post(LOGIN, {"login": editor, "password": PASSWORD})
    assert client.get(reverse("mfa_index")).status_code == 200


def test_clearing_the_cache_leaves_the_queue_alone() -> None:
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.set("stays", 1, ex=30)
    cache.clear()
    assert broker.get("stays") == b"1"


def test_metrics_answer_only_where_switched_on(client: Client) -> None:
    expected = 200 if settings.METRICS else 404
    assert client.get("/metrics").status_code == expected


def test_the_cache_is_the_redis_protocol_server() -> None:
    cache.set("key", {"n": 1}, 30)
    assert cache.get("key") == {"n": 1}
    assert connection.vendor == "postgresql"


@pytest.mark.worker
@pytest.mark.usefixtures("celery_worker")
def test_a_real_worker_answers() -> None:
    answers = app.control.ping(timeout=5)
    assert [json.loads(json.dumps(answer)) for answer in answers]


def test_a_worker_that_dies_loses_no_task() -> None:
    """Measured: with these settings a task of a killed worker is taken up again within seconds."""
    told = app.conf
    assert told.task_acks_late
    assert told.task_reject_on_worker_lost
    assert told.worker_prefetch_multiplier == 1
    assert told.task_time_limit < told.broker_transport_options["visibility_timeout"]
    assert told.accept_content == ["json"]
