"""``manage.py verify_archive``: whether every stored byte is what was read."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from events.services import archiving


class Command(BaseCommand):
    help = "Check the hash of every stored page and text; exits 1 when one is damaged."

    def handle(self, *args: Any, **options: Any) -> None:
        done = archiving.verify()
        for line in done.damaged:
            self.stdout.write(line)
        self.stdout.write(f"checked {done.checked} stored answers: {len(done.damaged)} damaged")
        if done.damaged:
            sys.exit(1)
