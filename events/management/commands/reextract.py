"""``manage.py reextract``: stored articles read anew by the present engine and catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events.models import Article
from events.services.reextraction import reextract


class Command(BaseCommand):
    help = "Read stored articles again; what people decided stays. --dry-run only says what would change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="published from then on"
        )
        parser.add_argument("--language", help="code such as id")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.all()
        if options["since"]:
            articles = articles.filter(published_on__gte=options["since"])
        if options["language"]:
            articles = articles.filter(language=options["language"])
        done = reextract(articles, dry_run=options["dry_run"], progress=self._progress)
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{done.articles} articles read again, {done.unchanged} as before; "
            f"events {would}new {done.appeared}, changed {done.changed}, withdrawn {done.vanished}"
        )

    def _progress(self, number: int) -> None:
        if number % 100 == 0:
            self.stdout.write(f"  {number} articles")
