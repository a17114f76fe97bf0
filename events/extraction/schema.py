"""The schema of a language pack: which files, tables and keys exist, and which must be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.taxonomy import SiteKind, WeaponType

FILES = ("language", "lexicon", "numbers", "dates", "places", "weapons", "examples")


class PackError(ValueError):
    """A pack that does not follow the schema; the message names folder, file and key."""


# kind -> what it is for (shown in packs/README.md); a star marks the kinds that every pack must fill
LEXICON: dict[str, str] = {
    "attack.verb": "* active attack verbs (attack, hit, bomb, target)",
    "attack.passive": "* passive or receiving forms (was attacked, came under fire)",
    "attack.noun": "* attack nouns (attack, raid, barrage)",
    "attack.launch": "* verbs that need a weapon or a direction (launched, fired, sent)",
    "attack.launch_passive": "* passive launch forms (were fired, diluncurkan)",
    "attack.weak": "words that need a weapon or an attack word near (explosion, incident, operation)",
    "attack.motion": "motion or arrival of a weapon at a place (landed, crashed, was directed at)",
    "attack.against": "words that turn a list into targets (aimed at, three of them targeted, namely)",
    "claim.verb": "* verbs of claiming responsibility",
    "claim.self": "words that make a verb of saying tell of one's own act (haber, that its fighters)",
    "claim.self_not": "words after claim.self that undo it (been, received): no claim",
    "claim.own": "said it, says its: a claim where an attack verb or a toll follows",
    "claim.noun": "nouns of claiming",
    "claim.none": "* nobody has claimed",
    "speech.verb": "* neutral verbs of saying (said, announced, reported)",
    "confirm.verb": "* confirms, acknowledges",
    "deny.attack": "* denies that it happened",
    "deny.role": "denies having done it",
    "deny.unverified": "could not be verified, declined to comment (not a denial)",
    "hedge.word": "* reportedly, allegedly",
    "suspect.word": "suspected, believed to be behind",
    "accuse.word": "accused, blamed",
    "negation.word": "* not, never, no",
    "plan.verb": "* threats, plans, intentions, futures",
    "plan.noun": "* threat, plot, warning",
    "drill.word": "* drill, exercise, simulation, test",
    "hoax.word": "words of fact checks (hoax, fact check, does not show): two make the rumour the news",
    "sport.word": "words of sport (goalkeeper, innings, half-time) that reports of attacks do not use",
    "foiled.word": "arrested before, plot foiled, seized",
    "condition.word": "* if, in case",
    "general.word": "often, regularly, daily (a habit, not an incident)",
    "intercept.verb": "* intercepted, shot down",
    "intercept.noun": "air defence, interception",
    "intercept.destroy": "destroyed, sank: brought down when what was hit is a weapon",
    "intercept.all": "all were intercepted, none got through",
    "intercept.some": "some were intercepted",
    "hit.phrase": "hit its target, landed inside",
    "miss.phrase": "* fell short, missed",
    "miss.debris": "debris, fragments: what comes down after an interception is no hit",
    "killed.word": "* killed, dead",
    "killed.none": "* no deaths (says nothing of the injured)",
    "injured.word": "* wounded, injured",
    "casualty.none": "* no casualties, no injuries",
    "casualty.unknown": "casualties not known yet",
    "casualty.total": "casualties of a whole war or period, not of one attack (killed since)",
    "own.word": "words for the attackers' own dead (assailants, militants killed, martyrs of the group)",
    "victim.military": "soldiers, troops",
    "victim.civilian": "civilians, residents",
    "victim.contractor": "contractors",
    "victim.part": "including, among them: the number behind it is part of the figure before",
    "reference.attack": "the attack, the strike, it took place: points back to the attack told before",
    "victim.one": "one victim told without a number (a soldier, seorang prajurit)",
    "damage.word": "* damage",
    "damage.none": "no damage",
    "damage.minor": "minor damage",
    "damage.destroyed": "destroyed",
    "role.agent": "* prepositions before the doer (by)",
    "role.target": "* prepositions before the target (on, against)",
    "role.behind": "words that name the doer (carried out by, the work of)",
    "role.forces": "* words for forces (troops, soldiers) that a demonym can stand with",
    "role.army": "the army, the junta: the forces of the state that is spoken of",
    "role.militants": "* attackers without a name (gunmen, militants)",
    "role.official": "* spokesperson, ministry, official",
    "role.group": "the group, the movement (stands for the claimant)",
    "role.preposition": "other prepositions (to, with, for): the side behind them does nothing itself",
    "role.of": "of: joins a side to the noun before it (drones of the SBU)",
    "role.held": "words after a side that holds a place (Houthi-*held*)",
    "role.attribute": "words after a name that is no side (Iranian-*made*, Greek-*owned*)",
    "role.patron": "words before a side that stands behind the doer (backed by, respaldado por)",
    "role.between": "words before two sides that fight each other (between, antara, terlibat)",
    "role.pronoun": "it, its, they, their: points back to the side told before",
    "role.anonymous": "officials without a name (an official, a military official)",
    "role.source": "speakers who are no officials (a source, witnesses, local media)",
    "role.local": "officials of the place itself (governor, police): never the attacker's",
    "role.hosting": "words between a base and its guests (hosting, housing)",
    "background.war": "the war, the ongoing aggression: the land behind it is no target of an attack",
    "response.word": "in response to, in retaliation for (what follows is another event)",
    "background.word": "previously, earlier: background",
    "clause.also": "while, whereas: a clause beside the first, with an attack of its own",
    "clause.and": "and, but: the same after a comma",
    "clause.before": "after, following: a clause that tells what came before",
    "separate.word": "separately, in another attack, a second operation",
    "same.word": "the same (base, day)",
    "reference.base": "* the base, the site: stands for the one named before",
    "list.word": "and, as well as, namely: between members of a list",
    "list.namely": "* namely, that is: what follows names the targets",
    "remainder.word": "others",
    "period.since": "* since: what follows names a period",
    "increase.word": "stepped up, increased attacks: a trend, not an incident",
    "tally.unit_attacks": "* attacks as a counted thing",
    "tally.unit_strikes": "strikes as a counted thing",
    "tally.unit_ships": "ships as a counted thing",
    "tally.unit_targets": "targets, sites as a counted thing",
    "tally.not": "counted things that are no attacks (nights, days, hours)",
    "tally.total": "in total, bringing to",
    "tally.period": "within, in the last, so far this year: what is counted happened over a period",
    "sum.word": "a sum sentence: five operations, a series of attacks",
}
LEXICON_KINDS = frozenset(LEXICON) | {f"{kind.partition('.')[0]}.idiom" for kind in (*LEXICON, "weapon")}
"""``<group>.idiom`` holds phrases that hide the words of their group inside them and mean nothing."""
REQUIRED = frozenset(kind for kind, text in LEXICON.items() if text.startswith("*"))

KEYS: dict[str, dict[str, bool]] = {
    "language": {
        **dict.fromkeys(("name", "script", "order", "function_words"), True),
        **dict.fromkeys(("day_first", "cased", "letters", "prefixes", "suffixes", "abbreviations"), False),
        **dict.fromkeys(("noise", "name_after_noun", "name_before_noun", "name_stops"), False),
        **dict.fromkeys(("noun_links", "options"), False),
    },
    "numbers": {
        **dict.fromkeys(("words", "multipliers", "vague", "qualifiers"), True),
        **dict.fromkeys(("ordinals", "idioms"), False),
    },
    "dates": {
        "weekdays": True, "months": True, "solar_months": False, "units": True, "counts": False,
        "times_of_day": True, "relative": True, "words": True,
    },
    "places": {"nouns": True, "countries": True, "demonyms": True, "words": True, "towns": False},
    "weapons": {"weapon": True},
    "examples": {"example": True},
}  # fmt: skip

DATE_WORDS = frozenset(
    [
        *(
            "ago_after",
            "ago_before",
            "last",
            "this",
            "next",
            "since",
            "until",
            "later",
            "earlier",
            "after",
            "since_all",
        ),
        *("joiner", "range", "of", "night", "month_context", "day_of_month", "same_month", "within"),
        "year_link",
    ]
)
PLACE_WORDS = frozenset(
    (
        *("in", "near", "toward", "from", "name_joiner", "area", "side", "sea", "speaking_from"),
        *("announces", "article", "indefinite", "distance", "outlet", "ship", "ships", "ship_prefix"),
        *("several", "describing"),
    )
)
RELATIVE_KEYS = frozenset(
    (
        *("forms", "days", "months", "weeks", "years", "anchor", "span", "time", "governed"),
        *("month", "day", "weekday", "nth"),
    )
)
EXAMPLE_KEYS = frozenset(("text", "published", "events", "tallies"))


def check_table(code: str, name: str, table: Mapping[str, Any]) -> None:
    """Raise PackError when ``table`` (the parsed file ``<code>/<name>.toml``) breaks the schema."""
    if name == "lexicon":
        _check_lexicon(code, table)
        return
    where = f"{code}/{name}.toml"
    for key, needed in KEYS[name].items():
        if needed and key not in table:
            raise PackError(f"{where}: '{key}' is missing")
    for key in table:
        if key not in KEYS[name]:
            raise PackError(f"{where}: unknown key '{key}'")
    checks = {
        "dates": _check_dates,
        "places": _check_places,
        "weapons": _check_weapons,
        "examples": _check_examples,
    }
    if name in checks:
        checks[name](where, table)


def _check_lexicon(code: str, table: Mapping[str, Any]) -> None:
    where = f"{code}/lexicon.toml"
    found = set()
    for group, entries in table.items():
        for key, words in entries.items():
            kind = f"{group}.{key}"
            if kind not in LEXICON_KINDS:
                raise PackError(f"{where}: unknown kind '{kind}'")
            if not all(isinstance(word, str) and word.strip("* ") for word in words):
                raise PackError(f"{where}: '{kind}' holds something that is no word")
            if words:
                found.add(kind)
    missing = sorted(REQUIRED - found)
    if missing:
        raise PackError(f"{where}: no words for {', '.join(missing)}")


def _check_dates(where: str, table: Mapping[str, Any]) -> None:
    for key in table["words"]:
        if key not in DATE_WORDS:
            raise PackError(f"{where}: unknown words.{key}")
    for entry in table["relative"]:
        unknown = set(entry) - RELATIVE_KEYS
        if unknown or "forms" not in entry:
            raise PackError(f"{where}: relative entry {entry.get('forms', '?')}: bad keys {sorted(unknown)}")
    if set(table["weekdays"].values()) != set(range(1, 8)):
        raise PackError(f"{where}: weekdays must give every number from 1 (Monday) to 7")
    if set(table["months"].values()) != set(range(1, 13)):
        raise PackError(f"{where}: months must give every number from 1 to 12")


def _check_places(where: str, table: Mapping[str, Any]) -> None:
    for key in table["words"]:
        if key not in PLACE_WORDS:
            raise PackError(f"{where}: unknown words.{key}")
    for kind in table["nouns"]:
        if kind not in SiteKind.codes():
            raise PackError(f"{where}: nouns.{kind} is no site kind")
    for group in ("countries", "demonyms", "towns"):
        for country in table.get(group, ()):
            if len(country) != 2 or not country.isupper():
                raise PackError(f"{where}: {group}.{country} is no country code")


def _check_weapons(where: str, table: Mapping[str, Any]) -> None:
    seen = set()
    for entry in table["weapon"]:
        if entry.get("type") not in WeaponType.codes():
            raise PackError(f"{where}: weapon type {entry.get('type')!r} is not in the codebook")
        if not entry.get("forms"):
            raise PackError(f"{where}: a {entry['type']} entry without forms")
        seen.add(entry["type"])
    missing = sorted(set(WeaponType.codes()) - seen)
    if missing:
        raise PackError(f"{where}: no forms for {', '.join(missing)}")


def _check_examples(where: str, table: Mapping[str, Any]) -> None:
    for entry in table["example"]:
        unknown = set(entry) - EXAMPLE_KEYS
        if unknown or "text" not in entry or "events" not in entry:
            raise PackError(
                f"{where}: example {str(entry.get('text', '?'))[:40]!r}: bad keys {sorted(unknown)}"
            )
