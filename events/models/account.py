"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from events.permissions import Permission, allowed
from events.taxonomy import Role


class User(AbstractUser):
    """A person with one role; what the role may do stands in ``events.permissions``."""

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.ANALYST)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.codes()), name="user_role_known")
        ]

    def may(self, permission: Permission) -> bool:
        """Whether this person holds ``permission``."""
        return self.is_active and allowed(self.role, permission)
