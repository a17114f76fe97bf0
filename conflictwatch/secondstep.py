"""Asks the roles named in REQUIRE_SECOND_STEP to set up the two-step sign-in before anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

OPEN = ("/accounts/", "/static/", "/i18n/", "/words.js", "/healthz", "/metrics")
"""Addresses that setting it up needs."""
DONE = "second_step_done"
"""In the session once it was seen to be set up, so that the question is asked once a session."""


class RequireSecondStep:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._lacks(request):
            messages.warning(request, _("Your role asks for the two-step sign-in. Set it up to go on."))
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    def _lacks(self, request: HttpRequest) -> bool:
        roles = settings.REQUIRE_SECOND_STEP
        if not roles or request.path.startswith(OPEN) or not request.user.is_authenticated:
            return False
        if request.user.role not in roles or request.session.get(DONE):
            return False
        if is_mfa_enabled(request.user):
            request.session[DONE] = True
            return False
        return True
