"""What an address without a page answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from events.views.access import wants_json


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence that the view gave, if it gave one; Django's own says nothing to a reader."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    if wants_json(request):
        return JsonResponse({"error": said or "There is nothing at this address."}, status=404)
    return render(request, "404.html", {"said": said}, status=404)
