"""What the pages of articles show: the list with search, and one article with every span marked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from events.models import Article, Claim, Outlet, Report, Snapshot, Tally
from events.queries.event_page import Cell, quotes_of, report_marks
from events.queries.fields import GROUPS, FieldGroup, value_of
from events.queries.marks import Mark, Paragraph, paragraphs, quote
from events.queries.versions import versions

TALLY = "tally"


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One report with its values and quotes by group; groups that say nothing are left out."""

    report: Report
    cells: tuple[tuple[FieldGroup, Cell], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    article: Article
    paragraphs: list[Paragraph]
    cards: list[ReportCard]
    tallies: list[tuple[Tally, str]]
    snapshots: list[Snapshot]
    copies: list[Article]


def find(public_id: UUID) -> Article | None:
    related = ("outlet", "snapshot", "family__outlet")
    return Article.objects.select_related(*related).filter(public_id=public_id).first()


def load(article: Article) -> ArticlePage:
    """The page of ``article`` with the reports and tallies of its newest reading."""
    claims = Prefetch("claims", Claim.objects.select_related("speaker"))
    reports = list(
        article.reports.live()
        .select_related("event", "snapshot", "claimant", "article__outlet")
        .prefetch_related(claims)
        .order_by("number")
    )
    tallies = list(article.tallies.live().select_related("attacker", "target", "issuer").order_by("start"))
    marks = [mark for report in reports for mark in report_marks(report)]
    marks += [Mark(tally.start, tally.end, TALLY, f"t{tally.pk}") for tally in tallies]
    return ArticlePage(
        article=article,
        paragraphs=paragraphs(article.text, marks),
        cards=[_card(report) for report in reports],
        tallies=[(tally, quote(article.text, tally.start, tally.end)) for tally in tallies],
        snapshots=list(versions(article)),
        copies=list(article.copies.select_related("outlet")),
    )


def _card(report: Report) -> ReportCard:
    cells = [(group, Cell(report, value_of(report, group), quotes_of(report, group))) for group in GROUPS]
    return ReportCard(report, tuple((group, cell) for group, cell in cells if cell.value.text or cell.quotes))


def articles(
    query: str = "", *, language: str = "", outlet: str = "", telling: str = ""
) -> QuerySet[Article]:
    """Articles that match, newest first. ``telling``: 'events' (has a report) or 'none' (has none)."""
    live = Count("reports", filter=Q(reports__superseded_at__isnull=True), distinct=True)
    totals = Count("tallies", filter=Q(tallies__superseded_at__isnull=True), distinct=True)
    found = Article.objects.select_related("outlet", "family__outlet").annotate(
        report_count=live, tally_count=totals
    )
    if query:
        words = Q(title__icontains=query) | Q(url__icontains=query) | Q(snapshot__text__icontains=query)
        found = found.filter(words)
    if language:
        found = found.filter(language=language)
    if outlet:
        found = found.filter(outlet__domain=outlet)
    if telling == "events":
        found = found.filter(report_count__gt=0)
    elif telling == "none":
        found = found.filter(report_count=0)
    return found.order_by(F("published_on").desc(nulls_last=True), "-id")


def languages() -> list[tuple[str, int]]:
    """Languages of the articles kept, with their counts, most first."""
    rows = Article.objects.exclude(language="").order_by().values_list("language").annotate(count=Count("id"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def outlets() -> QuerySet[Outlet]:
    """Outlets of which an article is kept."""
    return Outlet.objects.filter(articles__isnull=False).distinct().order_by("name")
