"""The review desk: one doubtful event at a time, the article left, the values right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from events.filters import BadQuery, Selection, select
from events.forms.base import ReasonForm, RejectionForm
from events.models import Event, User
from events.permissions import Permission
from events.queries import chips, doubles, event_page, history, review_queue
from events.queries.fields import GROUPS
from events.services import assignments, review
from events.services.errors import Refused, Stale
from events.views.access import person, require
from events.views.events import find_event
from events.views.lists import whole_number
from events.views.wording import status_rule

IN_VIEW = 40
"""Events of the queue that are listed at the left."""
OWN = ("reason", "sort", "holder", "event", "report")
"""Parameters of the desk itself; all others are the FilterSet's."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address says of the queue: ground, order, whose, and the selection that it is within."""

    reason: str
    sort: str
    holder: str
    selection: Selection

    @property
    def kept(self) -> str:
        """The query string that a link of the desk carries along, ready for one more parameter."""
        own = [(name, getattr(self, name)) for name in ("reason", "sort", "holder") if getattr(self, name)]
        parts = [part for part in (urlencode(own), self.selection.query) if part]
        return "".join(f"{part}&" for part in parts)

    def options(self, user: User) -> dict[str, Any]:
        within = self.selection.events() if self.selection.params else None
        return {"within": within, "sort": self.sort, "holder": self.holder, "user": user}


def _narrowed(request: HttpRequest) -> Narrowed:
    def known(name: str, values: Any) -> str:
        value = request.GET.get(name, "")
        return value if value in values else ""

    try:
        selection = select(request.GET, also=OWN)
    except BadQuery as problem:
        messages.error(request, str(problem))
        selection = select({})
    return Narrowed(
        known("reason", review_queue.BY_CODE),
        known("sort", review_queue.SORTS),
        known("holder", review_queue.HOLDERS),
        selection,
    )


@require(Permission.REVIEW)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The queue with the event that ``event`` names, or its first; narrowed by ground, holder and filters."""
    narrowed, user = _narrowed(request), person(request)
    options = narrowed.options(user)
    queue = list(review_queue.queue(narrowed.reason, **options)[:IN_VIEW])
    wanted = request.GET.get("event", "")
    event = event_page.find(wanted) if wanted else None
    if event is None and queue:
        event = event_page.find(queue[0].public_id)
    context: dict[str, Any] = {
        "queue": [(row, review_queue.reasons_of(row)) for row in queue],
        "counts": review_queue.counts(**options),
        "reasons": review_queue.REASONS,
        "sorts": [(code, _(words)) for code, (words, _order) in review_queue.SORTS.items()],
        "holders": [(code, _(words)) for code, words in review_queue.HOLDERS.items()],
        "narrowed": narrowed,
        "chips": chips.chips(narrowed.selection) if narrowed.selection.params else [],
        "kept": narrowed.kept,
        "event": event,
        "doubles": doubles.count(),
        "done": history.own_decisions(user),
    }
    if event is not None:
        context |= _opened(request, event, [row.public_id for row in queue])
    return render(request, "pages/review.html", context)


def _opened(request: HttpRequest, event: Event, queue: list[str]) -> dict[str, Any]:
    here = queue.index(event.public_id) if event.public_id in queue else -1
    following = queue[here + 1] if here + 1 < len(queue) else (queue[0] if here != 0 and queue else "")
    people = User.objects.filter(is_active=True).order_by("username")
    return {
        "page": event_page.load(event, report_id=whole_number(request.GET.get("report"))),
        "grounds": review_queue.reasons_of(event),
        "before": queue[here - 1] if here > 0 else "",
        "following": following if following != event.public_id else "",
        "status_rule": status_rule(event.claim_status),
        "groups": GROUPS,
        "held": getattr(event, "assignment", None),
        "reviewers": [one for one in people if one.may(Permission.REVIEW)],
    }


@require(Permission.REVIEW)
@require_POST
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the event, give it to somebody (``to``), or let it go (an empty ``to``)."""
    event = find_event(public_id)
    name = request.POST.get("to", "")
    to = User.objects.filter(username=name).first()
    try:
        if not name:
            assignments.drop(event, by=person(request))
            messages.success(request, _("Let go; it is nobody's again."))
        elif to is None:
            messages.error(request, _("There is nobody of that name."))
        else:
            assignments.give(event, to, by=person(request))
            messages.success(request, _("It is %s's now.") % to.get_username())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{reverse('review')}?{request.POST.get('kept', '')}event={event.public_id}")


@require(Permission.REVIEW)
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """Accept or reject the ticked events: first a look at them with the reason, then the deed."""
    rejecting = request.POST.get("do", "").startswith("reject")
    seen = dict(pair.split(":", 1) for pair in request.POST.getlist("event") if ":" in pair)
    events = list(Event.objects.current().filter(public_id__in=seen).select_related("site", "attacker"))
    if not events:
        messages.error(request, _("Tick the events first."))
        return redirect("review")
    form_type = RejectionForm if rejecting else ReasonForm
    form = form_type(request.POST if request.POST.get("do", "").endswith("now") else None)
    if form.is_bound and form.is_valid():
        _decide(request, events, seen, form.why, rejecting=rejecting)
        return redirect("review")
    context = {
        "form": form,
        "events": [(row, seen[row.public_id], review_queue.reasons_of(row)) for row in events],
        "rejecting": rejecting,
    }
    return render(request, "pages/review/many.html", context, status=422 if form.is_bound else 200)


def _decide(
    request: HttpRequest, events: list[Event], seen: dict[str, str], why: str, *, rejecting: bool
) -> None:
    """Each in its own transaction; what somebody changed meanwhile is left out and named."""
    done, left = 0, []
    for event in events:
        revision = whole_number(seen[event.public_id])
        try:
            if rejecting and revision != event.revision:
                raise Stale(revision or 0, event.revision, [])
            if rejecting:
                review.reject(event, reason=why, by=person(request))
            else:
                review.accept(event, reason=why, by=person(request), expected_revision=revision)
        except Refused as refusal:
            left.append(f"{event.public_id}: {refusal.sentence}")
        else:
            done += 1
    if rejecting:
        words = ngettext(
            "%(n)d event rejected; it can be undone.", "%(n)d events rejected; each can be undone.", done
        )
    else:
        words = ngettext(
            "%(n)d event accepted; it can be undone.", "%(n)d events accepted; each can be undone.", done
        )
    messages.success(request, words % {"n": done})
    for sentence in left:
        messages.warning(request, sentence)
