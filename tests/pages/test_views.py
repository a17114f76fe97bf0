"""Saved views: kept from the dashboard, shown as their owner wants, and behind link, feed, embed and API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import etree

from events.models import Event, SavedView
from events.services import savedviews
from events.services.errors import Refused
from events.taxonomy import Role, Visibility
from tests import factories as f

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom", "g": "http://www.georss.org/georss"}


@pytest.fixture(autouse=True)
def seeded() -> None:
    f.small_catalogue()
    f.publish(None, f.report(), f.report(date(2024, 2, 3), "erbil"), f.report(date(2024, 2, 4), "golan"))


def signed_in(role: str = Role.ANALYST) -> tuple[Client, Any]:
    client, user = Client(), f.user(role)
    client.force_login(user)
    return client, user


def kept(by: Any, visibility: str = Visibility.PUBLIC, query: str = "country=SY") -> SavedView:
    return savedviews.save("Syria", query, by=by, visibility=visibility, shown="by=weapon")


def test_the_selection_of_the_dashboard_is_kept_and_opens_again() -> None:
    client, user = signed_in()
    address = f"{reverse('view-save')}?by=weapon&site=tanf&from=2024-01-01"
    assert "Al-Tanf Garrison" in client.get(address).content.decode()
    answer = client.post(address, {"name": "  My  view ", "visibility": "private"})
    view = SavedView.objects.get(owner=user)
    assert answer["Location"] == reverse("view", args=[view.public_id])
    assert (view.name, view.query, view.shown) == ("My view", "from=2024-01-01&site=tanf", "by=weapon")
    opened = client.get(reverse("view-link", args=[view.public_id]))
    assert opened["Location"] == "/?from=2024-01-01&site=tanf&by=weapon"


@pytest.mark.parametrize(("query", "status"), [("colour=red", 400), ("site=tanf", 422)])
def test_what_cannot_be_kept_is_told(query: str, status: int) -> None:
    client, _user = signed_in()
    assert client.post(f"{reverse('view-save')}?{query}", {"name": ""}).status_code == status
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["view", "view-link", "view-feed"])
@pytest.mark.parametrize(
    ("visibility", "stranger", "visitor"),
    [(Visibility.PRIVATE, 404, 404), (Visibility.SHARED, 200, 404), (Visibility.PUBLIC, 200, 200)],
)
def test_a_view_is_there_for_those_who_may_open_it(
    name: str, visibility: str, stranger: int, visitor: int
) -> None:
    owner, user = signed_in()
    address = reverse(name, args=[kept(user, visibility).public_id])
    other, _ = signed_in()
    found = [client.get(address, follow=True).status_code for client in (owner, other, Client())]
    assert found == [200, stranger, visitor]


def test_the_list_holds_what_one_may_open() -> None:
    owner, user = signed_in()
    for visibility in Visibility:
        savedviews.save(f"It is {visibility}", "", by=user, visibility=visibility)
    page = Client().get(reverse("views")).content.decode()
    assert [f"It is {one}" in page for one in Visibility] == [False, False, True]
    page = signed_in()[0].get(reverse("views")).content.decode()
    assert [f"It is {one}" in page for one in Visibility] == [False, True, True]
    assert "It is private" in owner.get(reverse("views")).content.decode()


def test_only_its_owner_and_an_admin_change_it() -> None:
    owner, user = signed_in()
    view = kept(user)
    page = reverse("view", args=[view.public_id])
    stranger, _ = signed_in(Role.EDITOR)
    changed = {"name": "Other", "visibility": "shared"}
    assert stranger.post(page, changed).status_code == 422
    assert stranger.post(reverse("view-delete", args=[view.public_id])).status_code == 302
    view.refresh_from_db()
    assert view.name == "Syria"
    assert owner.post(page, changed).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.visibility) == ("Other", "shared")
    admin, _ = signed_in(Role.ADMIN)
    admin.post(reverse("view-delete", args=[view.public_id]))
    assert not SavedView.objects.exists()


def test_a_visitor_keeps_nothing_and_changes_nothing() -> None:
    view = kept(f.user(Role.ANALYST))
    page = reverse("view", args=[view.public_id])
    assert Client().post(page, {"name": "Other", "visibility": "shared"}).status_code == 403
    assert Client().post(reverse("view-save"), {"name": "x"}).status_code == 302
    assert SavedView.objects.get().name == "Syria"


def test_the_feed_is_atom_with_places() -> None:
    view = kept(f.user(Role.ANALYST))
    answer = Client().get(reverse("view-feed", args=[view.public_id]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    entries = root.findall("a:entry", ATOM)
    assert len(entries) == 2
    by_id = {entry.findtext("a:id", namespaces=ATOM): entry for entry in entries}
    tanf = by_id[f"{settings.PUBLIC_URL}/events/{Event.objects.get(site__slug='tanf').public_id}/"]
    golan = by_id[f"{settings.PUBLIC_URL}/events/{Event.objects.get(site__slug='golan').public_id}/"]
    assert tanf.findtext("g:point", namespaces=ATOM) == "33.506 38.618"
    assert golan.find("g:point", ATOM) is None
    assert root.findtext("a:id", namespaces=ATOM) == view.public_id.urn
    assert root.xpath("a:link[@rel='license']/@href", namespaces=ATOM)


def test_only_the_embed_of_a_public_view_may_be_framed() -> None:
    user = f.user(Role.ANALYST)
    view = kept(user)
    answer = Client().get(reverse("view-embed", args=[view.public_id]) + "?theme=dark")
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    page = answer.content.decode()
    assert 'data-theme="dark"' in page
    assert "Al-Tanf Garrison" in page
    for name in ("view", "dashboard"):
        args = [view.public_id] if name == "view" else []
        framed = Client().get(reverse(name, args=args))
        assert "frame-ancestors 'none'" in framed["Content-Security-Policy"]
        assert framed["X-Frame-Options"] == "DENY"
    closed = kept(user, Visibility.SHARED)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("view-embed", args=[closed.public_id])).status_code == 404


def test_the_api_takes_a_view_for_its_filters() -> None:
    view = kept(f.user(Role.ANALYST))
    found = Client().get(f"/api/v1/events?view={view.public_id}").json()["results"]
    assert {one["site"] for one in found} == {"tanf", "golan"}
    narrowed = Client().get(f"/api/v1/map?view={view.public_id}&site=tanf").json()
    assert narrowed["total"] == 1
    other = Client().get(f"/api/v1/events?view={view.public_id}&country=IQ").json()["results"]
    assert {one["site"] for one in other} == {"erbil"}
    export = Client().get(f"/api/v1/export/jsonl?view={view.public_id}")
    assert len(b"".join(export.streaming_content).splitlines()) == 2  # type: ignore[attr-defined]
    hidden = kept(f.user(Role.ANALYST), Visibility.PRIVATE)
    assert Client().get(f"/api/v1/events?view={hidden.public_id}").status_code == 400
    assert Client().get("/api/v1/map?view=places").status_code == 200


def test_a_view_whose_site_is_gone_says_so_and_stays_listed() -> None:
    user = f.user(Role.ANALYST)
    view = kept(user, query="site=gone-since")
    page = Client().get(reverse("views")).content.decode()
    assert "one of its filters leads nowhere any more" in page
    assert Client().get(reverse("view", args=[view.public_id])).status_code == 200
    for name in ("view-feed", "view-embed"):
        assert Client().get(reverse(name, args=[view.public_id])).status_code == 404


def test_nobody_keeps_views_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(savedviews, "MOST", 1)
    user = f.user(Role.ANALYST)
    kept(user)
    with pytest.raises(Refused, match="already"):
        kept(user)
