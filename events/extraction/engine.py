"""The engine: one document and one gazetteer in, one extraction out. Deterministic, offline, no clock."""

from __future__ import annotations

from functools import lru_cache

from events.extraction import language
from events.extraction.arming import Armourer
from events.extraction.assemble import Assembler
from events.extraction.blame import Blamer, Headline
from events.extraction.confidence import likely
from events.extraction.discourse import Discourse
from events.extraction.document import read
from events.extraction.drafts import Draft
from events.extraction.frames import Frame, FrameReader
from events.extraction.lexer import Matcher, pack_matcher
from events.extraction.merge import merge
from events.extraction.names import NameIndex
from events.extraction.pack import available, load, read_toml
from events.extraction.tallies import TallyReader
from events.extraction.types import Document, Extraction, Gazetteer, TraceStep
from events.extraction.victims import Victims

ENGINE_VERSION = "1"
MAX_TEXT = 200_000
"""Characters that are read; the rest of a longer text is left out, with a warning (bounded work)."""
MAX_TITLE = 400
"""Characters of a title that are read."""


MAX_INDEXES = 4
_indexes: dict[int, NameIndex] = {}
"""Prepared gazetteers by identity; each index keeps its gazetteer alive, so an identity is never reused."""


@lru_cache(maxsize=32)
def _matcher(code: str) -> Matcher:
    return pack_matcher(load(code))


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """English country names by code, from the English pack."""
    return {code: names[0] for code, names in read_toml("en", "places")["countries"].items()}


def name_index(gazetteer: Gazetteer) -> NameIndex:
    """The prepared names of a gazetteer, built once."""
    found = _indexes.get(id(gazetteer))
    if found is None:
        while len(_indexes) >= MAX_INDEXES:
            _indexes.pop(next(iter(_indexes)))
        found = _indexes[id(gazetteer)] = NameIndex(gazetteer)
    return found


def extract(document: Document, gazetteer: Gazetteer, *, explain: bool = False) -> Extraction:
    """Read ``document`` against ``gazetteer``.

    Never raises for any text: an empty text, an unknown language or noise gives an empty answer with a
    warning. ``explain`` fills ``trace``. The answer depends on the arguments alone.
    """
    warnings: list[str] = []
    text = document.text
    if len(text) > MAX_TEXT:
        warnings.append("text_cut")
        document = Document(
            text[:MAX_TEXT], document.language, document.published, document.title, document.url
        )
    code = _language(document, warnings)
    if not code:
        return Extraction(code, (), (), ENGINE_VERSION, gazetteer.version, (), tuple(warnings))
    reader, frames, drafts = drafted(document, gazetteer, code)
    drafts = likely(reader, frames, drafts) if drafts else []
    if drafts:
        title = headline(document, gazetteer, code)
        Blamer(reader, frames, title).settle(drafts)
        Armourer(reader, frames, title).settle(drafts)
        Victims(reader, frames, title).settle(drafts)
    assembler = Assembler(reader.article)
    reports = tuple(assembler.report(draft) for draft in drafts)
    tallies = tuple(TallyReader(reader).tallies(len(reports)))
    trace: tuple[TraceStep, ...] = ()
    if explain:
        trace = (TraceStep("language", None, code), *reader.trace)
    return Extraction(code, reports, tallies, ENGINE_VERSION, gazetteer.version, trace, tuple(warnings))


def drafted(
    document: Document, gazetteer: Gazetteer, code: str
) -> tuple[FrameReader, list[Frame], list[Draft]]:
    """The reader, the clauses it read and the merged drafts, before the attackers are chosen."""
    article = read(document, load(code), _matcher(code), name_index(gazetteer))
    reader = FrameReader(article, country_names())
    frames = reader.frames()
    return reader, frames, merge(Discourse(reader).run(frames))


def headline(document: Document, gazetteer: Gazetteer, code: str) -> Headline | None:
    """What the title says of the sides; None without a title."""
    if not document.title.strip():
        return None
    title = Document(document.title[:MAX_TITLE] + ".", code, document.published)
    article = read(title, load(code), _matcher(code), name_index(gazetteer))
    return Headline.of(FrameReader(article, country_names()))


def _language(document: Document, warnings: list[str]) -> str:
    """The pack to read with: what the text shows, else what was declared."""
    declared = (document.language or "").split("-")[0].lower()
    seen = language.identify(document.text, declared)
    if not document.text.strip():
        warnings.append("empty_text")
        return ""
    if seen and declared and seen != declared:
        warnings.append("language_differs" if declared in available() else "language_not_supported")
    if not seen:
        warnings.append("language_unknown")
        return declared if declared in available() else ""
    return seen
