"""The chosen filters in words, one chip a filter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from events import wording
from events.filterkinds import ManyFilter, OneFilter
from events.filters import FILTERS, Selection


@dataclass(frozen=True, slots=True)
class Chip:
    names: tuple[str, ...]
    """The filters that taking the chip off takes off."""
    label: str
    words: str
    excluded: bool = False
    opposite: str = ""
    """The value that turns inside out; '' where a chip has none."""


def chips(selection: Selection) -> list[Chip]:
    """Chips of ``selection`` in the order of the filters."""
    found = []
    values = selection.cleaned
    if values["from"] and values["to"]:
        words = wording.period(values["from"], values["to"])
        found.append(Chip(("from", "to"), gettext("Period"), words))
    for name in selection.values:
        if name in ("from", "to") and values["from"] and values["to"]:
            continue
        kind = FILTERS[name]
        chip = Chip((name,), gettext(kind.label), _words(kind, values[name]))
        found.append(_area(chip, selection) if name == "area" else chip)
    return found


def _area(chip: Chip, selection: Selection) -> Chip:
    (text,) = selection.values["area"]
    excluded = text.startswith("-")
    return replace(chip, excluded=excluded, opposite=text[1:] if excluded else f"-{text}")


def _words(kind: ManyFilter | OneFilter, value: object) -> str:
    if not isinstance(kind, ManyFilter):
        return kind.word(value)
    words = [
        gettext("not %(value)s") % {"value": kind.word(one, value)} if excluded else kind.word(one, value)  # type: ignore[arg-type]
        for one, excluded in value  # type: ignore[attr-defined]
    ]
    return gettext(", ").join(words)
