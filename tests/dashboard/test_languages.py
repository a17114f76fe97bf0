"""Words in three languages: no vocabulary lacks a word, and placeholders survive translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation

from events import labels, propernames, wording
from events.models import Event
from tests import factories as f

LOCALE = Path(settings.BASE_DIR) / "locale"
TRANSLATED = ("id", "ar")
FILES = [(language, domain) for language in TRANSLATED for domain in ("django", "djangojs")]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


def read(language: str, domain: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(autouse=True)
def _names_anew() -> Iterator[None]:
    propernames.forget()
    yield
    propernames.forget()


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
def test_the_scripts_of_the_dashboard_speak_the_language(language: str) -> None:
    assert not [message.id for message in read(language, "djangojs") if message.id and not message.string]


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
