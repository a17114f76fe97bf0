"""The text filter: words looked for in events, in all names of their places and sides, and in articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext

from events.filterkinds import OneFilter
from events.folding import bare, words
from events.models import Actor, ActorName, Article, Report, Site, SiteName
from events.models.event import EventQuerySet

LONGEST = 200
PUBLIC_ID = re.compile(r"\bCW-(\w{8})\b", re.IGNORECASE)
OWN_COLUMNS = (
    "site_as_written", "site_name", "site_id", "attacker_name", "attacker_id", "target_name", "target_id",
    "damage_text",
)  # fmt: skip
"""In the order of ``events_own_words``: names count only where there is no row that has all of them."""
IN_TEXTS = "SELECT snapshot_id FROM events_text WHERE events_text_words(snapshot_id) @@ events_query(%s)"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks for: words that all must be found, and words of which none may be."""

    wanted: tuple[str, ...]
    left_out: tuple[str, ...]


def sought(text: str) -> Sought:
    """Read what was typed; of an event's id only the part that tells it from others is looked for."""
    parts = PUBLIC_ID.sub(r"\1", text).split()
    negative = [part for part in parts if part.startswith("-") and words(part)]
    positive = " ".join(part for part in parts if part not in negative)
    return Sought(
        tuple(map(bare, words(positive))),
        tuple(map(bare, words(" ".join(negative)))),
    )


class Found(Func):
    """Whether a word that begins with ``word`` is among ``words`` (migration 0018)."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, columns: Iterable[str], function: str, word: str) -> None:
        among = Func(*map(F, columns), function=function)
        super().__init__(among, Func(Value(word), function="events_query"))


class TextFilter(OneFilter):
    """Every word must be found somewhere, and none with a leading ``-``; the beginning of a word is enough.

    Accents, case, Arabic letter forms and clitics do not matter.
    """

    def read(self, text: str) -> str:
        if len(text) > LONGEST:
            raise ValidationError(gettext("Longer than %(most)s characters.") % {"most": LONGEST})
        if "\x00" in text:
            raise ValidationError(gettext("It holds a character that no text has."))
        return text

    def filter(self, qs: EventQuerySet, value: str | None) -> EventQuerySet:
        if not value:
            return qs
        asked = sought(value)
        if not asked.wanted and not asked.left_out:
            return qs.none()
        for word in asked.left_out:
            qs = qs.exclude(_told(word))
        return qs.filter(reduce(and_, map(_told, asked.wanted))) if asked.wanted else qs


def _told(word: str) -> Q:
    """The condition that ``word`` is found in an event or in what is known of it."""
    named = Found(["name"], "events_words", word)
    plain = Found(["text"], "events_words", word)
    titled = Article.objects.filter(Found(["title"], "events_words", word)).values("pk")
    texts = RawSQL(IN_TEXTS, [word])  # noqa: S611 - the word is a parameter
    articles = Q(article__in=titled) | Q(snapshot__in=texts)
    told = Report.objects.live().filter(articles, event__isnull=False).values("event_id")
    sites, actors = Site.objects.filter(named).values("pk"), Actor.objects.filter(named).values("pk")
    more_sites = SiteName.objects.filter(plain).values("site_id")
    more_actors = ActorName.objects.filter(plain).values("actor_id")
    there = Q(site__in=sites) | Q(site__in=more_sites)
    for side in ("attacker", "target"):
        there |= Q(**{f"{side}__in": actors}) | Q(**{f"{side}__in": more_actors})
    own = Q(Found(OWN_COLUMNS, "events_own_words", word)) | Q(public_id=public_id(word))
    return own | there | Q(pk__in=told) | Q(country__in=countries(word))


def public_id(word: str) -> str:
    """The event's id that ``word`` may be a part of."""
    return f"CW-{word.upper()}"


def countries(word: str) -> list[str]:
    """Codes of the countries whose name, in a language of the interface, begins with ``word``."""
    sought = word.casefold()
    return sorted(
        {
            code
            for language, _name in settings.LANGUAGES
            for code, name in Locale(language).territories.items()
            if len(code) == 2 and code.isalpha() and len(sought) > 2 and name.casefold().startswith(sought)
        }
    )
