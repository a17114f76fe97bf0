"""Words and marks of news feeds."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.ingest.reasons import FailureReason
from events.models import NewsFeed, NewsFeedPoll

register = template.Library()

HEALTH = {
    "ok": (_("doing well"), "ok"),
    "new": (_("not looked into yet"), "accent"),
    "shaky": (_("failed lately"), "warn"),
    "failing": (_("keeps failing"), "bad"),
    "paused": (_("paused"), ""),
}
VERDICTS = {
    "taken": (_("submitted"), "ok"),
    "sifted": (_("no word of attack"), ""),
    "old": (_("older than a week"), ""),
    "robots": (_("robots.txt forbids it"), "warn"),
    "refused": (_("no address that may be read"), "warn"),
    "backlog": (_("was there before"), ""),
}


@register.simple_tag
def health_tag(feed: NewsFeed) -> SafeString:
    """How the feed does, as a tag."""
    words, tone = HEALTH[feed.health()]
    return format_html('<span class="tag {}">{}</span>', tone, gettext(words))


@register.simple_tag
def verdict_tag(verdict: str) -> SafeString:
    """What was decided about an item, as a tag."""
    words, tone = VERDICTS[verdict]
    return format_html('<span class="tag {}">{}</span>', tone, gettext(words))


@register.filter
def trouble(feed: NewsFeed) -> str:
    """Why the last look failed, in the reader's language; particulars as they were noted."""
    reason = next((one for one in FailureReason if one == feed.reason_code), None)
    if reason is None or not feed.reason.startswith(reason.sentence[:-1]):
        return feed.reason
    return f"{gettext(reason.sentence)[:-1]}{feed.reason[len(reason.sentence) - 1 : -1]}."


@register.simple_tag
def looks_bar(polls: Iterable[NewsFeedPoll]) -> SafeString:
    """The last looks as a row of cells, oldest first: good, unchanged, failed."""
    cells = [
        ("broke" if poll.reason else "past" if poll.taken else "now" if poll.fresh else "", poll)
        for poll in reversed(list(polls))
    ]
    parts = format_html_join("", '<i class="{}"></i>', ((name,) for name, _poll in cells))
    return format_html('<span class="looks" aria-hidden="true">{}</span>', parts)
