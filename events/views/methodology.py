"""How it is coded: every table on this page is read out of the running code, so that it cannot drift."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from events.extraction import pack
from events.models import Actor, Article, Outlet, Site
from events.permissions import TABLE, Permission
from events.queries.review_queue import LOW_CONFIDENCE
from events.resolution import claim_status
from events.taxonomy import ClaimKind, ClaimStatus
from events.views.access import require
from events.views.wording import permission_words, status_rule
from events.wording import VOCABULARIES, label, language_name

SHOWN: dict[str, str] = {
    "DatePrecision": _("Date precision"),
    "DateBasis": _("Where the date comes from"),
    "GeoPrecision": _("Place precision"),
    "AttackerBasis": _("How the attacker is known"),
    "WeaponType": _("Weapons"),
    "Outcome": _("Outcome"),
    "Damage": _("Damage"),
    "VictimGroup": _("Groups of victims"),
    "ClaimKind": _("What a speaker asserts"),
    "ReviewStatus": _("Review status"),
    "TallyQualifier": _("Claimed totals: how exact"),
    "SiteKind": _("Kinds of sites"),
    "ActorKind": _("Kinds of actors"),
    "OutletKind": _("Kinds of outlets"),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    name: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A combination of assertions and the status that the running rule gives it."""

    kinds: tuple[str, ...]
    status: str


def vocabularies() -> list[Vocabulary]:
    """The closed vocabularies with their words, in the order of the page."""
    return [
        Vocabulary(
            gettext(title), tuple((code.value, label(name, code.value)) for code in VOCABULARIES[name])
        )
        for name, title in SHOWN.items()
    ]


def rule_lines() -> list[RuleLine]:
    """Every combination of assertions, put to ``resolution.claim_status`` itself."""
    kinds = list(ClaimKind)
    sets = chain.from_iterable(combinations(kinds, size) for size in range(len(kinds) + 1))
    lines = [RuleLine(tuple(kind.value for kind in made), claim_status(made).value) for made in sets]
    order = ClaimStatus.codes()
    return sorted(lines, key=lambda line: (order.index(line.status), len(line.kinds)))


@require(Permission.READ)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "statuses": [(status.value, status_rule(status)) for status in ClaimStatus],
        "rule_lines": rule_lines(),
        "vocabularies": vocabularies(),
        "roles": [
            (role, [permission_words(one) for one in Permission if one in allowed])
            for role, allowed in TABLE.items()
        ],
        "line": round(100 * LOW_CONFIDENCE),
        "languages": [language_name(code) for code in pack.available()],
        "sizes": {
            "sites": Site.objects.filter(proposed=False).count(),
            "actors": Actor.objects.filter(proposed=False).count(),
            "outlets": Outlet.objects.count(),
            "articles": Article.objects.count(),
        },
    }
    return render(request, "pages/methodology.html", context)
