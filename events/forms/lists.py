"""Lists of links as files: CSV with columns, or plain lines; every line gets a verdict."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.extraction import pack
from events.forms.submissions import MAX_LINKS, sort_links
from events.ingest import charset

MAX_BYTES = 1024 * 1024
COLUMNS: dict[str, frozenset[str]] = {
    "url": frozenset({"url", "link", "address", "href", "tautan", "رابط"}),
    "title": frozenset({"title", "headline", "judul", "عنوان"}),
    "outlet_domain": frozenset({"outlet", "outlet_domain", "domain", "media", "وسيلة"}),
    "language": frozenset({"language", "lang", "bahasa", "لغة"}),
    "published_on": frozenset({"published", "published_on", "date", "tanggal", "تاريخ"}),
}
"""Column -> the names under which it may stand in the first line."""


@dataclass(slots=True)
class Entry:
    """One line: what it asks for, and what is wrong with it."""

    line: int
    written: str
    url: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    double_of: int = 0
    """The earlier line that shows the same page."""
    why: str = ""
    """Why it is left out."""
    known: bool = False
    """It was read before."""

    @property
    def good(self) -> bool:
        return bool(self.url) and not self.why and not self.double_of


class ListForm(forms.Form):
    """A file with a list of links; or, on the way back, its text."""

    file = forms.FileField(
        required=False,
        label=gettext_lazy("A list of links"),
        help_text=gettext_lazy(
            "CSV with a column url (and title, outlet, language, published), or a text with one link a line. "
            "You see every line before anything is submitted."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    text = forms.CharField(
        required=False,
        max_length=MAX_BYTES,
        strip=False,
        label=gettext_lazy("Lines"),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        file = found.get("file")
        if file is not None:
            if file.size > MAX_BYTES:
                raise forms.ValidationError(_("The list is larger than 1 MB."), code="too_large")
            found["text"] = decoded(file.read())
        if not found.get("text", "").strip():
            raise forms.ValidationError(_("Choose a list that holds links."), code="required")
        return found


def decoded(data: bytes) -> str:
    """The text of a list in whatever encoding a spreadsheet wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(charset.detect(data, "text/plain").name or "cp1252", "replace")


def read_list(text: str) -> list[Entry]:
    """Every non-empty line of ``text`` with its verdict, in order; nothing is left out."""
    entries = list(_table(text) or _lines(text))
    seen: dict[str, int] = {}
    taken = 0
    for entry in entries:
        if entry.why:
            continue
        links = sort_links(entry.url)
        if links.refused:
            entry.why = links.refused[0][2]
            continue
        entry.url, key = links.good[0][1], links.keys[0]
        entry.double_of = seen.setdefault(key, entry.line) if key in seen else 0
        seen.setdefault(key, entry.line)
        taken += entry.good
        if entry.good and taken > MAX_LINKS:
            entry.why = _("More than %d links at once; submit it with the next list.") % MAX_LINKS
    return entries


def _lines(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        words = [word.strip("<>\"'()[],;") for word in line.split()]
        links = [word for word in words if "://" in word or word.startswith("www.")]
        for link in links or [line.strip()]:
            yield Entry(number, link if len(links) > 1 else line.strip(), link)


def _table(text: str) -> Iterator[Entry] | None:
    """The rows of a CSV whose first line names a column of links; None for any other text."""
    head = text.lstrip("\n").partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    names = [cell.strip().strip('"').lower() for cell in head.split(mark)]
    places = {
        column: next((place for place, name in enumerate(names) if name in known), -1)
        for column, known in COLUMNS.items()
    }
    return _rows(text, mark, places) if places["url"] >= 0 else None


def _rows(text: str, mark: str, places: dict[str, int]) -> Iterator[Entry]:
    reader = csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=mark)
    next(reader, None)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield Entry(number, "", why=_("This line is no row of a table (%s).") % problem)
            continue
        if any(cell.strip() for cell in cells):
            yield _entry(number, cells, mark, places)


def _entry(number: int, cells: list[str], mark: str, places: dict[str, int]) -> Entry:
    def cell(column: str) -> str:
        return cells[places[column]].strip() if 0 <= places[column] < len(cells) else ""

    written = io.StringIO()
    csv.writer(written, delimiter=mark, lineterminator="").writerow(cells)
    entry = Entry(number, written.getvalue(), cell("url"))
    entry.about = {name: cell(name) for name in ("title", "outlet_domain")}
    entry.about["title"] = entry.about["title"][:500]
    language, day = cell("language").lower(), cell("published_on")
    if not entry.url:
        entry.why = _("The row holds no link.")
    if language and language not in pack.available():
        entry.why = _("The language “%s” is not read.") % language[:20]
    try:
        entry.about |= {"language": language, "published_on": date.fromisoformat(day) if day else None}
    except ValueError:
        entry.why = _("“%s” is no date such as 2024-01-28.") % day[:20]
    return entry


def left_over(text: str, entries: list[Entry]) -> str:
    """The lines that were not submitted, with the table's head, ready to be mended and sent again."""
    bad = [entry.written for entry in entries if entry.why]
    if not bad or _table(text) is None:
        return "\n".join(bad)
    return "\n".join([text.lstrip("\n").partition("\n")[0].rstrip("\r"), *bad])
