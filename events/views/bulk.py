"""Many articles at once: a list looked at before it is submitted, and what can be done to many rows."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events.forms.lists import Entry, ListForm, left_over, read_list
from events.models import Article
from events.permissions import Permission
from events.queries import submissions as found
from events.services import bulk, submissions
from events.services.errors import Refused
from events.taxonomy import SubmissionStatus
from events.views.access import may, person, require
from events.views.submissions import FEW, tell_taken

MOST = 2000
"""Rows that one press may move."""


@require(Permission.SUBMIT)
@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Each line of a list with its verdict; ``do=submit`` sends the good ones and keeps the others."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        answer = render(request, "pages/list.html", {"form": form if form.is_bound else ListForm()})
        answer.status_code = 422 if form.errors else 200
        return answer
    text = form.cleaned_data["text"]
    entries = read_list(text)
    if request.POST.get("do") == "submit":
        _submit(request, entries)
        text = left_over(text, entries)
        if not text:
            return redirect("submissions")
        entries = read_list(text)
    good = [entry for entry in entries if entry.good]
    known = set(Article.objects.filter(url__in=[entry.url for entry in good]).values_list("url", flat=True))
    for entry in good:
        entry.known = entry.url in known
    context = {"form": ListForm(initial={"text": text}), "entries": entries, "good": len(good)}
    return render(request, "pages/list.html", context)


def _submit(request: HttpRequest, entries: list[Entry]) -> None:
    good = [entry for entry in entries if entry.good]
    made = known = 0
    for entry in good:
        try:
            row = submissions.submit_url(entry.url, by=person(request), later=len(good) > FEW, **entry.about)
        except Refused as refusal:
            entry.why = refusal.sentence
        else:
            known += row.already_known
            made += not row.already_known
    tell_taken(request, made, known)
    left = sum(1 for entry in entries if entry.why)
    if left:
        text = ngettext("%(n)d line is left to be mended.", "%(n)d lines are left to be mended.", left)
        messages.warning(request, text % {"n": left})


TICKED_ACTIONS = {"retry": bulk.retry, "cancel": bulk.cancel}


@require(Permission.SUBMIT)
@require_POST
def ticked(request: HttpRequest) -> HttpResponse:
    """Try the ticked rows again, or take them back. What moved on meanwhile is left as it is, and counted."""
    by, action = person(request), TICKED_ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise Http404(_("There is no such action."))
    ids = set(filter(None, map(_uuid, request.POST.getlist("row")[:MOST])))
    visible = found.visible(by, everybody=may(by, Permission.SUBMISSIONS_ALL))
    rows = list(visible.filter(public_id__in=ids).order_by("id"))
    done = action(rows, by=by)
    if not ids:
        messages.info(request, _("Tick the submissions first."))
    elif done:
        messages.success(request, _moved(request.POST["do"], done))
    if left := len(ids) - done:
        text = ngettext(
            "%(n)d submission was left as it is: it has moved on meanwhile.",
            "%(n)d submissions were left as they are: they have moved on meanwhile.",
            left,
        )
        messages.warning(request, text % {"n": left})
    wanted = {name: request.POST.get(name, "") for name in ("scope", "state", "page")}
    answer = redirect("submissions")
    answer["Location"] += f"?{urlencode({name: value for name, value in wanted.items() if value})}"
    return answer


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moved(action: str, done: int) -> str:
    if action == "retry":
        text = ngettext("%(n)d submission is queued again.", "%(n)d submissions are queued again.", done)
    else:
        text = ngettext("%(n)d submission is cancelled.", "%(n)d submissions are cancelled.", done)
    return text % {"n": done}


@require(Permission.SUBMIT)
@require_POST
def many(request: HttpRequest, action: str) -> HttpResponse:
    """Try all again that failed, or take all back that are under way: one's own, or (``scope=all``)
    everybody's for those who may."""
    by, scope = person(request), request.POST.get("scope", "mine")
    rows = found.visible(by, everybody=scope == "all" and may(by, Permission.SUBMISSIONS_ALL))
    if action == "retry":
        done = bulk.retry(rows.filter(status=SubmissionStatus.FAILED)[:MOST], by=by)
    elif action == "cancel":
        done = bulk.cancel(rows.filter(status__in=found.WORKING)[:MOST], by=by)
    else:
        raise Http404(_("There is no such action."))
    messages.success(request, _moved(action, done))
    answer = redirect("submissions")
    answer["Location"] += "?scope=all" if scope == "all" else ""
    return answer
