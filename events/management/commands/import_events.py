"""``manage.py import_events FILE.jsonl``: events of another installation, with evidence and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.models import User
from events.services import importing
from events.services.errors import Refused
from events.taxonomy import Role


class Command(BaseCommand):
    help = "Read a JSON Lines export of another installation; events that are here already stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", help="account in whose name decisions are kept (the first admin)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = importing.load(_lines(options["file"]), by=_person(options["by"]))
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}") from None
        except orjson.JSONDecodeError as problem:
            raise CommandError(f"{options['file']}: a line is not JSON ({problem}).") from None
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"{done.events} events with {done.reports} reports and {len(done.decisions)} decisions; "
            f"{done.known} were here already."
        )


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                yield orjson.loads(line)


def _person(name: str | None) -> User:
    people = User.objects.filter(is_active=True)
    found = people.filter(username=name) if name else people.filter(role=Role.ADMIN).order_by("pk")
    person = found.first()
    if person is None:
        raise CommandError(
            f"There is no account '{name}'." if name else "Make an admin first (createsuperuser)."
        )
    return person
