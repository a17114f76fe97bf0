"""``manage.py extract ARTICLES.jsonl > PREDICTED.jsonl``: read articles, fetch and store nothing."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.extraction import __main__ as program
from events.services.catalogue import gazetteer


class Command(BaseCommand):
    help = (
        "Read articles in the exchange format and print what they tell, one JSON line each. "
        "Reads against the catalogue's files; --database takes sites and actors as people edited them."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        program.add_arguments(parser)
        parser.add_argument("--database", action="store_true", help="read against the database's catalogue")

    def handle(self, *args: Any, **options: Any) -> None:
        known = gazetteer() if options["database"] else None
        sys.exit(program.run(options["articles"], explain=options["explain"], gazetteer=known))
