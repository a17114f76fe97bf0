"""Keys of programs that act for a person."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from events.permissions import TOKEN_SCOPES, Permission


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def standing(self, now: datetime) -> "TokenQuerySet":
        """Tokens that still open doors: neither revoked nor expired, of an active person."""
        lasting = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        return self.filter(lasting, revoked_at__isnull=True, owner__is_active=True)


class ApiToken(models.Model):
    """A revocable key with which a program acts as its owner, within its scopes. The key itself is shown
    once and never stored: only its hash is."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    """What the owner calls the program."""
    start = models.CharField(max_length=12)
    """Its first letters, by which the owner tells it from others."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the whole key, which is random and long: a slow hash would add nothing."""
    scopes = ArrayField(models.CharField(max_length=20))
    """``events.permissions.Permission`` codes; what the owner's role lacks, the token lacks too."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    """To the minute."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in TOKEN_SCOPES])
                & Q(scopes__len__gt=0),
                name="token_scopes_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    def may(self, permission: Permission) -> bool:
        """Whether the token was given ``permission``, whatever its owner may do."""
        return permission.value in self.scopes

    def state(self, now: datetime) -> str:
        """'revoked', 'expired' or 'standing'."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "standing"
