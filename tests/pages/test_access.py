"""Every address against every role: the permission table decides, and no cell is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from events.permissions import ANONYMOUS, Permission, allowed
from events.taxonomy import Role
from tests import factories as f
from tests.pages.conftest import World

OTHERS = ("admin/", "accounts/", "i18n/", "healthz", "metrics")
"""Addresses of packages with a guard of their own; each has its own test below or in tests/platform."""

ROLES = [ANONYMOUS, *Role.codes()]


@dataclass(frozen=True, slots=True)
class Leaf:
    route: str
    name: str
    view: Any
    arguments: tuple[str, ...]


def leaves(resolver: URLResolver | None = None, before: str = "") -> Iterator[Leaf]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Leaf(route, pattern.name or "", pattern.callback, tuple(pattern.pattern.converters))


OURS = [leaf for leaf in leaves() if not leaf.route.startswith(OTHERS)]


def permission_of(view: Any) -> Any:
    """The mark of ``require`` or ``open_to_all``; on a class for the views of the API."""
    return getattr(view, "permission", getattr(getattr(view, "cls", None), "permission", "missing"))


def sample(world: World, leaf: Leaf) -> dict[str, Any]:
    """Values for the address's parameters, of rows that exist. A parameter that is not known here fails."""
    known: dict[str, Any] = {
        "group": "outcome",
        "kind": "correction",
        "number": {
            "undo": world.correction.pk,
            "token-revoke": world.token.pk,
            "article-version": 1,
            "comment-settle": world.comment.pk,
            "comment-withdraw": world.comment.pk,
            "alert-stop": world.alert.pk,
        }.get(leaf.name, world.newsfeed.pk),
        "action": "pause",
        "report": world.english.reports.get().pk,  # type: ignore[attr-defined]
        "slug": "iri" if leaf.name.startswith("actor") else "tanf",
        "name": "jsonl",
        "key": world.alert.key if leaf.name == "alert-out" else "an-export-key",
        "public_id": world.event.public_id,
    }
    if leaf.name in ("ogc-collection", "ogc-items", "ogc-item"):
        known |= {"name": "events", "key": world.event.public_id}
    if leaf.name in ("api-site", "api-actor", "api-outlet", "api-article"):
        own = {"site": "tanf", "actor": "iri", "outlet": "wire.example", "article": world.english.public_id}
        known["key"] = own[leaf.name.removeprefix("api-")]
    if leaf.name.startswith("view"):
        known["public_id"] = world.view.public_id
    if leaf.name.startswith("article"):
        known["public_id"] = world.english.public_id
    if leaf.name.startswith(("submission", "api-submission")):
        known["public_id"] = world.submission.public_id
    return {name: known[name] for name in leaf.arguments}


def visitor(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != ANONYMOUS:
        client.force_login(f.user(role))
    return client


def ask(client: Client, world: World, leaf: Leaf) -> Any:
    """GET, or POST where the address takes nothing else."""
    address = reverse(leaf.name, kwargs=sample(world, leaf))
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def refused(answer: Any) -> bool:
    sent_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(
        reverse("account_login")
    )
    return sent_to_sign_in or answer.status_code in (401, 403)


def test_every_view_of_ours_says_which_permission_it_needs() -> None:
    unmarked = [leaf.route for leaf in OURS if permission_of(leaf.view) == "missing"]
    assert not unmarked


def test_every_address_of_ours_has_a_name() -> None:
    assert not [leaf.route for leaf in OURS if not leaf.name]


@pytest.mark.parametrize("public", [True, False], ids=["public", "closed"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_exactly_what_the_table_allows(
    world: World, role: str, public: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_READING", public)
    client, wrong = visitor(role), []
    for leaf in OURS:
        permission = permission_of(leaf.view)
        answer = ask(client, world, leaf)
        if answer.status_code >= 500:
            wrong.append(f"{role} {leaf.name}: broken, {answer.status_code}")
        if permission is not None and refused(answer) == allowed(role, permission, public=public):
            wrong.append(f"{role} {leaf.name}: {answer.status_code}, needs {permission}")
    assert not wrong


def test_nothing_changes_by_get(world: World) -> None:
    client = visitor(Role.ADMIN)
    for name in ("event-accept", "undo", "submission-retry", "submission-cancel", "submissions-preview"):
        leaf = next(leaf for leaf in OURS if leaf.name == name)
        assert client.get(reverse(name, kwargs=sample(world, leaf))).status_code == 405, name


def test_an_editor_sees_only_their_own_submissions(world: World) -> None:
    address = reverse("submission", args=[world.submission.public_id])
    stranger, owner = visitor(Role.EDITOR), Client()
    owner.force_login(world.editor)
    assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("submission-retry", args=[world.submission.public_id])).status_code == 404
    assert owner.get(address).status_code == 200
    assert visitor(Role.ADMIN).get(address).status_code == 200


def test_a_refused_person_is_told_which_right_is_missing(world: World) -> None:
    answer = visitor(Role.ANALYST).get(reverse("review"))
    assert answer.status_code == 403
    assert "correct, merge, split, reject and accept events" in answer.content.decode()


def test_a_visitor_comes_back_to_the_wanted_page_after_signing_in(world: World) -> None:
    answer = visitor(ANONYMOUS).get(reverse("submissions") + "?way=text")
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/submissions/%3Fway%3Dtext"


def test_a_program_gets_json_instead_of_the_sign_in_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_READING", False)
    answer = Client().get(reverse("api-map"))
    assert answer.status_code == 401
    assert answer.json()["permission"] == Permission.READ


def test_the_admin_site_is_for_staff_only(world: World) -> None:
    address = reverse("admin:index")
    assert visitor(ANONYMOUS).get(address).status_code == 302
    assert visitor(Role.EDITOR).get(address).status_code == 302


def test_nobody_gives_themselves_an_account(world: World) -> None:
    form = {"username": "new", "password1": "a-long-test-password", "password2": "a-long-test-password"}
    Client().post(reverse("account_signup"), form)
    assert not type(world.admin).objects.filter(username="new").exists()


def test_an_unknown_event_says_which_and_leads_on(world: World) -> None:
    answer = Client().get("/events/CW-00000000/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no event CW-00000000." in page
    assert reverse("sites") in page


def test_an_unknown_address_says_so_to_people_and_programs(world: World) -> None:
    assert "There is no page at this address." in Client().get("/nowhere/").content.decode()
    answer = Client().get("/api/v1/nowhere")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
