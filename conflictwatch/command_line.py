"""What has to stand before a management command runs: readable settings and running engines."""

from __future__ import annotations

import os
import sys

from conflictwatch.engines.attach import attach
from conflictwatch.engines.errors import EngineError
from conflictwatch.env import BadEnvironment
from conflictwatch.home import Home, UnusableHome

WITHOUT_DATABASE = frozenset(
    {
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "extract",
        "findstatic",
        "help",
        "makemessages",
        "spectacular",
        "test",
        "version",
    }
)
"""Commands that never ask the database; for all others the engines are started where needed."""


def needs_engines(argv: list[str]) -> bool:
    """Whether this command needs engines of our own (the environment may name others)."""
    command = argv[1] if len(argv) > 1 else "help"
    asks_only = command.startswith("-") or {"--help", "-h"} & set(argv)
    return not asks_only and (command not in WITHOUT_DATABASE or "--database" in argv)


def prepare(argv: list[str]) -> None:
    """Load the settings and start or join the engines; a problem ends the program with one sentence."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        _ = settings.DATABASES
        if needs_engines(argv):
            attach(
                Home.from_environment(),
                postgres=not os.environ.get("DATABASE_URL"),
                valkey=not os.environ.get("REDIS_URL"),
            )
    except (BadEnvironment, ImproperlyConfigured, UnusableHome, EngineError) as problem:
        sys.exit(f"conflictwatch: {problem}")
