"""POST /api/v1/submissions: by token or session, each address answered for, nothing beyond its scope."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import ApiToken, Submission, User
from events.permissions import TOKEN_SCOPES
from events.services import tokens
from events.services.errors import Refused
from events.taxonomy import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/submissions"


@pytest.fixture
def editor() -> User:
    return f.user(Role.EDITOR)


def key_of(owner: User, *scopes: str, days: int | None = 30) -> str:
    return tokens.issue(owner, name="A script", scopes=scopes or ("submit",), days=days, by=owner)[1]


def post(key: str, body: Any, client: Client | None = None) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = (client or Client()).post(
        ADDRESS, json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_a_program_submits_addresses_and_asks_where_they_stand(editor: User) -> None:
    key = key_of(editor)
    urls = ["https://wire.example/a", "http://192.168.0.1/x", "https://wire.example/a?utm_source=x"]
    status, told = post(key, {"urls": urls})
    assert status == 202
    first, again = told["submissions"]
    assert first["id"] == again["id"]
    assert [one["code"] for one in told["refused"]] == ["address_refused"]
    row = Submission.objects.get()
    assert (row.submitted_by, row.url, first["status"]) == (editor, "https://wire.example/a", "queued")
    asked = Client().get(first["href"], headers={"Authorization": f"Bearer {key}"})
    assert (asked.status_code, asked.json()["status"]) == (200, "queued")
    assert (
        Client()
        .get(first["href"], headers={"Authorization": f"Bearer {key_of(f.user('editor'))}"})
        .status_code
        == 404
    )


def test_a_text_is_taken_with_what_is_known_of_it(editor: User) -> None:
    body = {"text": "A drone struck the base on Sunday. " * 3, "language": "en", "published_on": "2024-01-29"}
    status, told = post(key_of(editor), {**body, "outlet_domain": "wire.example"})
    assert (status, told["submissions"][0]["kind"]) == (202, "text")
    assert str(Submission.objects.get().published_on) == "2024-01-29"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "Give 'url', 'urls' or 'text'."),
        ({"urls": ["https://a.example/1"], "text": "x"}, "Give either"),
        ({"url": "https://a.example/1", "published_on": "soon"}, "published_on"),
        ({"url": "ftp://a.example/1"}, "Only http and https"),
        ({"url": "https://a.example/1", "language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(editor: User, body: dict[str, Any], said: str) -> None:
    status, told = post(key_of(editor), body)
    assert status == 400
    assert said in told["detail"]
    assert not Submission.objects.exists()


def test_without_a_good_token_nothing_is_taken(editor: User) -> None:
    body = {"url": "https://wire.example/a"}
    key = key_of(editor)
    assert post("", body)[0] == 401
    assert post(key[:-1] + ("A" if key[-1] != "A" else "B"), body)[0] == 401
    status, told = post(key_of(editor, "read"), body)
    assert (status, told["detail"]) == (403, "This token was not given the right to do this.")
    tokens.revoke(ApiToken.objects.get(digest=tokens._digest(key)), by=editor)
    assert post(key, body)[0] == 401
    old = key_of(editor)
    ApiToken.objects.filter(digest=tokens._digest(old)).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert post(old, body)[0] == 401
    lasting = key_of(editor, days=None)
    User.objects.filter(pk=editor.pk).update(role=Role.ANALYST)
    assert post(lasting, body)[0] == 403, "the role was taken away, so the token lost it too"
    User.objects.filter(pk=editor.pk).update(role=Role.EDITOR, is_active=False)
    assert post(lasting, body)[0] == 401
    assert not Submission.objects.exists()


def test_a_session_needs_the_forgery_token_that_a_program_does_not(editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert post("", {"url": "https://wire.example/a"}, client)[0] == 403
    assert post(key_of(editor), {"url": "https://wire.example/a"}, client)[0] == 202


def test_the_key_is_shown_once_and_kept_as_a_hash_only(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    made = client.post("/account/tokens/", {"name": "Cron", "scopes": ["submit"], "days": "30"})
    row = ApiToken.objects.get()
    key = made.content.decode().split("data-token>")[1].split("<")[0]
    assert tokens.find(key) == row
    assert key not in {str(getattr(row, field.attname)) for field in ApiToken._meta.concrete_fields}
    assert made["Cache-Control"].find("no-store") >= 0
    listed = client.get("/account/tokens/").content.decode()
    assert "Cron" in listed
    assert key not in listed
    other = Client()
    other.force_login(f.user(Role.ADMIN))
    assert other.post(f"/account/tokens/{row.pk}/revoke/").status_code == 404
    client.post(f"/account/tokens/{row.pk}/revoke/")
    assert tokens.find(key) is None


def test_a_token_cannot_be_given_more_than_its_owner_has() -> None:
    analyst = f.user(Role.ANALYST)
    with pytest.raises(Refused, match="cannot do more"):
        key_of(analyst, "submit")
    client = Client()
    client.force_login(analyst)
    assert client.post("/account/tokens/", {"name": "x", "scopes": ["submit"]}).status_code == 422
    assert {scope.value for scope in TOKEN_SCOPES} == {"read", "submit"}


def test_the_bookmarklet_brings_the_address_and_submits_nothing_by_itself(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    assert "javascript:" in client.get("/account/tokens/").content.decode()
    page = client.get("/submissions/", {"url": "https://wire.example/a?b=c&d=e"}).content.decode()
    assert "https://wire.example/a?b=c&amp;d=e</textarea>" in page
    assert not Submission.objects.exists()
