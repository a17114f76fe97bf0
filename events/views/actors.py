"""Actors: the list with search, the page of one, and the choices of a picker."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.models import Actor
from events.permissions import Permission
from events.queries import actor_page, names
from events.views.access import require
from events.views.lists import catalogue_list, picker_options, whole_number


@require(Permission.READ)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All actors, the most active first."""
    return render(request, "pages/actors.html", catalogue_list(request, Actor, "ActorKind", names.actors))


@require(Permission.READ)
@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One actor as attacker or as target."""
    found = Actor.objects.select_related("parent").prefetch_related("names", "members")
    actor = found.filter(slug=slug).first()
    if actor is None:
        raise Http404(_("There is no actor “%s”.") % slug)
    shown = actor_page.load(
        actor,
        today=timezone.localdate(),
        role=request.GET.get("role", ""),
        year=whole_number(request.GET.get("year")),
    )
    context = {"actor": actor, "page": shown}
    return render(request, "pages/actor.html", context)


@require(Permission.READ)
@require_GET
def options(request: HttpRequest) -> HttpResponse:
    return picker_options(request, Actor, "ActorKind")
