"""What the dashboard's URL says: a selection of events and how the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.filters import BadQuery, Selection, encode, select
from events.queries import tablecolumns
from events.queries.rows import SORTS
from events.queries.timeline import BINS, STACKS

VIEWS: dict[str, str] = {"map": _("Map"), "places": _("Places"), "events": _("Table")}
CHOICES: dict[str, tuple[str, ...]] = {
    "view": tuple(VIEWS),
    "sort": tuple(SORTS),
    "by": tuple(STACKS),
    "bin": ("", *BINS),
    "cols": ("",),
}
"""Parameters of the page itself; the first of each is what a bare URL means. ``cols`` is read as a list."""
CARRIED = ("located", "since", "bbox", "area")
PASSING = ("at", "cursor", "find", "facet", "name")
"""Parameters of single requests, which never stay in the URL of the page."""


@dataclass(frozen=True)
class State:
    selection: Selection
    choices: dict[str, str]
    """Those of ``CHOICES``, each with a value."""

    @property
    def query(self) -> str:
        return self.link()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the rail has to carry along, because it has no control for it."""
        filters = [(name, value) for name in CARRIED for value in self.selection.values.get(name, ())]
        return filters + [(name, value) for name, value in self.choices.items() if value != CHOICES[name][0]]

    def link(self, filters: str | None = None, **choices: str) -> str:
        """The query string of this state with another selection or other choices of the page."""
        chosen = {**self.choices, **choices}
        shown = [(name, [value]) for name, value in chosen.items() if value != CHOICES[name][0]]
        parts = (self.selection.query if filters is None else filters, encode(shown))
        return "&".join(part for part in parts if part)

    def without(self, names: Iterable[str]) -> str:
        """The query string with some filters taken off."""
        return self.link(self.selection.replaced(**dict.fromkeys(names, ())))

    def with_value(self, name: str, value: str) -> str:
        """The query string with one more value of a filter, in place of the same value's opposite."""
        bare = value.removeprefix("-")
        others = (one for one in self.selection.values.get(name, ()) if one.removeprefix("-") != bare)
        return self.link(self.selection.replaced(**{name: (*others, value)}))


def state_of(request: HttpRequest) -> State:
    """Read the state of a request. Raises BadQuery with a sentence."""
    choices = {}
    for name, known in CHOICES.items():
        value = request.GET.get(name) or known[0]
        if name == "cols":
            value = tablecolumns.read(value)
        elif value not in known:
            message = gettext("%(name)s: “%(value)s” is not known. Known are: %(known)s.")
            listed = ", ".join(one for one in known if one)
            raise BadQuery(message % {"name": name, "value": value, "known": listed})
        choices[name] = value
    return State(select(request.GET, also=(*CHOICES, *PASSING)), choices)
