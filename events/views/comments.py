"""Comments on an event, reports of mistakes, and the page of what a person follows."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Comment, Event
from events.permissions import Permission
from events.queries import comments as found
from events.services import comments
from events.services.errors import Refused
from events.views.access import person, require
from events.views.events import find_event


def _back(event: Event) -> HttpResponse:
    return redirect(f"{reverse('event', args=[event.public_id])}#talk")


def _do(request: HttpRequest, event: Event, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return _back(event)


@require(Permission.COMMENT)
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say something about the event, or report a mistake in it."""
    event, mistake = find_event(public_id), request.POST.get("mistake") == "1"
    words = _("Reported; the event is on the review desk.") if mistake else _("Said.")
    text = request.POST.get("text", "")
    return _do(request, event, lambda: comments.add(event, text, by=person(request), mistake=mistake), words)


@require(Permission.COMMENT)
@require_POST
def follow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Follow the event, or follow it no more."""
    event = find_event(public_id)
    if request.POST.get("on") == "0":
        return _do(
            request, event, lambda: comments.unfollow(event, by=person(request)), _("Followed no more.")
        )
    words = _("Followed: what happens to it is told under your name.")
    return _do(request, event, lambda: comments.follow(event, by=person(request)), words)


@require(Permission.REVIEW)
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """A reported mistake has been dealt with."""
    comment = get_object_or_404(Comment, pk=number)
    return _do(request, comment.event, lambda: comments.settle(comment, by=person(request)), _("Settled."))


@require(Permission.COMMENT)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a comment back."""
    comment = get_object_or_404(Comment, pk=number)
    return _do(
        request, comment.event, lambda: comments.withdraw(comment, by=person(request)), _("Taken back.")
    )


@require(Permission.COMMENT)
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """What is new on followed events; a POST says that it was seen."""
    who = person(request)
    if request.method == "POST":
        comments.seen(who)
        return redirect("following")
    loud, quiet = found.news(who)
    context = {"news": loud, "quiet": quiet, "mentions": found.mentions(who)}
    return render(request, "pages/following.html", context)
