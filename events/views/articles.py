"""Articles: the list with search, and the page of one with every span marked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.permissions import Permission
from events.queries import article_page
from events.queries.fields import GROUPS
from events.views.access import may, require
from events.views.lists import paged, query_without_page
from events.views.trace import trace
from events.wording import language_name


@require(Permission.READ)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All articles, newest first, narrowed by words, language, outlet and what they tell."""
    chosen = {key: request.GET.get(key, "").strip()[:200] for key in ("q", "language", "outlet", "telling")}
    found = article_page.articles(
        chosen["q"], language=chosen["language"], outlet=chosen["outlet"], telling=chosen["telling"]
    )
    context = {
        "page": paged(request, found),
        "query": query_without_page(request),
        "chosen": chosen,
        "languages": [(code, language_name(code), count) for code, count in article_page.languages()],
        "outlets": article_page.outlets(),
    }
    return render(request, "pages/articles.html", context)


@require(Permission.READ)
@require_GET
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One article; ``?trace=1`` lays open what each step of the extraction saw, for admins."""
    article = article_page.find(public_id)
    if article is None:
        raise Http404(_("There is no such article."))
    context = {
        "article": article,
        "page": article_page.load(article),
        "groups": GROUPS,
        "trace": None,
    }
    if request.GET.get("trace") == "1" and may(request.user, Permission.ADMINISTER):
        context["trace"] = trace(article)
    return render(request, "pages/article.html", context)
