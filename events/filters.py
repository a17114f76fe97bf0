"""The ONE FilterSet over events: page, API, exports, feeds and alerts all ask it; the URL is the state.

A parameter given several times means "or"; a value with a leading ``-`` leaves out; ``none`` is "not told".
A new filter is one line in ``FILTERS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django_filters import Filter, FilterSet

from events.areas import AreaFilter
from events.filterkinds import (
    BoxFilter,
    CodesFilter,
    CountryFilter,
    DayFilter,
    LocatedFilter,
    Many,
    ManyFilter,
    NumberFilter,
    ReviewFilter,
    RowsFilter,
    SinceFilter,
    ThroughFilter,
)
from events.models import Actor, Event, Outlet, Site
from events.models.event import EventQuerySet
from events.searching import TextFilter
from events.taxonomy import ClaimStatus, DatePrecision, GeoPrecision, Outcome, WeaponType

FILTERS: dict[str, Filter] = {
    "from": DayFilter("date_from", "gte", label=_("From")),
    "to": DayFilter("date_from", "lte", label=_("To")),
    "country": CountryFilter("country", label=_("Country")),
    "site": RowsFilter("site", Site, "slug", label=_("Site")),
    "attacker": RowsFilter("attacker", Actor, "slug", label=_("Attacker")),
    "target": RowsFilter("target", Actor, "slug", label=_("Target")),
    "weapon": CodesFilter("weapons", WeaponType, array=True, label=_("Weapon")),
    "outcome": CodesFilter("outcome", Outcome, label=_("Outcome")),
    "claim": CodesFilter("claim_status", ClaimStatus, label=_("Claim status")),
    "review": ReviewFilter("review_status", label=_("Review status")),
    "precision": CodesFilter("date_precision", DatePrecision, label=_("Date precision")),
    "geo": CodesFilter("geo_precision", GeoPrecision, label=_("Place precision")),
    "located": LocatedFilter("lat", label=_("On the map")),
    "outlet": ThroughFilter("outlet", Outlet, "domain", label=_("Outlet")),
    "lang": ThroughFilter("language", None, "", label=_("Language")),
    "killed_min": NumberFilter("killed_best", label=_("Killed, at least")),
    "killed_max": NumberFilter("killed_best", "lte", label=_("Killed, at most")),
    "injured_min": NumberFilter("injured_best", label=_("Injured, at least")),
    "injured_max": NumberFilter("injured_best", "lte", label=_("Injured, at most")),
    "q": TextFilter(label=_("Text")),
    "since": SinceFilter("changed_at", label=_("Changed since")),
    "bbox": BoxFilter(label=_("Map area")),
    "area": AreaFilter(label=_("Drawn area")),
}
"""Parameter -> filter, in the order of the rail and of the canonical URL.

An event counts on the first day of its date window: so each one stands in exactly one bar of the timeline,
and a period holds exactly the bars inside it. An event without a date is in no period.
"""


class BadQuery(ValueError):
    """A query string that cannot be read; ``str()`` is a sentence for a person."""


class SelectionForm(forms.Form):
    """Refuses what it does not know, instead of answering another question than the one asked."""

    def clean(self) -> dict[str, Any]:
        data = self.data
        for name in data:
            if name not in self.fields:
                message = gettext("There is no filter “%(name)s”. Known are: %(known)s.")
                self.add_error(None, message % {"name": name, "known": ", ".join(self.fields)})
            elif not isinstance(self.fields[name], Many) and len(_all(data, name)) > 1:
                self.add_error(name, gettext("It may be given only once."))
        return self.cleaned_data


class EventFilter(FilterSet):  # type: ignore[misc]
    """Narrows a set of events by the parameters of a URL."""

    class Meta:
        model = Event
        fields: ClassVar[list[str]] = []
        form = SelectionForm

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        return dict(FILTERS)

    def filter_queryset(self, queryset: EventQuerySet, without: Iterable[str] = ()) -> EventQuerySet:
        """The events of ``queryset`` that pass every filter except those named in ``without``."""
        left_out = frozenset(without)
        for name, value in self.form.cleaned_data.items():
            if name not in left_out:
                queryset = self.filters[name].filter(queryset, value)
        return queryset


def _all(data: Mapping[str, Any], name: str) -> list[str]:
    values = data.getlist(name) if isinstance(data, QueryDict) else data.get(name) or []
    return [values] if isinstance(values, str) else list(values)


@dataclass(frozen=True)
class Selection:
    """A checked query: the one thing that map, timeline, figures, facets, list and exports are about."""

    params: tuple[tuple[str, tuple[str, ...]], ...]
    """Filters that are set, in the order of ``FILTERS``, values in the order given, each once."""
    filterset: EventFilter

    def events(self, *, without: Iterable[str] = ()) -> EventQuerySet:
        """The chosen events, as if the filters in ``without`` were not set."""
        return self.filterset.filter_queryset(Event.objects.current(), without)

    @property
    def cleaned(self) -> dict[str, Any]:
        return dict(self.filterset.form.cleaned_data)

    @cached_property
    def values(self) -> dict[str, tuple[str, ...]]:
        return dict(self.params)

    @property
    def query(self) -> str:
        """The canonical query string: the same selection always reads the same."""
        return encode(self.params)

    def replaced(self, **changes: Iterable[str]) -> str:
        """The query string with some filters set anew (``from_`` stands for ``from``; empty takes off)."""
        values = dict(self.values)
        for name, given in changes.items():
            values[name.rstrip("_")] = tuple(given)
        return encode((name, values[name]) for name in FILTERS if values.get(name))


def encode(params: Iterable[tuple[str, Iterable[str]]]) -> str:
    pairs = [(name, value) for name, values in params for value in values]
    return urlencode(pairs, safe=",:()")


def select(data: QueryDict | Mapping[str, Any] | str, *, also: Iterable[str] = ()) -> Selection:
    """Read a query into a Selection.

    ``data`` is a request's ``GET``, a mapping or a query string; parameters in ``also`` belong to the asker
    (a cursor, a sort order) and are passed over, as are empty values. Raises BadQuery with a sentence.
    """
    given = parse_qs(data.lstrip("?"), keep_blank_values=True) if isinstance(data, str) else data
    passed_over = frozenset(also)
    found = QueryDict(mutable=True)
    for name in given:
        values = dict.fromkeys(value.strip() for value in _all(given, name) if value.strip())
        if name not in passed_over and (values or name not in FILTERS):
            found.setlist(name, list(values))
    filterset = EventFilter(found, queryset=Event.objects.none())
    if not filterset.is_valid():
        raise BadQuery(_sentence(filterset.form))
    params = tuple((name, tuple(found.getlist(name))) for name in FILTERS if name in found)
    return Selection(params, filterset)


def _sentence(form: forms.Form) -> str:
    """The first complaint, with the name of its parameter."""
    name, errors = next(iter(form.errors.items()))
    return str(errors[0]) if name == "__all__" else f"{name}: {errors[0]}"


def facet_names() -> list[str]:
    """Filters that choose among values and can be counted."""
    return [name for name, filter_ in FILTERS.items() if isinstance(filter_, ManyFilter)]
