"""What every view has that only reads."""

from __future__ import annotations

from rest_framework import status
from rest_framework.authentication import SessionAuthentication
from rest_framework.response import Response
from rest_framework.views import APIView

from events.api.access import READ, Holds, TokenAuthentication
from events.filters import BadQuery


class ReadingView(APIView):
    """What anybody may read who may read the dashboard."""

    needs = READ
    permission_classes = (Holds,)
    authentication_classes = (TokenAuthentication, SessionAuthentication)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, BadQuery):
            return Response({"error": str(exc)}, status=status.HTTP_400_BAD_REQUEST)
        return super().handle_exception(exc)
