"""The merge set is sound, and matching keeps its figures on it (``benchmarks/merging.py`` prints them)."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

from benchmarks import mergeset, merging
from events import matching

PRECISION, RECALL = 0.95, 0.90
"""What is asked of merging."""


@cache
def merge_set() -> mergeset.MergeSet:
    return mergeset.read()


@cache
def oracle() -> tuple[mergeset.Told, ...]:
    return tuple(mergeset.oracle(merge_set()))


def test_labels_can_be_meant() -> None:
    assert mergeset.problems(merge_set()) == []


def test_a_label_that_cannot_be_meant_is_named() -> None:
    article = {"id": "x", "url": "https://x.example/1", "text": "A base was hit.", "published": "2024-01-28"}
    label = {
        "incident": "i",
        "site": "no-such-site",
        "date": "2024-01-29",
        "precision": "day",
        "basis": "stated",
        "evidence": "two bases",
    }
    faulty = mergeset.MergeSet({"x": article}, {"x": [label, label]}, {"f": ["y"]})
    found = "\n".join(mergeset.problems(faulty))
    for fault in ("no article y", "not in the text", "no site", "cannot be told", "told twice"):
        assert fault in found


def test_articles_are_many_in_many_languages_and_of_outlets_that_do_not_exist() -> None:
    articles = merge_set().articles.values()
    assert len(articles) >= 44
    assert len({article["lang"] for article in articles}) >= 4
    assert len({article["url"] for article in articles}) == len(articles)
    assert all(article["url"].split("/")[2].endswith(".example") for article in articles)
    lengths = {article["id"]: len(article["text"].split()) for article in articles}
    assert {key: length for key, length in lengths.items() if not 80 <= length <= 250} == {}


def test_many_incidents_are_told_by_several_outlets() -> None:
    told = {
        (label["incident"], merge_set().family(article["id"])) for article, _, label in merge_set().labelled()
    }
    outlets = Counter(incident for incident, _ in told)
    assert sum(1 for count in outlets.values() if count >= 3) >= 14


def test_matching_alone_meets_what_is_asked() -> None:
    found = merging.measure(oracle())
    assert found.precision >= PRECISION
    assert found.recall >= RECALL


def test_matching_and_families_keep_their_floor() -> None:
    rows = {"oracle": merging.measure(oracle()), "families": merging.families(merge_set())}
    assert set(rows) <= set(merging.read_floor())
    assert merging.below_floor(rows) == []


def test_a_figure_under_its_floor_is_named() -> None:
    fallen = merging.below_floor({"oracle": merging.Figures(right=1, wrong=9, missed=9)})
    assert [line.split(":")[0] for line in fallen] == ["oracle precision", "oracle recall"]


def test_the_order_of_arrival_makes_no_difference() -> None:
    shuffled = [one.candidate for one in oracle()]
    parts = matching.partition(shuffled)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert matching.partition(shuffled) == parts


def test_near_misses_stay_apart() -> None:
    """Next day at one base, two waves in a day, two bases at once: no pair of them is ever put together."""
    incident = {one.candidate.key: one.incident for one in oracle()}
    joined = {frozenset(incident[key] for key in pair) for pair in merging.put_together(oracle())}
    for one, other in (
        ("asad-20231018", "asad-20231019"),
        ("asad-20231206-morning", "asad-20231206-evening"),
        ("tower22-20240128", "tanf-20240128"),
        ("bamako-gendarmerie-20240917", "bamako-senou-20240917"),
        ("portsudan-base-20250504", "portsudan-airport-20250506"),
        ("belbek-20240515-night", "belbek-20240515-late"),
        ("khormor-20220624", "khormor-20220625"),
    ):
        assert {one, other} <= set(incident.values())
        assert frozenset((one, other)) not in joined
