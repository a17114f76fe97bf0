"""What others take from a saved view: an Atom feed with places (GeoRSS), and a page for frames."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.exports.attribution import attribution
from events.exports.geojson import POINTS
from events.filters import BadQuery, Selection
from events.models import Event, SavedView
from events.permissions import Permission
from events.queries import profile
from events.queries import savedviews as found
from events.queries.figures import figures
from events.queries.rows import page as rows_page
from events.taxonomy import Visibility
from events.views.access import require
from events.views.savedviews import view_of
from events.wording import headline, label

NEWEST = 50
EMBEDDED = 20
GEORSS = "http://www.georss.org/georss"


class GeoAtom(Atom1Feed):
    """Atom (RFC 4287) with GeoRSS Simple points and the licence of the data."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:georss": GEORSS}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        about = attribution()
        handler.addQuickElement("link", "", {"rel": "license", "href": about.licence_url})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["point"]:
            handler.addQuickElement("georss:point", item["point"])


class ViewFeed(Feed):  # type: ignore[type-arg]
    """The events of a view, the last changed first; the id of an entry never changes."""

    feed_type = GeoAtom

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> SavedView:
        return view_of(request, kwargs["public_id"])

    def title(self, view: SavedView) -> str:
        return f"{view.name} · conflictwatch"

    def subtitle(self, view: SavedView) -> str:
        return attribution().citation

    def feed_copyright(self, view: SavedView) -> str:
        return f"{attribution().licence}. {attribution().quotes}"

    def link(self, view: SavedView) -> str:
        return reverse("view-link", args=[view.public_id])

    def feed_guid(self, view: SavedView) -> str:
        return view.public_id.urn

    def items(self, view: SavedView) -> list[Event]:
        return rows_page(selection_of(view), sort="changed", size=NEWEST).events

    def item_title(self, item: Any) -> str:
        return headline(item, dated=True, country=True)

    def item_description(self, item: Any) -> str:
        told = [label("ClaimStatus", item.claim_status).capitalize(), label("Outcome", item.outcome)]
        return " · ".join([*told, item.attacker_name or _("attacker not stated")])

    def item_link(self, item: Any) -> str:
        return reverse("event", args=[item.public_id])

    def item_guid(self, item: Any) -> str:
        return f"{settings.PUBLIC_URL}/events/{item.public_id}/"

    def item_pubdate(self, item: Any) -> datetime:
        return item.created_at  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime:
        return item.changed_at  # type: ignore[no-any-return]

    def item_categories(self, item: Any) -> list[str]:
        return [str(weapon) for weapon in item.weapons]

    def item_extra_kwargs(self, item: Any) -> dict[str, str]:
        point = item.lat is not None and item.geo_precision in POINTS
        return {"point": f"{item.lat} {item.lon}" if point else ""}


def selection_of(view: SavedView) -> Selection:
    """Its events; 404 with a sentence where a filter of it leads nowhere any more."""
    try:
        return found.chosen(view)
    except BadQuery as error:
        raise Http404(_("This view cannot be read any more: %(why)s") % {"why": error}) from None


feed = require(Permission.READ)(require_safe(ViewFeed()))


@require(Permission.READ)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@require_safe
def embed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A public view as a page that other sites may frame: figures, map, months and the newest events."""
    view = view_of(request, public_id)
    if view.visibility != Visibility.PUBLIC:
        raise Http404(_("Only a public view can be embedded."))
    selection = selection_of(view)
    today = timezone.localdate()
    theme = request.GET.get("theme", "")
    context = {
        "view": view,
        "figures": figures(selection, today=today),
        "months": profile.months(selection.events(), until=today),
        "events": rows_page(selection, size=EMBEDDED).events,
        "theme_told": theme if theme in ("light", "dark") else "",
        "attribution": attribution(),
        "tiles": {"url": settings.TILE_URL, "attribution": settings.TILE_ATTRIBUTION},
    }
    return render(request, "pages/embed.html", context)
