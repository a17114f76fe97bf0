"""``manage.py export_warc FILE``: stored pages as a WARC that the usual tools open."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from events.ingest.reasons import ArchiveDamaged
from events.models import Article
from events.services import archiving


def _which(wanted: str) -> Q:
    """An article by its address or by the id in the address of its page."""
    if "://" in wanted:
        return Q(url=wanted)
    try:
        return Q(public_id=UUID(wanted))
    except ValueError:
        raise CommandError(f"'{wanted}' is neither an address nor the id of an article.") from None


class Command(BaseCommand):
    help = (
        "Write stored pages with their headers, and what was uploaded or pasted, as WARC 1.1 (gzip); "
        "every byte is checked on the way."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.warc.gz")
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DAY", help="first fetched since then"
        )
        parser.add_argument("--outlet", default="", metavar="DOMAIN")
        parser.add_argument("--article", default="", metavar="URL-OR-ID", help="one article only")

    def handle(self, *args: Any, **options: Any) -> None:
        articles = Article.objects.all()
        if options["since"]:
            articles = articles.filter(snapshots__fetched_at__date__gte=options["since"]).distinct()
        if options["outlet"]:
            articles = articles.filter(outlet__domain=options["outlet"])
        if wanted := options["article"]:
            articles = articles.filter(_which(wanted))
        path: Path = options["file"]
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with fresh.open("wb") as out:
                count = archiving.write_warc(articles, out)
        except ArchiveDamaged as damage:
            fresh.unlink()
            raise CommandError(f"{damage.sentence} Run verify_archive to see which.") from None
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from None
        if not count:
            fresh.unlink()
            raise CommandError("No stored page matches.")
        fresh.replace(path)
        self.stdout.write(f"{count} stored pages in {path}")
