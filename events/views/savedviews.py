"""Saved views: the list, one with everything that stands on it, and what its owner does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.exports import TITLES
from events.filters import BadQuery
from events.forms.savedviews import AlertForm, ViewForm
from events.models import AlertSubscription, SavedView
from events.permissions import Permission
from events.queries import savedviews as found
from events.queries.chips import chips
from events.services import alerts, savedviews
from events.services.errors import Refused
from events.taxonomy import Visibility
from events.views.access import may, open_to_all, person, require
from events.views.state import state_of


def view_of(request: HttpRequest, public_id: UUID) -> SavedView:
    """The view, if this reader may open it; to others it does not exist."""
    view = found.find(request.user, public_id)
    if view is None:
        raise Http404(_("There is no such view, or it is not shown to you."))
    return view


@require(Permission.READ)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One's own views, then those that others share."""
    rows = [(view, _words(view)) for view in found.visible(request.user)[:500]]
    own = [pair for pair in rows if pair[0].owner_id == request.user.pk]
    others = [pair for pair in rows if pair[0].owner_id != request.user.pk]
    return render(request, "pages/views.html", {"own": own, "others": others})


def _words(view: SavedView) -> list[Any] | None:
    """Its filters in words; None where one of them is gone."""
    try:
        return chips(found.chosen(view))
    except BadQuery:
        return None


@require(Permission.COMMENT)
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep the selection in the address of this page."""
    try:
        state = state_of(request)
    except BadQuery as error:
        return render(request, "dashboard/refused.html", {"sentence": str(error)}, status=400)
    form = ViewForm(request.POST or None, initial={"visibility": Visibility.PRIVATE})
    if request.method == "POST" and form.is_valid():
        try:
            view = savedviews.save(
                query=state.selection.query, shown=state.link(""), by=person(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The view is kept."))
            return redirect("view", view.public_id)
    context = {"form": form, "state": state, "chips": chips(state.selection)}
    return render(request, "pages/view_save.html", context, status=422 if form.errors else 200)


@require(Permission.READ)
@require_safe
def link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The short address of a view: the dashboard as it was kept."""
    view = view_of(request, public_id)
    return redirect(f"{reverse('dashboard')}?{view.address}")


@require(Permission.READ)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One view with its link, feed, embed and API query; its owner renames it here, and alerts are set."""
    view = view_of(request, public_id)
    form, asked = _forms(request, view)
    if request.method == "POST":
        answer = _changed(request, view, form, asked)
        if answer is not None:
            return answer
    context = {
        "view": view,
        "words": _words(view),
        "form": form if _owns(request, view) else None,
        "alert_form": asked,
        "alerts": found.alerts(view, person(request)) if may(request.user, Permission.COMMENT) else (),
        "public": view.visibility == Visibility.PUBLIC,
        "base": settings.PUBLIC_URL,
        "formats": TITLES,
    }
    wrong = form.errors or asked.errors
    return render(request, "pages/view.html", context, status=422 if wrong else 200)


def _owns(request: HttpRequest, view: SavedView) -> bool:
    return view.owner_id == request.user.pk or may(request.user, Permission.ADMINISTER)


def _forms(request: HttpRequest, view: SavedView) -> tuple[ViewForm, AlertForm]:
    alerting = "channel" in request.POST
    mail = bool(settings.EMAIL_HOST)
    kept = {"name": view.name, "visibility": view.visibility}
    posted = request.POST if request.method == "POST" else None
    return (
        ViewForm(None if alerting else posted, initial=kept),
        AlertForm(posted if alerting else None, mail=mail),
    )


def _changed(request: HttpRequest, view: SavedView, form: ViewForm, asked: AlertForm) -> HttpResponse | None:
    """What a POST to the page does; None where it has to be shown again."""
    by = person(request)
    chosen: ViewForm | AlertForm = asked if asked.is_bound else form
    if not chosen.is_valid():
        return None
    try:
        if chosen is asked:
            alerts.subscribe(view, by=by, **chosen.cleaned_data)
            messages.success(request, _("You will be told of new events in this view."))
        else:
            savedviews.change(view, by=by, **chosen.cleaned_data)
            messages.success(request, _("Saved."))
    except Refused as refusal:
        chosen.add_error(None, refusal.sentence)
        return None
    return redirect("view", view.public_id)


@require(Permission.COMMENT)
@require_POST
def delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Throw a view away."""
    view = view_of(request, public_id)
    try:
        savedviews.delete(view, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("view", public_id)
    messages.success(request, _("The view is deleted, with its link, feed, embed and alerts."))
    return redirect("views")


@require(Permission.COMMENT)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own alerts."""
    row = AlertSubscription.objects.filter(pk=number, owner=person(request)).select_related("view").first()
    if row is None:
        raise Http404(_("There is no such alert, or it is not yours."))
    alerts.stop(row, by=person(request))
    messages.success(request, _("The alert is stopped."))
    return redirect("view", row.view.public_id)


@open_to_all
@csrf_exempt  # RFC 8058: a mail program posts here; the key in the address is what lets it
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, key: str) -> HttpResponse:
    """The way out of an alert for whoever got it: a question by GET, done by POST."""
    row = AlertSubscription.objects.filter(key=key).select_related("view").first()
    if row is None:
        raise Http404(_("This alert is gone already."))
    if request.method == "POST":
        alerts.stop_by_key(key)
        row.refresh_from_db()
    return render(request, "pages/unsubscribe.html", {"row": row})
