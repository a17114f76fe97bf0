"""Corrections in public: a page, and the same as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.permissions import Permission
from events.queries.corrections import Step, in_words, steps
from events.views.access import require
from events.views.lists import going_on, whole_number
from events.wording import headline

PER_PAGE = 50


@require(Permission.READ)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The newest corrections; ``?before=`` goes on from a step's number."""
    rows, more = going_on(steps(whole_number(request.GET.get("before"))), PER_PAGE)
    context = {"steps": in_words(rows), "more": more, "paged": "before" in request.GET}
    return render(request, "pages/corrections.html", context)


class CorrectionsFeed(Feed):  # type: ignore[type-arg]
    """The newest corrections as Atom; the id of an entry never changes."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Corrections · conflictwatch")

    def subtitle(self) -> str:
        return _("Events that were corrected, merged, split, rejected or withdrawn.")

    def link(self) -> str:
        return reverse("corrections")

    def items(self) -> list[Step]:
        return in_words(list(steps()[:PER_PAGE]))

    def item_title(self, item: Any) -> str:
        return f"{item.event.public_id}: {item.line}"

    def item_description(self, item: Any) -> str:
        blank = _("not stated")
        changes = [f"{one.name}: {one.old or blank} → {one.new or blank}" for one in item.changes]
        return "\n".join(filter(None, [headline(item.event), *changes, item.reason]))

    def item_link(self, item: Any) -> str:
        return reverse("event", args=[item.event.public_id])

    def item_guid(self, item: Any) -> str:
        return f"{settings.PUBLIC_URL}{reverse('corrections')}#{item.number}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.at  # type: ignore[no-any-return]

    item_pubdate = item_updateddate


feed = require(Permission.READ)(require_safe(CorrectionsFeed()))
