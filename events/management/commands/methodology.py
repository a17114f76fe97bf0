"""``manage.py methodology > docs/methodology.md``: the method, from the running code and recorded figures."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events import methodology


class Command(BaseCommand):
    help = "Print docs/methodology.md, made from the running code and the recorded figures."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(methodology.document(), ending="")
