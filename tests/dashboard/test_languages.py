"""Words in three languages: no text of the program lacks a word, and placeholders survive translation."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

from events import labels, propernames, wording
from events.models import Event
from tests import factories as f

LOCALE = Path(settings.BASE_DIR) / "locale"
TRANSLATED = ("id", "ar")
FILES = [(language, domain) for language in TRANSLATED for domain in ("django", "djangojs")]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")
IN_SCRIPT = re.compile(r'\bn?gettext\(\s*"((?:[^"\\]|\\.)*)"')
ROOMS = ("events", "conflictwatch")
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_noop", "gettext_lazy"))
KEYWORDS |= dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
KEYWORDS |= dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
KEYWORDS |= dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))


def read(language: str, domain: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(autouse=True)
def _names_anew() -> Iterator[None]:
    propernames.forget()
    yield
    propernames.forget()
    # A request leaves its reader's language behind.
    translation.deactivate()


def test_every_label_of_a_vocabulary_is_marked_for_translation() -> None:
    said = {code.label for vocabulary in wording.VOCABULARIES.values() for code in vocabulary}
    assert set(labels.LABELS) == said


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_label_is_translated(language: str) -> None:
    known = read(language, "django")
    assert not [label for label in labels.LABELS if not (known.get(label) and known[label].string)]


@pytest.mark.parametrize(("language", "domain"), FILES)
def test_a_translation_keeps_its_placeholders(language: str, domain: str) -> None:
    for message in read(language, domain):
        if not message.id or not message.string:
            continue
        plural = isinstance(message.id, tuple | list)
        ids = message.id if plural else [message.id]
        strings = message.string if plural else [message.string]
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in filter(None, strings):
            found = set(PLACEHOLDER.findall(text))
            # A plural form that says "one" or "two" in a word needs no number.
            assert found <= wanted, text
            assert plural or found == wanted, text


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_plural_names_its_number_because_a_form_may_leave_it_out(language: str) -> None:
    plurals = [message.id for message in read(language, "django") if isinstance(message.id, tuple)]
    assert plurals
    assert not [text for pair in plurals for text in pair if re.search(r"%[sd]", text)]


@pytest.mark.parametrize(("language", "domain"), FILES)
def test_nothing_is_left_untranslated_or_unsure(language: str, domain: str) -> None:
    found = read(language, domain)
    left = []
    for message in found:
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        # Arabic's form for none may be empty: a word left out on purpose.
        told = all(forms[1:] if len(forms) > 2 else forms) and len(forms) in (1, found.num_plurals)
        left += [message.id] if message.id and (message.fuzzy or not told) else []
    assert not left


def marked(domain: str) -> set[tuple[str | None, str]]:
    """Every text that the program marks for translation: (context, text), for plurals the singular."""
    base = Path(settings.BASE_DIR)
    if domain == "djangojs":
        scripts = [path.read_text("utf-8") for path in (base / "static" / "js").rglob("*.js")]
        return {(None, text.replace('\\"', '"')) for script in scripts for text in IN_SCRIPT.findall(script)}
    sources = {path: path.read_text("utf-8") for room in ROOMS for path in (base / room).rglob("*.py")}
    sources |= {path: _flat(path) for path in (base / "templates").rglob("*.*")}
    found = set()
    for path, text in sources.items():
        for _line, told, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            first = told if isinstance(told, str) else told[0]
            assert first, path
            found.add((context, first))
    return found


def _flat(path: Path) -> str:
    """A template as the program text that Django makes of it, its lines without their indent."""
    return "\n".join(line.strip() for line in templatize(path.read_text("utf-8")).splitlines())


@pytest.mark.parametrize(("domain", "at_least"), [("django", 900), ("djangojs", 50)])
def test_every_text_of_the_program_stands_in_the_catalogues(domain: str, at_least: int) -> None:
    wanted = marked(domain)
    assert len(wanted) >= at_least
    for language in TRANSLATED:
        known = {(message.context, _singular(message.id)) for message in read(language, domain) if message.id}
        assert not wanted - known, f"{language}: run `manage.py makemessages`, translate what it adds"


def _singular(text: str | tuple[str, str]) -> str:
    return text if isinstance(text, str) else text[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ["هجوم بطائرة مسيّرة على التنف", "المرشِّحات"]),
        ("id", ["Serangan drone di Al-Tanf Garrison", "Suriah"]),
    ],
)
def test_the_dashboard_speaks_the_language_of_its_reader(
    language: str, said: list[str], client: Client, catalogue: None
) -> None:
    event = f.event(f.report())
    event.site.names.create(text="التنف", language="ar")  # type: ignore[union-attr]
    html = client.get("/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    for words in said:
        assert words in html
    assert Event.objects.count() == 1


def test_names_stay_as_they_are_where_the_catalogue_knows_no_other(catalogue: None) -> None:
    f.event(f.report()).site.names.create(text="القاعدة", language="ar", needs_context="@country")  # type: ignore[union-attr]
    with translation.override("ar"):
        assert propernames.proper("Al-Tanf Garrison") == "Al-Tanf Garrison"
        assert propernames.proper("") == ""
    with translation.override("id"):
        assert propernames.proper("Erbil") == "Erbil"
