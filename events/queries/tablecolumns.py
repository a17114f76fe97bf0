"""The columns that the table of events can show: which, in what order, and by which order each sorts."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.filters import BadQuery


@dataclass(frozen=True, slots=True)
class TableColumn:
    name: str
    label: str
    sorts: tuple[str, ...] = ()
    """Orders of the list that its head offers: the first at the first press, then the next."""
    number: bool = False
    shown: bool = True
    """Whether it stands in the table unless somebody chooses."""


COLUMNS: tuple[TableColumn, ...] = (
    TableColumn("date", _("Date"), ("newest", "oldest")),
    TableColumn("event", _("Event")),
    TableColumn("place", _("Place"), shown=False),
    TableColumn("country", _("Country")),
    TableColumn("attacker", _("Attacker")),
    TableColumn("target", _("Target")),
    TableColumn("weapon", _("Weapon"), shown=False),
    TableColumn("munitions", _("Number of munitions"), number=True, shown=False),
    TableColumn("outcome", _("Outcome")),
    TableColumn("interception", _("Interception"), shown=False),
    TableColumn("damage", _("Damage"), shown=False),
    TableColumn("claim", _("Claim status")),
    TableColumn("killed", _("Killed"), ("killed",), number=True),
    TableColumn("injured", _("Injured"), ("injured",), number=True),
    TableColumn("outlets", _("Outlets"), ("outlets",), number=True),
    TableColumn("review", _("Review status"), shown=False),
    TableColumn("precision", _("Date precision"), shown=False),
    TableColumn("geo", _("Place precision"), shown=False),
    TableColumn("changed", _("Last changed"), ("changed",), shown=False),
    TableColumn("id", _("Id"), shown=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
USUAL = ",".join(column.name for column in COLUMNS if column.shown)


def read(text: str) -> str:
    """The columns that ``cols=`` names, in the order of the table; '' for the usual ones.

    Raises BadQuery for a column that there is not.
    """
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    if unknown := sorted(wanted - BY_NAME.keys()):
        message = gettext("%(name)s: “%(value)s” is not known. Known are: %(known)s.")
        raise BadQuery(message % {"name": "cols", "value": unknown[0], "known": ", ".join(BY_NAME)})
    chosen = ",".join(column.name for column in COLUMNS if column.name in wanted)
    return "" if chosen in ("", USUAL) else chosen


def columns(chosen: str) -> list[TableColumn]:
    """The columns of a text that ``read`` gave."""
    names = (chosen or USUAL).split(",")
    return [BY_NAME[name] for name in names]
