"""``manage.py catalogue_changes``: what people changed in the catalogue here, as a patch of its files."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events.queries.catalogue_changes import patch


class Command(BaseCommand):
    help = "Print a patch of events/data: sites, actors, outlets and names that people changed or added here."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(patch(), ending="")
