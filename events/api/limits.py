"""How much one asker may ask in a minute, and what every answer says of it.

The window is fixed: a minute of the clock. Askers are told apart by token, account or network address; what
this machine itself asks (no proxy between) is not counted.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from events.models import ApiToken, User

WINDOW = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of this minute."""

    limit: int
    used: int
    reset: int
    """Seconds until the next window."""

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers names them, with Retry-After when nothing is left."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }
        return told | ({"Retry-After": str(self.reset)} if self.exceeded else {})


def count(request: HttpRequest, user: object, token: object) -> Allowance | None:
    """Count one request; None where nothing is counted."""
    name, limit = _asker(request, user, token)
    if not name or limit <= 0:
        return None
    now = int(time.time())
    key = f"limit:{name}:{now // WINDOW}"
    cache.add(key, 0, WINDOW * 2)
    return Allowance(limit, cache.incr(key), WINDOW - now % WINDOW)


def _asker(request: HttpRequest, user: object, token: object) -> tuple[str, int]:
    if isinstance(token, ApiToken):
        return f"token:{token.pk}", settings.API_RATE_KNOWN
    if isinstance(user, User):
        return f"user:{user.pk}", settings.API_RATE_KNOWN
    address = address_of(request)
    return ("", 0) if address is None else (f"from:{address}", settings.API_RATE_ANONYMOUS)


def address_of(request: HttpRequest) -> str | None:
    """Whence a visitor asks; an IPv6 network counts as one. None for this machine itself."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY and (passed := request.META.get("HTTP_X_FORWARDED_FOR")):
        given = passed.rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given or None
    if address.is_loopback:
        return None
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
