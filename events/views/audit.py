"""The audit log as an admin reads it. It has no form that writes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.permissions import Permission
from events.queries import audit
from events.taxonomy import AuditAction
from events.views.access import require
from events.views.lists import going_on, whole_number
from events.wording import label

PER_PAGE = 100


@require(Permission.ADMINISTER)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Acts, newest first; ``?action=``, ``?who=`` and ``?before=`` narrow and go on."""
    action, who = request.GET.get("action", ""), request.GET.get("who", "")[:150]
    action = action if action in AuditAction.codes() else ""
    before = whole_number(request.GET.get("before"))
    rows, more = going_on(audit.entries(action=action, who=who, before=before), PER_PAGE)
    context = {
        "entries": rows,
        "more": more,
        "actions": [(code, label("AuditAction", code)) for code in AuditAction.codes()],
        "people": audit.people(),
        "chosen": {"action": action, "who": who},
    }
    return render(request, "pages/audit.html", context)
