"""``manage.py submit URL | --text FILE | --html FILE``: read one article and say what came of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.models import Event, Submission
from events.services import submissions, waiting
from events.services.errors import Refused
from events.taxonomy import SubmissionStatus
from events.wording import headline


class Command(BaseCommand):
    help = (
        "Read one article: fetched from its address, or from a file. Exit code 1 with the reason if it fails."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", nargs="?", default="", help="address of the page")
        parser.add_argument("--text", type=Path, metavar="FILE", help="the article's text, UTF-8")
        parser.add_argument("--html", type=Path, metavar="FILE", help="a saved page: HTML, MHTML or WARC")
        parser.add_argument("--title", default="")
        parser.add_argument("--outlet", default="", metavar="DOMAIN")
        parser.add_argument("--language", default="", help="code such as id; found by itself if not given")
        parser.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            submission = self._submit(options)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        except UnicodeDecodeError:
            raise CommandError(f"{options['text']} is not UTF-8 text.") from None
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from None
        waiting.finish([submission.pk])
        submission.refresh_from_db()
        if submission.status != SubmissionStatus.DONE:
            raise CommandError(submission.reason or "The submission was cancelled.")
        self._tell(submission)

    def _submit(self, options: dict[str, Any]) -> Submission:
        given = [name for name in ("url", "text", "html") if options[name]]
        if not given or (options["text"] and options["html"]):
            raise CommandError("Give an address, --text FILE or --html FILE.")
        about = {
            "by": None,
            "title": options["title"],
            "outlet_domain": options["outlet"],
            "language": options["language"],
            "published_on": options["published"],
        }
        if options["text"]:
            text = options["text"].read_text(encoding="utf-8-sig")
            return submissions.submit_text(text, url=options["url"], **about)
        if options["html"]:
            path = options["html"]
            return submissions.submit_file(path.name, path.read_bytes(), url=options["url"], **about)
        return submissions.submit_url(options["url"], **about)

    def _tell(self, submission: Submission) -> None:
        article = submission.article
        assert article is not None
        before = "read before: " if submission.already_known else ""
        self.stdout.write(
            f"{before}{_count(submission.event_count, 'event', 'events')}, "
            f"{_count(submission.tally_count, 'tally', 'tallies')} "
            f"({article.language or 'unknown language'}, {article.published_on or 'no date'}) "
            f"{settings.PUBLIC_URL}/articles/{article.public_id}/"
        )
        told = Event.objects.filter(reports__article=article, reports__superseded_at=None).distinct()
        for event in told.order_by("date_from", "pk"):
            day = event.date_from.isoformat() if event.date_from else "no date"
            self.stdout.write(f"  {event.public_id}  {day}  {headline(event)}  [{event.claim_status}]")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
