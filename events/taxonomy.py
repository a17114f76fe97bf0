"""Closed vocabularies: every code that a field may hold (docs/codebook.md).

Pure: no Django. Values are the codes stored, exported and shown in URLs; ``label`` is the English
text, translated where it is shown. The order of members is the order on screen.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """A StrEnum whose members carry a human label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("_", " ")
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """``(code, label)`` pairs in screen order, for model fields and forms."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def codes(cls) -> list[str]:
        """The bare codes in screen order."""
        return [member.value for member in cls]


class DatePrecision(Code):
    DAY = "day", "day"
    RANGE = "range", "range of days"
    WEEK = "week", "week"
    MONTH = "month", "month"
    LONGER = "longer", "longer than a month"
    UNKNOWN = "unknown", "not known"


class DateBasis(Code):
    STATED = "stated", "stated"
    RELATIVE = "relative", "resolved from a relative expression"
    CLAIM_DAY = "claim_day", "the day of the claim"
    PUBLICATION = "publication", "the day of publication"
    HUMAN = "human", "set by a person"
    NONE = "none", "no date told"


class GeoPrecision(Code):
    """How exactly the place is known; the value is the codebook's digit."""

    PART = "0", "part of a site"
    SITE = "1", "the named site"
    NEAR = "2", "near the site (up to 25 km)"
    DISTRICT = "3", "district"
    PROVINCE = "4", "province"
    FUZZY = "5", "fuzzy or linear"
    COUNTRY = "6", "country"
    SEA = "7", "sea or airspace"
    UNLOCATED = "9", "not located"


class AttackerBasis(Code):
    CLAIMED = "claimed", "claimed by it"
    ACCUSED = "accused", "accused"
    SUSPECTED = "suspected", "suspected"
    STATED = "stated", "stated by the outlet"
    NONE = "none", "not attributed"


class WeaponType(Code):
    DRONE = "drone", "drone"
    ROCKET = "rocket", "rocket"
    BALLISTIC_MISSILE = "ballistic_missile", "ballistic missile"
    CRUISE_MISSILE = "cruise_missile", "cruise missile"
    MISSILE = "missile", "missile (type not given)"
    MORTAR = "mortar", "mortar"
    ARTILLERY = "artillery", "artillery"
    AIRSTRIKE = "airstrike", "airstrike"
    GLIDE_BOMB = "glide_bomb", "glide bomb"
    IED = "ied", "improvised explosive device"
    VEHICLE_BOMB = "vehicle_bomb", "vehicle bomb"
    SUICIDE_BOMBING = "suicide_bombing", "suicide bombing"
    SMALL_ARMS = "small_arms", "small arms"
    NAVAL_DRONE = "naval_drone", "naval drone"
    SABOTAGE = "sabotage", "sabotage"
    UNKNOWN = "unknown", "not known"


class Outcome(Code):
    HIT = "hit", "hit"
    PARTLY_INTERCEPTED = "partly_intercepted", "partly intercepted"
    INTERCEPTED = "intercepted", "intercepted"
    MISSED = "missed", "missed or fell short"
    FOILED = "foiled", "foiled"
    UNKNOWN = "unknown", "not known"


class Damage(Code):
    NOT_STATED = "not_stated", "not stated"
    NONE = "none", "none reported"
    MINOR = "minor", "minor"
    MAJOR = "major", "major"
    DESTROYED = "destroyed", "destroyed"


class VictimGroup(Code):
    MILITARY = "military", "military of the attacked side"
    CONTRACTOR = "contractor", "contractors"
    CIVILIAN = "civilian", "civilians"
    ALL = "all", "not broken down"


class ClaimKind(Code):
    """What one speaker asserts of an attack."""

    CLAIMS = "claims", "claims"
    REPORTS = "reports", "reports"
    CONFIRMS = "confirms", "confirms"
    DENIES = "denies", "denies"


class ClaimStatus(Code):
    """An event's status, computed from its claims by ``resolution.claim_status``."""

    CONFIRMED = "confirmed", "confirmed"
    REPORTED = "reported", "reported"
    CLAIMED = "claimed", "claimed only"
    CONTESTED = "contested", "contested"
    DENIED = "denied", "denied"
    DISCOUNTED = "discounted", "discounted by a person"


class ReviewStatus(Code):
    MACHINE = "machine", "read by the machine"
    REVIEWED = "reviewed", "reviewed"
    REJECTED = "rejected", "rejected"


class TallyQualifier(Code):
    EXACT = "exact", "exactly"
    ABOUT = "about", "about"
    AT_LEAST = "at_least", "at least"
    MORE_THAN = "more_than", "more than"
    LESS_THAN = "less_than", "less than"
    UP_TO = "up_to", "up to"
    DOZENS = "dozens", "dozens"
    HUNDREDS = "hundreds", "hundreds"


class TallyUnit(Code):
    ATTACKS = "attacks", "attacks"
    STRIKES = "strikes", "strikes"
    SHIPS = "ships", "ships"
    TARGETS = "targets", "targets"


class SiteKind(Code):
    AIR_BASE = "air_base", "air base"
    ARMY_BASE = "army_base", "army base"
    NAVAL_BASE = "naval_base", "naval base"
    GARRISON = "garrison", "garrison"
    CAMP = "camp", "camp"
    HEADQUARTERS = "headquarters", "headquarters"
    DEPOT = "depot", "depot"
    RADAR_SITE = "radar_site", "radar site"
    EMBASSY = "embassy", "embassy"
    AIRPORT = "airport", "airport"
    PORT = "port", "port"
    OIL_FIELD = "oil_field", "oil field"
    GAS_FIELD = "gas_field", "gas field"
    REFINERY = "refinery", "refinery"
    POWER_PLANT = "power_plant", "power plant"
    NUCLEAR_SITE = "nuclear_site", "nuclear site"
    BORDER_CROSSING = "border_crossing", "border crossing"
    TOWN = "town", "town"
    REGION = "region", "region"
    OTHER = "other", "other"


class ActorKind(Code):
    STATE = "state", "state"
    STATE_MILITARY = "state_military", "state forces"
    POLICE = "police", "police"
    COALITION = "coalition", "coalition"
    UMBRELLA = "umbrella", "umbrella of groups"
    NON_STATE_ARMED_GROUP = "non_state_armed_group", "non-state armed group"
    UNKNOWN = "unknown", "not known"


class OutletKind(Code):
    AGENCY = "agency", "news agency"
    NEWSPAPER = "newspaper", "newspaper"
    BROADCASTER = "broadcaster", "broadcaster"
    PORTAL = "portal", "portal"
    STATE_MEDIA = "state_media", "state media"
    GROUP_AFFILIATED = "group_affiliated", "group-affiliated"
    MONITOR = "monitor", "monitor"
    UNKNOWN = "unknown", "not known"


class SubmissionStatus(Code):
    """Where a submission stands; the row, not the broker, is the truth."""

    QUEUED = "queued", "queued"
    FETCHING = "fetching", "fetching"
    READING = "reading", "reading"
    MATCHING = "matching", "matching"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class RereadingStatus(Code):
    """Where a job stands that reads stored articles again."""

    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class SubmissionKind(Code):
    URL = "url", "link"
    TEXT = "text", "pasted text"
    FILE = "file", "uploaded page"
    FEED = "feed", "feed"
    LOAD = "load", "loaded from a file"


class DateOrigin(Code):
    """Where an article's publication date came from."""

    METADATA = "metadata", "the page's metadata"
    TEXT = "text", "the page's text"
    URL = "url", "the address"
    HEADER = "header", "the server's answer"
    SUBMITTED = "submitted", "the submitter"
    NONE = "none", "not known"


class Role(Code):
    ANALYST = "analyst", "analyst"
    EDITOR = "editor", "editor"
    ADMIN = "admin", "admin"


class AuditAction(Code):
    """What people do with the program itself, as the audit log names it."""

    SIGN_IN = "sign_in", "signed in"
    SIGN_IN_FAILED = "sign_in_failed", "sign-in failed"
    SIGN_OUT = "sign_out", "signed out"
    SESSION_ENDED = "session_ended", "ended a session"
    PASSWORD_CHANGED = "password_changed", "changed a password"
    SECOND_STEP = "second_step", "changed the two-step sign-in"
    ACCOUNT_ADDED = "account_added", "added an account"
    ACCOUNT_CHANGED = "account_changed", "changed an account"
    CATALOGUE_EDITED = "catalogue_edited", "edited the catalogue"
    NAME_DELETED = "name_deleted", "deleted a name"
    EXPORTED = "exported", "exported data"


class Visibility(Code):
    """Who may open a saved view."""

    PRIVATE = "private", "only me"
    SHARED = "shared", "everybody with an account"
    PUBLIC = "public", "everybody"


class AlertChannel(Code):
    EMAIL = "email", "e-mail"
    WEBHOOK = "webhook", "webhook"


class AlertRhythm(Code):
    AT_ONCE = "at_once", "at once"
    DAILY = "daily", "once a day"


WEAPON_KIN: tuple[frozenset[WeaponType], ...] = (
    frozenset(
        {WeaponType.ROCKET, WeaponType.MISSILE, WeaponType.BALLISTIC_MISSILE, WeaponType.CRUISE_MISSILE}
    ),
    frozenset({WeaponType.AIRSTRIKE, WeaponType.GLIDE_BOMB, WeaponType.DRONE}),
    frozenset({WeaponType.AIRSTRIKE, WeaponType.MISSILE}),
    frozenset({WeaponType.ARTILLERY, WeaponType.MORTAR, WeaponType.ROCKET}),
    frozenset({WeaponType.IED, WeaponType.VEHICLE_BOMB, WeaponType.SUICIDE_BOMBING}),
)
"""Types that different outlets use for one and the same weapon."""


def weapon_kin(one: str, other: str) -> bool:
    """Whether two weapon codes may mean one weapon; an unknown weapon may be any."""
    if one == other or WeaponType.UNKNOWN in (one, other):
        return True
    return any(one in group and other in group for group in WEAPON_KIN)
