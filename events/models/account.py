"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from events.permissions import Permission, allowed
from events.taxonomy import Role


class People(UserManager["User"]):
    """The manager of accounts: a superuser made at the command line is the first admin."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        return super().create_superuser(username, email, password, **{"role": Role.ADMIN, **extra})


class User(AbstractUser):
    """A person with one role; what the role may do stands in ``events.permissions``."""

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.ANALYST)

    objects: ClassVar[People] = People()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.codes()), name="user_role_known")
        ]

    def may(self, permission: Permission) -> bool:
        """Whether this person holds ``permission``."""
        return self.is_active and allowed(self.role, permission)
