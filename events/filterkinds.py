"""The kinds of filter that ``events.filters`` is made of: what a parameter may hold and how it narrows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django_filters import Filter

from events import wording
from events.models import Report
from events.models.event import EventQuerySet
from events.propernames import proper
from events.taxonomy import Code, ReviewStatus

NONE = "none"
"""The value for "not told": no attacker, no site, no country."""
MOST_VALUES = 200
SINCE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Picked:
    """Values to have and values to leave out; ``known`` maps a value to its row's key and name."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    known: dict[str, tuple[int, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def __iter__(self) -> Iterator[tuple[str, bool]]:
        """``(value, excluded)`` in the order given."""
        yield from ((value, False) for value in self.include)
        yield from ((value, True) for value in self.exclude)


class ManyWidget(forms.SelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return [values] if isinstance(values, str) else list(values or [])


class Many(forms.Field):
    """Several values, some with a leading ``-``; the filter that owns the field knows them."""

    widget = ManyWidget

    def __init__(self, *, owner: ManyFilter, **kwargs: Any) -> None:
        self.owner = owner
        super().__init__(**kwargs)

    def clean(self, value: list[str]) -> Picked:
        if len(value) > MOST_VALUES:
            raise ValidationError(gettext("More than %(most)s values.") % {"most": MOST_VALUES})
        include = tuple(one for one in value if not one.startswith("-"))
        exclude = tuple(one[1:] for one in value if one.startswith("-"))
        known = self.owner.known([*include, *exclude])
        return Picked(include, exclude, known)


class Once(forms.Field):
    """One value, read by the filter that owns the field."""

    def __init__(self, *, owner: OneFilter, **kwargs: Any) -> None:
        self.owner = owner
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> Any:
        return self.owner.read(value) if value else None


class ManyFilter(Filter):  # type: ignore[misc]
    """A choice among values, with "or" inside and exclusion."""

    field_class = Many

    def __init__(self, column: str, *, label: str) -> None:
        super().__init__(field_name=column, label=label, required=False, owner=self)

    def known(self, values: list[str]) -> dict[str, tuple[int, str]]:
        """Check the values; rows of the database give key and name. Raises ValidationError."""
        return {}

    def matching(self, values: Iterable[str], picked: Picked) -> Q:
        """The condition that an event has one of ``values``."""
        raise NotImplementedError

    def word(self, value: str, picked: Picked) -> str:
        """A value in the reader's language."""
        return proper(picked.known[value][1]) if value in picked.known else value

    def filter(self, qs: EventQuerySet, value: Picked) -> EventQuerySet:
        if value.include:
            qs = qs.filter(self.matching(value.include, value))
        return qs.exclude(self.matching(value.exclude, value)) if value.exclude else qs


class CodesFilter(ManyFilter):
    """Codes of a closed vocabulary, in a column or in an array."""

    def __init__(self, column: str, vocabulary: type[Code], *, array: bool = False, label: str) -> None:
        self.vocabulary = vocabulary
        self.array = array
        super().__init__(column, label=label)

    def known(self, values: list[str]) -> dict[str, tuple[int, str]]:
        codes = self.vocabulary.codes()
        for value in values:
            if value not in codes:
                message = gettext("“%(value)s” is no such value. Known are: %(known)s.")
                raise ValidationError(message % {"value": value, "known": ", ".join(codes)})
        return {}

    def matching(self, values: Iterable[str], picked: Picked) -> Q:
        if not self.array:
            return Q(**{f"{self.field_name}__in": list(values)})
        condition = Q(**{f"{self.field_name}__overlap": list(values)})
        # An event without any weapon is one whose weapon is not known.
        return condition | Q(**{f"{self.field_name}__len": 0}) if "unknown" in values else condition

    def word(self, value: str, picked: Picked) -> str:
        return wording.label(self.vocabulary.__name__, value)


class ReviewFilter(CodesFilter):
    """Rejected events are no events: they are left out until somebody asks for them."""

    def __init__(self, column: str, *, label: str) -> None:
        super().__init__(column, ReviewStatus, label=label)

    def filter(self, qs: EventQuerySet, value: Picked) -> EventQuerySet:
        if not value.include:
            qs = qs.exclude(review_status=ReviewStatus.REJECTED)
        return super().filter(qs, value)


class CountryFilter(ManyFilter):
    """Two-letter codes (ISO 3166-1; XZ is the open sea)."""

    def known(self, values: list[str]) -> dict[str, tuple[int, str]]:
        for value in values:
            if value != NONE and not re.fullmatch(r"[A-Z]{2}", value):
                message = gettext("“%(value)s” is no country code such as SY.")
                raise ValidationError(message % {"value": value})
        return {}

    def matching(self, values: Iterable[str], picked: Picked) -> Q:
        return Q(country__in=["" if value == NONE else value for value in values])

    def word(self, value: str, picked: Picked) -> str:
        return gettext("not told") if value == NONE else wording.country_name(value)


class RowsFilter(ManyFilter):
    """Rows of the catalogue, named by slug or domain."""

    def __init__(self, column: str, model: type[Model] | None, key: str, *, label: str) -> None:
        self.rows = model
        self.key = key
        super().__init__(column, label=label)

    def known(self, values: list[str]) -> dict[str, tuple[int, str]]:
        wanted = {value for value in values if value != NONE}
        if not wanted or self.rows is None:
            return {}
        rows = self.rows._default_manager.filter(**{f"{self.key}__in": wanted})
        found = {key: (pk, name) for key, pk, name in rows.values_list(self.key, "pk", "name")}
        if missing := sorted(wanted - found.keys()):
            raise ValidationError(gettext("There is no “%(value)s” here.") % {"value": missing[0]})
        return found

    def matching(self, values: Iterable[str], picked: Picked) -> Q:
        given = list(values)
        condition = Q(**{f"{self.field_name}__in": [picked.known[one][0] for one in given if one != NONE]})
        return condition | Q(**{f"{self.field_name}__isnull": True}) if NONE in given else condition

    def word(self, value: str, picked: Picked) -> str:
        return gettext("not told") if value == NONE else super().word(value, picked)


class ThroughFilter(RowsFilter):
    """A property of the articles that tell of the event: their outlet or their language."""

    def matching(self, values: Iterable[str], picked: Picked) -> Q:
        column = f"article__{self.field_name}__in"
        wanted = [picked.known[one][0] for one in values] if self.rows else list(values)
        return Q(Exists(Report.objects.live().filter(event=OuterRef("pk"), **{column: wanted})))

    def known(self, values: list[str]) -> dict[str, tuple[int, str]]:
        for value in values:
            if value == NONE or (self.rows is None and not LANGUAGE.fullmatch(value)):
                raise ValidationError(gettext("“%(value)s” is no such value.") % {"value": value})
        return super().known(values)

    def word(self, value: str, picked: Picked) -> str:
        return super().word(value, picked) if self.rows else wording.language_name(value)


class OneFilter(Filter):  # type: ignore[misc]
    """A single value."""

    field_class = Once

    def __init__(self, column: str = "id", *, label: str) -> None:
        super().__init__(field_name=column, label=label, required=False, owner=self)

    def read(self, text: str) -> Any:
        """The value that ``text`` stands for. Raises ValidationError."""
        return text

    def word(self, value: Any) -> str:
        """A value in the reader's language."""
        return str(value)


class DayFilter(OneFilter):
    """A day written as 2024-01-28."""

    def __init__(self, column: str, lookup: str, *, label: str) -> None:
        super().__init__(column, label=label)
        self.comparison = f"{column}__{lookup}"

    def read(self, text: str) -> date:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise ValidationError(gettext("“%(value)s” is no day such as 2024-01-28.") % {"value": text})

    def filter(self, qs: EventQuerySet, value: date | None) -> EventQuerySet:
        return qs if value is None else qs.filter(**{self.comparison: value})

    def word(self, value: date) -> str:
        return wording.period(value, value)


class NumberFilter(OneFilter):
    """At least so many, or at most; an event that tells no number passes neither."""

    def __init__(self, column: str, lookup: str = "gte", *, label: str) -> None:
        super().__init__(column, label=label)
        self.comparison = f"{column}__{lookup}"

    def read(self, text: str) -> int:
        if re.fullmatch(r"\d{1,7}", text, re.ASCII):
            return int(text)
        raise ValidationError(gettext("“%(value)s” is no whole number.") % {"value": text})

    def filter(self, qs: EventQuerySet, value: int | None) -> EventQuerySet:
        return qs if value is None else qs.filter(**{self.comparison: value})


class SinceFilter(OneFilter):
    """A day, or a moment such as 2024-01-28T06:00:00Z; what was made or changed then or later."""

    def read(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text) if SINCE.fullmatch(text) else None
        except ValueError:
            moment = None
        if moment is None:
            message = gettext("“%(value)s” is no moment such as 2024-01-28T06:00:00Z.")
            raise ValidationError(message % {"value": text[:40]})
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def filter(self, qs: EventQuerySet, value: datetime | None) -> EventQuerySet:
        return qs if value is None else qs.filter(**{f"{self.field_name}__gte": value})

    def word(self, value: datetime) -> str:
        return date_format(timezone.localtime(value), "j M Y, H:i")


class LocatedFilter(OneFilter):
    """Whether the map can draw the event."""

    def read(self, text: str) -> bool:
        if text in ("yes", "no"):
            return text == "yes"
        raise ValidationError(gettext("It is “yes” or “no”."))

    def filter(self, qs: EventQuerySet, value: bool | None) -> EventQuerySet:
        return qs if value is None else qs.filter(lat__isnull=not value)

    def word(self, value: bool) -> str:
        return gettext("located") if value else gettext("not located")


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; ``west`` is greater than ``east`` where the box lies across the antimeridian."""

    west: float
    south: float
    east: float
    north: float


class BoxFilter(OneFilter):
    """``west,south,east,north`` in degrees, as GeoJSON and OGC have it."""

    def read(self, text: str) -> Box:
        try:
            box = Box(*(float(part) for part in text.split(",")))
        except (TypeError, ValueError):
            raise ValidationError(gettext("It is west,south,east,north in degrees.")) from None
        sound = all(map(math.isfinite, (box.west, box.south, box.east, box.north)))
        if not sound or not -90 <= box.south <= box.north <= 90 or max(abs(box.west), abs(box.east)) > 180:
            raise ValidationError(gettext("It is west,south,east,north in degrees."))
        return box

    def filter(self, qs: EventQuerySet, value: Box | None) -> EventQuerySet:
        if value is None:
            return qs
        across = value.west > value.east
        inside = Q(lon__gte=value.west) & Q(lon__lte=value.east)
        round_the_back = Q(lon__gte=value.west) | Q(lon__lte=value.east)
        return qs.filter(round_the_back if across else inside, lat__range=(value.south, value.north))

    def word(self, value: Box) -> str:
        return f"{value.south:.1f}, {value.west:.1f} \u2013 {value.north:.1f}, {value.east:.1f}"
