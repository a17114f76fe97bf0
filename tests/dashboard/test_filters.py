"""The one FilterSet: what each parameter narrows to, what is refused, and that a URL reads back the same."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from events.filters import FILTERS, BadQuery, select
from events.models import Event
from events.taxonomy import ReviewStatus
from tests import factories as f
from tests.dashboard.conftest import CHANGED, make, make_many, tell

Test = Callable[[Event], bool]


def told_by(event: Event, **columns: str) -> bool:
    return event.reports.filter(superseded_at__isnull=True, **columns).exists()  # type: ignore[attr-defined]


CASES: dict[str, list[tuple[str, Test]]] = {
    "from": [("from=2023-12-15", lambda e: e.date_from is not None and e.date_from >= date(2023, 12, 15))],
    "to": [("to=2023-12-15", lambda e: e.date_from is not None and e.date_from <= date(2023, 12, 15))],
    "country": [
        ("country=SY", lambda e: e.country == "SY"),
        ("country=SY&country=IQ", lambda e: e.country in ("SY", "IQ")),
        ("country=-SY", lambda e: e.country != "SY"),
        ("country=none", lambda e: e.country == ""),
    ],
    "site": [
        ("site=tanf", lambda e: e.site is not None and e.site.slug == "tanf"),
        ("site=-tanf", lambda e: e.site is None or e.site.slug != "tanf"),
        ("site=none&site=erbil", lambda e: e.site is None or e.site.slug == "erbil"),
        ("site=-none", lambda e: e.site is not None),
    ],
    "attacker": [
        ("attacker=iri", lambda e: e.attacker is not None and e.attacker.slug == "iri"),
        ("attacker=none", lambda e: e.attacker is None),
        ("attacker=-iri", lambda e: e.attacker is None or e.attacker.slug != "iri"),
    ],
    "target": [
        ("target=us-forces", lambda e: e.target is not None),
        ("target=none", lambda e: e.target is None),
    ],
    "weapon": [
        ("weapon=drone", lambda e: "drone" in e.weapons),
        ("weapon=drone&weapon=mortar", lambda e: bool({"drone", "mortar"} & set(e.weapons))),
        ("weapon=drone&weapon=-rocket", lambda e: "drone" in e.weapons and "rocket" not in e.weapons),
        ("weapon=unknown", lambda e: not e.weapons),
    ],
    "outcome": [
        ("outcome=hit", lambda e: e.outcome == "hit"),
        ("outcome=-hit", lambda e: e.outcome != "hit"),
    ],
    "claim": [("claim=confirmed&claim=denied", lambda e: e.claim_status in ("confirmed", "denied"))],
    "review": [("review=reviewed", lambda e: e.review_status == "reviewed")],
    "precision": [("precision=week", lambda e: e.date_precision == "week")],
    "geo": [("geo=4&geo=9", lambda e: e.geo_precision in ("4", "9"))],
    "located": [("located=no", lambda e: e.lat is None), ("located=yes", lambda e: e.lat is not None)],
    "outlet": [
        ("outlet=wire.example", lambda e: told_by(e, article__outlet__domain="wire.example")),
        ("outlet=-wire.example", lambda e: not told_by(e, article__outlet__domain="wire.example")),
    ],
    "lang": [("lang=ar", lambda e: told_by(e, article__language="ar"))],
    "killed_min": [("killed_min=1", lambda e: (e.killed_best or 0) >= 1)],
    "injured_min": [("injured_min=3", lambda e: (e.injured_best or 0) >= 3)],
    "killed_max": [("killed_max=1", lambda e: e.killed_best is not None and e.killed_best <= 1)],
    "injured_max": [("injured_max=2", lambda e: e.injured_best is not None and e.injured_best <= 2)],
    "since": [
        ("since=2024-06-01T00:25:00Z", lambda e: e.changed_at >= CHANGED + timedelta(minutes=25)),
        ("since=2024-06-01T02:25:00%2B02:00", lambda e: e.changed_at >= CHANGED + timedelta(minutes=25)),
    ],
    "area": [
        (
            "area=POLYGON((38 33,39.5 33,38.7 34.5,38 33))",
            lambda e: e.site is not None and e.site.slug == "tanf",
        ),
        ("area=-POLYGON((38 33,39.5 33,38.7 34.5))", lambda e: e.site is None or e.site.slug != "tanf"),
    ],
    "q": [("q=tanf", lambda e: "Tanf" in e.site_name)],
    "bbox": [
        ("bbox=38,33,39,34", lambda e: e.site is not None and e.site.slug == "tanf"),
        ("bbox=170,30,39,40", lambda e: e.lon is not None and e.lon <= 39),
    ],
}


def test_every_filter_has_a_case() -> None:
    assert set(CASES) == set(FILTERS)


@pytest.mark.parametrize(("query", "test"), [case for cases in CASES.values() for case in cases])
def test_a_filter_keeps_exactly_what_it_says(query: str, test: Test, many: list[Event]) -> None:
    wanted = {e.pk for e in many if test(e) and e.review_status != ReviewStatus.REJECTED}
    found = set(select(query).events().values_list("pk", flat=True))
    assert found == wanted
    assert 0 < len(found) < len(many)


def test_rejected_events_are_left_out_until_asked_for(many: list[Event]) -> None:
    rejected = {e.pk for e in many if e.review_status == ReviewStatus.REJECTED}
    assert rejected
    assert not rejected & set(select("").events().values_list("pk", flat=True))
    assert set(select("review=rejected").events().values_list("pk", flat=True)) == rejected
    everything = select("review=rejected&review=machine&review=reviewed")
    assert everything.events().count() == len(many)


def test_merged_and_withdrawn_events_are_in_no_selection(many: list[Event]) -> None:
    standing = [e for e in many if e.review_status != ReviewStatus.REJECTED]
    Event.objects.filter(pk=standing[0].pk).update(withdrawn=True)
    Event.objects.filter(pk=standing[1].pk).update(merged_into=standing[2])
    assert select("").events().count() == len(standing) - 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=red", "There is no filter “colour”"),
        ("site=atlantis", "site: There is no “atlantis” here"),
        ("country=Syria", "country: “Syria” is no country code"),
        ("weapon=laser", "weapon: “laser” is no such value"),
        ("from=2024-13-01", "from: “2024-13-01” is no day"),
        ("from=28.1.2024", "from:"),
        ("from=2024-01-01&from=2024-02-01", "from: It may be given only once"),
        ("killed_min=-1", "killed_min: “-1” is no whole number"),
        ("bbox=1,2,3", "bbox: It is west,south,east,north"),
        ("bbox=nan,0,1,1", "bbox:"),
        ("bbox=0,50,1,40", "bbox:"),
        ("area=POLYGON((1 1,2 2))", "area: An area has at least three corners"),
        ("area=POLYGON((1 1,2 2,3 3,1 1))", "area: An area has at least three corners"),
        ("area=POLYGON((1 1,2 2,3))", "area: “3” is no corner"),
        ("area=POLYGON((1 1,2 2,3 91))", "area: “3 91” lies outside the world"),
        ("area=POLYGON((1 1,2 2,3 1e400))", "area: “3 1e400” lies outside"),
        ("area=POLYGON((1 1,2 2,1 2),(1 1,2 2,1 2))", "area: It is POLYGON"),
        ("area=CIRCLE(1 1)", "area: It is POLYGON"),
        ("area=POLYGON((" + ",".join(f"{n} {n * n}" for n in range(9)) * 30 + "))", "area:"),
        ("since=yesterday", "since: “yesterday” is no moment"),
        ("since=2024-06-31", "since: “2024-06-31” is no moment"),
        ("killed_max=1.5", "killed_max: “1.5” is no whole number"),
        ("located=perhaps", "located:"),
        ("lang=none", "lang:"),
        ("q=%00", "q:"),
        ("q=" + "a" * 201, "q:"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_what_cannot_be_read_is_refused_with_a_sentence(query: str, sentence: str) -> None:
    with pytest.raises(BadQuery, match="^" + sentence.replace("(", r"\(")):
        select(QueryDict(query))


def cast(corners: list[tuple[float, float]], lon: float, lat: float) -> bool:
    """Whether a ray to the east crosses the polygon's edges an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@pytest.mark.parametrize("seed", range(4))
def test_an_area_of_any_shape_holds_what_a_ray_says(seed: int, catalogue: None) -> None:
    dice = random.Random(seed)
    events = make_many(dice, 60, review_status="machine", geo_precision="1")
    for event in events:
        event.lon, event.lat = 40 + 4 * dice.random(), 33 + 4 * dice.random()
    Event.objects.bulk_update(events[5:], ["lon", "lat"])
    events = list(Event.objects.all())
    # A star whose corners run round a middle; every third seed runs criss-cross.
    corners = [(42 + dice.uniform(-2, 2), 35 + dice.uniform(-2, 2)) for _ in range(dice.randint(3, 12))]
    if seed % 3:
        corners.sort(key=lambda one: math.atan2(one[1] - 35, one[0] - 42))
    ring = ",".join(f"{lon!r} {lat!r}" for lon, lat in corners)
    inside = {e.pk for e in events if e.lon is not None and e.lat is not None and cast(corners, e.lon, e.lat)}
    assert set(select({"area": [f"POLYGON(({ring}))"]}).events().values_list("pk", flat=True)) == inside
    outside = set(select({"area": [f"-POLYGON(({ring}))"]}).events().values_list("pk", flat=True))
    assert outside == {e.pk for e in events} - inside


def test_a_word_with_a_minus_is_left_out_of_the_text(many: list[Event]) -> None:
    base = set(select("").events().values_list("pk", flat=True))
    with_word = set(select("q=tanf").events().values_list("pk", flat=True))
    assert with_word
    assert set(select("q=-tanf").events().values_list("pk", flat=True)) == base - with_word
    assert not select({"q": ["tanf -tanf"]}).events().exists()


def test_parameters_of_the_page_are_passed_over(catalogue: None) -> None:
    assert select("cursor=x&country=SY", also=("cursor",)).query == "country=SY"


def test_empty_values_of_a_form_are_no_filters(catalogue: None) -> None:
    assert select("from=&country=&country=SY&q=+").query == "country=SY"


def test_a_selection_reads_back_from_its_own_query(many: list[Event]) -> None:
    dice = random.Random(7)
    queries = [query for cases in CASES.values() for query, _test in cases]
    for _ in range(40):
        one = {query.partition("=")[0]: query for query in dice.sample(queries, 4)}
        selection = select("&".join(one.values()))
        again = select(selection.query)
        assert again.query == selection.query
        assert again.events().count() == selection.events().count()


def test_the_order_of_parameters_does_not_change_the_query(catalogue: None) -> None:
    assert select("weapon=drone&country=SY").query == select("country=SY&weapon=drone").query


@pytest.mark.parametrize("query", ["الاسد", "الأسد", "بالاسد"[1:], "asád", "ASAD", "Ain-al Asad"])
def test_text_is_found_whatever_its_accents_and_letter_forms(query: str, catalogue: None) -> None:
    dice = random.Random(1)
    event = make(dice, site=None, site_name="Ain al-Asad Air Base", review_status="machine")
    other = make(dice, site=None, site_name="Harir", review_status="machine")
    tell(event, "sahifa.example", "ar", "هجوم على قاعدة عين الأسَد الجوية")
    found = select({"q": [query]}).events()
    assert list(found) == [event]
    assert other not in found


def test_text_is_found_by_any_name_of_the_site_and_by_country(catalogue: None) -> None:
    event = f.event(f.report())
    event.site.names.create(text="التنف", language="ar")  # type: ignore[union-attr]
    for query in ("تنف", "tanf syria", "suriah"):
        assert list(select({"q": [query]}).events()) == [event], query
    assert not select({"q": ["tanf yemen"]}).events().exists()
    assert not select({"q": ["..."]}).events().exists()
