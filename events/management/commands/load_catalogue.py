"""``manage.py load_catalogue``: sites, actors and outlets from the reviewed files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.catalogue import DATA, CatalogueInvalid
from events.services import catalogue, rebuilding


class Command(BaseCommand):
    help = "Load sites, actors and outlets from events/data; may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=DATA, help="read the files of another folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            summary = catalogue.load(options["folder"])
        except CatalogueInvalid as invalid:
            for error in invalid.errors:
                self.stderr.write(str(error))
            raise CommandError(f"{len(invalid.errors)} rows refused; nothing was loaded.") from None
        for name in ("outlets", "sites", "actors"):
            self._tell(name, getattr(summary, name), options["verbosity"])
        if summary.moved_sites or summary.renamed_actors:
            moved = rebuilding.refresh_catalogue(summary.moved_sites, summary.renamed_actors)
            self.stdout.write(f"events of changed sites and actors computed anew: {moved}")
        self.stdout.write(f"catalogue version {summary.version}")

    def _tell(self, name: str, tally: catalogue.Count, verbosity: int) -> None:
        names = f", names +{tally.names_added} -{tally.names_removed}" if name != "outlets" else ""
        self.stdout.write(
            f"{name}: added {len(tally.added)}, changed {len(tally.changed)}, left {len(tally.left)} "
            f"(edited by a person), unchanged {tally.unchanged}{names}"
        )
        for line in tally.left:
            self.stdout.write(f"  left    {line}")
        if tally.kept:
            self.stdout.write(f"  no longer in the files, kept: {', '.join(tally.kept)}")
        if verbosity > 1:
            for line in tally.changed:
                self.stdout.write(f"  changed {line}")
