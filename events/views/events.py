"""The page of one event, and what may be done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events.forms.base import MergeForm, ReasonForm, RejectionForm, SplitForm
from events.forms.corrections import FORMS
from events.models import Event, Site
from events.permissions import Permission
from events.queries import comments, event_page
from events.queries.as_known import as_known
from events.queries.fields import BY_KEY, value_of
from events.queries.history import DECISIONS, since
from events.queries.names import counted_events
from events.services import audit, catalogue, rereading, review
from events.services.errors import Refused, Stale
from events.taxonomy import AuditAction
from events.views.access import may, person, require
from events.views.lists import iso_day, whole_number
from events.views.wording import status_rule
from events.wording import headline

SIDE_BY_SIDE = 3
"""Up to so many accounts stand side by side at first; more are listed below one another."""


def find_event(public_id: str) -> Event:
    """The event of that id, or 404 with a sentence."""
    event = event_page.find(public_id)
    if event is None:
        raise Http404(_("There is no event %s.") % public_id)
    return event


def _editable(event: Event) -> bool:
    """Whether decisions can be taken: a merged event's belong to the one it went into."""
    return event.merged_into_id is None


@require(Permission.READ)
@require_GET
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """The event; a merged one leads to where it went, an id in lower case to its written form."""
    event = find_event(public_id)
    standing = event
    while standing.merged_into is not None:
        standing = standing.merged_into
    if standing != event:
        return redirect(f"{reverse('event', args=[standing.public_id])}?merged={event.public_id}")
    if public_id != event.public_id:
        return redirect("event", event.public_id)
    found = event_page.load(event, report_id=whole_number(request.GET.get("report")))
    merged = event_page.find(request.GET.get("merged", ""))
    context = {
        "event": event,
        "page": found,
        "editable": _editable(event),
        "side_by_side": len(found.reports) <= SIDE_BY_SIDE,
        "status_rule": status_rule(event.claim_status),
        "strikes_here": counted_events().filter(site=event.site).count() if event.site else 0,
        "then": as_known(event, day) if (day := iso_day(request.GET.get("as_of"))) else None,
        "talk": comments.of(event) if may(request.user, Permission.COMMENT) else [],
        "followed": request.user.is_authenticated and comments.followed(event, person(request)),
        "arrived_from": merged.public_id if merged and merged.merged_into_id else "",
    }
    return render(request, "pages/event.html", context)


@require(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: str, group: str) -> HttpResponse:
    """The form that corrects one group of fields; a page of its own, or the inside of a dialog."""
    event = find_event(public_id)
    if group not in FORMS or not _editable(event):
        raise Http404
    form = FORMS[group](event, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"event": event, "group": BY_KEY[group], "now": value_of(event, BY_KEY[group])}
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _correct_all(event, form, request)
        except Stale as meanwhile:
            fresh = find_event(public_id)
            context |= {
                "event": fresh,
                "stale": since(meanwhile.changes),
                "now": value_of(fresh, BY_KEY[group]),
            }
            typed = request.POST.copy()
            typed["revision"] = str(fresh.revision)
            form.data = typed
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%s corrected. The change can be undone.") % BY_KEY[group].label)
            return _done(request, event)
    return _form(request, "pages/event/correct.html", {**context, "form": form})


def _correct_all(event: Event, form: Any, request: HttpRequest) -> None:
    seen = form.cleaned_data["revision"]
    for field, value in form.changed().items():
        review.correct(
            event,
            field,
            value,
            reason=form.why,
            by=person(request),
            evidence=form.cleaned_data["evidence"],
            expected_revision=seen,
        )
        seen = None  # what follows is our own revision
    learned = getattr(form, "learned", None)
    if learned is not None:
        slug, text = learned
        site = Site.objects.get(slug=slug)
        if catalogue.learn(site, text, event_page.language_of_place(event), by=person(request)):
            detail = {"learned": text, "event": event.public_id}
            act = AuditAction.CATALOGUE_EDITED
            audit.record(act, by=person(request), about=str(site), detail=detail, request=request)
            rereading.ask_for_words(site, [text], by=person(request))


@require(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the event is no attack, with the reason."""
    event = find_event(public_id)
    form = RejectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            review.reject(event, reason=form.why, by=person(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("%s rejected. The change can be undone.") % event.public_id)
            return _done(request, event)
    return _form(request, "pages/event/reject.html", {"event": event, "form": form})


@require(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that another event tells of the same attack: this one goes into it, and its id leads there."""
    event = find_event(public_id)
    choices = [
        (one.public_id, f"{headline(one, dated=True)} ({one.public_id})") for one in event_page.near(event)
    ]
    form = MergeForm(event, choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["target"]
        try:
            review.merge(event, into, reason=form.why, by=person(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Merged. The change can be undone."))
            return _done(request, into)
    return _form(request, "pages/event/merge.html", {"event": event, "form": form})


@require(Permission.REVIEW)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, public_id: str, report: int) -> HttpResponse:
    """Say that one article tells of another attack: its report gets an event of its own."""
    event = find_event(public_id)
    row = next((one for one in event_page.live_reports(event) if one.pk == report), None)
    if row is None:
        raise Http404
    form = SplitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            review.split(row, reason=form.why, by=person(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Split off. The change can be undone."))
            return _done(request, event)
    return _form(request, "pages/event/split.html", {"event": event, "form": form, "report": row})


@require(Permission.REVIEW)
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that the event stands as it is now."""
    event = find_event(public_id)
    reason = request.POST.get("reason", "").strip() or _("Read and found right")
    seen = whole_number(request.POST.get("revision"))
    try:
        review.accept(event, reason=reason, by=person(request), expected_revision=seen)
    except Stale:
        text = _("%s was changed meanwhile; look at it again before accepting.")
        messages.warning(request, text % event.public_id)
        return redirect("event", event.public_id)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("%s accepted.") % event.public_id)
    return _done(request, event)


@require(Permission.REVIEW)
@require_POST
def undo(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Take a decision back."""
    model = DECISIONS.get(kind)
    decision = model.objects.select_related("event").filter(pk=number).first() if model else None
    if decision is None:
        raise Http404
    try:
        review.undo(decision, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Taken back; %s is as it was before.") % decision.event.public_id)
    return _done(request, decision.event)


def _form(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form as a page, or alone where a dialog asks for it."""
    inside = request.headers.get("X-Dialog") == "1"
    form: ReasonForm = context["form"]
    status = 409 if context.get("stale") else 422 if form.is_bound else 200
    context |= {"inside": inside, "next": _next(request)}
    return render(
        request,
        "pages/dialog.html" if inside else "pages/form.html",
        {**context, "inner": template},
        status=status,
    )


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else ""


def _done(request: HttpRequest, event: Event) -> HttpResponse:
    address = _next(request) or reverse("event", args=[event.public_id])
    if request.headers.get("X-Dialog") == "1":
        return HttpResponse(status=204, headers={"X-Location": address})
    return HttpResponseRedirect(address)
