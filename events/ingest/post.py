"""Send one message to a public address, through the same guard as every fetch."""

from __future__ import annotations

from collections.abc import Mapping

import requests
import urllib3

from events.ingest import urls
from events.ingest.connect import Connector, Resolver, system_resolver
from events.ingest.fetch import guarded_session
from events.ingest.reasons import FailureReason, FetchFailed
from events.ingest.types import FetchPolicy

WELL = range(200, 300)


def post(
    url: str,
    body: bytes,
    policy: FetchPolicy,
    *,
    headers: Mapping[str, str],
    resolver: Resolver = system_resolver,
) -> int:
    """POST ``body`` to ``url``; returns the status, which is 2xx.

    Redirects are not followed, since a message is meant for one address, and the answer's body is not read.
    Raises ``UrlRefused`` for an address that is not acceptable, ``FetchFailed`` for all else.
    """
    urls.check(url, policy.url)
    target = urls.canonicalise(url)
    with Connector(policy, resolver) as connector, guarded_session(policy, connector) as session:
        if policy.proxy:
            _check_before_proxy(connector, target)
        try:
            with session.post(
                target,
                data=body,
                headers=dict(headers),
                timeout=(policy.connect_timeout, policy.read_timeout),
                allow_redirects=False,
                stream=True,
            ) as answer:
                status = answer.status_code
        except requests.Timeout as error:
            raise FetchFailed(FailureReason.TIMEOUT, "no answer in time") from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise FetchFailed(FailureReason.CONNECT_FAILED, type(error).__name__) from error
    if status not in WELL:
        reason = FailureReason.HTTP_SERVER_ERROR if status >= 500 else FailureReason.HTTP_CLIENT_ERROR
        raise FetchFailed(reason, f"status {status}")
    return status


def _check_before_proxy(connector: Connector, url: str) -> None:
    """The proxy connects for us, so the address is judged beforehand, as for a fetch."""
    parts = urls.split(url)
    try:
        connector.resolve(parts.host, parts.port)
    except FetchFailed as failure:
        if failure.reason is not FailureReason.DNS_FAILED:
            raise
