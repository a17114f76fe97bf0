"""Submitting articles and watching them being read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events.forms.lists import ListForm
from events.forms.submissions import MAX_LINKS, FileForm, LinksForm, TextForm, sort_links
from events.models import Article, Outlet, Submission
from events.permissions import Permission
from events.queries import submissions as found
from events.services import submissions
from events.services.errors import Refused
from events.taxonomy import SubmissionStatus
from events.views.access import may, person, require
from events.views.lists import paged, query_without_page

FORMS: dict[str, type[Form]] = {"links": LinksForm, "text": TextForm, "file": FileForm}
SCOPES = ("mine", "all")
FEW = 5
"""Longer lists wait behind what people watch."""


def _visible(request: HttpRequest, scope: str = "all") -> Any:
    everybody = scope == "all" and may(request.user, Permission.SUBMISSIONS_ALL)
    return found.visible(person(request), everybody=everybody)


def _find(request: HttpRequest, public_id: UUID) -> Submission:
    submission = found.by_ids(_visible(request), [public_id]).first()
    if submission is None:
        raise Http404(_("There is no such submission, or it is not yours."))
    return submission


@require(Permission.SUBMIT)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The three forms and the list; a POST submits the form that ``way`` names."""
    way = request.POST.get("way") or request.GET.get("way") or "links"
    way = way if way in FORMS or way == "list" else "links"
    if way == "list" and request.method == "POST":
        return redirect("submissions-list")
    bound: Form | None = None
    if request.method == "POST":
        bound = FORMS[way](request.POST, request.FILES)
        if bound.is_valid() and _ACTIONS[way](request, bound):
            return redirect("submissions")
    return _page(request, way, bound)


def _page(request: HttpRequest, way: str, bound: Form | None) -> HttpResponse:
    scope = request.GET.get("scope", "mine")
    visible = _visible(request, scope)
    state = request.GET.get("state", "")
    rows = visible.filter(status=state) if state in SubmissionStatus.codes() else visible
    prefilled = {key: request.GET.get(key, "") for key in ("url", "outlet_domain", "title")}
    initial = {**prefilled, "links": prefilled["url"]}
    forms = {key: form(initial=initial) for key, form in FORMS.items()}
    context = {
        "forms": {**forms, **({way: bound} if bound else {})},
        "way": way,
        "page": paged(request, found.listed(rows), size=40),
        "query": query_without_page(request),
        "summary": found.summary(visible),
        "scope": scope if scope in SCOPES else "mine",
        "state": state,
        "outlets": Outlet.objects.values_list("domain", "name"),
        "list_form": ListForm(),
    }
    return render(request, "pages/submissions.html", context, status=422 if bound and bound.errors else 200)


def _links(request: HttpRequest, form: Form) -> bool:
    links = sort_links(form.cleaned_data["links"])
    if len(links.good) > MAX_LINKS:
        form.add_error("links", _("At most %d links at once.") % MAX_LINKS)
        return False
    made, known, refused = 0, 0, [f"{text}: {why}" for _line, text, why in links.refused]
    for _line, url in links.good:
        try:
            submission = submissions.submit_url(url, by=person(request), later=len(links.good) > FEW)
        except Refused as refusal:
            refused.append(f"{url}: {refusal.sentence}")
        else:
            known += submission.already_known
            made += not submission.already_known
    _tell(request, made, known, len(links.doubles), refused)
    if not made and not known:
        form.add_error("links", _("None of these lines is a link that can be read."))
    return bool(made or known)


def tell_taken(request: HttpRequest, made: int, known: int) -> None:
    """How many links are being read, and how many were read before."""
    if made:
        text = ngettext("%(n)d link is being read.", "%(n)d links are being read.", made) % {"n": made}
        messages.success(request, text)
    if known:
        text = ngettext("%(n)d article was read before.", "%(n)d articles were read before.", known)
        messages.info(request, text % {"n": known})


def _tell(request: HttpRequest, made: int, known: int, doubles: int, refused: list[str]) -> None:
    tell_taken(request, made, known)
    if doubles:
        text = ngettext(
            "%(n)d line named the same page twice.", "%(n)d lines named the same page twice.", doubles
        )
        messages.info(request, text % {"n": doubles})
    for sentence in refused[:10]:
        messages.warning(request, _("Left out: %s") % sentence)
    if len(refused) > 10:
        messages.warning(request, _("And %d more lines were left out.") % (len(refused) - 10))


def _described(form: Form) -> dict[str, Any]:
    names = ("title", "outlet_domain", "language", "published_on", "url")
    return {name: form.cleaned_data[name] for name in names}


def _text(request: HttpRequest, form: Form) -> bool:
    return _one(
        request,
        form,
        lambda: submissions.submit_text(form.cleaned_data["text"], by=person(request), **_described(form)),
    )


def _file(request: HttpRequest, form: Form) -> bool:
    file = form.cleaned_data["file"]
    return _one(
        request,
        form,
        lambda: submissions.submit_file(file.name, file.read(), by=person(request), **_described(form)),
    )


def _one(request: HttpRequest, form: Form, submit: Any) -> bool:
    try:
        submission = submit()
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return False
    if submission.already_known:
        messages.info(request, _("This article was read before; here it is."))
    else:
        messages.success(request, _("Submitted; it is being read."))
    return True


_ACTIONS = {"links": _links, "text": _text, "file": _file}


@require(Permission.SUBMIT)
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """What pasted lines hold, before anything is submitted."""
    links = sort_links(request.POST.get("links", "")[:200_000])
    urls = [url for _line, url in links.good]
    known = set(Article.objects.filter(url__in=urls[:MAX_LINKS]).values_list("url", flat=True))
    return JsonResponse(
        {
            "good": len(links.good),
            "known": len(known),
            "doubles": [{"line": line, "of": of} for line, of in links.doubles],
            "refused": [{"line": line, "text": text, "why": why} for line, text, why in links.refused],
        }
    )


@require(Permission.SUBMIT)
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The rows that ``id`` names as they stand now, for the live list."""
    ids = []
    for text in request.GET.getlist("id")[:200]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    scope = request.GET.get("scope", "mine")
    context = {
        "rows": found.by_ids(_visible(request), ids),
        "summary": found.summary(_visible(request, scope)),
        "scope": scope,
    }
    return render(request, "pages/submissions/live.html", context)


@require(Permission.SUBMIT)
@require_GET
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One submission: its steps, its outcome, the next step where it failed."""
    submission = _find(request, public_id)
    trace = ""
    if may(request.user, Permission.ADMINISTER):
        trace = Submission.objects.values_list("error_trace", flat=True).get(pk=submission.pk)
    context = {"row": submission, "events": found.events_of(submission), "trace": trace}
    return render(request, "pages/submission.html", context)


@require(Permission.SUBMIT)
@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _act(request, public_id, submissions.retry, _("Queued again."))


@require(Permission.SUBMIT)
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _act(request, public_id, submissions.cancel, _("Cancelled."))


def _act(request: HttpRequest, public_id: UUID, action: Any, done: str) -> HttpResponse:
    submission = _find(request, public_id)
    try:
        action(submission, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    back = request.POST.get("back")
    return redirect("submission", public_id) if back == "page" else redirect("submissions")
