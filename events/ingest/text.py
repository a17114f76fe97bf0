"""The article's own text out of a page: trafilatura, less what it cannot know to be no article."""

from __future__ import annotations

import copy
import logging
import re
from dataclasses import dataclass
from typing import Any, Literal

import trafilatura
from trafilatura.settings import use_config

from events.ingest import linked_data
from events.ingest.datelines import read_all
from events.ingest.folding import begins_with, fold, phrases, squeeze
from events.ingest.tree import Element, drop, text_of

EXTRACTOR = f"trafilatura {trafilatura.__version__}"
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_ENOUGH = 250
_SHORT = 1000
_MANY_TIMES = 4
_SMALL_PART = 0.6
"""Of the long paragraphs on the page: less is a sign that the fast way stopped at a box in the article."""
_LONGEST_BOX = 300
_LONGEST_HEAD = 400
_LONGEST_LIST = 15
_PLACEHOLDER = re.compile(r"\[[\w ]{2,20}:[^\[\]]{1,60}\]\Z")
"""What an editing system leaves where a video stood: [Gambas:Video ...]."""
_CONFIG = use_config()
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "200")

# trafilatura deletes the joiners of Persian and Indic writing as unprintable and so glues words together;
# while it works, letters of the Vai script stand in for them.
_JOINER = re.compile("[\u200c\u200d]")
_TO_STAND_INS = {0x200C: "\ua516", 0x200D: "\ua517"}
_FROM_STAND_INS = {0xA516: "\u200c", 0xA517: "\u200d"}

Method = Literal["fast", "full", "json_ld", "fallback"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """Paragraphs of the article and how they were got."""

    paragraphs: tuple[str, ...]
    method: Method

    @property
    def size(self) -> int:
        """Characters in all paragraphs."""
        return sum(map(len, self.paragraphs))


def extract(root: Element, node: linked_data.Node, *, titles: tuple[str, ...], url: str) -> Extracted:
    """The article's paragraphs. ``titles`` are lines that are not part of it (headline, byline, outlet).

    The fast way first; where it finds little, or a small part of the page's long paragraphs, the slow one (of
    a short article only when it finds many times as much: it may take up what stands around); where the
    page's own description holds much more than either (pages drawn by script), that.
    """
    _drop_related(root)
    _open_layout_tables(root)
    _rename_odd_blocks(root)
    best = Extracted(_clean(_run(root, url, fast=True), titles), "fast")
    loose = _loose_paragraphs(root)
    doubtful = best.size < max(_ENOUGH, _SMALL_PART * sum(map(len, loose)))
    if doubtful or best.size < _SHORT:
        full = Extracted(_clean(_run(root, url, fast=False), titles), "full")
        best = full if full.size > (1 if doubtful else _MANY_TIMES) * best.size else best
    told = linked_data.paragraphs(node.get("articleBody")).split("\n\n")
    described = Extracted(_clean(told, titles), "json_ld")
    if described.size > max(_ENOUGH, 1.6 * best.size):
        best = described
    if best.size < _ENOUGH:
        last = Extracted(_clean(loose, titles), "fallback")
        best = last if last.size > 1.5 * best.size else best
    return best


def _run(root: Element, url: str, *, fast: bool) -> list[str]:
    page = copy.deepcopy(root)
    _swap(page, _TO_STAND_INS)
    try:
        found: Any = trafilatura.bare_extraction(
            page,
            url=url or None,
            fast=fast,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            config=_CONFIG,
        )
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, KeyError, IndexError):
        return []  # a fault of the library on a broken page: the other ways may still read it
    return str(found.text or "").translate(_FROM_STAND_INS).split("\n") if found else []


def _swap(page: Element, table: dict[int, str]) -> None:
    for element in page.iter():
        if element.text and _JOINER.search(element.text):
            element.text = element.text.translate(table)
        if element.tail and _JOINER.search(element.tail):
            element.tail = element.tail.translate(table)


def _loose_paragraphs(root: Element) -> list[str]:
    """Long paragraphs anywhere outside of the page's frame."""
    frame = {"nav", "footer", "aside", "form"}
    lines = []
    for element in root.iter("p"):
        text = text_of(element, 5000)
        if len(text) > 80 and not any(parent.tag in frame for parent in element.iterancestors()):
            lines.append(text)
    return lines


def _rename_odd_blocks(root: Element) -> None:
    """Text parted by line breaks right inside <section>, <main>, <center> or an invented element: the
    extractor loses its first lines there, in <div> it does not."""
    for element in root.iter():
        if isinstance(element.tag, str) and (
            element.tag in ("section", "main", "center") or "-" in element.tag
        ):
            own = len((element.text or "").strip())
            if own >= 40 or any(child.tag == "br" for child in element):
                element.tag = "div"


def _open_layout_tables(root: Element) -> None:
    """Tables that hold the page's columns, not figures, become plain blocks."""
    for cell in list(root.iter("td")):
        if (
            any(child.tag in ("p", "h1", "h2", "div", "article", "br") for child in cell)
            and len(text_of(cell, 401)) > 400
        ):
            for element in (cell, *cell.iterancestors("tr", "tbody", "table")):
                element.tag = "div"


def _drop_related(root: Element) -> None:
    """Take out boxes that lead to other articles ("Baca juga: ...")."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.text and begins_with(element.text, "related"):
            _drop_box(element)
        if element.tail and begins_with(element.tail, "related"):
            _drop_inline(element)


def _drop_box(element: Element) -> None:
    start = fold(element.text[:80])
    box = element
    while (parent := box.getparent()) is not None and parent.tag not in ("body", "html", "article", "main"):
        text = text_of(parent, _LONGEST_BOX + 1)
        if len(text) > _LONGEST_BOX or not fold(text).startswith(start[:20]):
            break
        box = parent
    if _mostly_links(box, start):
        follower = box.getnext()
        if not any(True for _ in box.iter("a")) and follower is not None and _only_links(follower):
            drop(follower)
        drop(box)


def _drop_inline(element: Element) -> None:
    """The same within a paragraph: the phrase after a line break, and the link behind it."""
    label = squeeze(element.tail)
    follower = element.getnext()
    if len(label) > 60 or follower is None or not (follower.tag == "a" or _only_links(follower)):
        return
    element.tail = " "
    drop(follower)


def _mostly_links(box: Element, label: str) -> bool:
    text = text_of(box, _LONGEST_BOX + 1)
    if len(text) > _LONGEST_BOX:
        return False
    linked = sum(len(text_of(link)) for link in box.iter("a"))
    rest = len(text) - len(begins_with(text, "related"))
    return rest <= 4 or linked >= 0.5 * rest or (box.tag in ("h2", "h3", "h4", "h5") and rest <= 4)


def _only_links(element: Element) -> bool:
    text = text_of(element, 2000)
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return len(text) < 1500 and linked >= 0.8 * max(len(text), 1)


def _clean(lines: list[str], titles: tuple[str, ...]) -> tuple[str, ...]:
    """Lines to paragraphs: headline, dateline and byline at the head, calls and credits at the end gone."""
    known = {fold(text) for text in titles if text}
    kept: list[str] = []
    for line in lines:
        text = _plain(line)
        if not text or (kept and text == kept[-1]) or _is_related(text):
            continue
        if len(kept) < 3 and len(text) <= _LONGEST_HEAD and (fold(text) in known or _is_head(text)):
            continue
        kept.append(text)
    kept = _without_list_of_others(kept)
    while kept and _is_closing(kept[-1]) and len(kept) > 1:
        kept.pop()
    return tuple(kept)


def _without_list_of_others(lines: list[str]) -> list[str]:
    """Cut a list of other articles at the end: a heading that says so, then nothing but headlines."""
    for place in range(max(1, len(lines) - _LONGEST_LIST), len(lines) - 1):
        heading = lines[place]
        if len(heading) <= 40 and begins_with(heading, "related") and not _reads_on(lines[place + 1 :]):
            return lines[:place]
    return lines


def _reads_on(lines: list[str]) -> bool:
    return any(len(line) > 160 or (len(line) > 80 and line[-1] in ".!?؟।»”") for line in lines)


def _plain(line: str) -> str:
    text = squeeze(line)
    if text.startswith("| ") or text.endswith(" |"):
        text = squeeze(text.strip("| ").replace(" | ", ", "))
    return re.sub(r"\A[-–•*]\s+(?=\S)", "", text) if not re.match(r"[-–]\s*\d", text) else text


def _is_head(text: str) -> bool:
    if len(text) > 90 or text[-1] in ".!?؟।":
        return False
    return bool(begins_with(text, "byline")) or next(read_all(text), None) is not None


def _is_related(text: str) -> bool:
    if len(text) > 220:
        return False
    if _PLACEHOLDER.match(text):
        return True
    label = begins_with(text, "related")
    rest = fold(text).lstrip("-–—•*▪►>[(|: ")[len(label) :].lstrip() if label else ""
    return bool(label) and (not rest or rest[0] in ":|：؛-–>»")


def _is_credit(text: str) -> bool:
    return len(text) <= 90 and bool(begins_with(text, "byline"))


def _is_closing(text: str) -> bool:
    if len(text) > 220:
        return False
    words = fold(text).strip(" .:›»→>")
    if re.fullmatch(r"[(\[][^()\[\]]{1,40}[)\]]", words) or (
        re.match(r"[\w ]{1,20}: ?\S", words) and _is_credit(text)
    ):
        return True
    alone = any(words in phrases(kind) for kind in ("related", "next_page", "whole_page"))
    return alone or bool(begins_with(text, "closing")) or bool(re.fullmatch(r"[\d\s|]{1,20}", words))
