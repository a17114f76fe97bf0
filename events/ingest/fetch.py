"""Get one page from the public internet, under limits, never from anywhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

from events.ingest import charset, urls
from events.ingest.connect import Connector, Resolver, pool_classes, system_resolver
from events.ingest.exchange import Clock, Exchange
from events.ingest.reasons import FailureReason, FetchFailed
from events.ingest.types import Fetched, FetchPolicy, Pacer, Redirect

__all__ = ["Clock", "fetch", "host_of", "utc_now"]


def utc_now() -> datetime:
    """The clock used unless another is given."""
    return datetime.now(UTC)


def fetch(
    url: str,
    policy: FetchPolicy,
    *,
    clock: Clock = utc_now,
    resolver: Resolver = system_resolver,
    headers: Mapping[str, str] | None = None,
    pacer: Pacer | None = None,
) -> Fetched:
    """Fetch ``url`` with GET, following redirects, within ``policy``.

    ``headers`` are further request headers (conditional requests of feeds): a 304 answer then counts
    as success with an empty body. ``pacer`` is asked before each host of the way. ``clock`` gives
    ``fetched_at`` and reads dates in Retry-After.
    Raises ``UrlRefused`` if the address itself is not acceptable and ``FetchFailed`` for all else, each
    with a reason code, a sentence, whether a retry may help, and the wait that the server asked for.
    """
    started = monotonic()
    urls.check(url, policy.url)
    current = urls.canonicalise(url)
    turns = _Turns(pacer)
    turns.enter(current)
    with Connector(policy, resolver) as connector, guarded_session(policy, connector) as session:
        hops: list[Redirect] = []
        seen: set[tuple[str, frozenset[tuple[str, str | None]]]] = set()
        while True:
            _refuse_circle(seen, current, session, hops, policy)
            turns.enter(current)
            with turns.heard(current):
                answer = Exchange(session, connector, policy, current, clock, headers or {})
            if answer.target:
                hops.append(Redirect(current, answer.status, answer.target))
                current = answer.target
                continue
            return Fetched(
                requested_url=url,
                final_url=current,
                redirects=tuple(hops),
                fetched_at=clock(),
                address=connector.address,
                elapsed=monotonic() - started,
                sha256=hashlib.sha256(answer.body).hexdigest(),
                encoding=charset.detect(answer.body, answer.header("content-type")).name,
                **answer.facts(),
            )


def host_of(url: str) -> str:
    """Whom a visit of ``url`` burdens: the host; with its port where that is an unusual one."""
    parts = urls.split(url)
    return parts.host if parts.port in (80, 443) else parts.endpoint


class _Turns:
    """Asks the pacer once for each host; a redirect within a host is part of the same visit."""

    def __init__(self, pacer: Pacer | None) -> None:
        self._pacer = pacer
        self._entered: set[str] = set()

    def enter(self, url: str) -> None:
        host = host_of(url)
        if self._pacer is not None and host not in self._entered:
            self._pacer.enter(host)
            self._entered.add(host)

    @contextmanager
    def heard(self, url: str) -> Iterator[None]:
        try:
            yield
        except FetchFailed as failure:
            if self._pacer is not None and failure.retry_after:
                self._pacer.told(host_of(url), failure.retry_after)
            raise


def _refuse_circle(
    seen: set[tuple[str, frozenset[tuple[str, str | None]]]],
    current: str,
    session: requests.Session,
    hops: list[Redirect],
    policy: FetchPolicy,
) -> None:
    # Coming back to an address is legitimate once a cookie was set on the way.
    state = (current, frozenset((c.name, c.value) for c in session.cookies))
    if state in seen:
        raise FetchFailed(FailureReason.REDIRECT_LOOP)
    seen.add(state)
    if len(hops) > policy.max_redirects:
        raise FetchFailed(FailureReason.TOO_MANY_REDIRECTS, f"limit {policy.max_redirects}")


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        # requests would read the whole body of a redirect, without limits, to find out about the next.
        return None


class _Adapter(HTTPAdapter):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        super().__init__(max_retries=0, pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = pool_classes(self._connector, proxied=False)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = pool_classes(self._connector, proxied=True)
        return manager


def guarded_session(policy: FetchPolicy, connector: Connector) -> requests.Session:
    """A client whose every socket comes from ``connector``."""
    session = _Session()
    session.trust_env = False
    adapter = _Adapter(connector)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    session.headers.clear()
    session.headers.update(
        {
            "User-Agent": policy.user_agent,
            "Accept": policy.accept,
            "Accept-Language": policy.accept_language,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
    )
    if policy.proxy:
        session.proxies = {"http": policy.proxy, "https": policy.proxy}
    return session
