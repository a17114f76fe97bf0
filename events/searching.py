"""The text filter: words looked for in events, in all names of their places and sides, and in articles."""

from __future__ import annotations

from functools import reduce
from operator import and_

from babel import Locale
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext

from events.filterkinds import OneFilter
from events.folding import pattern, words
from events.models import ActorName, Report, SiteName
from events.models.event import EventQuerySet

LONGEST = 200
OWN_COLUMNS = ("public_id", "site_name", "site_as_written", "attacker_name", "target_name", "damage_text")


class TextFilter(OneFilter):
    """Every word must be found somewhere, and none with a leading ``-``.

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
        parts = value.split()
        left_out = [part for part in parts if part.startswith("-") and words(part)]
        wanted = words(" ".join(part for part in parts if part not in left_out))
        if not wanted and not left_out:
            return qs.none()
        for word in words(" ".join(left_out)):
            qs = qs.exclude(_told(word))
        return qs.filter(reduce(and_, map(_told, wanted))) if wanted else qs


def _told(word: str) -> Q:
    """The condition that ``word`` is found in an event or in what is known of it."""
    form = pattern(word)
    own = Q()
    for column in OWN_COLUMNS:
        own |= Q(**{f"{column}__iregex": form})
    sites = SiteName.objects.filter(text__iregex=form).values("site_id")
    actors = ActorName.objects.filter(text__iregex=form).values("actor_id")
    articles = Q(article__title__iregex=form) | Q(snapshot__text__iregex=form)
    reports = Report.objects.live().filter(articles, event__isnull=False).values("event_id")
    named = Q(site__in=sites) | Q(attacker__in=actors) | Q(target__in=actors)
    return own | named | Q(pk__in=reports) | Q(country__in=_countries(word))


def _countries(word: str) -> list[str]:
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
