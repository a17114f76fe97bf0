"""The rail of filters as the template draws it: which facets stand open, how many values each shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.folding import pattern, words
from events.queries.facets import Facet, Option, facets
from events.views.state import State

SHOWN = 8
MOST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One value with what a click on it does."""

    option: Option
    percent: int
    exclude: str
    """Query string that leaves the value out."""

    @property
    def parameter(self) -> str:
        return f"-{self.option.value}" if self.option.excluded else self.option.value


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    summary: str
    lines: tuple[Line, ...]
    hidden: int
    """Values that are not shown."""
    open: bool
    searchable: bool


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    open: bool
    shown: int
    searchable: bool = False


RAIL: tuple[Shape, ...] = (
    Shape("country", True, 5),
    Shape("site", True, 4, searchable=True),
    Shape("attacker", True, 4, searchable=True),
    Shape("weapon", True, 4),
    Shape("claim", True, 6),
    Shape("target", False, SHOWN, searchable=True),
    Shape("outcome", False, SHOWN),
    Shape("review", False, SHOWN),
    Shape("outlet", False, SHOWN, searchable=True),
    Shape("lang", False, SHOWN),
    Shape("precision", False, SHOWN),
    Shape("geo", False, 9),
)
"""Facets in the order of the rail."""

UNSET = {"review": _("not rejected")}
"""What a facet stands for while nothing is chosen in it."""


def groups(state: State, counted: list[Facet]) -> list[Group]:
    by_name = {facet.name: facet for facet in counted}
    return [_group(state, shape, by_name[shape.name]) for shape in RAIL]


def whole(state: State, name: str, find: str) -> Group | None:
    """One facet with all its values; None if there is no such facet."""
    shape = next((one for one in RAIL if one.name == name), None)
    if shape is None:
        return None
    (facet,) = facets(state.selection, [name])
    sought = [re.compile(pattern(word), re.IGNORECASE) for word in words(find)]
    options = [one for one in facet.options if all(form.search(one.word) for form in sought)]
    lines = tuple(_line(state, facet, option) for option in options[:MOST])
    return Group(name, gettext(facet.label), _summary(facet), lines, len(options) - len(lines), True, False)


def _group(state: State, shape: Shape, facet: Facet) -> Group:
    shown = [option for option in facet.options if option.chosen or option.excluded]
    for option in facet.options:
        if len(shown) < shape.shown and option not in shown:
            shown.append(option)
    ordered = [option for option in facet.options if option in shown]
    return Group(
        name=shape.name,
        label=gettext(facet.label),
        summary=_summary(facet),
        lines=tuple(_line(state, facet, option) for option in ordered),
        hidden=len(facet.options) - len(ordered),
        open=shape.open or bool(facet.chosen),
        searchable=shape.searchable,
    )


def _line(state: State, facet: Facet, option: Option) -> Line:
    percent = round(100 * option.count / facet.most) if facet.most else 0
    return Line(option, percent, state.with_value(facet.name, f"-{option.value}"))


def _summary(facet: Facet) -> str:
    """The choice in a few words, for a group that is shut."""
    chosen = facet.chosen
    if not chosen:
        return gettext(UNSET[facet.name]) if facet.name in UNSET else gettext("any")
    first = gettext("not %(value)s") % {"value": chosen[0].word} if chosen[0].excluded else chosen[0].word
    return first if len(chosen) == 1 else gettext("%(count)s chosen") % {"count": len(chosen)}


@dataclass(frozen=True, slots=True)
class Preset:
    word: str
    link: str
    on: bool


def presets(state: State, today: date) -> list[Preset]:
    """Periods that end today, and all time."""
    begin, until = state.selection.cleaned["from"], state.selection.cleaned["to"]
    found = []
    for word, days in ((gettext("30 d"), 30), (gettext("90 d"), 90), (gettext("1 y"), 365)):
        start = today - timedelta(days=days)
        link = state.link(state.selection.replaced(from_=[start.isoformat()], to=[]))
        found.append(Preset(word, link, begin == start and until is None))
    found.append(Preset(gettext("All"), state.without(["from", "to"]), not begin and not until))
    return found
