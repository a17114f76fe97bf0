"""Towns of the world's conflict countries: where a name is that an article gives and the catalogue lacks.

Only names that the text itself shows to be places are looked up, so that a town called like a common word
harms nobody. The list is read when the first name is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LEAD = 5
"""How many times larger than its namesakes of one country a town must be to be the one that is meant."""
KNOWN_ABROAD = 100_000
"""Inhabitants from which a town is believed in a country that the article does not speak of."""
MIN_FORM = 3


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place. ``country`` is ISO alpha-2, ``population`` 0 when not known."""

    name: str
    country: str
    lat: float
    lon: float
    population: int


@dataclass
class Towns:
    """Towns by folded name; ``text`` holds one a line (see ``events/data/README.md``)."""

    text: str = ""
    _forms: dict[str, list[str]] | None = field(default=None, repr=False)
    _mains: dict[str, str] = field(default_factory=dict, repr=False)
    """The own name of a row, before its other spellings."""

    def find(self, form: str, countries: Iterable[str]) -> tuple[Town | None, str]:
        """The town that the folded ``form`` means in an article on ``countries``, and its country.

        The town is None where several of one country bear the name; the country is '' where nothing fits.
        """
        rows = self._lookup().get(form, ()) if len(form) >= MIN_FORM else ()
        if not rows:
            return None, ""
        spoken = set(countries)
        towns = sorted((_town(row) for row in rows), key=lambda t: (-t.population, t.country, t.lat))
        near = [town for town in towns if town.country in spoken]
        if not near:
            best = towns[0]
            itself = any(_town(row) == best and self._mains[row] == form for row in rows)
            known = not spoken or (best.population >= KNOWN_ABROAD and itself)
            return (best, best.country) if known and _leads(towns) else (None, "")
        lands = {town.country for town in near}
        if len(lands) > 1 and not _leads(near):
            return None, ""
        own = [town for town in near if town.country == near[0].country]
        return (near[0] if _leads(own) else None), near[0].country

    def _lookup(self) -> dict[str, list[str]]:
        if self._forms is None:
            forms: dict[str, list[str]] = {}
            self._mains = {}
            for line in self.text.splitlines():
                row, _, names = line.rpartition("\t")
                self._mains[row] = names.partition("|")[0]
                for name in names.split("|"):
                    forms.setdefault(name, []).append(row)
            self._forms = forms
        return self._forms


def _town(row: str) -> Town:
    name, country, lat, lon, population = row.split("\t")
    return Town(name, country, float(lat), float(lon), int(population))


def _leads(towns: list[Town]) -> bool:
    """The first is the only one, or far larger than the next."""
    return len(towns) == 1 or towns[0].population >= LEAD * max(towns[1].population, 1)
