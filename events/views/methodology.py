"""How it is coded: every table on this page is read out of the running code, so that it cannot drift."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET

from events import methodology, quality
from events.extraction import pack
from events.models import Actor, Article, Outlet, Site
from events.permissions import TABLE, Permission
from events.queries.review_queue import LOW_CONFIDENCE
from events.taxonomy import ClaimStatus
from events.views.access import require
from events.views.wording import permission_words, status_rule
from events.wording import VOCABULARIES, label, language_name

FIGURES: dict[str, str] = {
    "event_date_f1": _("Attacks"),
    "event_core_f1": _("Attacks with attacker and weapon"),
    "tally_f1": _("Claimed totals"),
    "clean": _("Articles without an attack"),
}
"""Figures of quality that the page shows, with the heads of their columns."""

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
    """Every combination of assertions with the status that the rule gives it."""
    return [
        RuleLine(tuple(kind.value for kind in kinds), status.value)
        for kinds, status in methodology.rule_lines()
    ]


def measured() -> list[tuple[str, int, list[tuple[int, int]]]]:
    """By language, ``all`` last: its name, labelled articles, and per figure of ``FIGURES`` the hundredths on
    the articles that the rules' authors knew and on those kept from them."""
    told = quality.load()
    known, unseen = told.labelled.figures, told.held_back.figures
    return [
        (
            gettext("all") if code == quality.ALL else language_name(code),
            int(figures["articles"]),
            [(round(100 * figures[name]), round(100 * unseen[code][name])) for name in FIGURES],
        )
        for code, figures in known.items()
        if code in unseen
    ]


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
        "figures": [gettext(head) for head in FIGURES.values()],
        "measured": measured(),
        "bins": [
            (round(100 * b.low), round(100 * b.low) + 10, b.events, round(100 * b.right))
            for b in quality.load().held_back.reliability
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
