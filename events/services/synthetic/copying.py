"""Writes made-up rows by COPY, with the tables' triggers off and their indexes built afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import InternalError, ProgrammingError, connection, transaction

from events.models import Event, Report
from events.models.event import ALPHABET
from events.models.values import AttackValues
from events.services.synthetic import lines
from events.services.synthetic.articles import Articles
from events.services.synthetic.lines import EPOCH, SAID
from events.services.synthetic.shape import WEAPONS, Drawn, World
from events.taxonomy import ClaimStatus, DatePrecision, GeoPrecision, Outcome, ReviewStatus

Tell = Callable[[str], object]


@contextmanager
def bulk(tables: Sequence[str], tell: Tell) -> Iterator[None]:
    """The tables to ourselves until the commit: no triggers, indexes taken off and built again at the end."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexdef, format('%%I.%%I', schemaname, indexname) FROM pg_indexes i "
            "WHERE tablename = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c "
            "WHERE c.conindid = format('%%I.%%I', schemaname, indexname)::regclass)",
            [list(tables)],
        )
        indexes = cursor.fetchall()
        for _definition, name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _skip_references()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for definition, name in indexes:
            cursor.execute(definition)
            tell(f"index {name.split('.')[-1]} is built")


def _skip_references() -> None:
    """References hold by the way the rows are made; checking them again takes minutes. Needs a superuser."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    except (InternalError, ProgrammingError):
        return


def write(drawn: Drawn, world: World, tell: Tell) -> tuple[int, int]:
    """Copy events, articles, snapshots and reports. Returns the number of articles and of reports."""
    first = {name: _first_id(name) for name in ("event", "article", "snapshot", "report")}
    events, articles, reports = len(drawn.site), int(drawn.article[-1]) + 1, len(drawn.article)
    lines.copy("events_event", _event_columns(), _events(drawn, world, first["event"]))
    tell("events are written")
    spans = Articles(drawn, world, first).copy()
    _texts(first["snapshot"])
    tell("articles are written")
    _reports(drawn, first, spans)
    tell("reports are written")
    for name, count in (
        ("event", events),
        ("article", articles),
        ("snapshot", articles),
        ("report", reports),
    ):
        with connection.cursor() as cursor:
            sequence = f"pg_get_serial_sequence('events_{name}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, %s)", [first[name] + count])
    return articles, reports


def _texts(first: int) -> None:
    """What the trigger of a new snapshot would write, which is off."""
    with connection.cursor() as cursor:
        sql = "INSERT INTO events_text SELECT id, article_id FROM events_snapshot WHERE id >= %s"
        cursor.execute(sql, [first])


def _first_id(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM events_{name}")  # noqa: S608
        return int(cursor.fetchone()[0])


FIXED: dict[str, str] = {
    "time_of_day": "", "site_as_written": "", "attacker_basis": "stated", "claimant_id": "\\N",
    "weapon_systems": "{}", "munition_low": "\\N", "munition_best": "\\N", "munition_high": "\\N",
    "victims": "{}", "interception": "unknown", "damage": "not_stated", "damage_text": "",
    "merged_into_id": "\\N",
    "withdrawn": "f", "block": "", "anchored": "f", "basis": "{}",
    "disputed_fields": "{}", "contradicted_fields": "{}", "revision": "1",
}  # fmt: skip
VARYING = (
    "id", "public_id", "date_from", "date_to", "date_precision", "date_basis", "site_id", "site_name",
    "country", "lat", "lon", "geo_precision", "radius_m", "attacker_id", "attacker_name", "target_id",
    "target_name", "weapons", "outcome", "claim_status", "review_status", "killed_low", "killed_best",
    "killed_high", "injured_low", "injured_best", "injured_high", "confidence", "report_count",
    "outlet_count", "created_at", "changed_at",
)  # fmt: skip


def _event_columns() -> list[str]:
    known = {field.column for field in Event._meta.concrete_fields}
    assert known == {*FIXED, *VARYING}, known ^ {*FIXED, *VARYING}
    return [*VARYING, *FIXED]


def _public_id(number: int) -> str:
    """A different id for every number below 32**8: an odd factor permutes them."""
    scattered = number * 0x9E3779B1 * 2_654_435_761 % 32**8
    return "CW-" + "".join(ALPHABET[scattered >> shift & 31] for shift in range(35, -5, -5))


def _place(site: Any, vague: bool) -> str:
    precision = GeoPrecision.DISTRICT if vague else GeoPrecision.SITE
    radius = 20_000 if vague else site.radius_m
    return "\t".join(
        map(lines.text, (site.pk, site.name, site.country, site.lat, site.lon, precision.value, radius))
    )


def _toll(best: int, spread: int) -> str:
    return "\\N\t\\N\t\\N" if best < 0 else f"{max(0, best - spread)}\t{best}\t{best + spread}"


def _events(drawn: Drawn, world: World, first: int) -> Iterator[str]:
    count = len(drawn.site)
    days = {day: (EPOCH + timedelta(days=day)).isoformat() for day in range(int(drawn.day.max()) + 400)}
    places = [(_place(site, False), _place(site, True)) for site in world.sites]
    places.append(("\\N\t\t\t\\N\t\\N\t9\t\\N",) * 2)
    actors = [f"{actor.pk}\t{lines.text(actor.name)}" for actor in world.actors] + ["\\N\t"]
    weapons = ["{" + ",".join(codes) + "}" for codes, _share in WEAPONS]
    tolls = {(best, spread): _toll(best, spread) for best in range(-1, 400) for spread in range(3)}
    copies = [0] * count
    for event in drawn.told_event.tolist():
        copies[event] += 1
    precision, outcomes, claims = DatePrecision.codes(), Outcome.codes(), ClaimStatus.codes()
    reviews, fixed = ReviewStatus.codes(), "\t".join(FIXED.values()) + "\n"
    now = datetime.now(UTC).isoformat()
    columns = (
        drawn.day, drawn.length, drawn.precision, drawn.site, drawn.vague, drawn.attacker, drawn.target,
        drawn.weapons, drawn.outcome, drawn.claim, drawn.review, drawn.killed, drawn.injured, drawn.spread,
        drawn.confidence,
    )  # fmt: skip
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for index, row in enumerate(rows):
        day, length, exact, site, vague, by, on, with_, outcome, claim, review, killed, hurt, spread, sure = (
            row
        )
        dated = f"{days[day]}\t{days[day + length]}" if day else "\\N\\N".replace("N\\", "N\t\\")
        changed = f"{days[day + 2]} {index % 24:02}:{index % 60:02}:00+00" if day else now
        yield (
            f"{first + index}\t{_public_id(first + index)}\t{dated}\t{precision[exact]}"
            f"\t{'stated' if day else 'none'}\t{places[site][vague]}\t{actors[by]}\t{actors[on]}"
            f"\t{weapons[with_]}\t{outcomes[outcome]}\t{claims[claim]}\t{reviews[review]}"
            f"\t{tolls[killed, spread]}\t{tolls[hurt, spread]}\t{sure}\t{copies[index]}\t{copies[index]}"
            f"\t{now}\t{changed}\t{fixed}"
        )


def _reports(drawn: Drawn, first: dict[str, int], spans: list[tuple[int, int]]) -> None:
    """Reports say what their event says: the values are taken from its row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE told (event int, report int, article int, number int, spans text) "
            "ON COMMIT DROP"
        )
    lines.copy("told", ("event", "report", "article", "number", "spans"), _told(drawn, first, spans))
    values = [str(field.column) for field in AttackValues._meta.fields]
    shared = ", ".join(values)
    own = ", ".join(f"e.{column}" for column in values)
    ahead = first["snapshot"] - first["article"]
    assert {field.column for field in Report._meta.concrete_fields} == {*values, *REPORT}
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO events_report ({shared}, {', '.join(REPORT)}) "  # noqa: S608
            f"SELECT {own}, t.report, t.article, t.article + %s, t.number, t.spans::jsonb, '{{}}', %s, %s, "
            "NULL, e.id, e.id, '', e.date_from, e.date_to, false, NULL, '[]', e.created_at, NULL "
            "FROM told t JOIN events_event e ON e.id = t.event",
            [ahead, SAID, SAID],
        )


REPORT = (
    "id", "article_id", "snapshot_id", "number", "spans", "flags", "engine_version",
    "gazetteer_version", "predecessor_id", "event_id", "home_id", "block", "window_from", "window_to",
    "firm", "match_score", "match_reasons", "created_at", "superseded_at",
)  # fmt: skip


def _told(drawn: Drawn, first: dict[str, int], spans: list[tuple[int, int]]) -> Iterator[str]:
    number, before = 0, -1
    rows = zip(drawn.told_event.tolist(), drawn.article.tolist(), spans, strict=True)
    for index, (event, article, span) in enumerate(rows):
        number = number + 1 if article == before else 1
        before = article
        told = json.dumps({"site": [list(span)]})
        ids = f"{first['event'] + event}\t{first['report'] + index}\t{first['article'] + article}"
        yield f"{ids}\t{number}\t{told}\n"
