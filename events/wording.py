"""Words for codes, in the reader's language: headlines, periods, counts, places, names of languages.

Everything that a page, feed or export says about an event in words is said here, from codes alone: an
article's own (often loaded) words never enter. The codes are ``events.taxonomy``; their English labels are
the message ids of the translations.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as _

from events import taxonomy
from events.propernames import proper
from events.taxonomy import Code, DatePrecision, WeaponType

if TYPE_CHECKING:
    from events.models.values import AttackValues

NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
"""Two-letter codes of the Unicode territories that are no country."""

ATTACKS: dict[str, str] = {
    WeaponType.DRONE: _("Drone attack on %(place)s"),
    WeaponType.ROCKET: _("Rocket attack on %(place)s"),
    WeaponType.BALLISTIC_MISSILE: _("Ballistic missile attack on %(place)s"),
    WeaponType.CRUISE_MISSILE: _("Cruise missile attack on %(place)s"),
    WeaponType.MISSILE: _("Missile attack on %(place)s"),
    WeaponType.MORTAR: _("Mortar attack on %(place)s"),
    WeaponType.ARTILLERY: _("Artillery attack on %(place)s"),
    WeaponType.AIRSTRIKE: _("Airstrike on %(place)s"),
    WeaponType.GLIDE_BOMB: _("Glide bomb attack on %(place)s"),
    WeaponType.IED: _("Explosive device attack on %(place)s"),
    WeaponType.VEHICLE_BOMB: _("Vehicle bomb attack on %(place)s"),
    WeaponType.SUICIDE_BOMBING: _("Suicide bombing of %(place)s"),
    WeaponType.SMALL_ARMS: _("Small arms attack on %(place)s"),
    WeaponType.NAVAL_DRONE: _("Naval drone attack on %(place)s"),
    WeaponType.SABOTAGE: _("Sabotage of %(place)s"),
    WeaponType.UNKNOWN: _("Attack on %(place)s"),
}
"""One whole sentence a weapon, because word order and gender differ between languages."""

MANY_WEAPONS = _("Attack on %(place)s (%(weapons)s)")

VOCABULARIES: dict[str, type[Code]] = {
    name: value
    for name, value in vars(taxonomy).items()
    if isinstance(value, type) and issubclass(value, Code) and value is not Code
}
"""Name of a vocabulary (``Outcome``) -> the vocabulary."""


def label(vocabulary: str, code: str) -> str:
    """The word for ``code`` of the vocabulary of that name; the code itself if it has none."""
    codes = VOCABULARIES[vocabulary]
    try:
        return gettext(codes(code).label)
    except ValueError:
        return code.replace("_", " ")


def headline(event: AttackValues, *, dated: bool = False, country: bool = False) -> str:
    """A neutral headline made of codes, for instance 'Drone attack on Al-Tanf Garrison'."""
    place = proper(event.site_name) or (
        country_name(event.country) if event.country else gettext("a place not located")
    )
    if country and event.country and event.site_name and place != country_name(event.country):
        place = gettext("%(place)s, %(country)s") % {
            "place": place,
            "country": country_name(event.country),
        }
    weapons = [weapon for weapon in event.weapons if weapon in ATTACKS]
    known = [weapon for weapon in weapons if weapon != WeaponType.UNKNOWN]
    if len(known) > 1:
        names = gettext(", ").join(label("WeaponType", weapon) for weapon in known)
        text = gettext(MANY_WEAPONS) % {"place": place, "weapons": names}
    else:
        text = gettext(ATTACKS[known[0] if known else WeaponType.UNKNOWN]) % {"place": place}
    if dated and event.date_from:
        text = gettext("%(headline)s, %(date)s") % {
            "headline": text,
            "date": period(event.date_from, event.date_to, event.date_precision),
        }
    return text


def period(start: date | None, end: date | None, precision: str = DatePrecision.DAY) -> str:
    """A date or span of dates as far as it is known: '28 January 2024', '3–5 May 2024', 'May 2024'."""
    if start is None:
        return gettext("date not known")
    if precision == DatePrecision.MONTH:
        return date_format(start, "F Y")
    if end is None or end == start:
        day = date_format(start, "j F Y")
        return gettext("week of %(day)s") % {"day": day} if precision == DatePrecision.WEEK else day
    first = "j" if (start.year, start.month) == (end.year, end.month) else "j F"
    if start.year != end.year:
        first = "j F Y"
    # No translation: a dash between two dates is read alike in every language offered.
    return f"{date_format(start, first)}\u2013{date_format(end, 'j F Y')}"


def amount(low: int | None, best: int | None, high: int | None) -> str:
    """A count as told: '' when not stated, '0' when said to be none, '2–5', 'at least 3', 'up to 4'."""
    if low is None and high is None:
        return "" if best is None else str(best)
    if low is None:
        return gettext("up to %(count)s") % {"count": high}
    if high is None:
        return str(best) if best == low else gettext("at least %(count)s") % {"count": low}
    return str(low) if low == high else f"{low}\u2013{high}"


def counted(low: int | None, best: int | None, high: int | None, *, killed: bool) -> str:
    """'3 killed', '0–2 injured'; '' when not stated."""
    text = amount(low, best, high)
    if not text:
        return ""
    number = high if high is not None else (best if best is not None else low or 0)
    if killed:
        return ngettext("%(count)s killed", "%(count)s killed", number) % {"count": text}
    return ngettext("%(count)s injured", "%(count)s injured", number) % {"count": text}


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def country_name(code: str) -> str:
    """The country's name in the reader's language; XZ is the high seas and disputed waters."""
    if not code:
        return gettext("no country")
    if code == "XZ":
        return gettext("at sea")
    return str(_locale(get_language() or "en").territories.get(code, code))


@lru_cache(maxsize=1)
def country_codes() -> tuple[str, ...]:
    """ISO 3166 codes of all countries, and XZ."""
    known = map(str, _locale("en").territories)
    found = {code for code in known if len(code) == 2 and code.isalpha()}
    return (*sorted(found - NO_COUNTRIES), "XZ")


def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code where it has none."""
    if not code:
        return gettext("language not known")
    return str(_locale(get_language() or "en").languages.get(code, code))


def text_direction(language: str) -> str:
    """'rtl' or 'ltr': the way in which texts of a language run."""
    return str(_locale(language).text_direction)
