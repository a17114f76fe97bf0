"""The page of one's own account. Sign-in, sign-out and passwords are django-allauth's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.permissions import TABLE, Permission
from events.queries import history, submissions
from events.services import sessions
from events.services.errors import Refused
from events.views.access import may, open_to_all, person, role_of
from events.views.wording import permission_words


@open_to_all
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Role, what it may do, own submissions and own decisions."""
    user = person(request)
    mine = submissions.visible(user, everybody=False)
    context = {
        "abilities": [permission_words(one) for one in Permission if one in TABLE[role_of(user)]],
        "summary": submissions.summary(mine),
        "rows": submissions.listed(mine)[:8] if may(user, Permission.SUBMIT) else [],
        "decisions": history.own_decisions(user, limit=8),
        "sessions": sessions.of(user),
        "session_key": request.session.session_key,
    }
    return render(request, "pages/account.html", context)


@open_to_all
@login_required
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    try:
        sessions.end(person(request), number, request=request)
        messages.success(request, _("That session has been ended."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("account")
