"""What a person should look at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.models import Comment, Event, User
from events.taxonomy import ClaimStatus, GeoPrecision, ReviewStatus

LOW_CONFIDENCE = 0.7
"""Below this line a machine's reading is shown to a person."""

PRECISE = (GeoPrecision.PART.value, GeoPrecision.SITE.value, GeoPrecision.NEAR.value)


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground for looking: code, words, and the rows that it holds for."""

    code: str
    name: str
    condition: Q

    @property
    def label(self) -> str:
        return gettext(self.name)


def _reported() -> Any:
    return Comment.objects.open_mistakes().values("event")


def _mistakes(event: Any) -> Any:
    return Comment.objects.open_mistakes().filter(event=event)


REASONS: tuple[Reason, ...] = (
    Reason("reported", _("a reader reports a mistake"), Q(pk__in=_reported())),
    Reason(
        "contradicted",
        _("a newer reading differs"),
        Q(contradicted_fields__len__gt=0) | Q(report_count=0, site__isnull=False),
    ),
    Reason("disputed", _("accounts differ"), Q(disputed_fields__len__gt=0)),
    Reason("contested", _("contested"), Q(claim_status__in=[ClaimStatus.CONTESTED, ClaimStatus.DENIED])),
    Reason(
        "unlocated",
        _("place not located"),
        ~Q(geo_precision__in=PRECISE) | Q(site__isnull=True) | Q(site__proposed=True),
    ),
    Reason("confidence", _("low confidence"), Q(confidence__lt=LOW_CONFIDENCE)),
    Reason("undated", _("date not stated"), Q(date_from__isnull=True) | Q(date_basis="publication")),
)
BY_CODE = {reason.code: reason for reason in REASONS}


def waiting() -> QuerySet[Event]:
    """Events that only the machine has read, of which a newer reading says something else, or of which a
    reader says that something is wrong."""
    waits = Q(review_status=ReviewStatus.MACHINE) | Q(contradicted_fields__len__gt=0)
    waits = waits & ~Q(review_status=ReviewStatus.REJECTED) | Q(pk__in=_reported())
    return Event.objects.current().filter(waits)


SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "": (_("most doubtful first"), ("-weight", "confidence", F("date_from").desc(nulls_last=True), "-id")),
    "newest": (_("newest attack first"), (F("date_from").desc(nulls_last=True), "-id")),
    "oldest": (_("oldest attack first"), (F("date_from").asc(nulls_last=True), "id")),
    "changed": (_("last changed first"), ("-changed_at", "-id")),
}
HOLDERS: dict[str, str] = {"": _("whoever has it"), "mine": _("mine"), "free": _("nobody's")}


def queue(
    reason: str = "",
    *,
    within: QuerySet[Event] | None = None,
    sort: str = "",
    holder: str = "",
    user: User | None = None,
) -> QuerySet[Event]:
    """Waiting events with a ground for looking; '' takes any ground.

    ``within`` narrows to a selection; ``sort`` is a key of ``SORTS``; ``holder`` is 'mine' (``user``'s),
    'free' or ''.
    """
    grounds = [BY_CODE[reason]] if reason in BY_CODE else list(REASONS)
    condition = Q()
    for ground in grounds:
        condition |= ground.condition
    weight: Value | Case | object = Value(0)
    for ground in REASONS:
        weight = weight + Case(  # type: ignore[operator]
            When(ground.condition, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
    found = waiting().filter(condition)
    if within is not None:
        found = found.filter(pk__in=within.order_by().values("pk"))
    if holder == "mine":
        found = found.filter(assignment__person=user)
    elif holder == "free":
        found = found.filter(assignment=None)
    return (
        found.annotate(weight=weight, reported=Exists(_mistakes(OuterRef("pk"))))
        .select_related("site", "attacker", "assignment__person")
        .order_by(*SORTS[sort][1])
    )


def counts(**narrowed: Any) -> dict[str, int]:
    """Reason -> waiting events, and under '' those with any; narrowed as ``queue`` is."""
    return {code: queue(code, **narrowed).order_by().count() for code in ("", *BY_CODE)}


def reasons_of(event: Event) -> list[Reason]:
    """Why this event is in the queue, told from its values (the same conditions, read in Python)."""
    if not hasattr(event, "reported"):
        event.reported = _mistakes(event.pk).exists()  # type: ignore[attr-defined]
    checks = {
        "reported": bool(event.reported),  # type: ignore[attr-defined]
        "contradicted": bool(event.contradicted_fields)
        or (event.report_count == 0 and event.site is not None),
        "disputed": bool(event.disputed_fields),
        "contested": event.claim_status in (ClaimStatus.CONTESTED, ClaimStatus.DENIED),
        "unlocated": event.geo_precision not in PRECISE or event.site is None or event.site.proposed,
        "confidence": event.confidence < LOW_CONFIDENCE,
        "undated": event.date_from is None or event.date_basis == "publication",
    }
    return [reason for reason in REASONS if checks[reason.code]]
