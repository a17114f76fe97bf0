"""What every view of the API has: askers counted, refusals as problems, nothing sent twice."""

from __future__ import annotations

import hashlib
from calendar import timegm
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from events import problems
from events.api import limits
from events.api.access import READ, Holds, TokenAuthentication
from events.filters import BadQuery, Selection, select
from events.permissions import Permission
from events.queries import savedviews
from events.queries.freshness import written_at

SETTLED = timedelta(seconds=2)
"""A date of HTTP counts in whole seconds: a younger one could hide the next change."""


class CountedView(APIView):
    """Counts askers and tells every refusal in one shape."""

    permission_classes = (Holds,)
    authentication_classes = (TokenAuthentication, SessionAuthentication)
    needs: Permission
    counted = True
    """Whether the rate limit holds. What the dashboard asks for at every turn is not counted."""
    allowance: limits.Allowance | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A saved view in the query stands for its filters."""
        super().initial(request, *args, **kwargs)
        if "view" in request._request.GET:
            expanded = savedviews.expanded(request._request.GET, request.user)
            request._request.GET = expanded  # type: ignore[assignment]

    def check_throttles(self, request: Request) -> None:
        if not self.counted:
            return
        self.allowance = limits.count(request._request, request.user, request.auth)
        if self.allowance is not None and self.allowance.exceeded:
            raise Throttled(self.allowance.reset)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, BadQuery):
            return refused(400, str(exc))
        answer = super().handle_exception(exc)
        if isinstance(exc, APIException) or isinstance(answer.data, dict):
            told = answer.data.get("detail", exc) if isinstance(answer.data, dict) else exc
            lacking = {"permission": str(self.needs)} if answer.status_code in (401, 403) else {}
            return refused(answer.status_code, str(told), headers=dict(answer.headers), **lacking)
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.allowance is not None:
            for name, value in self.allowance.headers().items():
                answer[name] = value
        return answer


def refused(status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem as an answer of the API."""
    kept = {name: value for name, value in (headers or {}).items() if name.lower() != "content-type"}
    return Response(
        problems.body(status, detail, **more), status, headers=kept, content_type=problems.CONTENT_TYPE
    )


class ReadingView(CountedView):
    """What anybody may read who may read the dashboard."""

    needs = READ

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or answer.status_code != 200 or answer.streaming:
            return answer
        if not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-cache"
        patch_vary_headers(answer, ["Accept-Language"])
        if isinstance(answer, Response):
            answer.add_post_render_callback(lambda rendered: _conditional(request, rendered))
            return answer
        return _conditional(request, answer)


def _conditional(request: Request, answer: Any) -> Any:
    """304 where the asker has it already. The tag is of the very bytes, so that it can never be stale."""
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = tag
    at = written_at()
    seconds = _whole_seconds(at) if at and timezone.now() - at > SETTLED else None
    if seconds is not None:
        answer["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request._request, tag, seconds, answer)


def _whole_seconds(at: datetime) -> int:
    return timegm(at.utctimetuple())


def selection_of(request: Request, also: Iterable[str] = ()) -> Selection:
    """The events that the address of the request chooses. Raises BadQuery."""
    return select(request._request.GET, also=also)
