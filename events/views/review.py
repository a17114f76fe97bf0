"""The review desk: one doubtful event at a time, the article left, the values right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events.permissions import Permission
from events.queries import doubles, event_page, history, review_queue
from events.queries.fields import GROUPS
from events.views.access import person, require
from events.views.lists import whole_number
from events.views.wording import status_rule

IN_VIEW = 40
"""Events of the queue that are listed at the left."""


@require(Permission.REVIEW)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The queue (narrowed to one ground by ``reason``) with the event that ``event`` names, or its first."""
    reason = request.GET.get("reason", "")
    reason = reason if reason in review_queue.BY_CODE else ""
    queue = list(review_queue.queue(reason)[:IN_VIEW])
    wanted = request.GET.get("event", "")
    event = event_page.find(wanted) if wanted else None
    if event is None and queue:
        event = event_page.find(queue[0].public_id)
    context: dict[str, Any] = {
        "queue": [(row, review_queue.reasons_of(row)) for row in queue],
        "counts": review_queue.counts(),
        "reasons": review_queue.REASONS,
        "reason": reason,
        "event": event,
        "doubles": doubles.count(),
        "done": history.own_decisions(person(request)),
    }
    if event is not None:
        context |= _opened(request, event, [row.public_id for row in queue])
    return render(request, "pages/review.html", context)


def _opened(request: HttpRequest, event: Any, queue: list[str]) -> dict[str, Any]:
    here = queue.index(event.public_id) if event.public_id in queue else -1
    following = queue[here + 1] if here + 1 < len(queue) else (queue[0] if here != 0 and queue else "")
    return {
        "page": event_page.load(event, report_id=whole_number(request.GET.get("report"))),
        "grounds": review_queue.reasons_of(event),
        "before": queue[here - 1] if here > 0 else "",
        "following": following if following != event.public_id else "",
        "status_rule": status_rule(event.claim_status),
        "groups": GROUPS,
    }
