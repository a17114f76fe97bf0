"""Typed reading of the environment: the only door through which settings come in."""

from __future__ import annotations

import os

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class BadEnvironment(ValueError):
    """A variable is missing or says something that cannot be meant; the text is for the operator."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise BadEnvironment(f"{name} is not set. {why}")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if name not in os.environ:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadEnvironment(f"{name} must be 1 or 0, not {value!r}.")


def whole(name: str, default: int, least: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise BadEnvironment(f"{name} must be a whole number, not {value!r}.") from None
    if number < least:
        raise BadEnvironment(f"{name} must be at least {least}, not {value}.")
    return number


def seconds(name: str, default: float) -> float:
    value = text(name)
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        raise BadEnvironment(f"{name} must be a number of seconds, not {value!r}.") from None
    if not 0 <= number < 1e6:
        raise BadEnvironment(f"{name} must be a number of seconds from 0 on, not {value}.")
    return number


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list parted by commas or blanks."""
    parts = text(name).replace(",", " ").split()
    return parts or list(default)
