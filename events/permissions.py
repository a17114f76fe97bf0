"""Who may do what: ONE table, from which every view, API action and menu asks.

Pure: no Django. ``allowed(role, permission)`` is the only question there is.
"""

from __future__ import annotations

from enum import StrEnum

from events.taxonomy import Role


class Permission(StrEnum):
    READ = "read"
    """See map, timeline, events, sites, actors, articles and exports."""
    SUBMIT = "submit"
    """Submit articles; see, retry and cancel one's own submissions."""
    SUBMISSIONS_ALL = "submissions_all"
    """See, retry and cancel everybody's submissions."""
    FEEDS = "feeds"
    """Add, change, pause and watch the news feeds that are read by themselves."""
    COMMENT = "comment"
    """Comment on an event, report a mistake, keep saved views."""
    REVIEW = "review"
    """Correct, merge, split, reject and accept events; undo decisions."""
    CATALOGUE = "catalogue"
    """Edit sites, actors, outlets and their names."""
    ADMINISTER = "administer"
    """Accounts, roles, re-extraction, the audit log and Django's admin."""


ANONYMOUS = "anonymous"

TABLE: dict[str, frozenset[Permission]] = {
    ANONYMOUS: frozenset({Permission.READ}),
    Role.ANALYST: frozenset({Permission.READ, Permission.COMMENT}),
    Role.EDITOR: frozenset({Permission.READ, Permission.COMMENT, Permission.SUBMIT, Permission.FEEDS}),
    Role.ADMIN: frozenset(Permission),
}
"""Role -> what it may do. Anonymous reading can be switched off by ``CONFLICTWATCH_PUBLIC=0``."""

TOKEN_SCOPES = (Permission.READ, Permission.SUBMIT)
"""What a program's token can be given; it never holds more than its owner's role at that moment."""


def allowed(role: str, permission: Permission, *, public: bool = True) -> bool:
    """Whether ``role`` ('anonymous' or a ``Role`` code) holds ``permission``.

    ``public`` is the setting that lets anonymous visitors read; an unknown role may do nothing.
    """
    if role == ANONYMOUS and not public:
        return False
    return permission in TABLE.get(role, frozenset())
