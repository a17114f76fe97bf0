"""Articles: the list with search, and the page of one with every span marked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from events.models import Article
from events.permissions import Permission
from events.queries import article_page, versions
from events.queries.fields import GROUPS
from events.services import versions as fetching
from events.services.errors import Refused
from events.views.access import may, person, require
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


def _find(public_id: UUID) -> Article:
    article = article_page.find(public_id)
    if article is None:
        raise Http404(_("There is no such article."))
    return article


@require(Permission.READ)
@require_GET
def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One article; ``?trace=1`` lays open what each step of the extraction saw, for admins."""
    article = _find(public_id)
    context = {
        "article": article,
        "page": article_page.load(article),
        "groups": GROUPS,
        "trace": None,
    }
    if request.GET.get("trace") == "1" and may(request.user, Permission.ADMINISTER):
        context["trace"] = trace(article)
    return render(request, "pages/article.html", context)


@require(Permission.READ)
@require_GET
def version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """One version of an article, and what changed since the one before."""
    article = _find(public_id)
    found = versions.load(article, number)
    if found is None:
        raise Http404(_("There is no such version."))
    context = {
        "article": article,
        "version": found.version,
        "before": found.before,
        "runs": found.runs,
        "checks": found.version.checks.order_by("-at"),
        "newest": article.snapshot.number if article.snapshot else number,
    }
    return render(request, "pages/version.html", context)


@require(Permission.SUBMIT)
@require_POST
def fetch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fetch the article's page once more; the page of that submission tells how it goes on."""
    article = _find(public_id)
    try:
        submission = fetching.fetch_again(article, by=person(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("article", public_id)
    if submission.submitted_by_id != person(request).pk:
        messages.info(request, _("This page is being read at the moment."))
        return redirect("article", public_id)
    return redirect("submission", submission.public_id)
