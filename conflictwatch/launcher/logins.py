"""One login for each role, with passwords made at first start and kept in the data folder."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

from events.taxonomy import Role

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def demo_logins(path: Path) -> list[tuple[str, str]]:
    """Make the missing ones; returns (name, password), '(changed)' where a person set another."""
    known = json.loads(path.read_text()) if path.exists() else {}
    users = get_user_model()
    shown = []
    for role in Role:
        user = users.objects.filter(username=role.value).first()
        if user is None:
            known[role.value] = _password()
            staff = role == Role.ADMIN
            user = users.objects.create_user(
                username=role.value, password=known[role.value], role=role, is_staff=staff, is_superuser=staff
            )
            _keep(path, known)
        valid = role.value in known and user.check_password(known[role.value])
        shown.append((role.value, known[role.value] if valid else "(changed)"))
    return shown


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def _keep(path: Path, known: dict[str, str]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(known, file, indent=2)
    fresh.replace(path)
