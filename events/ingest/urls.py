"""Web addresses: one written form each, and which of them are acceptable at all."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin

import idna

from events.ingest import addresses
from events.ingest.reasons import FailureReason, UrlRefused
from events.ingest.tracking import is_tracking, unwrapped
from events.ingest.types import UrlPolicy

__all__ = ["Parts", "canonicalise", "check", "join", "same_page_key", "split"]

DEFAULT_POLICY = UrlPolicy()
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\\s]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LOCAL_SUFFIXES = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
)
_UNFETCHABLE_SUFFIXES = ("onion", "i2p", "alt")
_MAX_UNWRAP = 4

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")
_QUERY_SAFE = _PATH_SAFE | frozenset(b"?[]")
_HEX = re.compile(rb"[0-9A-Fa-f]{2}")


class Parts(NamedTuple):
    """An address taken apart and put in order; ``host`` is a name in ASCII or a plain IP address."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def netloc(self) -> str:
        """Host (IPv6 in brackets) and the port unless it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def endpoint(self) -> str:
        """``host:port`` as written in ``UrlPolicy.allowed_endpoints``."""
        return f"{self.host}:{self.port}"

    def geturl(self) -> str:
        """The address as one string."""
        return f"{self.scheme}://{self.netloc}{self.path}" + (f"?{self.query}" if self.query else "")


def canonicalise(url: str) -> str:
    """One written form of ``url``: stable and idempotent.

    Lower-case scheme and ASCII host, no default port, no trailing dot, numeric hosts as plain IP,
    percent-encoding in one form, dot segments resolved, no fragment, no tracking parameters, AMP caches
    and link wrappers replaced by the page they carry. Order of parameters is kept.
    Raises ``UrlRefused`` for what is no http(s) address.
    """
    return split(url).geturl()


def check(url: str, policy: UrlPolicy = DEFAULT_POLICY) -> None:
    """Raise ``UrlRefused`` (reason code and sentence) unless ``url`` may be fetched.

    Names are not resolved here: ``fetch`` checks every address that a name resolves to.
    """
    if len(url) > policy.max_length:
        raise UrlRefused(FailureReason.URL_TOO_LONG, f"limit {policy.max_length} characters")
    _check_parts(split(url), policy)


def same_page_key(url: str) -> str:
    """A key under which two addresses most likely show the same page: scheme, ``www.``/``m.``/``amp.``,
    trailing slash and "whole page" parameters left out. For finding duplicates only, never to fetch."""
    parts = split(url)
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)", "", parts.host)
    port = "" if parts.port in (80, 443) else f":{parts.port}"
    path = re.sub(r"(?:/amp)?/*$", "", parts.path)
    kept = [p for p in parts.query.split("&") if p and not _WHOLE_PAGE.match(p)]
    return host + port + path + ("?" + "&".join(sorted(kept)) if kept else "")


_WHOLE_PAGE = re.compile(
    r"(?:page|showpage|pages)=(?:all|1|0)\Z|single=(?:1|true)\Z|amp(?:=1)?\Z", re.IGNORECASE
)


def join(base: str, reference: str) -> str:
    """Resolve a link found on ``base``; '' if it is no usable http(s) address."""
    try:
        return canonicalise(urljoin(base, reference.strip()))
    except (UrlRefused, ValueError):
        return ""


def split(url: str) -> Parts:
    """Take an address apart in its canonical form. Raises ``UrlRefused``."""
    parts = _split_once(url)
    for _ in range(_MAX_UNWRAP):
        inner = unwrapped(parts.host, parts.path, parts.query)
        if not inner:
            return parts
        try:
            parts = _split_once(inner)
        except UrlRefused:
            return parts
    return parts


@lru_cache(maxsize=2048)
def _split_once(url: str) -> Parts:
    text = url.strip().strip("\u200b\u200e\u200f\ufeff")
    if not text:
        raise UrlRefused(FailureReason.URL_EMPTY)
    if _FORBIDDEN.search(text):
        raise UrlRefused(
            FailureReason.URL_MALFORMED, "it holds a blank or a character that no address may hold"
        )
    scheme, rest = _scheme(text)
    rest = rest.partition("#")[0]
    cut = re.search(r"[/?]", rest)
    netloc, tail = (rest[: cut.start()], rest[cut.start() :]) if cut else (rest, "")
    path, _, query = tail.partition("?")
    host, port = _netloc(netloc, scheme)
    return Parts(scheme, host, port, _path(path), _query(query))


def _scheme(text: str) -> tuple[str, str]:
    found = _SCHEME.match(text)
    if not found:
        raise UrlRefused(FailureReason.URL_MALFORMED, "it does not begin with http:// or https://")
    scheme = found[1].lower()
    if scheme not in _DEFAULT_PORTS:
        raise UrlRefused(FailureReason.URL_SCHEME)
    rest = text[found.end() :]
    if not rest.startswith("//"):
        raise UrlRefused(FailureReason.URL_MALFORMED, "'//' is missing")
    return scheme, rest[2:]


def _netloc(netloc: str, scheme: str) -> tuple[str, int]:
    if "@" in netloc or "%40" in netloc:
        raise UrlRefused(FailureReason.URL_CREDENTIALS)
    if netloc.startswith("["):
        inside, bracket, after = netloc[1:].partition("]")
        if not bracket or (after and not after.startswith(":")):
            raise UrlRefused(FailureReason.URL_HOST)
        return _ipv6(inside), _port(after[1:], scheme)
    host, _, port = netloc.partition(":")
    return _host(host), _port(port, scheme)


def _port(written: str, scheme: str) -> int:
    if not written:
        return _DEFAULT_PORTS[scheme]
    if not re.fullmatch(r"[0-9]{1,5}", written) or not 0 < int(written) < 65536:
        raise UrlRefused(FailureReason.URL_MALFORMED, "the port is not a number")
    return int(written)


def _ipv6(written: str) -> str:
    try:
        if "%" in written:
            raise ValueError("zone")
        return ipaddress.IPv6Address(written).compressed
    except ValueError:
        raise UrlRefused(FailureReason.URL_HOST) from None


def _host(written: str) -> str:
    try:
        host = unquote_to_bytes(written).decode("utf-8") if "%" in written else written
        host = _ascii(host)
        if addresses.looks_numeric(host):
            return str(addresses.parse_ipv4(host))
    except ValueError:
        raise UrlRefused(FailureReason.URL_HOST) from None
    if len(host) > 253 or not all(_LABEL.match(label) for label in host.split(".")):
        raise UrlRefused(FailureReason.URL_HOST)
    return host


def _ascii(host: str) -> str:
    if not host.isascii():
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        host = mapped if mapped.isascii() else idna.encode(mapped).decode("ascii")
    host = host.lower()
    if "xn--" in host:
        idna.decode(host)  # refuses forged or broken A-labels
    return host.removesuffix(".")


def _path(path: str) -> str:
    segments: list[str] = []
    parts = _encode(path, _PATH_SAFE).split("/")[1:]
    for place, segment in enumerate(parts):
        dots = segment.replace("%2E", ".")
        if dots == "..":
            del segments[-1:]
        elif dots != ".":
            segments.append(segment)
        if dots in (".", "..") and place == len(parts) - 1:
            segments.append("")
    return "/" + "/".join(segments)


def _query(query: str) -> str:
    kept = (pair for pair in _encode(query, _QUERY_SAFE).split("&") if pair)
    return "&".join(pair for pair in kept if not is_tracking(pair))


def _encode(text: str, safe: frozenset[int]) -> str:
    """Percent-encode once: escapes of unreserved characters are resolved, the rest is upper-case."""
    raw = text.encode("utf-8", "surrogatepass")
    out: list[str] = []
    place = 0
    while place < len(raw):
        byte = raw[place]
        if byte == 0x25 and _HEX.match(raw, place + 1):
            value = int(raw[place + 1 : place + 3], 16)
            out.append(chr(value) if value in _UNRESERVED else f"%{value:02X}")
            place += 3
            continue
        out.append(chr(byte) if byte in safe else f"%{byte:02X}")
        place += 1
    return "".join(out)


def _check_parts(parts: Parts, policy: UrlPolicy) -> None:
    if parts.endpoint in policy.allowed_endpoints:
        return
    if parts.port not in policy.ports:
        raise UrlRefused(FailureReason.URL_PORT)
    try:
        why = addresses.refusal(ipaddress.ip_address(parts.host))
    except ValueError:
        _check_name(parts.host)
        return
    if why:
        raise UrlRefused(FailureReason.ADDRESS_REFUSED, f"{parts.host}: {why}")


def _check_name(host: str) -> None:
    if "." not in host or any(host == s or host.endswith("." + s) for s in _LOCAL_SUFFIXES):
        raise UrlRefused(FailureReason.ADDRESS_REFUSED, f"{host}: a local name")
    if host.rsplit(".", 1)[-1] in _UNFETCHABLE_SUFFIXES:
        raise UrlRefused(FailureReason.URL_HOST, f"{host} is not on the public internet")
