"""Saved views that a reader may open, and the selections that they stand for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import QueryDict

from events.filters import BadQuery, Selection, select
from events.models import AlertSubscription, SavedView, User
from events.taxonomy import Visibility


def visible(user: Any) -> QuerySet[SavedView]:
    """One's own, what is shared with everybody who has an account, and what is public; own ones first."""
    rows = SavedView.objects.select_related("owner")
    if not isinstance(user, User) or not user.is_active:
        return rows.filter(visibility=Visibility.PUBLIC)
    own = Case(When(owner=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.filter(Q(owner=user) | ~Q(visibility=Visibility.PRIVATE))
    return rows.order_by(own, "name", "pk")


def find(user: Any, public_id: str | UUID) -> SavedView | None:
    """The view with this id, if ``user`` may open it."""
    return visible(user).filter(public_id=public_id).first() if _is_id(public_id) else None


def chosen(view: SavedView) -> Selection:
    """The selection of a view. Raises BadQuery where a site or an actor of it is gone."""
    return select(view.query)


def expanded(query: QueryDict, user: Any) -> QueryDict:
    """A query in which ``view=<id>`` is replaced by that view's filters; a filter given beside it wins.

    The dashboard's own ``view`` (map, places, events) is none of these and stays.
    """
    public_id = query.get("view", "")
    if not _is_id(public_id):
        return query
    view = find(user, public_id)
    if view is None:
        raise BadQuery(f"view: there is no view {public_id[:40]} that you may open.")
    found = QueryDict(view.query, mutable=True)
    for name, values in query.lists():
        if name != "view":
            found.setlist(name, values)
    return found


def alerts(view: SavedView, user: User) -> QuerySet[AlertSubscription]:
    """The standing alerts of ``user`` on ``view``."""
    return view.alerts.filter(owner=user, stopped_at=None).order_by("pk")


def _is_id(text: str | UUID) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True
