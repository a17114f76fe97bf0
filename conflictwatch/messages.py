"""Compile the translations with Babel, so that no gettext tools are needed on the machine."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages() -> None:
    """Every ``locale/<language>/LC_MESSAGES/django*.po`` beside itself; entries marked fuzzy are left out."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/django*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    compile_messages()
