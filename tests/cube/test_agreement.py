"""The cube says what SQL says, whatever is chosen and whatever was written since it was read."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from events.filters import Selection, select
from events.models import Actor, Article, Event, Outlet, Report, Site
from events.queries.facets import facets
from events.queries.figures import figures
from events.queries.places import places
from events.queries.standing import Cube, cube
from events.queries.timeline import STACKS, timeline
from events.taxonomy import ClaimStatus, ReviewStatus
from tests.dashboard.conftest import Rows, keep, make, tell, thrown
from tests.dashboard.test_agreement import random_query, walked

TODAY = date(2024, 6, 1)
pytestmark = pytest.mark.django_db(transaction=True)


def answers(selection: Selection) -> dict[str, Any]:
    drawn = places(selection)
    return {
        "figures": figures(selection, today=TODAY),
        "sites": sorted(drawn.sites, key=repr),
        "areas": sorted(drawn.areas, key=repr),
        "not located": drawn.not_located,
        "facets": facets(selection),
        **{by: timeline(selection, by=by) for by in STACKS},
        "weeks": timeline(selection, by="weapon", bin_="week"),
        "list": [(sort, walked(selection.query, sort)) for sort in ("newest", "oldest", "killed")],
    }


def agrees(query: str, settings: Any) -> None:
    selection = select(query)
    with cube.current() as table:
        assert table is not None
    counted = answers(selection)
    settings.CUBE = False
    asked = answers(selection)
    settings.CUBE = True
    for name, answer in asked.items():
        assert counted[name] == answer, (query, name)


def unnamed(dice: random.Random) -> Event:
    """An event at a place that the catalogue lacks."""
    return make(
        dice,
        site=None,
        site_name=dice.choice(["Tell A", "Tell B"]),
        country="IQ",
        lat=dice.choice([33.5, 34.5]),
        lon=44.5,
        geo_precision=dice.choice(["1", "3", "4"]),
        radius_m=dice.choice([None, 800, 9000]),
    )


def corrected(dice: random.Random) -> None:
    event = dice.choice(list(Event.objects.all()))
    event.claim_status = dice.choice(ClaimStatus.codes())
    event.review_status = dice.choice(ReviewStatus.codes())
    event.weapons = dice.choice([[], ["drone", "ied"], ["unknown"], ["missile"]])
    event.killed_low, event.killed_best, event.killed_high = dice.choice([(None, 3, 9), (2, None, None)])
    event.date_from = event.date_to = dice.choice([None, date(2023, 12, dice.randint(1, 31))])
    event.save()


def withdrawn(dice: random.Random) -> None:
    rows = list(Event.objects.all())
    Event.objects.filter(pk=dice.choice(rows).pk).update(withdrawn=dice.random() < 0.7)
    Event.objects.filter(pk=dice.choice(rows[1:]).pk).update(merged_into=rows[0])


def retold(dice: random.Random) -> None:
    reports = list(Report.objects.filter(event__isnull=False))
    Report.objects.filter(pk=dice.choice(reports).pk).update(superseded_at=None, event=reports[0].event)
    tell(dice.choice(list(Event.objects.all())), "other.example", "fa", f"More of it, {dice.random()}.")


def renamed(dice: random.Random) -> None:
    Site.objects.filter(pk=dice.choice(list(Site.objects.all())).pk).update(name=f"Name {dice.random()}")
    Actor.objects.filter(slug="iri").update(name=f"Side {dice.random()}")
    Outlet.objects.filter(domain="wire.example").update(name=f"Wire {dice.random()}")


def of_another_outlet(dice: random.Random) -> None:
    article = dice.choice(list(Article.objects.all()))
    Article.objects.filter(pk=article.pk).update(outlet=Outlet.objects.order_by("?").first(), language="tr")


def several(dice: random.Random) -> None:
    rows = Rows.read()
    keep([thrown(dice, rows) for _ in range(5)], dice, rows)


WRITES: list[Callable[[random.Random], object]] = [
    corrected, withdrawn, retold, renamed, of_another_outlet, several, unnamed,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_the_cube_equals_sql_after_every_write(seed: int, many: list[Event], settings: Any) -> None:
    dice = random.Random(seed)
    for _ in range(3):
        unnamed(dice)
    agrees("", settings)
    for write in dice.sample(WRITES, len(WRITES)):
        write(dice)
        agrees(random_query(dice), settings)
        agrees("", settings)


@pytest.mark.parametrize("seed", range(12))
def test_the_cube_equals_sql_for_any_selection(seed: int, many: list[Event], settings: Any) -> None:
    unnamed(random.Random(seed))
    agrees(random_query(random.Random(seed + 500)), settings)


TEXTS = ["اتهم مصدر الجيش بقصف الأسد ليلاً", "Взрывы под Киёвом", "Défense d'Alep, CW-0000", "nothing of note"]
SEARCHES = [
    "اسد",
    "الاسد",
    "киев",
    "alep",
    "ALEP def",
    "-alep",
    "tanf -الجيش",
    "syria",
    "iri",
    "note of",
    "jaysh",
]


@pytest.mark.parametrize("text", SEARCHES)
def test_the_cube_equals_sql_for_words(text: str, many: list[Event], settings: Any) -> None:
    dice = random.Random(text)
    with cube.current():
        pass
    for number, body in enumerate(TEXTS):
        for event in dice.sample(many, 7):
            tell(event, f"w{number}.example", "en", body)
    agrees(f"q={text}", settings)
    article = Article.objects.filter(outlet__domain="w3.example").first()
    Article.objects.filter(pk=article.pk).update(title=f"More about {text.split()[0].strip('-')}")  # type: ignore[union-attr]
    agrees(f"q={text}&review=machine&review=rejected", settings)


def test_no_events_at_all(catalogue: None, settings: Any) -> None:
    agrees("", settings)
    agrees("country=SY&from=2024-01-01&lang=ar", settings)


def test_a_cube_of_its_own_reads_what_the_shared_one_caught_up_with(many: list[Event]) -> None:
    """Written row by row or read at once: the same table."""
    dice = random.Random(5)
    with cube.current() as table:
        assert table is not None
    for write in WRITES:
        write(dice)
    fresh = Cube()
    with cube.current() as old, fresh.current() as new:
        assert old is not None
        assert new is not None
        living = old["id"][old.living].tolist()
        assert living == new["id"].tolist() == sorted(Event.objects.current().values_list("pk", flat=True))
