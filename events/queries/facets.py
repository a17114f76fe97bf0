"""Live counts for the rail: how many events each value would give, a facet ignoring its own choice.

The cube counts them. Where SQL has to answer, one statement does: one materialised set of rows for the
selection, one more for every facet in which something is chosen, and a count over the set that fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection

from events.cube import measures
from events.cube.choice import Choices
from events.filterkinds import NONE, CodesFilter, ManyFilter, Picked
from events.filters import FILTERS, Selection, facet_names
from events.models import Actor, Article, Event, Outlet, Report, Site
from events.propernames import proper
from events.queries.choosing import chosen
from events.queries.feed import VOCABULARIES, WEAPONS
from events.taxonomy import WeaponType

COLUMNS = (
    "id",
    "country",
    "site_id",
    "attacker_id",
    "target_id",
    "weapons",
    "outcome",
    "claim_status",
    "review_status",
    "date_precision",
    "geo_precision",
)


# Only names of columns, tables and facets of our own are put into these statements; values are parameters.
def _plain(column: str) -> str:
    return f"SELECT {column}::text AS value, '' AS name, count(*) AS n FROM {{rows}} GROUP BY 1"  # noqa: S608


def _named(column: str, model: type[Site] | type[Actor]) -> str:
    table = model._meta.db_table
    return (
        f"SELECT t.slug AS value, t.name AS name, c.n AS n "  # noqa: S608
        f"FROM (SELECT {column}, count(*) AS n FROM {{rows}} GROUP BY 1) c "
        f"LEFT JOIN {table} t ON t.id = c.{column}"
    )


def _told(value: str, name: str, join: str = "") -> str:
    report, article = Report._meta.db_table, Article._meta.db_table
    return (
        f"SELECT {value} AS value, {name} AS name, count(DISTINCT s.id) AS n FROM {{rows}} s "  # noqa: S608
        f"JOIN {report} r ON r.event_id = s.id AND r.superseded_at IS NULL "
        f"JOIN {article} a ON a.id = r.article_id {join} WHERE {value} <> '' GROUP BY 1, 2"
    )


WEAPON = (
    "SELECT w AS value, '' AS name, count(DISTINCT s.id) AS n FROM {rows} s, "
    "unnest(CASE WHEN cardinality(s.weapons) = 0 THEN ARRAY['unknown'] ELSE s.weapons::text[] END) w "
    "GROUP BY 1"
)

COUNTS: dict[str, str] = {
    "country": _plain("country"),
    "site": _named("site_id", Site),
    "attacker": _named("attacker_id", Actor),
    "target": _named("target_id", Actor),
    "weapon": WEAPON,
    "outcome": _plain("outcome"),
    "claim": _plain("claim_status"),
    "review": _plain("review_status"),
    "precision": _plain("date_precision"),
    "geo": _plain("geo_precision"),
    "outlet": _told("o.domain", "o.name", f"JOIN {Outlet._meta.db_table} o ON o.id = a.outlet_id"),
    "lang": _told("a.language", "''"),
}
"""Facet -> the statement that counts it over ``{rows}``."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet."""

    value: str
    word: str
    count: int
    chosen: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]
    closed: bool
    """Whether its values are a closed vocabulary, which keeps its own order."""

    @property
    def most(self) -> int:
        return max((option.count for option in self.options), default=0)

    @property
    def chosen(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.chosen or option.excluded)


def facets(selection: Selection, names: Iterable[str] | None = None) -> list[Facet]:
    """The facets of ``selection`` (all, or those named), each with every value that counts or is chosen."""
    wanted = list(names) if names is not None else facet_names()
    counted = _counts(selection, wanted)
    return [_facet(name, selection.cleaned[name], counted.get(name, {})) for name in wanted]


def _counts(selection: Selection, names: list[str]) -> dict[str, dict[str, tuple[str, int]]]:
    """Facet -> value -> (name, count)."""
    with chosen(selection) as cube:
        if cube is not None:
            return {name: _counted(cube, name, _own(selection, name)) for name in names}
    return _by_sql(selection, names)


def _own(selection: Selection, name: str) -> bool:
    """Whether a facet has a choice of its own, which its counts leave out."""
    return name in selection.values or name == "review"


def _counted(cube: Choices, name: str, own: bool) -> dict[str, tuple[str, int]]:
    choice = cube.choice(without=[name] if own else [])
    if name == "weapon":
        codes = WeaponType.codes()
        found = measures.weapons(choice, len(codes), WEAPONS[WeaponType.UNKNOWN])
        return {codes[code - 1]: ("", count) for code, count in found.items()}
    counts = measures.values(cube.table, CUBE_NAMES.get(name, name), choice)
    names = cube.table.names
    rows = {"site": names.sites, "attacker": names.actors, "target": names.actors, "outlet": names.outlets}
    if name in rows:
        known = {**rows[name], 0: (NONE, "")}
        return {known[pk][0]: (known[pk][1], n) for pk, n in counts.items()}
    if name == "geo":
        return {chr(int(code)): ("", n) for code, n in counts.items()}
    if name in VOCABULARIES:
        order = VOCABULARIES[name].codes()
        return {order[int(code) - 1]: ("", n) for code, n in counts.items() if code}
    return {str(value) or NONE: ("", n) for value, n in counts.items()}


CUBE_NAMES = {"lang": "language"}


def _by_sql(selection: Selection, names: list[str]) -> dict[str, dict[str, tuple[str, int]]]:
    tables, parts, params = {}, [], []
    for name in names:
        own = _own(selection, name)
        table = f"without_{name}" if own else "everything"
        if table not in tables:
            rows = selection.events(without=[name] if own else []).order_by().values(*COLUMNS)
            try:
                sql, given = rows.query.sql_with_params()
            except EmptyResultSet:
                sql, given = Event.objects.filter(pk__lt=0).values(*COLUMNS).query.sql_with_params()
            tables[table] = sql
            params.extend(given)
        counted = COUNTS[name].format(rows=table)
        parts.append(f"SELECT '{name}', value, name, n FROM ({counted}) AS f_{name}")  # noqa: S608
    having = ", ".join(f"{table} AS MATERIALIZED ({sql})" for table, sql in tables.items())
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {having} {' UNION ALL '.join(parts)}", params)
        rows_found = cursor.fetchall()
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for name, value, title, count in rows_found:
        found.setdefault(name, {})[value or NONE] = (title or "", count)
    return found


def _facet(name: str, picked: Picked, counted: dict[str, tuple[str, int]]) -> Facet:
    kind: ManyFilter = FILTERS[name]
    marked = dict(picked)
    options = [
        Option(
            value=value,
            word=_word(kind, value, counted.get(value, ("", 0))[0], picked),
            count=counted.get(value, ("", 0))[1],
            chosen=marked.get(value) is False,
            excluded=marked.get(value) is True,
        )
        for value in dict.fromkeys([*counted, *marked])
    ]
    closed = isinstance(kind, CodesFilter)
    if closed:
        order = kind.vocabulary.codes()
        options.sort(key=lambda option: order.index(option.value))
    else:
        options.sort(key=lambda option: (-option.count, option.value == NONE, option.word))
    return Facet(name, kind.label, tuple(options), closed)


def _word(kind: ManyFilter, value: str, name: str, picked: Picked) -> str:
    """The database's name of a row where the filter itself knows none."""
    if value in picked.known or value == NONE or not name or name == value:
        return kind.word(value, picked)
    return proper(name)
