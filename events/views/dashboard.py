"""The dashboard and its fragments; each answers for the selection in its own URL."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events.exports import TITLES
from events.filters import BadQuery
from events.permissions import Permission
from events.propernames import proper
from events.queries import event_page
from events.queries.chips import Chip, chips
from events.queries.facets import facets
from events.queries.figures import figures
from events.queries.places import places
from events.queries.popup import popup
from events.queries.rows import SORTS
from events.queries.rows import page as rows_page
from events.queries.tablecolumns import COLUMNS, columns
from events.queries.timeline import STACKS
from events.views.access import require
from events.views.rail import groups, presets, whole
from events.views.state import VIEWS, State, state_of

Draw = Callable[[HttpRequest, State], HttpResponse]


def drawn(draw: Draw) -> Callable[..., Any]:
    """A readable view over the request's state; a URL that cannot be read says why, with a way on."""

    @wraps(draw)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            return draw(request, state_of(request))
        except BadQuery as error:
            fragment = bool(getattr(request, "htmx", False))
            template = "dashboard/refused_part.html" if fragment else "dashboard/refused.html"
            return render(request, template, {"sentence": str(error)}, status=400)

    return require(Permission.READ)(require_safe(view))


def _context(state: State) -> dict[str, Any]:
    """Everything on the page that follows the selection, but for map and timeline."""
    today = timezone.localdate()
    listed = rows_page(state.selection, sort=state.choices["sort"])
    told = figures(state.selection, today=today)
    context: dict[str, Any] = {
        "state": state,
        "figures": told,
        "tolls": [(told.killed, gettext("killed")), (told.injured, gettext("injured"))],
        "chips": [(chip, state.without(chip.names), _turned(state, chip)) for chip in chips(state.selection)],
        "groups": groups(state, facets(state.selection)),
        "presets": presets(state, today),
        "page": listed,
        "sorts": SORTS,
        "all_columns": COLUMNS,
        "columns": columns(state.choices["cols"]),
        "views": VIEWS,
        "stacks": STACKS,
        "formats": TITLES,
    }
    if state.choices["view"] == "places":
        context["places"] = places(state.selection)
        context["not_located_link"] = state.link(state.selection.replaced(located=["no"]), view="events")
    return context


def _turned(state: State, chip: Chip) -> str:
    """The query string in which a chip's filter is turned inside out; '' where it cannot be."""
    return state.link(state.selection.replaced(**{chip.names[0]: [chip.opposite]})) if chip.opposite else ""


@drawn
def page(request: HttpRequest, state: State) -> HttpResponse:
    tiles = {"url": settings.TILE_URL, "attribution": settings.TILE_ATTRIBUTION}
    return render(request, "dashboard/page.html", {**_context(state), "tiles": tiles, "on_dashboard": True})


@drawn
def update(request: HttpRequest, state: State) -> HttpResponse:
    """All parts that follow the selection, each to be put in its place."""
    return render(request, "dashboard/update.html", {**_context(state), "oob": True})


@drawn
def rows(request: HttpRequest, state: State) -> HttpResponse:
    """The next page of the list or of the table."""
    cursor = request.GET.get("cursor", "")
    listed = rows_page(state.selection, sort=state.choices["sort"], cursor=cursor)
    template = "dashboard/table_rows.html" if state.choices["view"] == "events" else "dashboard/rows.html"
    context = {"page": listed, "state": state, "columns": columns(state.choices["cols"])}
    return render(request, template, context)


@drawn
def facet(request: HttpRequest, state: State) -> HttpResponse:
    """One facet with all its values, or those whose word holds ``find``."""
    name = request.GET.get("facet", "")
    group = whole(state, name, request.GET.get("find", ""))
    if group is None:
        raise BadQuery(gettext("There is no facet “%(name)s”.") % {"name": name})
    return render(request, "dashboard/options.html", {"group": group})


@drawn
def place(request: HttpRequest, state: State) -> HttpResponse:
    """The popup of one place: the selection is narrowed to it by ``site`` or ``bbox``."""
    slug = next(iter(state.selection.values.get("site", ())), "")
    found = popup(state.selection, slug, language=get_language() or "en")
    name = proper(found.site.name) if found.site else request.GET.get("name", "")
    return render(request, "dashboard/place.html", {"popup": found, "name": name, "state": state})


@require(Permission.READ)
@require_safe
def brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """An event opened in its place in the list."""
    event = event_page.find(public_id)
    if event is None:
        raise Http404
    if event.merged_into is not None:
        return HttpResponseRedirect(reverse("event-brief", args=[event.merged_into.public_id]))
    return render(request, "dashboard/brief.html", {"shown": event_page.load(event), "event": event})
