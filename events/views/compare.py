"""Two sites, actors, periods or any two selections side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from events.filterkinds import NONE
from events.filters import BadQuery, Selection, select
from events.permissions import Permission
from events.queries import compare as compare_queries
from events.queries.facets import facets
from events.views.access import require

SIDES = ("a", "b")
MOST_CHOICES = 200
FIELDS = ("site", "attacker", "from", "to")
"""Filters that the form of the page offers for each side; all others are carried along."""


@require(Permission.READ)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """``a`` and ``b`` are query strings of the one FilterSet, as in the dashboard's address."""
    try:
        if any(f"{side}_{name}" in request.GET for side in SIDES for name in FIELDS):
            return HttpResponseRedirect(f"{reverse('compare')}?{urlencode(_from_form(request))}")
        if unknown := sorted(request.GET.keys() - set(SIDES)):
            message = gettext("There is no filter “%(name)s”. Known are: %(known)s.")
            raise BadQuery(message % {"name": unknown[0], "known": ", ".join(SIDES)})
        one, other = (_select(side, request.GET.get(side, "")) for side in SIDES)
    except BadQuery as error:
        return render(request, "dashboard/refused.html", {"sentence": str(error)}, status=400)
    found = compare_queries.compare(one, other, today=timezone.localdate())
    choices = {
        facet.name: [(one.value, one.word) for one in facet.options[:MOST_CHOICES] if one.value != NONE]
        for facet in facets(select(""), ["site", "attacker"])
    }
    context: dict[str, Any] = {
        "found": found,
        "sides": [_side(name, side) for name, side in zip(SIDES, found.sides, strict=True)],
        "turned": urlencode({"a": other.query, "b": one.query}),
        "tolls": [(found.killed, gettext("killed")), (found.injured, gettext("injured"))],
        "mixes": [(found.weapons, gettext("Weapon")), (found.outcomes, gettext("Outcome"))],
        "sites": choices["site"],
        "actors": choices["attacker"],
    }
    return render(request, "pages/compare.html", context)


def _select(side: str, query: str) -> Selection:
    try:
        return select(query)
    except BadQuery as error:
        raise BadQuery(f"{side}: {error}") from None


def _from_form(request: HttpRequest) -> dict[str, str]:
    """The two queries that the form says: what was carried along, with its fields set anew."""
    found = {}
    for side in SIDES:
        given = {name: request.GET.get(f"{side}_{name}", "").strip() for name in FIELDS}
        kept = _select(side, request.GET.get(side, ""))
        changes = {f"{name}_": [value] if value else [] for name, value in given.items()}
        found[side] = _select(side, kept.replaced(**changes)).query
    return found


def _side(name: str, side: compare_queries.Side) -> dict[str, Any]:
    values = side.selection.values
    return {
        "name": name,
        "letter": name.upper(),
        "side": side,
        "query": side.selection.query,
        "fields": {field: next(iter(values.get(field, ())), "") for field in FIELDS},
    }
