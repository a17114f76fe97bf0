"""Submitting by programs: addresses or a text in, one row each out, and where it stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.reading import CountedView, refused
from events.api.schema import ProblemSerializer
from events.extraction import pack
from events.models import Submission, User
from events.permissions import Permission
from events.queries import submissions as found
from events.services import submissions
from events.services.errors import Refused
from events.taxonomy import SubmissionKind, SubmissionStatus

MOST = 500
"""Addresses in one request."""


class WantedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """What is to be read: ``urls``, or one ``url``, or a ``text`` with what is known of it."""

    urls = serializers.ListField(
        child=serializers.CharField(max_length=4000), required=False, max_length=MOST, default=list
    )
    url = serializers.CharField(required=False, max_length=4000, default="", allow_blank=True)
    text = serializers.CharField(required=False, max_length=400_000, default="", allow_blank=True)
    title = serializers.CharField(required=False, max_length=500, default="", allow_blank=True)
    outlet_domain = serializers.CharField(required=False, max_length=253, default="", allow_blank=True)
    language = serializers.ChoiceField(choices=pack.available(), required=False, default="", allow_blank=True)
    published_on = serializers.DateField(required=False, default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs["urls"] or attrs["url"] or attrs["text"]):
            raise serializers.ValidationError("Give 'url', 'urls' or 'text'.")
        if attrs["urls"] and (attrs["url"] or attrs["text"]):
            raise serializers.ValidationError("Give either 'urls' or one 'url' or 'text'.")
        return attrs


class StandingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A submission as it stands."""

    id = serializers.UUIDField(read_only=True)
    href = serializers.URLField(read_only=True, help_text="ask here how far it has come")
    url = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(choices=SubmissionKind.choices(), read_only=True)
    status = serializers.ChoiceField(choices=SubmissionStatus.choices(), read_only=True)
    reason_code = serializers.CharField(read_only=True, help_text="why it failed, as a code; else empty")
    reason = serializers.CharField(read_only=True, help_text="why it failed, in a sentence; else empty")
    already_known = serializers.BooleanField(read_only=True)
    article = serializers.UUIDField(read_only=True, allow_null=True)
    events = serializers.ListField(child=serializers.CharField(), read_only=True)


class RefusedSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """An address that was not taken."""

    url = serializers.CharField(read_only=True)
    code = serializers.CharField(read_only=True)
    error = serializers.CharField(read_only=True)


class TakenSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """The answer to a request with several addresses: each is in one of the lists."""

    submissions = StandingSerializer(many=True, read_only=True)
    refused = RefusedSerializer(many=True, read_only=True)


WRONG = OpenApiResponse(ProblemSerializer, description="nothing of it can be read")


class SubmittingView(CountedView):
    """For those who may submit, by session or by a token with that scope."""

    needs = Permission.SUBMIT


class SubmissionList(SubmittingView):
    @extend_schema(
        request=WantedSerializer, responses={202: TakenSerializer, 400: WRONG, 401: WRONG, 403: WRONG}
    )
    def post(self, request: Request) -> Response:
        """Submit up to 500 addresses, or one text. The same address again gives the first submission."""
        wanted = WantedSerializer(data=request.data)
        if not wanted.is_valid():
            return refused(400, _sentence(wanted.errors))
        taken, left = _take(_person(request), wanted.validated_data)
        answer: dict[str, Any] = {
            "submissions": [_standing(request, row) for row in taken],
            "refused": left,
        }
        if not taken:
            return refused(400, left[0]["error"], **answer)
        return Response(answer, status=status.HTTP_202_ACCEPTED)


class SubmissionDetail(SubmittingView):
    @extend_schema(responses={200: StandingSerializer, 404: WRONG})
    def get(self, request: Request, public_id: UUID) -> Response:
        """One submission of one's own (an admin sees everybody's) as it stands."""
        user = _person(request)
        rows = found.visible(user, everybody=user.may(Permission.SUBMISSIONS_ALL))
        row = found.by_ids(rows, [public_id]).first()
        if row is None:
            raise NotFound("There is no such submission, or it is not yours.")
        return Response(_standing(request, row))


def _person(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


def _take(by: User, wanted: dict[str, Any]) -> tuple[list[Submission], list[dict[str, str]]]:
    about = {key: wanted[key] for key in ("title", "outlet_domain", "language", "published_on")}
    taken: list[Submission] = []
    refused: list[dict[str, str]] = []
    for url in wanted["urls"] or [wanted["url"]]:
        try:
            if wanted["text"]:
                taken.append(submissions.submit_text(wanted["text"], by=by, url=url, **about))
            else:
                more = {} if wanted["urls"] else about
                taken.append(submissions.submit_url(url, by=by, **more))
        except Refused as refusal:
            refused.append({"url": url, "code": refusal.code, "error": refusal.sentence})
    return taken, refused


def _standing(request: Request, row: Submission) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "href": request.build_absolute_uri(reverse("api-submission", args=[row.public_id])),
        "url": row.url,
        "kind": row.kind,
        "status": row.status,
        "reason_code": row.reason_code,
        "reason": row.reason,
        "already_known": row.already_known,
        "article": str(row.article.public_id) if row.article else None,
        "events": [event.public_id for event in found.events_of(row)],
    }


def _sentence(errors: Any) -> str:
    """The first complaint, with the name of its field."""
    name, told = next(iter(errors.items()))
    first = told[0] if isinstance(told, list) else next(iter(told.values()))[0]
    return str(first) if name == "non_field_errors" else f"{name}: {first}"
