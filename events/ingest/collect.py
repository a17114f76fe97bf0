"""An address to a whole article: fetch, read, and follow to the whole text where only a part stands there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic

from events.ingest.connect import Resolver, system_resolver
from events.ingest.fetch import Clock, fetch, utc_now
from events.ingest.parse import DEFAULT_LIMITS, parse_html, refresh_target
from events.ingest.reasons import FailureReason, FetchFailed, ParseFailed, UrlRefused
from events.ingest.types import Fetched, FetchPolicy, Pacer, ParsedPage, ParseLimits

_MOST_PARTS = 8
_MOST_REFRESHES = 2
_LEAST_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Collected:
    """An article and every answer that it rests on. ``main`` is the answer that the text was read from
    (its first part, if it is in several); ``fetched`` holds all, in the order of the requests."""

    article: ParsedPage
    main: Fetched
    fetched: tuple[Fetched, ...]


def read_page(fetched: Fetched, limits: ParseLimits = DEFAULT_LIMITS) -> ParsedPage:
    """Read the article in an answer. Raises ``ParseFailed``."""
    return parse_html(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.header("content-type"),
        headers=fetched.headers,
        limits=limits,
    )


def collect(
    url: str,
    policy: FetchPolicy,
    *,
    clock: Clock = utc_now,
    resolver: Resolver = system_resolver,
    limits: ParseLimits = DEFAULT_LIMITS,
    budget: float = 75.0,
    pacer: Pacer | None = None,
) -> Collected:
    """Fetch and read ``url``; then the whole page of a split article, else its further parts; the
    article itself behind an AMP copy or a page that only refreshes to it. What cannot be had of those
    within ``budget`` seconds leaves the first reading, with the warning 'incomplete'.
    Raises ``UrlRefused``, ``FetchFailed`` and ``ParseFailed`` for ``url`` itself.
    """
    work = _Work(policy, clock, resolver, limits, monotonic() + budget, pacer)
    found = work.first(url)
    first = found.main
    if found.article.amp_of and found.article.amp_of != first.final_url:
        found = work.better(found, found.article.amp_of)
    if found.article.full_page:
        found = work.better(found, found.article.full_page)
    if found.article.next_page and "split" in found.article.warnings:
        found = work.with_further_parts(found)
    return replace(found, fetched=tuple(work.fetched))


@dataclass(slots=True)
class _Work:
    policy: FetchPolicy
    clock: Clock
    resolver: Resolver
    limits: ParseLimits
    ends: float
    pacer: Pacer | None = None
    fetched: list[Fetched] = field(default_factory=list)

    def first(self, url: str) -> Collected:
        """The page itself, through pages that hold nothing but a refresh to the next."""
        answer = self._fetch(url)
        for _ in range(_MOST_REFRESHES):
            try:
                return Collected(read_page(answer, self.limits), answer, ())
            except ParseFailed as failed:
                target = refresh_target(answer.body, answer.header("content-type"), answer.final_url)
                if failed.reason is not FailureReason.NO_ARTICLE or not target:
                    raise
            answer = self._fetch(target)
        return Collected(read_page(answer, self.limits), answer, ())

    def get(self, url: str) -> tuple[Fetched, ParsedPage] | None:
        if self.ends - monotonic() < _LEAST_SECONDS:
            return None
        try:
            answer = self._fetch(url)
            return answer, read_page(answer, self.limits)
        except (UrlRefused, FetchFailed, ParseFailed):
            return None

    def _fetch(self, url: str) -> Fetched:
        left = max(self.ends - monotonic(), _LEAST_SECONDS)
        policy = replace(self.policy, total_timeout=min(self.policy.total_timeout, left))
        answer = fetch(url, policy, clock=self.clock, resolver=self.resolver, pacer=self.pacer)
        self.fetched.append(answer)
        return answer

    def better(self, found: Collected, url: str) -> Collected:
        """The reading at ``url`` if it holds at least as much, else what there was."""
        got = self.get(url)
        if got is None or len(got[1].text) < 0.9 * len(found.article.text):
            return replace(found, article=_warned(found.article, "incomplete"))
        answer, page = got
        if page.published is None:
            page = replace(page, published=found.article.published)
        return replace(found, article=page, main=answer)

    def with_further_parts(self, found: Collected) -> Collected:
        article = found.article
        paragraphs = article.text.split("\n\n")
        seen, following = {found.main.final_url}, article.next_page
        for _ in range(_MOST_PARTS):
            if not following or following in seen:
                break
            seen.add(following)
            got = self.get(following)
            if got is None:
                return replace(found, article=_warned(_joined(article, paragraphs), "incomplete"))
            known = set(paragraphs)
            new = [one for one in got[1].text.split("\n\n") if one not in known]
            if not new:
                return replace(found, article=_warned(_joined(article, paragraphs), "incomplete"))
            paragraphs += new
            following = got[1].next_page
        return replace(found, article=_whole(_joined(article, paragraphs)))


def _joined(article: ParsedPage, paragraphs: list[str]) -> ParsedPage:
    return replace(article, text="\n\n".join(paragraphs))


def _whole(article: ParsedPage) -> ParsedPage:
    kept = tuple(code for code in article.warnings if code not in ("split", "short", "incomplete"))
    return replace(article, next_page="", full_page="", warnings=kept)


def _warned(article: ParsedPage, code: str) -> ParsedPage:
    return replace(article, warnings=tuple(dict.fromkeys((*article.warnings, code))))
