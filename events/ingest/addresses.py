"""Which network addresses may be contacted: only those of the public internet.

Source: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its successors), IPv4 forms
as browsers read them (WHATWG URL, "IPv4 parser"), and the metadata services of the large clouds.
"""

from __future__ import annotations

import ipaddress
import re

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_V4_SPECIAL = tuple(
    (ipaddress.IPv4Network(net), why)
    for net, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud platform service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "multicast tunnelling"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)

_V6_PUBLIC = ipaddress.IPv6Network("2000::/3")
# Outside 2000::/3 nothing is public; these inside it are not either. Forms that embed an IPv4 address
# (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are refused whatever they embed: no page needs them.
_V6_SPECIAL = tuple(
    (ipaddress.IPv6Network(net), why)
    for net, why in (
        ("2001::/23", "protocol assignments, Teredo"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3ffe::/16", "retired test network"),
        ("3fff::/20", "documentation"),
    )
)
_V6_OUTSIDE = tuple(
    (ipaddress.IPv6Network(net), why)
    for net, why in (
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})

_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")


def refusal(address: IPAddress) -> str:
    """Why ``address`` must not be contacted, in a word or two; '' if it is a public one."""
    if isinstance(address, ipaddress.IPv4Address):
        return next((why for net, why in _V4_SPECIAL if address in net), "")
    if address not in _V6_PUBLIC:
        return next((why for net, why in _V6_OUTSIDE if address in net), "not public")
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "ISATAP"
    return next((why for net, why in _V6_SPECIAL if address in net), "")


def looks_numeric(host: str) -> bool:
    """Whether browsers would read ``host`` as an IPv4 address (its last label is a number)."""
    return bool(_NUMBER.match(host.rsplit(".", 1)[-1]))


def parse_ipv4(host: str) -> ipaddress.IPv4Address:
    """Read decimal, octal and hexadecimal IPv4 forms of one to four parts, as browsers do.

    Raises ``ValueError`` for what no browser accepts either.
    """
    parts = host.split(".")
    if len(parts) > 4:
        raise ValueError("too many parts")
    numbers = [_number(part) for part in parts]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError("a part is too large")
    value = numbers[-1]
    for place, number in enumerate(numbers[:-1]):
        value += number << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def _number(part: str) -> int:
    if not _NUMBER.match(part) or len(part) > 40:
        raise ValueError("not a number")
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)
