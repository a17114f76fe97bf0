"""The tokens of one's own programs, and the bookmarklet."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.forms.tokens import TokenForm
from events.models import ApiToken
from events.permissions import TOKEN_SCOPES, Permission
from events.services import tokens
from events.services.errors import Refused
from events.views.access import may, open_to_all, person
from events.views.wording import permission_words

SHOWN = 40


@open_to_all
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list and the form; a POST makes a token and shows its key, this once."""
    user = person(request)
    scopes = [(one.value, permission_words(one)) for one in TOKEN_SCOPES if may(user, one)]
    form, key = TokenForm(request.POST or None, scopes=scopes), ""
    if request.method == "POST" and form.is_valid():
        try:
            key = tokens.issue(user, by=user, **form.cleaned_data)[1]
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            form = TokenForm(scopes=scopes)
    now = timezone.now()
    rows = ApiToken.objects.filter(owner=user)[:SHOWN]
    context = {
        "form": form,
        "key": key,
        "rows": [(row, row.state(now), [permission_words(scope) for scope in row.scopes]) for row in rows],
        "address": request.build_absolute_uri(reverse("api-submissions")),
        "bookmarklet": _bookmarklet(request) if may(user, Permission.SUBMIT) else "",
    }
    return render(request, "pages/tokens.html", context, status=422 if form.errors else 200)


@open_to_all
@login_required
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take one of one's own tokens back."""
    token = ApiToken.objects.filter(pk=number, owner=person(request)).first()
    if token is None:
        raise Http404(_("There is no such token, or it is not yours."))
    tokens.revoke(token, by=person(request))
    messages.success(request, _("The token is revoked; programs that use it are refused from now on."))
    return redirect("tokens")


def _bookmarklet(request: HttpRequest) -> str:
    """Opens our page with the address of the page one is on; nothing is sent before a click there."""
    target = request.build_absolute_uri(reverse("submissions"))
    code = f"(()=>{{open('{target}?url='+encodeURIComponent(location.href),'_blank')}})()"
    return f"javascript:{quote(code, safe='')}"
