"""A language as data: what a pack folder holds and how it is read.

A folder ``packs/<code>/`` holds TOML files only; ``packs/README.md`` explains every table. Anything
that the schema does not know is an error, so that a typing mistake cannot silently switch a rule off.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from events.extraction.normalise import fold_name
from events.extraction.schema import FILES, LEXICON_KINDS, PackError, check_table
from events.taxonomy import SiteKind, WeaponType

ROOT = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Form:
    """A word or phrase of the pack: folded text, what it is, and a value where it has one."""

    text: str
    kind: str
    value: Any = None
    prefix: bool = False
    """True: longer words beginning with ``text`` count too (written ``text*``)."""
    written: str = ""
    """As the pack spells it, with its accents."""


@dataclass(frozen=True)
class Pack:
    """All rules of one language."""

    code: str
    name: str
    script: str
    order: str
    """svo, vso or sov: where the attacker and the target stand round an active verb."""
    day_first: bool
    cased: bool
    function_words: frozenset[str]
    letters: str
    prefixes: frozenset[str]
    suffixes: tuple[str, ...]
    abbreviations: frozenset[str]
    noise: tuple[str, ...]
    name_after_noun: bool
    name_before_noun: bool
    name_stops: frozenset[str]
    noun_links: tuple[str, ...] = ()
    """Words that may stand between a noun and the name beside it (base *de* X)."""
    options: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[Form, ...] = ()
    towns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded names of towns that no list of the catalogue spells so, with their countries."""
    common: frozenset[str] = frozenset()
    """Common nouns (option ``bare_stops``), which no list of towns makes a name."""
    joiners: frozenset[str] = frozenset()
    """Small words inside names (al, de)."""
    articles: frozenset[str] = frozenset()
    """Articles and other small words that may stand before a place."""
    spellings: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    """Where accents decide (option ``accents``): folded form -> spelling -> kinds."""
    examples: tuple[Mapping[str, Any], ...] = ()

    def option(self, name: str) -> Any:
        """A behaviour switch of ``language.toml`` ``[options]``; False when absent."""
        return self.options.get(name, False)


def available() -> tuple[str, ...]:
    """Codes of the pack folders on disk, sorted."""
    return tuple(sorted(p.name for p in ROOT.iterdir() if p.is_dir() and (p / "language.toml").is_file()))


@lru_cache(maxsize=64)
def read_toml(code: str, name: str) -> Mapping[str, Any]:
    """One file of a pack. Raises PackError when it is missing or not TOML."""
    path = ROOT / code / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError(f"{code}/{name}.toml: missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError(f"{code}/{name}.toml: {error}") from error


@lru_cache(maxsize=32)
def load(code: str) -> Pack:
    """Read and check the pack ``code``. Raises PackError with file and key of the first mistake."""
    tables = {name: read_toml(code, name) for name in FILES}
    for name, table in tables.items():
        check_table(code, name, table)
    head = tables["language"]
    forms = tuple(_forms(tables))
    return Pack(
        code=code,
        name=head["name"],
        script=head["script"],
        order=head["order"],
        day_first=head.get("day_first", True),
        cased=head.get("cased", head["script"] in ("Latn", "Cyrl")),
        function_words=frozenset(fold_name(word) for word in head["function_words"]),
        letters=head.get("letters", ""),
        prefixes=frozenset(fold_name(word) for word in head.get("prefixes", ())),
        suffixes=tuple(fold_name(word) for word in head.get("suffixes", ())),
        abbreviations=frozenset(fold_name(word).rstrip(".") for word in head.get("abbreviations", ())),
        noise=tuple(fold_name(line) for line in head.get("noise", ())),
        name_after_noun=head.get("name_after_noun", False),
        name_before_noun=head.get("name_before_noun", False),
        name_stops=frozenset(fold_name(word) for word in head.get("name_stops", ())),
        noun_links=tuple(
            sorted((fold_name(word) for word in head.get("noun_links", ())), key=len, reverse=True)
        ),
        options=head.get("options", {}),
        forms=forms,
        towns=_towns(tables["places"]),
        common=frozenset(fold_name(word) for word in head.get("options", {}).get("bare_stops", ())),
        joiners=frozenset(form.text for form in forms if form.kind == "place.name_joiner"),
        articles=frozenset(form.text for form in forms if form.kind == "place.article"),
        spellings=_spellings(forms) if head.get("options", {}).get("accents") else {},
        examples=tuple(tables["examples"].get("example", ())),
    )


def _forms(tables: Mapping[str, Mapping[str, Any]]) -> list[Form]:
    forms: list[Form] = []
    for group, entries in tables["lexicon"].items():
        for key, words in entries.items():
            kind = f"{group}.{key}"
            if kind in LEXICON_KINDS:
                forms += [_form(word, kind) for word in words]
    forms += _valued(
        tables["numbers"],
        "number",
        {"about", "at_least", "more_than", "less_than", "up_to", "between", "counter"},
    )
    forms += _date_forms(tables["dates"])
    forms += _place_forms(tables["places"])
    for entry in tables["weapons"]["weapon"]:
        value = (
            WeaponType(entry["type"]),
            entry.get("system", ""),
            entry.get("count", 0),
            entry.get("weak", False),
        )
        forms += [_form(word, "weapon", value) for word in entry["forms"]]
    return forms


def _towns(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for country, names in table.get("towns", {}).items():
        for name in names:
            form = fold_name(name)
            found[form] = found.get(form, frozenset()) | {country}
    return found


def _form(word: str, kind: str, value: Any = None) -> Form:
    prefix = word.endswith("*")
    bare = word.rstrip("*")
    return Form(fold_name(bare), kind, value, prefix, spelling(bare))


def spelling(word: str) -> str:
    """The letters of ``word`` as its accents have them, whatever the case and the marks between."""
    return "".join(char for char in unicodedata.normalize("NFC", word).casefold() if char.isalnum())


def _spellings(forms: Sequence[Form]) -> dict[str, dict[str, frozenset[str]]]:
    """How the pack spells a folded form: only accents tell ataque and ataqué apart: spelling -> kinds."""
    by_text: dict[str, dict[str, set[str]]] = {}
    for form in forms:
        if not form.prefix:
            by_text.setdefault(form.text, {}).setdefault(form.written, set()).add(form.kind)
    return {
        text: {written: frozenset(kinds) for written, kinds in spellings.items()}
        for text, spellings in by_text.items()
    }


def _valued(table: Mapping[str, Any], kind: str, qualifiers: set[str]) -> list[Form]:
    forms = []
    for word, value in table.get("words", {}).items():
        forms.append(_form(word, f"{kind}.word", value))
    for word, value in table.get("multipliers", {}).items():
        forms.append(_form(word, f"{kind}.multiplier", value))
    for word, value in table.get("vague", {}).items():
        forms.append(_form(word, f"{kind}.vague", value))
    for word, value in table.get("ordinals", {}).items():
        forms.append(_form(word, f"{kind}.ordinal", value))
    forms += [_form(word, f"{kind}.idiom") for word in table.get("idioms", {}).get("none", ())]
    for name, words in table.get("qualifiers", {}).items():
        if name in qualifiers:
            forms += [_form(word, f"qualifier.{name}") for word in words]
    return forms


def _date_forms(table: Mapping[str, Any]) -> list[Form]:
    forms = []
    for name in ("weekdays", "months", "solar_months", "units", "counts", "times_of_day"):
        for word, value in table.get(name, {}).items():
            forms.append(_form(word, f"date.{name}", value))
    for entry in table.get("relative", ()):
        forms += [_form(word, "date.relative", dict(entry)) for word in entry["forms"]]
    for name, words in table.get("words", {}).items():
        forms += [_form(word, f"date.{name}") for word in words]
    return forms


def _place_forms(table: Mapping[str, Any]) -> list[Form]:
    forms = []
    for kind, words in table.get("nouns", {}).items():
        forms += [_form(word, "place.noun", SiteKind(kind)) for word in words]
    for code, words in table.get("countries", {}).items():
        forms += [_form(word, "place.country", code) for word in words]
    for code, words in table.get("demonyms", {}).items():
        forms += [_form(word, "place.demonym", code) for word in words]
    for name, words in table.get("words", {}).items():
        forms += [_form(word, f"place.{name}") for word in words]
    return forms
