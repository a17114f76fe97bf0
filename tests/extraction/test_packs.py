"""Every pack on disk follows the schema, and its own example sentences hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from events.extraction import pack as packs
from events.extraction.schema import PackError, check_table
from events.extraction.types import Extraction, Report
from tests.extraction.conftest import Reader


def examples() -> list[Any]:
    return [
        pytest.param(code, example, id=f"{code}-{number}")
        for code in packs.available()
        for number, example in enumerate(packs.load(code).examples, 1)
    ]


@pytest.mark.parametrize("code", packs.available())
def test_pack_follows_the_schema_and_has_examples(code: str) -> None:
    pack = packs.load(code)
    assert pack.code == code
    assert len(pack.examples) >= 2
    assert any(not example["events"] for example in pack.examples), "one example must give nothing"


@pytest.mark.parametrize(("code", "example"), examples())
def test_example_sentence(code: str, example: Mapping[str, Any], read: Reader) -> None:
    extraction = read(example["text"], example.get("published"), code)
    told = [f"{step.step}: {step.note}" for step in extraction.trace]
    assert extraction.language == code
    assert len(extraction.reports) == len(example["events"]), (extraction.reports, told)
    for report, wanted in zip(extraction.reports, example["events"], strict=True):
        assert {key: value for key, value in seen(report).items() if key in wanted} == wanted, told
    check_tallies(extraction, example)


def check_tallies(extraction: Extraction, example: Mapping[str, Any]) -> None:
    for tally, wanted in zip(extraction.tallies, example.get("tallies", []), strict=True):
        found = {
            "count": tally.count.best,
            "qualifier": str(tally.qualifier),
            "unit": str(tally.unit),
            "since": tally.since,
            "until": tally.until,
            "attacker": tally.attacker.slug if tally.attacker else "",
            "target": tally.target.slug if tally.target else "",
            "countries": list(tally.countries),
        }
        assert {key: value for key, value in found.items() if key in wanted} == wanted


def seen(report: Report) -> dict[str, Any]:
    return {
        "date": report.date_from.isoformat() if report.date_from else "",
        "date_end": report.date_to.isoformat() if report.date_to else "",
        "site": report.site.slug or report.site.name,
        "attacker": report.attacker.slug if report.attacker else "",
        "target": report.target.slug if report.target else "",
        "weapons": [str(weapon) for weapon in report.weapons],
        "munitions": report.munition_count.best,
        "killed": [report.killed.low, report.killed.high],
        "injured": [report.injured.low, report.injured.high],
        "intercepted": report.interception,
        "claim_status": str(report.claim_status),
    }


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(PackError, match=r"unknown kind 'attack\.vreb'"):
        check_table("xx", "lexicon", {"attack": {"vreb": ["hit"]}})


def test_missing_kinds_are_named() -> None:
    with pytest.raises(PackError, match=r"no words for .*attack\.verb"):
        check_table("xx", "lexicon", {"attack": {"noun": ["raid"]}})
