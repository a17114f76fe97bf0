"""The eight groups in which people read an event's values, and each group's value in words.

A group has a letter and a hue of its own (``static/css``), gathers the span keys of a report that feed it,
and names the keys of ``resolution.FIELDS`` that a correction of it may set.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.models.values import AttackValues
from events.propernames import proper
from events.taxonomy import AttackerBasis, Damage, GeoPrecision, Outcome, WeaponType
from events.wording import amount, counted, country_name, label, period


@dataclass(frozen=True, slots=True)
class FieldGroup:
    key: str
    letter: str
    name: str
    """English; the message id of its translation."""
    spans: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        return gettext(self.name)


GROUPS: tuple[FieldGroup, ...] = (
    FieldGroup("date", "D", _("Date"), ("date",), ("date", "time_of_day")),
    FieldGroup("place", "P", _("Place"), ("site",), ("site",)),
    FieldGroup("attacker", "A", _("Attacker"), ("attacker",), ("attacker",)),
    FieldGroup("target", "T", _("Target"), ("target",), ("target",)),
    FieldGroup("weapon", "W", _("Weapon"), ("weapon", "munition_count"), ("weapon", "munition_count")),
    FieldGroup(
        "outcome",
        "O",
        _("Outcome"),
        ("outcome", "interception", "damage"),
        ("outcome", "interception", "damage"),
    ),
    FieldGroup("casualties", "K", _("Casualties"), ("killed", "injured"), ("killed", "injured", "victims")),
    FieldGroup("claim", "C", _("Claim"), ("claim",), ("claim_status", "claimant")),
)
BY_KEY = {group.key: group for group in GROUPS}
BY_SPAN = {span: group for group in GROUPS for span in group.spans}
BY_FIELD = {field: group for group in GROUPS for field in group.fields}

INTERCEPTION: dict[str, str] = {
    "all": _("all intercepted"),
    "some": _("some intercepted"),
    "none": _("none intercepted"),
}


TIMES_OF_DAY: dict[str, str] = {
    "dawn": _("at dawn"),
    "morning": _("in the morning"),
    "noon": _("at noon"),
    "afternoon": _("in the afternoon"),
    "evening": _("in the evening"),
    "night": _("at night"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a group says: the value itself and, smaller, how it is known. Empty text: not stated."""

    text: str
    detail: str = ""


def value_of(values: AttackValues, group: FieldGroup) -> Value:
    """The value of ``group`` in an event or a report, in the reader's language."""
    return _READERS[group.key](values)


def _joined(*parts: str) -> str:
    return gettext(", ").join(part for part in parts if part)


def _date(values: AttackValues) -> Value:
    if values.date_from is None:
        return Value("")
    return Value(
        period(values.date_from, values.date_to, values.date_precision),
        _joined(
            gettext(TIMES_OF_DAY[values.time_of_day]) if values.time_of_day in TIMES_OF_DAY else "",
            label("DatePrecision", values.date_precision),
            label("DateBasis", values.date_basis),
        ),
    )


def _place(values: AttackValues) -> Value:
    if not values.site_name:
        return Value(country_name(values.country) if values.country else "")
    country = country_name(values.country) if values.country else ""
    precision = label("GeoPrecision", values.geo_precision)
    if values.geo_precision == GeoPrecision.SITE:
        return Value(proper(values.site_name), country)
    return Value(proper(values.site_name), _joined(precision, country))


def _attacker(values: AttackValues) -> Value:
    if not values.attacker_name:
        return Value("")
    basis = (
        "" if values.attacker_basis == AttackerBasis.NONE else label("AttackerBasis", values.attacker_basis)
    )
    return Value(proper(values.attacker_name), basis)


def _target(values: AttackValues) -> Value:
    return Value(proper(values.target_name))


def _weapon(values: AttackValues) -> Value:
    known = [weapon for weapon in values.weapons if weapon != WeaponType.UNKNOWN]
    number = amount(values.munition_low, values.munition_best, values.munition_high)
    best = values.munition_best
    if number and best is not None and number != str(best):
        number = gettext("%(range)s, best %(best)s") % {"range": number, "best": best}
    systems = _joined(*values.weapon_systems)
    return Value(_joined(*(label("WeaponType", weapon) for weapon in known)), _joined(number, systems))


def _outcome(values: AttackValues) -> Value:
    text = "" if values.outcome == Outcome.UNKNOWN else label("Outcome", values.outcome)
    shot_down = INTERCEPTION.get(values.interception, "")
    # "intercepted, all intercepted" would say it twice.
    shot_down = "" if values.outcome in ("intercepted", "partly_intercepted") else shot_down
    damage = ""
    if values.damage != Damage.NOT_STATED:
        damage = gettext("damage: %(damage)s") % {"damage": label("Damage", values.damage)}
    return Value(text, _joined(gettext(shot_down) if shot_down else "", damage, values.damage_text))


def _casualties(values: AttackValues) -> Value:
    killed = counted(values.killed_low, values.killed_best, values.killed_high, killed=True)
    injured = counted(values.injured_low, values.injured_best, values.injured_high, killed=False)
    groups = _joined(*(label("VictimGroup", code) for code in values.victims if code != "all"))
    return Value(_joined(killed, injured), groups)


def _claim(values: AttackValues) -> Value:
    claimant = ""
    if values.claimant:
        claimant = gettext("claimed by %(name)s") % {"name": proper(values.claimant.name)}
    return Value(label("ClaimStatus", values.claim_status), claimant)


_READERS = {
    "date": _date,
    "place": _place,
    "attacker": _attacker,
    "target": _target,
    "weapon": _weapon,
    "outcome": _outcome,
    "casualties": _casualties,
    "claim": _claim,
}
