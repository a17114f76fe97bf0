"""With what and by whom: what an article tells elsewhere decides for a clause that says nothing of it."""

from datetime import date

import pytest

from events import catalogue
from events.extraction import extract
from events.extraction.types import Document
from events.extraction.wars import foes
from events.taxonomy import WeaponType


def weapons_of(text: str, language: str = "en") -> dict[str, set[WeaponType]]:
    """Site -> weapons of the attacks that are told."""
    told = extract(Document(text, language, date(2024, 3, 8)), catalogue.load())
    return {report.site.name: set(report.weapons) for report in told.reports}


def test_a_weapon_of_the_clause_goes_to_its_own_attack() -> None:
    found = weapons_of(
        "On Monday drones struck the Ain al-Asad base in Iraq. On Tuesday Katyusha rockets hit the Al-Tanf "
        "garrison in Syria."
    )
    assert found["Ain al-Asad Air Base"] == {WeaponType.DRONE}
    assert found["Al-Tanf Garrison"] == {WeaponType.ROCKET}


def test_a_weapon_told_once_serves_the_list() -> None:
    found = weapons_of(
        "Two drones attacked the Ain al-Asad base in Iraq on Monday. The Al-Tanf garrison in Syria was hit "
        "on the same day in the same way."
    )
    assert found["Ain al-Asad Air Base"] == {WeaponType.DRONE}
    assert found["Al-Tanf Garrison"] <= {WeaponType.DRONE}


@pytest.mark.parametrize(("one", "two"), [("RU", "UA"), ("rsf", "saf"), ("PK", "IN"), ("tpnpb", "ID")])
def test_foes_are_foes_of_each_other(one: str, two: str) -> None:
    assert two in foes()[one]
    assert one in foes()[two]


def test_every_party_of_the_wars_stands_in_the_catalogue() -> None:
    known = {actor.slug for actor in catalogue.load().actors}
    parties = set(foes())
    assert {name for name in parties if not name.isupper()} <= known
    assert all(len(name) == 2 for name in parties if name.isupper())


def test_a_base_is_attacked_as_its_users_and_a_ship_as_shipping() -> None:
    text = (
        "On Monday rockets hit the Ain al-Asad base in Iraq. On Tuesday a Houthi missile struck a Greek "
        "tanker in the Red Sea."
    )
    told = extract(Document(text, "en", date(2024, 3, 8)), catalogue.load())
    targets = {report.site.name: report.target.name if report.target else "" for report in told.reports}
    assert targets["Ain al-Asad Air Base"] in {"US forces", "US-led coalition"}
    assert "merchant shipping" in targets.values()
