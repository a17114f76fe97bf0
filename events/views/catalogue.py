"""Sites and actors corrected by people: a form for each, a new one on the way, and the changes as a patch."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.forms.catalogue import ActorForm, RowForm, SiteForm, names_as_lines
from events.models import Actor, Site
from events.permissions import Permission
from events.queries.catalogue_changes import patch
from events.services import audit, catalogue, rebuilding, rereading
from events.services.errors import Refused
from events.taxonomy import AuditAction
from events.views.access import person, require

Row = Site | Actor
FORMS: dict[str, tuple[type[Row], type[RowForm]]] = {"site": (Site, SiteForm), "actor": (Actor, ActorForm)}


@require(Permission.CATALOGUE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new site or actor; ``?name=`` fills in the words of an article."""
    model, form_type = FORMS[kind]
    written = request.GET.get("name", "").strip()[:200]
    given = {"name": written, "country": request.GET.get("country", "")[:2], "names": written}
    form = form_type(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        row = model(**{name: form.cleaned_data[name] for name in form.columns})
        try:
            with transaction.atomic():
                catalogue.add(row, by=person(request))
                _save_names(row, form, request)
                _note(row, ["added"], form, request)
                _read_again(row, request)
        except (ValidationError, Refused) as problem:
            _complain(form, problem)
        else:
            messages.success(request, _("%s is in the catalogue.") % row.name)
            return redirect(kind, row.slug)
    return _page(request, {"form": form, "kind": kind, "row": None})


@require(Permission.CATALOGUE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Columns and names of a site or actor; its events follow once this is saved."""
    model, form_type = FORMS[kind]
    row: Any = model._default_manager.filter(slug=slug).first()
    if row is None:
        raise Http404
    start = {name: getattr(row, name) for name in form_type.columns}
    start |= {"parent": row.parent.slug if row.parent else "", "names": names_as_lines(list(row.names.all()))}
    form = form_type(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                columns = {name: form.cleaned_data[name] for name in form.columns}
                changed = catalogue.edit(row, columns, by=person(request))
                changed += ["names"] if _save_names(row, form, request) else []
                if changed:
                    _note(row, changed, form, request)
                    _follow(row)
                if "names" in changed:
                    _read_again(row, request)
        except (ValidationError, Refused) as problem:
            _complain(form, problem)
        else:
            words = _("%s corrected; its events follow.") if changed else _("Nothing has been changed yet.")
            messages.success(request, words % row.name if changed else words)
            return redirect(kind, row.slug)
    return _page(request, {"form": form, "kind": kind, "row": row})


@require(Permission.CATALOGUE)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What people changed here, as a patch of the catalogue's files, for a pull request."""
    headers = {"Content-Disposition": 'attachment; filename="conflictwatch-catalogue.patch"'}
    return HttpResponse(patch(), content_type="text/x-diff; charset=utf-8", headers=headers)


def _save_names(row: Any, form: RowForm, request: HttpRequest) -> bool:
    """Bring the written forms in line with the typed lines; True where that changed anything."""
    wanted = dict.fromkeys(form.cleaned_data["names"])
    present = {(one.language, one.text): one for one in row.names.all()}
    saved = [
        row.names.model(text=text, language=language, **{row.names.field.name: row})
        for language, text in wanted
        if (language, text) not in present
    ]
    gone = [one for key, one in present.items() if key not in wanted]
    for one in gone:
        about = f"{row}: {one.text}"
        audit.record(AuditAction.NAME_DELETED, by=person(request), about=about, request=request)
    catalogue.edit_names(row, saved, gone, by=person(request))
    return bool(saved or gone)


def _note(row: Row, changed: list[str], form: RowForm, request: HttpRequest) -> None:
    detail = {"fields": sorted(changed), "reason": form.why}
    act = AuditAction.CATALOGUE_EDITED
    audit.record(act, by=person(request), about=str(row), detail=detail, request=request)


def _follow(row: Row) -> None:
    sites, actors = ([row.slug], []) if isinstance(row, Site) else ([], [row.slug])
    transaction.on_commit(partial(rebuilding.refresh_catalogue, sites, actors))


def _read_again(row: Any, request: HttpRequest) -> None:
    """Articles that used one of the names and found nobody are read once more, in the background."""
    words = [row.name, *row.names.values_list("text", flat=True)]
    job = rereading.ask_for_words(row, words, by=person(request))
    if job is not None:
        messages.info(request, _("Articles that use these names are read again: %d.") % job.total)


def _complain(form: RowForm, problem: ValidationError | Refused) -> None:
    if isinstance(problem, Refused):
        form.add_error(None, problem.sentence)
        return
    told = getattr(problem, "error_dict", {None: problem.messages})
    for field, errors in told.items():
        form.add_error(field if field in form.fields else None, errors)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form: RowForm = context["form"]
    return render(request, "pages/catalogue_form.html", context, status=422 if form.is_bound else 200)
