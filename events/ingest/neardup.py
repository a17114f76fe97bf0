"""Near-duplicates: how alike two articles' texts are, and which belong to one family.

MinHash (Broder 1997) over runs of words; signatures compare in constant time, and articles worth
comparing share at least one band (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4), which
a database index finds.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from rensa import RMinHash

from events.ingest.folding import fold

PERMUTATIONS = 128
BANDS = 32
SIGNATURE_VERSION = f"minhash-{RMinHash.ALGORITHM_VERSION}-{PERMUTATIONS}-words4"
"""Signatures compare only within one version."""

SAME_STORY = 0.5
"""From this similarity on, two articles are taken for copies or light edits of one text."""

_WORDS_IN_RUN = 4
_LETTERS_IN_RUN = 6
_SEED = 20240128
_WORD = re.compile(r"\w+")
_PACKED = struct.Struct(f"<{PERMUTATIONS}I")

Key = TypeVar("Key", bound=Hashable)


def signature(text: str) -> bytes:
    """The MinHash signature of a text: 512 bytes, the same on every machine. Case, diacritics,
    punctuation and paragraphs make no difference; an empty text gives b''."""
    runs = shingles(text)
    if not runs:
        return b""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(runs))
    return _PACKED.pack(*sketch.digest())


def shingles(text: str) -> set[str]:
    """The runs of words that a text is made of; runs of letters where words are not parted by blanks."""
    folded = fold(text)
    words = _WORD.findall(folded)
    if not words:
        return set()
    if len(folded) / len(words) > 20:
        joined = "".join(words)
        return {
            joined[place : place + _LETTERS_IN_RUN]
            for place in range(max(1, len(joined) - _LETTERS_IN_RUN + 1))
        }
    last = max(1, len(words) - _WORDS_IN_RUN + 1)
    return {" ".join(words[place : place + _WORDS_IN_RUN]) for place in range(last)}


def similarity(one: bytes, other: bytes) -> float:
    """Estimated share of common runs (Jaccard), 0 to 1, give or take about 0.05."""
    if not one or not other:
        return 0.0
    left, right = _PACKED.unpack(one), _PACKED.unpack(other)
    same = sum(1 for a, b in zip(left, right, strict=True) if a == b)
    return same / PERMUTATIONS


def bands(packed: bytes) -> tuple[int, ...]:
    """Keys for an index, signed 64-bit: two texts at 0.5 share one with 87 %, at 0.7 with 99.9 %,
    unrelated ones practically never."""
    if not packed:
        return ()
    width = len(packed) // BANDS
    return tuple(_band_key(place, packed[place * width : (place + 1) * width]) for place in range(BANDS))


def _band_key(place: int, part: bytes) -> int:
    digest = hashlib.blake2b(bytes([place]) + part, digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def families(signatures: Mapping[Key, bytes], *, threshold: float = SAME_STORY) -> list[set[Key]]:
    """Group articles whose texts are alike, directly or through others. Order makes no difference."""
    parent = {key: key for key in signatures}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, other in _candidates(signatures):
        if root(one) != root(other) and similarity(signatures[one], signatures[other]) >= threshold:
            parent[root(one)] = root(other)
    groups: dict[Key, set[Key]] = {}
    for key in signatures:
        groups.setdefault(root(key), set()).add(key)
    return list(groups.values())


def _candidates(signatures: Mapping[Key, bytes]) -> Iterable[tuple[Key, Key]]:
    shared: dict[int, list[Key]] = {}
    seen: set[tuple[int, int]] = set()
    place = {key: number for number, key in enumerate(signatures)}
    for key, packed in signatures.items():
        for band in bands(packed):
            for other in shared.get(band, ()):
                pair = (place[other], place[key])
                if pair not in seen:
                    seen.add(pair)
                    yield other, key
            shared.setdefault(band, []).append(key)
