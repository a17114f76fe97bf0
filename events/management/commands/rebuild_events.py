"""``manage.py rebuild_events``: every event from its reports and people's decisions, or a check of that."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.services.rebuilding import rebuild

SHOWN = 200


class Command(BaseCommand):
    help = "Compute all events anew; --check only compares, and exits 1 on a difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, print differences")

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild(check=options["check"])
        for line in done.differences[:SHOWN]:
            self.stdout.write(line)
        if len(done.differences) > SHOWN:
            self.stdout.write(f"... and {len(done.differences) - SHOWN} more")
        verb = "compared" if options["check"] else "rebuilt"
        self.stdout.write(
            f"{verb} {done.events} events from {done.reports} reports: {len(done.differences)} differences"
        )
        if options["check"] and done.differences:
            sys.exit(1)
