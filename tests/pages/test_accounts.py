"""Signing in and out, the own account, the throttle that locks out nobody else."""

from __future__ import annotations

from html import unescape

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from events.taxonomy import Role
from tests import factories as f

PASSWORD = "a-long-test-password"


@pytest.fixture(autouse=True)
def _no_counts_of_earlier_tests() -> None:
    cache.clear()


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: str) -> object:
    return client.post(reverse("account_login"), {"login": name, "password": password}, **extra)


def test_signing_in_leads_to_the_wanted_page_and_out_again(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    client = Client()
    form = {"login": "edi", "password": PASSWORD, "next": "/submissions/"}
    assert client.post(reverse("account_login"), form).headers["Location"] == "/submissions/"
    assert client.get(reverse("submissions")).status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200, "asking changes nothing"
    assert client.get(reverse("submissions")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("submissions")).status_code == 302


def test_a_wrong_password_is_said_without_telling_which_half_was_wrong(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    told = [sign_in(Client(), name, "wrong").content.decode() for name in ("edi", "nobody")]  # type: ignore[attr-defined]
    assert all("The username and/or password you specified are not correct." in page for page in told)


def test_an_account_that_was_switched_off_cannot_sign_in(db: None) -> None:
    f.user(Role.ADMIN, username="gone", is_active=False)
    client = Client()
    sign_in(client, "gone")
    assert client.get(reverse("account")).status_code == 302


def test_too_many_tries_are_stopped_for_that_name_and_address_only(db: None) -> None:
    f.user(Role.EDITOR, username="edi")
    attacker = {"REMOTE_ADDR": "203.0.113.9"}
    for _try in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(Client(), "edi", "wrong", **attacker)
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "Signing in failed too often from here." in answer.content.decode()  # type: ignore[attr-defined]
    assert sign_in(Client(), "edi", **attacker).status_code == 429, "not even with the right one"  # type: ignore[attr-defined]
    assert sign_in(Client(), "edi", REMOTE_ADDR="198.51.100.7").status_code == 302  # type: ignore[attr-defined]


def test_the_account_page_tells_role_and_rights(db: None) -> None:
    client = Client()
    client.force_login(f.user(Role.EDITOR, username="edi"))
    page = unescape(client.get(reverse("account")).content.decode())
    assert "Submit articles; see, retry and cancel one's own submissions" in page
    assert "Correct, merge, split" not in page


def test_changing_the_password_asks_for_the_old_one(db: None) -> None:
    user = f.user(Role.EDITOR, username="edi")
    client = Client()
    client.force_login(user)
    new = "another-long-password-7"
    form = {"oldpassword": "wrong", "password1": new, "password2": new}
    client.post(reverse("account_change_password"), form)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {**form, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(new)


def test_a_weak_password_is_refused_with_reasons(db: None) -> None:
    client = Client()
    client.force_login(f.user(Role.EDITOR, username="edi"))
    form = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    page = unescape(client.post(reverse("account_change_password"), form).content.decode())
    assert "too short" in page
