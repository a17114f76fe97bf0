"""A small HTTP server on loopback that tells the truth, lies, hangs and cuts off, one path a vice."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

Handler = Callable[["Visit"], None]


@dataclass
class Visit:
    """One request and the open connection on which to answer it."""

    sock: socket.socket
    path: str
    headers: dict[str, str]
    stop: threading.Event

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """A whole answer with a true length; header names with ``_`` for ``-``."""
        lines = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.head(status, lines)
        self.send(body)

    def head(self, status: str, lines: dict[str, str]) -> None:
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.send(f"HTTP/1.1 {status}\r\n{text}\r\n".encode("latin-1"))

    def hang(self) -> None:
        self.stop.wait(20)


@dataclass
class PageServer:
    """Serves ``routes`` until ``close``; ``visits`` are the paths asked for, in order."""

    routes: dict[str, Handler]
    visits: list[str] = field(default_factory=list)
    seen_headers: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.endpoint}{path}"

    def close(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the accepting thread, which close does not
        self._listener.close()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            try:
                visit = self._read(sock)
                self.visits.append(visit.path)
                self.seen_headers.append(visit.headers)
                route = visit.path.partition("?")[0]
                self.routes.get(visit.path, self.routes.get(route, _missing))(visit)
            except OSError:
                return  # the client went away: that is what most of these tests are about

    def _read(self, sock: socket.socket) -> Visit:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = sock.recv(65536)
            if not piece:
                raise OSError("gone")
            data += piece
        lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        return Visit(sock, lines[0].split(" ")[1], headers, self._stop)


def _missing(visit: Visit) -> None:
    visit.answer(b"<p>no such page</p>", "404 Not Found")


def redirect(target: str, status: str = "302 Found", **headers: str) -> Handler:
    """A route that points elsewhere."""
    return lambda visit: visit.answer(b"moved", status, Location=target, **headers)


def page(body: bytes, **headers: str) -> Handler:
    """A route that answers with ``body``."""
    return lambda visit: visit.answer(body, **headers)


def status(line: str, **headers: str) -> Handler:
    """A route that answers with a status."""
    return lambda visit: visit.answer(b"<p>trouble</p>", line, **headers)


def silent(visit: Visit) -> None:
    visit.hang()


def drip(visit: Visit) -> None:
    """One byte at a time for ever: each arrives before the silence limit, the page never."""
    visit.head("200 OK", {"Content-Type": "text/html"})
    while not visit.stop.wait(0.05):
        visit.send(b"x")


def drip_headers(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not visit.stop.wait(0.05):
        visit.send(b"x")


def stalls_midway(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html", "Content-Length": "1000"})
    visit.send(b"<p>half")
    visit.hang()


def cut_off(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html", "Content-Length": "5000"})
    visit.send(b"<p>half a page")


def cut_off_chunked(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
    visit.send(b"10\r\n<p>half a page")


def cut_off_gzip(visit: Visit) -> None:
    body = gzip.compress(b"<p>" + bytes(range(256)) * 200)
    visit.answer(body[: len(body) // 2], Content_Encoding="gzip")


def chunked(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
    for piece in (b"<p>one ", b"two ", b"three</p>"):
        visit.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    visit.send(b"0\r\n\r\n")


def endless(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html"})
    while not visit.stop.is_set():
        visit.send(b"<p>more</p>" * 5000)


def endless_chunk_line(visit: Visit) -> None:
    visit.head("200 OK", {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
    while not visit.stop.is_set():
        visit.send(b"1" * 50000)


def endless_headers(visit: Visit) -> None:
    visit.send(b"HTTP/1.1 200 OK\r\n")
    while not visit.stop.is_set():
        visit.send(b"X-More: " + b"y" * 1000 + b"\r\n")


def big_headers(visit: Visit) -> None:
    visit.head("200 OK", {f"X-{n}": "y" * 4000 for n in range(40)} | {"Content-Length": "2"})
    visit.send(b"ok")


def bomb(megabytes: int, coding: str = "gzip") -> Handler:
    """Zeros by the megabyte behind a few kilobytes."""
    engine = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    packed = b"".join(engine.compress(bytes(1 << 20)) for _ in range(megabytes)) + engine.flush()
    return page(packed, Content_Encoding=coding)


def double_bomb(megabytes: int) -> Handler:
    packed = gzip.compress(gzip.compress(bytes(megabytes << 20)))
    return page(packed, Content_Encoding="gzip, gzip")


def garbage(visit: Visit) -> None:
    visit.send(b"\x16\x03\x01 this is not HTTP at all\r\n\r\n")
