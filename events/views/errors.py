"""What an address without a page answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.problems import problem
from events.views.access import wants_json


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence that the view gave, if it gave one; Django's own says nothing to a reader."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    if wants_json(request):
        return problem(404, said or "There is nothing at this address.")
    return render(request, "404.html", {"said": said}, status=404)
