"""The page on method says what the running code does."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.urls import reverse

from events import methodology, quality
from events.extraction import pack
from events.permissions import Permission
from events.resolution import claim_status
from events.taxonomy import ClaimKind, ClaimStatus, WeaponType
from events.views.methodology import SHOWN, rule_lines, vocabularies
from events.views.wording import PERMISSIONS, STATUS_RULES
from events.wording import VOCABULARIES


def test_every_combination_of_assertions_is_put_to_the_rule_itself() -> None:
    lines = rule_lines()
    assert len(lines) == 2 ** len(ClaimKind)
    assert all(claim_status(ClaimKind(kind) for kind in line.kinds) == line.status for line in lines)


def test_every_status_and_permission_is_explained() -> None:
    assert set(STATUS_RULES) == set(ClaimStatus)
    assert set(PERMISSIONS) == set(Permission)


def test_vocabularies_are_whole() -> None:
    assert set(SHOWN) <= set(VOCABULARIES)
    weapons = next(one for one in vocabularies() if one.name == "Weapons")
    assert [code for code, _word in weapons.codes] == WeaponType.codes()


def test_the_page_is_public_and_names_the_codes(db: None) -> None:
    page = Client().get(reverse("methodology")).content.decode()
    assert "<code>ballistic_missile</code>" in page
    assert "only the attacker&#x27;s word" in page.lower() or "Only the attacker&#x27;s word" in page


def test_the_document_is_what_the_code_and_the_figures_say() -> None:
    written = (Path(__file__).parents[2] / "docs" / "methodology.md").read_text(encoding="utf-8")
    assert written == methodology.document(), "write it anew: manage.py methodology > docs/methodology.md"


def test_the_page_shows_both_sets_of_figures_for_every_language(db: None) -> None:
    told = quality.load()
    assert set(told.labelled.figures) == set(told.held_back.figures) == {*pack.available(), quality.ALL}
    page = Client().get(reverse("methodology")).content.decode()
    best = told.held_back.figures[quality.ALL]["event_date_f1"]
    assert f"/ {round(100 * best)} %" in page
