"""Events that may be one attack: side by side, one press each way."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Suggestion
from events.permissions import Permission
from events.queries import doubles as found
from events.services import doubles
from events.services.errors import Refused
from events.views.access import person, require


@require(Permission.REVIEW)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, the likeliest first."""
    return render(request, "pages/doubles.html", {"pairs": found.waiting(), "count": found.count()})


@require(Permission.REVIEW)
@require_POST
def decide(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """One attack (``accept`` merges, with a reason), or two (``dismiss`` remembers)."""
    suggestion = get_object_or_404(Suggestion, pk=number)
    try:
        if action == "accept":
            reason = request.POST.get("reason", "").strip() or _("The two tell of one attack.")
            merge = doubles.accept(suggestion, reason=reason, by=person(request))
            said = _("%(event)s counts as %(into)s now. The change can be undone.")
            messages.success(request, said % {"event": merge.event.public_id, "into": merge.into.public_id})
        elif action == "dismiss":
            doubles.dismiss(suggestion, by=person(request))
            messages.success(request, _("Noted: two attacks. The pair is not suggested again."))
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("doubles")
