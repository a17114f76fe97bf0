"""The page of one's own account. Sign-in, sign-out and passwords are django-allauth's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from events.permissions import TABLE, Permission
from events.queries import history, submissions
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
    }
    return render(request, "pages/account.html", context)
