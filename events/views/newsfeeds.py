"""The feeds and sitemaps that are looked into by themselves: followed, watched, paused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.forms.newsfeeds import NewFeedForm, WantedForm
from events.models import NewsFeed
from events.permissions import Permission
from events.queries import newsfeeds as found
from events.services import newsfeeds
from events.services.errors import Refused
from events.views.access import person, require

POLLS = 30


@require(Permission.FEEDS)
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The feeds with their health, and the form that adds one."""
    form = NewFeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            feed = newsfeeds.add(by=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None if refusal.code in form.fields else "url", refusal.sentence)
        else:
            messages.success(request, _("The feed is followed; its first look is under way."))
            return redirect("newsfeed", feed.pk)
    rows = found.listed(timezone.now())
    context = {"form": form, "rows": rows, "health": found.health(rows)}
    return render(request, "pages/newsfeeds.html", context, status=422 if form.errors else 200)


@require(Permission.FEEDS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponse:
    """One feed: its last looks, its last items, and what is wanted of it; a POST changes that."""
    feed = get_object_or_404(NewsFeed, pk=number)
    wanted: dict[str, Any] = {
        "title": feed.title,
        "language": feed.language,
        "every": feed.every,
        "sift": feed.sift,
        "keywords": ", ".join(feed.keywords),
    }
    form = WantedForm(request.POST if request.method == "POST" else None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            newsfeeds.change(feed, by=person(request), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. It counts for items that come from now on."))
            return redirect("newsfeed", feed.pk)
    context = {
        "feed": feed,
        "form": form,
        "polls": feed.polls.all()[:POLLS],
        "items": found.last_items(feed),
    }
    return render(request, "pages/newsfeed.html", context, status=422 if form.errors else 200)


@require(Permission.FEEDS)
@require_POST
def act(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Pause, resume, look now, or follow no more."""
    feed = get_object_or_404(NewsFeed, pk=number)
    if action == "remove":
        newsfeeds.remove(feed, by=person(request))
        messages.success(request, _("The feed is not followed any more; its articles stay."))
        return redirect("newsfeeds")
    if action == "pause":
        newsfeeds.pause(feed, by=person(request))
        messages.success(request, _("Paused."))
    elif action == "look":
        newsfeeds.resume(feed, by=person(request))
        messages.success(request, _("It is looked into now; look again in a moment."))
    else:
        raise Http404
    return redirect("newsfeed", feed.pk)
