"""Everything that the page of one event shows: values, who says so, claims, articles, history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Prefetch, Q, When

from events.models import Claim, Event, Report
from events.queries.fields import BY_FIELD, BY_SPAN, GROUPS, FieldGroup, Value, value_of
from events.queries.history import Entry, history
from events.queries.marks import Mark, Stretch, folded, paragraphs, quote


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one article that carry a value."""

    text: str
    start: int
    end: int
    report_id: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report says of one group."""

    report: Report
    value: Value
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One group of the event with each report's account of it."""

    group: FieldGroup
    value: Value
    cells: tuple[Cell, ...]
    disputed: bool
    corrected: bool
    accounts: tuple[tuple[str, int], ...] = ()
    """Differing values with the number of reports that tell each, most told first."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One speaker's assertion with the report that carries it and its words."""

    claim: Claim
    report: Report
    quote: str


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article with the family that it belongs to: the outlet that it copies, or ''."""

    report: Report
    copy_of: str


@dataclass(slots=True)
class EventPage:
    event: Event
    reports: list[Report]
    rows: list[Row]
    claims: list[ClaimLine]
    articles: list[ArticleLine]
    history: list[Entry]
    shown: Report | None = None
    stretches: list[Stretch] = field(default_factory=list)
    corrected_at: datetime | None = None

    @property
    def disputed(self) -> list[Row]:
        return [row for row in self.rows if row.disputed]


def find(public_id: str) -> Event | None:
    """The event of that id, merged or withdrawn ones included; None if there never was one."""
    related = ("site", "site__parent", "attacker", "target", "claimant", "merged_into")
    return Event.objects.select_related(*related).filter(public_id=public_id.upper()).first()


def language_of_place(event: Event) -> str:
    """The language of the article whose words for the place the event has; '' if none of them is live."""
    told = event.reports.live().filter(site_as_written=event.site_as_written)
    return told.order_by("pk").values_list("article__language", flat=True).first() or ""


def live_reports(event: Event) -> list[Report]:
    """The event's live reports in order of publication, with all that is shown of them."""
    claims = Prefetch("claims", Claim.objects.select_related("speaker").order_by("said_on", "id"))
    related = ("article__outlet", "article__family__outlet", "snapshot", "claimant")
    found = event.reports.live().select_related(*related).prefetch_related(claims)
    return list(found.order_by("article__published_on", "article__published_at", "article_id", "number"))


def load(event: Event, *, report_id: int | None = None) -> EventPage:
    """The page of ``event``; ``report_id`` names the report whose article is laid open."""
    reports = live_reports(event)
    shown = next((report for report in reports if report.pk == report_id), reports[0] if reports else None)
    return EventPage(
        event=event,
        reports=reports,
        rows=[_row(event, group, reports) for group in GROUPS],
        claims=_claims(reports),
        articles=_articles(reports),
        history=history(event),
        shown=shown,
        stretches=folded(paragraphs(shown.snapshot.text, report_marks(shown))) if shown else [],
    )


def report_marks(report: Report) -> list[Mark]:
    """The marks that one report leaves in its article's text."""
    owner = str(report.pk)
    marks = [
        Mark(start, end, BY_SPAN[key].key, owner)
        for key, spans in report.spans.items()
        if key in BY_SPAN
        for start, end in spans
    ]
    marks += [Mark(claim.start, claim.end, "claim", owner) for claim in report.claims.all()]
    return marks


def quotes_of(report: Report, group: FieldGroup) -> tuple[Quote, ...]:
    """The words that feed ``group`` in the report's article, in order, each once."""
    spans = {(start, end) for key in group.spans for start, end in report.spans.get(key, ())}
    if group.key == "claim":
        spans |= {(claim.start, claim.end) for claim in report.claims.all()}
    text = report.snapshot.text
    return tuple(
        Quote(quote(text, start, end), start, end, report.pk)
        for start, end in sorted(spans)
        if 0 <= start < end <= len(text)
    )


def _row(event: Event, group: FieldGroup, reports: list[Report]) -> Row:
    cells = tuple(Cell(report, value_of(report, group), quotes_of(report, group)) for report in reports)
    disputed = any(name in event.disputed_fields for name in group.fields)
    corrected = any((event.basis.get(name) or {}).get("correction") for name in group.fields)
    return Row(
        group, value_of(event, group), cells, disputed, corrected, _accounts(cells) if disputed else ()
    )


def _accounts(cells: tuple[Cell, ...]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for cell in cells:
        if cell.value.text:
            counts[cell.value.text] = counts.get(cell.value.text, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: -item[1]))


def _claims(reports: list[Report]) -> list[ClaimLine]:
    """All assertions in order of time; one without a day of its own stands at its article's."""
    found = [
        ClaimLine(claim, report, quote(report.snapshot.text, claim.start, claim.end))
        for report in reports
        for claim in report.claims.all()
    ]

    def when(line: ClaimLine) -> tuple[bool, str, int]:
        day = line.claim.said_on or line.report.article.published_on
        return (day is None, day.isoformat() if day else "", line.claim.pk)

    return sorted(found, key=when)


def _articles(reports: list[Report]) -> list[ArticleLine]:
    lines: dict[int, ArticleLine] = {}
    for report in reports:
        family = report.article.family
        copy_of = ""
        if family is not None:
            copy_of = family.outlet.name if family.outlet else str(family)
        lines.setdefault(report.article_id, ArticleLine(report, copy_of))
    return list(lines.values())


def disputed_groups(event: Event) -> list[FieldGroup]:
    """The groups on which the event's reports disagree, in screen order."""
    keys = {BY_FIELD[name].key for name in event.disputed_fields if name in BY_FIELD}
    return [group for group in GROUPS if group.key in keys]


NEAR_DAYS = 3
NEAR_MOST = 6


def near(event: Event) -> list[Event]:
    """Standing events that may tell of the same attack: same place first, else same country, within days."""
    found = Event.objects.current().exclude(pk=event.pk).select_related("site")
    if event.date_from:
        days = timedelta(days=NEAR_DAYS)
        found = found.filter(date_from__range=(event.date_from - days, event.date_from + days))
    elif event.site_id is None:
        return []
    place = Q(site=event.site) if event.site_id else Q()
    around = place | Q(country=event.country) if event.country else place
    ranked = found.filter(around).annotate(
        elsewhere=Case(When(site=event.site_id, then=0), default=1, output_field=IntegerField())
    )
    return list(ranked.order_by("elsewhere", "-date_from", "id")[:NEAR_MOST])
