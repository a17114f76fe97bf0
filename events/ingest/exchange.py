"""One request and its answer, judged by status, type and size before the body is read."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import requests
import urllib3
from requests.exceptions import ProxyError, RequestException, SSLError, Timeout

from events.ingest import urls
from events.ingest.body import read_capped
from events.ingest.connect import Connector
from events.ingest.reasons import FailureReason, FetchFailed, UrlRefused
from events.ingest.types import FetchPolicy, Headers

Clock = Callable[[], datetime]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PAGES = frozenset({200, 203, 226})
_LONGEST_WAIT = 24 * 3600.0
_STATUS_REASONS = {
    401: FailureReason.HTTP_UNAUTHORISED,
    402: FailureReason.HTTP_FORBIDDEN,
    403: FailureReason.HTTP_FORBIDDEN,
    404: FailureReason.HTTP_NOT_FOUND,
    407: FailureReason.PROXY_FAILED,
    408: FailureReason.TIMEOUT,
    410: FailureReason.HTTP_GONE,
    425: FailureReason.HTTP_TOO_MANY,
    429: FailureReason.HTTP_TOO_MANY,
    451: FailureReason.HTTP_LEGAL,
}


class Exchange:
    """One request and its answer: either a redirect (``target``) or a page (``body``)."""

    def __init__(
        self,
        session: requests.Session,
        connector: Connector,
        policy: FetchPolicy,
        url: str,
        clock: Clock,
        extra: Mapping[str, str],
    ) -> None:
        self._connector, self._policy, self._clock = connector, policy, clock
        self._conditional = any(name.lower().startswith("if-") for name in extra)
        self.url = url
        self.target = ""
        self.body = b""
        try:
            if policy.proxy:
                self._check_before_proxy()
            with session.get(
                url,
                headers=dict(extra),
                timeout=(policy.connect_timeout, min(policy.read_timeout, connector.remaining)),
                allow_redirects=False,
                stream=True,
            ) as response:
                self._take(response)
        except (RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            raise self._translated(error) from error
        if connector.expired:
            raise FetchFailed(FailureReason.TIMEOUT, f"limit {policy.total_timeout:g} seconds")

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def facts(self) -> dict[str, Any]:
        """The fields of ``Fetched`` that this exchange knows."""
        return {
            "status": self.status,
            "reason_phrase": self.reason_phrase,
            "http_version": self.http_version,
            "headers": self.headers,
            "body": self.body,
            "content_type": self.content_type,
        }

    @property
    def content_type(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    def _check_before_proxy(self) -> None:
        """The proxy connects for us, so the address can only be judged beforehand. A name that is not
        known here may be known to the proxy: then the proxy's own rules must guard."""
        parts = urls.split(self.url)
        try:
            self._connector.resolve(parts.host, parts.port)
        except FetchFailed as failure:
            if failure.reason is not FailureReason.DNS_FAILED:
                raise

    def _take(self, response: requests.Response) -> None:
        self.status = response.status_code
        self.reason_phrase = str(response.reason or "")
        self.http_version = "1.0" if response.raw.version == 10 else "1.1"
        self.headers: Headers = tuple((str(k), str(v)) for k, v in response.raw.headers.iteritems())
        if sum(len(k) + len(v) + 4 for k, v in self.headers) > self._policy.max_header_bytes:
            raise FetchFailed(FailureReason.HEADERS_TOO_LARGE, f"limit {self._policy.max_header_bytes} bytes")
        if self.status in _REDIRECTS and self.header("location"):
            self.target = self._redirect_target()
            return
        if self.status == 304 and self._conditional:
            return
        self._refuse_status()
        self._refuse_type()
        self._refuse_length()
        self.body = read_capped(
            response.raw,
            encodings=",".join(v for k, v in self.headers if k.lower() == "content-encoding"),
            max_body=self._policy.max_body_bytes,
            max_decoded=self._policy.max_decoded_bytes,
        )
        if self._connector.expired:
            return
        if not self.body.strip():
            raise FetchFailed(FailureReason.BODY_EMPTY)
        self._refuse_binary()

    def _redirect_target(self) -> str:
        location = self.header("location").encode("latin-1", "replace").decode("utf-8", "replace").strip()
        location = re.sub(r"[\t\r\n]", "", location).replace(" ", "%20")
        try:
            target = urls.canonicalise(urljoin(self.url, location))
            urls.check(target, self._policy.url)
        except UrlRefused as refused:
            if refused.reason is FailureReason.ADDRESS_REFUSED:
                raise FetchFailed(refused.reason, f"after a redirect: {refused.detail}") from refused
            raise FetchFailed(FailureReason.REDIRECT_BROKEN, refused.sentence.rstrip(".")) from refused
        except ValueError as error:
            raise FetchFailed(FailureReason.REDIRECT_BROKEN) from error
        return target

    def _refuse_status(self) -> None:
        if self.status in _PAGES:
            return
        wait = retry_after(self.header("retry-after"), self._clock())
        if self.header("cf-mitigated").lower() == "challenge":
            raise FetchFailed(FailureReason.CHALLENGE_PAGE, f"status {self.status}")
        reason = _STATUS_REASONS.get(self.status)
        if reason is None:
            reason = (
                FailureReason.HTTP_SERVER_ERROR
                if self.status >= 500
                else FailureReason.HTTP_CLIENT_ERROR
                if self.status >= 400
                else FailureReason.HTTP_UNEXPECTED
            )
        raise FetchFailed(reason, f"status {self.status}", retry_after=wait)

    def _refuse_type(self) -> None:
        kind = self.content_type
        if kind and kind != "application/octet-stream" and kind not in self._policy.content_types:
            raise FetchFailed(FailureReason.NOT_A_PAGE, kind[:60])

    def _refuse_length(self) -> None:
        told = self.header("content-length")
        if told.isdigit() and int(told) > self._policy.max_body_bytes:
            limit = self._policy.max_body_bytes / 1024 / 1024
            raise FetchFailed(FailureReason.BODY_TOO_LARGE, f"limit {limit:.3g} MB")

    def _refuse_binary(self) -> None:
        if self.body.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")):
            raise FetchFailed(FailureReason.NOT_A_PAGE, "by its first bytes")

    def _translated(self, error: Exception) -> FetchFailed:
        if self._connector.expired:
            return FetchFailed(FailureReason.TIMEOUT, f"limit {self._policy.total_timeout:g} seconds")
        if isinstance(error, SSLError | urllib3.exceptions.SSLError):
            return FetchFailed(FailureReason.TLS_FAILED, urls.split(self.url).host)
        if isinstance(error, ProxyError | urllib3.exceptions.ProxyError):
            return FetchFailed(FailureReason.PROXY_FAILED)
        if isinstance(error, Timeout | TimeoutError | urllib3.exceptions.TimeoutError):
            return FetchFailed(FailureReason.TIMEOUT, f"silent for {self._policy.read_timeout:g} seconds")
        text = f"{error!r} {error.__cause__!r} {error.__context__!r}"
        if re.search(r"got more than \d+ (?:headers|bytes when reading header)", text):
            return FetchFailed(FailureReason.HEADERS_TOO_LARGE)
        if "IncompleteRead" in text:
            return FetchFailed(FailureReason.BODY_CUT_OFF)
        if "RemoteDisconnected" in text or "ConnectionReset" in text or "BrokenPipe" in text:
            return FetchFailed(FailureReason.CONNECT_FAILED, "the site closed the connection")
        return FetchFailed(FailureReason.PROTOCOL_ERROR, type(error).__name__)


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds to wait that a Retry-After header asks for (a number or an HTTP date), at most a day;
    None if it asks for nothing readable."""
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(float(text), _LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(max((then - now).total_seconds(), 0.0), _LONGEST_WAIT)
