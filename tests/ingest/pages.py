"""The saved pages of tests/data/pages and what each must be read as."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "pages"


@dataclass(frozen=True)
class SavedPage:
    """A page of ours, its answer's header, and the expected values."""

    name: str
    body: bytes
    expected: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.expected["url"])

    @property
    def content_type(self) -> str:
        return str(self.expected["content_type"])

    @property
    def text(self) -> str:
        return "\n\n".join(self.expected["paragraphs"])


def all_pages() -> list[SavedPage]:
    """Every saved page, by name; a page without expectations or the reverse is an error."""
    stems = {path.stem for path in FOLDER.glob("*.html")} | {path.stem for path in FOLDER.glob("*.json")}
    return [
        SavedPage(
            stem,
            (FOLDER / f"{stem}.html").read_bytes(),
            json.loads((FOLDER / f"{stem}.json").read_text("utf-8")),
        )
        for stem in sorted(stems)
    ]


PAGES = all_pages()
ARTICLES = [page for page in PAGES if "refused" not in page.expected]
REFUSED = [page for page in PAGES if "refused" in page.expected]
BY_NAME = {page.name: page for page in PAGES}
