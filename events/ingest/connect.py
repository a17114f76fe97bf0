"""Sockets that only reach checked addresses and never outlive their deadline.

A name is resolved once; every address of the answer is checked; the socket is opened to one of those
very addresses, so that a second, different answer of the name server changes nothing. The check sits
where the socket is made: no parser difference and no redirect gets around it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from events.ingest.addresses import refusal
from events.ingest.reasons import FailureReason, FetchFailed
from events.ingest.types import FetchPolicy

Resolver = Callable[[str, int], Sequence[str]]
"""Host name and port to the addresses that the name server gives, in order of preference."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The operating system's resolver. Raises ``OSError`` where the name is not known."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Connector:
    """Opens sockets for one fetch and cuts all of them off when its time is over. A context manager."""

    def __init__(self, policy: FetchPolicy, resolver: Resolver = system_resolver) -> None:
        self.policy = policy
        self.address = ""
        self.expired = False
        self._resolver = resolver
        self._ends = time.monotonic() + policy.total_timeout
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(policy.total_timeout, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Connector:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    @property
    def remaining(self) -> float:
        """Seconds left; raises ``FetchFailed`` when none are."""
        left = self._ends - time.monotonic()
        if left <= 0 or self.expired:
            raise FetchFailed(FailureReason.TIMEOUT, f"limit {self.policy.total_timeout:g} seconds")
        return left

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``, all checked. Raises ``FetchFailed`` if any of them is not public:
        a name that answers with a mixture is an attempt, or a fault, and neither is followed."""
        found = self._look_up(host, port)
        allowed = self.policy.url.allowed_endpoints
        for address in found:
            if f"{host}:{port}" in allowed or f"{address}:{port}" in allowed:
                continue
            why = refusal(ipaddress.ip_address(address.partition("%")[0])) or (
                "zone" if "%" in address else ""
            )
            if why:
                raise FetchFailed(FailureReason.ADDRESS_REFUSED, f"{host} is {address}: {why}")
        return found

    def open(self, host: str, port: int, options: Any = None) -> socket.socket:
        """A connected socket to a checked address of ``host``."""
        return self._open(self.resolve(host, port), host, port, options, FailureReason.CONNECT_FAILED)

    def open_proxy(self, host: str, port: int, options: Any = None) -> socket.socket:
        """A connected socket to the configured proxy, which may stand in a private network."""
        sock = self._open(self._look_up(host, port), host, port, options, FailureReason.PROXY_FAILED)
        self.address = ""
        return sock

    def _open(
        self, found: list[str], host: str, port: int, options: Any, reason: FailureReason
    ) -> socket.socket:
        trouble = "no address"
        for address in found:
            wait = min(self.policy.connect_timeout, self.remaining)
            try:
                sock = socket.create_connection((address, port), timeout=wait)
            except TimeoutError:
                trouble = "no answer to the connection"
                continue
            except OSError as error:
                trouble = error.strerror or type(error).__name__
                continue
            for option in options or ():
                sock.setsockopt(*option)
            self._watch(sock)
            self.address = address
            return sock
        raise FetchFailed(reason, f"{host}: {trouble}")

    def _look_up(self, host: str, port: int) -> list[str]:
        """Ask the resolver in a thread of its own: the system's has no time limit that we could set."""
        with contextlib.suppress(ValueError):
            return [str(ipaddress.ip_address(host))]
        answer: list[Sequence[str] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._resolver(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, name="resolve", daemon=True)
        thread.start()
        thread.join(min(self.policy.connect_timeout, self.remaining))
        if not answer:
            raise FetchFailed(FailureReason.DNS_FAILED, f"{host}: the name server did not answer")
        found = answer[0]
        if isinstance(found, OSError | UnicodeError) or not found:
            raise FetchFailed(FailureReason.DNS_FAILED, host)
        return list(found)

    def _watch(self, sock: socket.socket) -> None:
        # A duplicate survives the wrapping in TLS, which takes the descriptor away from its socket.
        handle = socket.socket(fileno=os.dup(sock.fileno()))
        with self._lock:
            self._handles.append(handle)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for handle in self._handles:
                with contextlib.suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)


class _Direct(HTTPConnection):
    connector: ClassVar[Connector]

    def _new_conn(self) -> socket.socket:
        return self.connector.open(self._dns_host, self.port, self.socket_options)


class _DirectTls(HTTPSConnection):
    connector: ClassVar[Connector]

    def _new_conn(self) -> socket.socket:
        return self.connector.open(self._dns_host, self.port or 443, self.socket_options)


class _Proxied(HTTPConnection):
    connector: ClassVar[Connector]

    def _new_conn(self) -> socket.socket:
        return self.connector.open_proxy(self._dns_host, self.port, self.socket_options)


class _ProxiedTls(HTTPSConnection):
    connector: ClassVar[Connector]

    def _new_conn(self) -> socket.socket:
        return self.connector.open_proxy(self._dns_host, self.port or 443, self.socket_options)


def pool_classes(connector: Connector, *, proxied: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Connection pools by scheme whose sockets all come from ``connector``."""
    plain, tls = (_Proxied, _ProxiedTls) if proxied else (_Direct, _DirectTls)
    held = {"connector": connector}
    return {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": type("Plain", (plain,), held)}),
        "https": type("TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": type("Tls", (tls,), held)}),
    }
