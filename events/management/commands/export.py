"""``manage.py export FORMAT --query "site=al-tanf&from=2024-01-01"``: a selection of events as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.exports import FORMATS
from events.filters import BadQuery, select


class Command(BaseCommand):
    help = "Write events to standard output; --query takes the same parameters as the dashboard's address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=list(FORMATS))
        parser.add_argument("--query", default="", help='such as "country=IQ&from=2024-01-01"')
        parser.add_argument("--output", type=Path, help="write to this file instead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            events = select(options["query"]).events()
        except BadQuery as problem:
            raise CommandError(str(problem)) from None
        pieces = FORMATS[options["format"]].write(events)
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
