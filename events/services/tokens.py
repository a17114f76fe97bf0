"""Keys of programs: given out once, checked by their hash, taken back at any time."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.models import ApiToken, User
from events.permissions import TOKEN_SCOPES, Permission
from events.services.errors import Refused

MARK = "cw_"
"""Every key begins so: it can be found where it leaked."""
SHOWN = len(MARK) + 6
MOST = 20
"""Standing tokens of one person."""
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def issue(
    owner: User, *, name: str, scopes: Iterable[str], days: int | None, by: User
) -> tuple[ApiToken, str]:
    """Make a token for oneself; returns it with its key, which cannot be had again. ``days`` until it
    expires, None for never. Raises ``Refused``."""
    if by.pk != owner.pk:
        raise Refused("forbidden", "Tokens are made by their owners only.")
    name = name.strip()[:80]
    wanted = [scope.value for scope in TOKEN_SCOPES if scope.value in set(scopes)]
    if not name:
        raise Refused("no_name", "Give the token a name.")
    if not wanted:
        raise Refused("no_scope", "Choose what the token may do.")
    if any(not owner.may(Permission(scope)) for scope in wanted):
        raise Refused("forbidden", "A token cannot do more than its owner.")
    now = timezone.now()
    User.objects.select_for_update().get(pk=owner.pk)
    if ApiToken.objects.standing(now).filter(owner=owner).count() >= MOST:
        raise Refused("too_many", f"You have {MOST} tokens already; revoke one first.")
    key = MARK + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        owner=owner,
        name=name,
        start=key[:SHOWN],
        digest=_digest(key),
        scopes=wanted,
        expires_at=now + timedelta(days=days) if days else None,
    )
    return row, key


def revoke(token: ApiToken, *, by: User) -> ApiToken:
    """Take a token back, one's own or (as an admin) anybody's; twice does no harm."""
    if token.owner_id != by.pk and not by.may(Permission.ADMINISTER):
        raise Refused("forbidden", "This token is somebody else's.")
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    token.refresh_from_db()
    return token


def find(key: str) -> ApiToken | None:
    """The standing token with this key, noted as used; None if there is none."""
    if not key.startswith(MARK) or len(key) > 200:
        return None
    now = timezone.now()
    found = ApiToken.objects.standing(now).select_related("owner").filter(digest=_digest(key)).first()
    if found is not None and (found.last_used_at is None or now - found.last_used_at > NOTED_EVERY):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
