"""Stored articles read again in the background: asked for, watched, stopped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.forms.rereading import RereadingForm
from events.models import Article, Rereading
from events.permissions import Permission
from events.services import rereading
from events.services.errors import Refused
from events.views.access import person, require

SHOWN = 30


@require(Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The jobs with how far they are, and the form that asks for one."""
    form = RereadingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rereading.ask(by=person(request), dry_run=request.POST.get("do") == "look", **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The workers are at it; this page moves on by itself."))
            return redirect("rereading")
    jobs = list(Rereading.objects.select_related("asked_by")[:SHOWN])
    context = {
        "form": form,
        "jobs": jobs,
        "working": any(job.working for job in jobs),
        "articles": Article.objects.exclude(snapshot=None).count(),
    }
    return render(request, "pages/rereading.html", context, status=422 if form.is_bound else 200)


@require(Permission.ADMINISTER)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a job; what it has read stays read."""
    job = get_object_or_404(Rereading, pk=number)
    try:
        rereading.cancel(job, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Stopped. What was read stays read."))
    return redirect("rereading")
