"""``manage.py export FORMAT --query "site=al-tanf&from=2024-01-01"``: a selection of events as a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.exports import FORMATS
from events.exports.progress import watched
from events.filters import BadQuery, select
from events.models.event import EventQuerySet
from events.services import audit
from events.taxonomy import AuditAction


class Command(BaseCommand):
    help = "Write events to standard output; --query takes the same parameters as the dashboard's address."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("format", nargs="?", choices=list(FORMATS))
        which.add_argument("--format", dest="named", choices=list(FORMATS), help="the same, by name")
        parser.add_argument("--query", default="", help='such as "country=IQ&from=2024-01-01"')
        parser.add_argument("--output", type=Path, help="write to this file instead")
        parser.add_argument("--progress", action="store_true", help="say on standard error how far it is")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["format"] or options["named"]
        try:
            events = select(options["query"]).events()
        except BadQuery as problem:
            raise CommandError(str(problem)) from None
        audit.record(AuditAction.EXPORTED, by=None, about=f"{name} {options['query']}".strip())
        pieces = FORMATS[name].write(events)
        if options["progress"]:
            pieces = self._told(pieces, events)
        try:
            if options["output"]:
                with options["output"].open("wb") as file:
                    file.writelines(pieces)
            else:
                for piece in pieces:
                    sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
        except BrokenPipeError:
            sys.stderr.close()
        except OSError as problem:
            raise CommandError(f"{options['output']}: {problem.strerror}") from None

    def _told(self, pieces: Iterator[bytes], events: EventQuerySet) -> Iterator[bytes]:
        total = events.count()

        def tick(done: int) -> None:
            self.stderr.write(f"\r{min(done, total)} of {total} events", ending="")

        yield from watched(pieces, tick)
        self.stderr.write("")
