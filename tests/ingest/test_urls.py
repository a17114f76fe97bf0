"""Addresses: one form each, the forbidden ones refused."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.ingest import addresses, urls
from events.ingest.fetch import fetch
from events.ingest.types import FailureReason, FetchFailed, FetchPolicy, NextStep, UrlPolicy, UrlRefused

HOSTILE = [
    line
    for line in (Path(__file__).parent / "hostile_urls.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Any socket that is opened is recorded and refused."""
    opened: list[object] = []

    def refuse(address: object, *_: object, **__: object) -> None:
        opened.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "create_connection", refuse)
    return opened


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 150


@pytest.mark.parametrize("line", HOSTILE)
def test_a_hostile_address_is_refused_before_any_socket_is_opened(
    line: str, no_network: list[object]
) -> None:
    url, _, answer = line.partition(" -> ")

    def resolve(host: str, port: int) -> list[str]:
        assert answer, f"{url} went as far as the name server"
        return answer.split(",")

    with pytest.raises((UrlRefused, FetchFailed)) as caught:
        fetch(url, FetchPolicy(user_agent="t"), resolver=resolve)
    assert no_network == []
    assert caught.value.reason is not FailureReason.DNS_FAILED
    assert not caught.value.retryable


@pytest.mark.parametrize(
    "url",
    ["http://8.8.8.8/", "http://[2606:4700::1111]/", "https://news.example/", "http://news.example:443/"],
)
def test_public_addresses_are_accepted(url: str) -> None:
    urls.check(url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://News.Example", "http://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("http://news.example:443/a", "http://news.example:443/a"),
        ("https://news.example./a", "https://news.example/a"),
        (" https://news.example/a \n", "https://news.example/a"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example/a/%2e%2E/b", "https://news.example/b"),
        ("https://news.example/../../a/..", "https://news.example/"),
        ("https://news.example/%7Ejoe/%e4%bd%a0", "https://news.example/~joe/%E4%BD%A0"),
        ("https://news.example/خبر?س=ش", "https://news.example/%D8%AE%D8%A8%D8%B1?%D8%B3=%D8%B4"),
        ("https://موقع.example/", "https://xn--4gbrim.example/"),
        ("https://news.example/a?x=1&utm_source=t&fbclid=z&y=2#top", "https://news.example/a?x=1&y=2"),
        ("https://news.example/a?id=5&ref=twitter&ref=5", "https://news.example/a?id=5&ref=5"),
        ("https://news.example/a?source=telegram", "https://news.example/a"),
        ("https://news.example/a?source=42", "https://news.example/a?source=42"),
        ("https://news.example/a?page=2", "https://news.example/a?page=2"),
        ("https://news.example/a?&&x=1&", "https://news.example/a?x=1"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example/a%", "https://news.example/a%25"),
        ("https://news.example/a|b?c={d}", "https://news.example/a%7Cb?c=%7Bd%7D"),
        ("https://news.example/a?amp=1&outputType=amp", "https://news.example/a"),
        ("https://news.example/a?amp=7", "https://news.example/a?amp=7"),
        (
            "https://news-example.cdn.ampproject.org/c/s/news.example/x?y=1&amp_js_v=0.1",
            "https://news.example/x?y=1",
        ),
        ("https://news-example.cdn.ampproject.org/v/news.example/x", "http://news.example/x"),
        ("https://www.google.com/amp/s/news.example/x/amp", "https://news.example/x/amp"),
        (
            "https://www.google.co.id/url?sa=t&url=https%3A%2F%2Fnews.example%2Fx%3Fa%3D1%26utm_id%3D2",
            "https://news.example/x?a=1",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fx&h=1", "https://news.example/x"),
        ("https://www.google.com/search?q=news", "https://www.google.com/search?q=news"),
        ("http://0x08.8.2056/", "http://8.8.8.8/"),
        ("http://[2606:4700:0:0::1111]:80/", "http://[2606:4700::1111]/"),
        ("http://under_score.example/", "http://under_score.example/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
    ],
)
def test_an_address_has_one_form(url: str, canonical: str) -> None:
    assert urls.canonicalise(url) == canonical
    assert urls.canonicalise(canonical) == canonical


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", FailureReason.URL_EMPTY),
        ("news.example/a", FailureReason.URL_MALFORMED),
        ("ftp://news.example/", FailureReason.URL_SCHEME),
        ("http://u@news.example/", FailureReason.URL_CREDENTIALS),
        ("http://news.example:8080/", FailureReason.URL_PORT),
        ("http://news example/", FailureReason.URL_MALFORMED),
        ("http://.../", FailureReason.URL_HOST),
        ("http://192.168.0.1/", FailureReason.ADDRESS_REFUSED),
        ("http://news.example/" + "a" * 3000, FailureReason.URL_TOO_LONG),
    ],
)
def test_a_refusal_says_why_and_what_to_do(url: str, reason: FailureReason) -> None:
    with pytest.raises(UrlRefused) as caught:
        urls.check(url)
    assert caught.value.reason is reason
    assert caught.value.reason_code == reason.value
    assert caught.value.sentence.endswith(".")
    assert caught.value.next_step is NextStep.CHECK_ADDRESS


def test_every_reason_has_a_sentence_and_a_next_step() -> None:
    for reason in FailureReason:
        assert reason.sentence.endswith(".")
        assert reason.next_step.advice.endswith(".")
        assert FailureReason(reason.value) is reason


def test_a_test_server_is_allowed_by_policy_only() -> None:
    policy = UrlPolicy(allowed_endpoints=frozenset({"127.0.0.1:8123"}))
    urls.check("http://127.0.0.1:8123/x", policy)
    urls.check("http://0x7f.1:8123/x", policy)
    for url in (
        "http://127.0.0.1:8124/",
        "http://127.0.0.1/",
        "http://localhost:8123/",
        "http://10.0.0.1:8123/",
    ):
        with pytest.raises(UrlRefused):
            urls.check(url, policy)


def test_the_same_page_has_one_key() -> None:
    same = [
        "http://www.news.example/a/1",
        "https://news.example/a/1/",
        "https://m.news.example/a/1?page=all",
        "https://amp.news.example/a/1/amp/?utm_medium=x",
        "https://news.example/a/1?single=1#x",
    ]
    assert {urls.same_page_key(url) for url in same} == {"news.example/a/1"}
    assert urls.same_page_key("https://news.example/a/1?page=2") != "news.example/a/1"
    assert urls.same_page_key("https://m.example/a") == "m.example/a"
    assert urls.same_page_key("https://news.example/?b=1&a=2") == urls.same_page_key(
        "http://news.example?a=2&b=1"
    )


def test_links_are_resolved_or_dropped() -> None:
    base = "https://news.example/a/b?x=1"
    assert urls.join(base, "../c") == "https://news.example/c"
    assert urls.join(base, "?page=all") == "https://news.example/a/b?page=all"
    assert urls.join(base, "mailto:a@b.example") == ""
    assert urls.join(base, "http://[bad") == ""


HOSTS = st.one_of(
    st.sampled_from(
        ["news.example", "NEWS.example.", "موقع.example", "8.8.8.8", "0x8080808", "[2606:4700::1]"]
    ),
    st.text("abcABC012.-_é", min_size=1, max_size=20),
)


@given(
    st.sampled_from(["http", "HTTPS"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=40),
    st.lists(
        st.tuples(st.sampled_from(["utm_x", "amp", "q", "url", "p%61ge", "é"]), st.text(max_size=10)),
        max_size=4,
    ),
)
@example("http", "www.google.com", "", "url", [("q", "http://www.google.com/url?q=http://x.example/")])
def test_the_canonical_form_is_stable(
    scheme: str, host: str, port: str, path: str, pairs: list[tuple[str, str]]
) -> None:
    url = f"{scheme}://{host}{port}/{path}?" + "&".join(f"{key}={value}" for key, value in pairs)
    try:
        once = urls.canonicalise(url)
    except UrlRefused:
        return
    assert urls.canonicalise(once) == once
    assert once.isascii()
    assert "#" not in once
    assert "@" not in once.split("/")[2]
    assert urls.same_page_key(once) == urls.same_page_key(url)


@given(st.text(max_size=80))
def test_no_text_crashes_the_check(text: str) -> None:
    for url in (text, "http://" + text, "http://[" + text):
        with contextlib.suppress(UrlRefused):
            urls.check(url)


@given(st.ip_addresses(v=4), st.integers(0, 3), st.integers(0, 2))
def test_every_numeric_form_of_an_address_is_that_address(
    address: ipaddress.IPv4Address, merged: int, base: int
) -> None:
    number, forms = int(address), ("{:d}", "0x{:x}", "0{:o}")
    heads = [(number >> shift) & 255 for shift in (24, 16, 8)][: 3 - merged]
    tail = number & ((1 << (8 * (merged + 1))) - 1)
    written = ".".join(forms[base].format(part) for part in [*heads, tail])
    assert addresses.parse_ipv4(written) == address
    assert urls.split(f"http://{written}/").host == str(address)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public_here(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_loopback or address.is_multicast or address.is_reserved:
        assert addresses.refusal(address)
