"""Sentences that only pages need."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from events.permissions import Permission
from events.taxonomy import ClaimStatus

STATUS_RULES: dict[str, str] = {
    ClaimStatus.CONFIRMED: _("acknowledged by the targeted side, its government or the host state"),
    ClaimStatus.REPORTED: _("reported by outlets or monitors, not acknowledged by a party"),
    ClaimStatus.CLAIMED: _("only the attacker's word"),
    ClaimStatus.CONTESTED: _("a claim or confirmation stands against a denial"),
    ClaimStatus.DENIED: _("reported, and denied by the targeted side"),
    ClaimStatus.DISCOUNTED: _("set aside by a person"),
}

PERMISSIONS: dict[str, str] = {
    Permission.READ: _("see map, timeline, events, sites, actors, articles and exports"),
    Permission.SUBMIT: _("submit articles; see, retry and cancel one's own submissions"),
    Permission.SUBMISSIONS_ALL: _("see, retry and cancel everybody's submissions"),
    Permission.FEEDS: _("add, change, pause and watch news feeds"),
    Permission.COMMENT: _("comment on an event, report a mistake, keep saved views"),
    Permission.REVIEW: _("correct, merge, split, reject and accept events; take decisions back"),
    Permission.CATALOGUE: _("edit sites, actors, outlets and their names"),
    Permission.ADMINISTER: _("accounts, roles, re-extraction and the audit log"),
}


def permission_words(permission: str) -> str:
    """What a permission allows, in one phrase."""
    return gettext(PERMISSIONS[permission])


def status_rule(status: str) -> str:
    """What a claim status means, in one phrase."""
    return gettext(STATUS_RULES[status]) if status in STATUS_RULES else ""
