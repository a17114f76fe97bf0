"""Saved views: kept, renamed, shown to others and thrown away by their owners."""

from __future__ import annotations

from django.db import transaction

from events.models import SavedView, User
from events.permissions import Permission
from events.services.errors import Refused
from events.taxonomy import Visibility

MOST = 200
"""Views of one person."""
MAX_NAME, MAX_QUERY = 120, 4000


@transaction.atomic
def save(
    name: str, query: str, *, by: User, shown: str = "", visibility: str = Visibility.PRIVATE
) -> SavedView:
    """Keep a selection under a name. ``query`` is canonical (``filters.Selection.query``), ``shown`` how the
    page shows it. Raises ``Refused``."""
    if not by.may(Permission.COMMENT):
        raise Refused("forbidden", "Your role may not keep views.")
    if len(query) > MAX_QUERY:
        raise Refused("too_long", "These are too many filters to keep.")
    User.objects.select_for_update().get(pk=by.pk)
    if SavedView.objects.filter(owner=by).count() >= MOST:
        raise Refused("too_many", f"You keep {MOST} views already; delete one first.")
    told = {"name": _name(name), "visibility": _visibility(visibility)}
    return SavedView.objects.create(owner=by, query=query, shown=shown[:200], **told)


@transaction.atomic
def change(view: SavedView, *, name: str, visibility: str, by: User) -> SavedView:
    """Rename it, or let others see it or not. Alerts of people who may not see it any more end."""
    row = _own(view, by)
    row.name, row.visibility = _name(name), _visibility(visibility)
    row.save()
    if row.visibility == Visibility.PRIVATE:
        row.alerts.exclude(owner=row.owner).delete()
    return row


@transaction.atomic
def delete(view: SavedView, *, by: User) -> None:
    """Throw it away, with its alerts: links, feeds and embeds of it lead nowhere from now on."""
    _own(view, by).delete()


def _own(view: SavedView, by: User) -> SavedView:
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    if row.owner_id != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "This view is somebody else's.")
    return row


def _name(name: str) -> str:
    name = " ".join(name.split())[:MAX_NAME]
    if not name:
        raise Refused("no_name", "Give the view a name.")
    return name


def _visibility(visibility: str) -> str:
    if visibility not in Visibility.codes():
        raise Refused("bad_value", f"There is no visibility '{visibility}'.")
    return str(visibility)
