"""``manage.py load_articles FILE.jsonl [--wait]``: a file of articles through the pipeline."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.extraction import exchange
from events.models import Event, Submission
from events.services import queue, submissions, waiting
from events.services.errors import Refused
from events.taxonomy import SubmissionKind, SubmissionStatus


class Command(BaseCommand):
    help = "Load articles (JSON lines: text, lang, url, title, published) as if their pages had been fetched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--wait", action="store_true", help="end when all are read")

    def handle(self, *args: Any, **options: Any) -> None:
        self.bad = 0
        taken = self._take(options["file"])
        known = sum(1 for _, already in taken if already)
        ids = [pk for pk, _ in taken]
        self.stdout.write(f"{len(ids)} articles taken, {known} of them read before, {self.bad} lines refused")
        failed = 0
        if options["wait"]:
            failed = self._wait(ids)
        elif len(ids) > known and not queue.workers():
            self.stdout.write("No worker is running: they wait for one. --wait reads them right here.")
        if self.bad or failed:
            sys.exit(1)

    def _take(self, path: Path) -> list[tuple[int, bool]]:
        taken = []
        try:
            with path.open("rb") as file:
                for number, line in exchange.lines(file):
                    try:
                        submission = self._submit(line)
                    except (Refused, exchange.InputError) as problem:
                        self.stderr.write(f"{path}:{number}: {problem}")
                        self.bad += 1
                    else:
                        taken.append((submission.pk, submission.already_known))
        except OSError as problem:
            raise CommandError(f"{path}: {problem.strerror}") from None
        return taken

    def _submit(self, line: Mapping[str, Any] | exchange.InputError) -> Submission:
        if isinstance(line, exchange.InputError):
            raise line
        document = exchange.document(line)
        published: date | None = document.published
        return submissions.submit_text(
            document.text,
            by=None,
            kind=SubmissionKind.LOAD,
            url=document.url,
            title=document.title,
            language=document.language or "",
            published_on=published,
            outlet_domain=str(line.get("outlet") or ""),
        )

    def _wait(self, ids: list[int]) -> int:
        ended = waiting.finish(ids, lambda counts: self._progress(counts, len(ids)))
        rows = Submission.objects.filter(pk__in=ids)
        for row in rows.filter(status=SubmissionStatus.FAILED).order_by("pk"):
            self.stderr.write(f"{row.url or row.title or row.public_id}: {row.reason}")
        articles = rows.exclude(article=None).values("article")
        events = Event.objects.current().filter(reports__article__in=articles, reports__superseded_at=None)
        self.stdout.write(
            f"done {ended[SubmissionStatus.DONE]}, failed {ended[SubmissionStatus.FAILED]}, "
            f"cancelled {ended[SubmissionStatus.CANCELLED]}; "
            f"they tell of {events.distinct().count()} events"
        )
        return ended[SubmissionStatus.FAILED]

    def _progress(self, counts: Counter[str], total: int) -> None:
        ended = sum(counts[status] for status in (SubmissionStatus.DONE, *submissions.ENDED))
        if ended == total or ended % 5 == 0:
            self.stdout.write(f"  read {ended} of {total}")
            self.stdout.flush()
