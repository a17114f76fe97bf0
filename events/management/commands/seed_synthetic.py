"""``manage.py seed_synthetic --events 1000000``: made-up events for measuring and trying out."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.services import synthetic
from events.services.errors import Refused


class Command(BaseCommand):
    help = (
        "Write made-up events with their evidence; the same seed gives the same rows. Not beside real events."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--events", type=int, default=10_000, help="how many (10000)")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other rows (1)")
        parser.add_argument("--years", type=int, default=10, help="over how many years (10)")
        parser.add_argument("--anyway", action="store_true", help="also where events stand already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["events"] < 1 or options["years"] < 1:
            raise CommandError("Give at least one event and one year.")
        begun = time.monotonic()

        def tell(line: str) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"{time.monotonic() - begun:7.1f} s  {line}")

        try:
            done = synthetic.seed(
                options["events"],
                seed=options["seed"],
                years=options["years"],
                anyway=options["anyway"],
                tell=tell,
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(
            f"{done.events} events, {done.reports} reports in {done.articles} articles "
            f"({time.monotonic() - begun:.0f} s)"
        )
