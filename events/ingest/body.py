"""Read a body under limits: on the wire, after decompression, both while they grow."""

from __future__ import annotations

import zlib
from typing import Protocol

from events.ingest.reasons import FailureReason, FetchFailed

_PIECE = 64 * 1024
_MAX_LAYERS = 2


class Readable(Protocol):
    """What a raw response offers."""

    def read(self, amt: int, decode_content: bool) -> bytes: ...


def read_capped(raw: Readable, *, encodings: str, max_body: int, max_decoded: int) -> bytes:
    """The decoded body. ``encodings`` is the ``Content-Encoding`` header.

    Raises ``FetchFailed``: body_too_large, body_bomb (small on the wire, huge unpacked), body_encoding.
    """
    decoder = Decoder(encodings, max_decoded)
    taken = 0
    while piece := raw.read(_PIECE, decode_content=False):
        taken += len(piece)
        if taken > max_body:
            raise FetchFailed(FailureReason.BODY_TOO_LARGE, f"limit {_megabytes(max_body)}")
        decoder.feed(piece)
    return decoder.finish()


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.3g} MB"


class Decoder:
    """Undo gzip and deflate, never holding more than ``limit`` bytes of output."""

    def __init__(self, encodings: str, limit: int) -> None:
        names = [name.strip().lower() for name in encodings.split(",")]
        layers = [name for name in names if name not in ("", "identity")]
        if len(layers) > _MAX_LAYERS:
            raise FetchFailed(FailureReason.BODY_ENCODING, "too many layers of compression")
        self._layers = [_Layer(name) for name in reversed(layers)]
        self._limit = limit
        self._size = 0
        self._out: list[bytes] = []

    def feed(self, piece: bytes) -> None:
        """Take compressed bytes. Raises ``FetchFailed`` when the output passes the limit."""
        pieces = [piece]
        for layer in self._layers:
            pieces = [out for data in pieces for out in layer.feed(data, self._limit)]
        self._out.extend(pieces)
        self._size += sum(map(len, pieces))
        if self._size > self._limit:
            reason = FailureReason.BODY_BOMB if self._layers else FailureReason.BODY_TOO_LARGE
            raise FetchFailed(reason, f"limit {_megabytes(self._limit)}")

    def finish(self) -> bytes:
        """All output. Raises ``FetchFailed`` if the compressed data ended too early."""
        if any(not layer.ended for layer in self._layers):
            raise FetchFailed(FailureReason.BODY_CUT_OFF, "the compressed page has no end")
        return b"".join(self._out)


class _Layer:
    def __init__(self, name: str) -> None:
        if name not in ("gzip", "x-gzip", "deflate"):
            raise FetchFailed(FailureReason.BODY_ENCODING, f"'{name[:30]}' is not understood")
        self._name = name
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | (16 if "gzip" in name else 0))
        self._started = False
        self._produced = 0

    @property
    def ended(self) -> bool:
        return self._engine.eof or not self._started

    def feed(self, data: bytes, limit: int) -> list[bytes]:
        out: list[bytes] = []
        while data:
            if self._engine.eof and not self._next_member(data):
                break
            piece = self._inflate(data, limit - self._produced + 1)
            self._started = True
            self._produced += len(piece)
            out.append(piece)
            if self._produced > limit:
                raise FetchFailed(FailureReason.BODY_BOMB, f"limit {_megabytes(limit)}")
            data = self._engine.unused_data or self._engine.unconsumed_tail
        return out

    def _next_member(self, data: bytes) -> bool:
        # Padding after the end is common and harmless; a further gzip member is part of the body.
        if self._name == "deflate" or not data.startswith(b"\x1f\x8b"):
            return False
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return True

    def _inflate(self, data: bytes, limit: int) -> bytes:
        try:
            return self._engine.decompress(data, limit)
        except zlib.error:
            if self._name != "deflate" or self._started:
                raise FetchFailed(FailureReason.BODY_ENCODING, "the compressed data is damaged") from None
        # "deflate" means zlib; some servers send the bare stream (RFC 9110, 8.4.1.2).
        self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._engine.decompress(data, limit)
        except zlib.error:
            raise FetchFailed(FailureReason.BODY_ENCODING, "the compressed data is damaged") from None
