"""The guarded fetch and names: what they lead to is checked, and just that is contacted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from events.ingest.fetch import fetch
from events.ingest.types import FailureReason, FetchFailed, FetchPolicy, UrlPolicy
from tests.ingest import pageserver as ps
from tests.ingest.conftest import policy_for

PAGE = b"<html><p>Pangkalan diserang</p></html>"
Serve = Callable[[dict[str, ps.Handler]], ps.PageServer]


def resolving(answers: list[list[str]]) -> tuple[Callable[[str, int], list[str]], list[str]]:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "127.0.0.1"],
        ["::ffff:127.0.0.1"],
        ["fd00::1"],
        ["64:ff9b::7f00:1"],
        ["fe80::1%eth0"],
        ["2002:7f00:1::"],
        ["169.254.169.254"],
    ],
)
def test_a_name_that_leads_inside_is_refused(answer: list[str]) -> None:
    resolve, _ = resolving([answer])
    with pytest.raises(FetchFailed) as caught:
        fetch("http://news.example/", FetchPolicy(user_agent="t"), resolver=resolve)
    assert caught.value.reason is FailureReason.ADDRESS_REFUSED


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_contacted(serve: Serve) -> None:
    server = serve({"/a": ps.page(PAGE)})
    resolve, asked = resolving([["127.0.0.1"], ["10.0.0.1"]])
    policy = policy_for(server)
    allowed = UrlPolicy(ports=frozenset({server.port}), allowed_endpoints=frozenset({server.endpoint}))
    got = fetch(
        f"http://news.example:{server.port}/a",
        FetchPolicy("t", allowed, read_timeout=policy.read_timeout),
        resolver=resolve,
    )
    assert got.body == PAGE
    assert got.address == "127.0.0.1"
    assert asked == ["news.example"]
    assert server.seen_headers[0]["host"] == f"news.example:{server.port}"


def test_unknown_names_and_slow_name_servers_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("unknown")

    with pytest.raises(FetchFailed) as caught:
        fetch("http://nowhere.example/", FetchPolicy("t"), resolver=unknown)
    assert caught.value.reason is FailureReason.DNS_FAILED


def test_a_proxy_is_asked_instead_and_cannot_be_used_to_reach_inside(serve: Serve) -> None:
    proxy = serve({"http://news.example/a": ps.page(PAGE)})
    resolve, _ = resolving([["93.184.215.14"]])
    policy = FetchPolicy("t", proxy=f"http://{proxy.endpoint}", read_timeout=1, total_timeout=2)
    got = fetch("http://news.example/a", policy, resolver=resolve)
    assert got.body == PAGE
    assert got.address == ""
    inside, _ = resolving([["10.0.0.1"]])
    with pytest.raises(FetchFailed) as caught:
        fetch("http://news.example/a", policy, resolver=inside)
    assert caught.value.reason is FailureReason.ADDRESS_REFUSED
    assert proxy.visits == ["http://news.example/a"]


def test_the_environment_names_no_proxy(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server = serve({"/a": ps.page(PAGE)})
    assert fetch(server.url("/a"), policy_for(server)).body == PAGE
