"""The command line says what it did, or why not in one line, and its exit code agrees."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from conflictwatch.home import PROJECT
from events.models import Event, Submission
from events.services import queue
from events.taxonomy import SubmissionKind, SubmissionStatus
from tests import factories as make

LINE = {
    "id": "x-1",
    "lang": "en",
    "url": "https://harian.example/1",
    "title": "Drones at Al-Tanf",
    "published": "2024-01-28",
    "text": "The Islamic Resistance in Iraq said it had hit the US base at Al-Tanf with drones on Sunday.",
}


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker and no worker: commands that wait read for themselves."""
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)
    monkeypatch.setattr(queue, "workers", lambda: 0)


def file(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


# --- extract: a process of its own, without database -------------------------------------------------
def test_extract_answers_line_by_line_and_names_the_bad_ones(tmp_path: Path) -> None:
    done = run("extract", file(tmp_path, LINE, "{broken", [1], {"id": 2}, "", {"id": 3, "text": ""}))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["x-1", 3]
    assert answers[0]["events"][0]["site"] == "Al-Tanf Garrison"
    told = done.stderr.splitlines()
    assert [line.split(":")[1] for line in told] == ["2", "3", "4"]
    assert "'text' is missing" in told[2]
    assert done.returncode == 1


def test_extract_explains_itself_on_standard_error(tmp_path: Path) -> None:
    done = run("extract", file(tmp_path, LINE), "--explain")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert "x-1: " in done.stderr
    assert all(line.startswith("x-1: ") for line in done.stderr.splitlines())
    assert "'US'" in done.stderr


def test_extract_says_in_one_line_that_a_file_is_missing() -> None:
    done = run("extract", "nowhere.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == "nowhere.jsonl: No such file or directory"


# --- the others, on the database ----------------------------------------------------------------------
@pytest.fixture
def catalogue(db: None) -> None:
    call_command("load_catalogue", verbosity=0)


@pytest.mark.usefixtures("catalogue", "offline")
class TestLoading:
    def test_articles_go_through_the_pipeline_and_are_counted(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("load_articles", file(tmp_path, LINE), wait=True)
        out = capsys.readouterr().out
        assert "1 articles taken, 0 of them read before, 0 lines refused" in out
        assert "done 1, failed 0, cancelled 0; they tell of 1 events" in out
        row = Submission.objects.get()
        assert (row.kind, row.status) == (SubmissionKind.LOAD, SubmissionStatus.DONE)
        article = row.article
        assert article is not None
        assert (article.url, article.title, str(article.published_on)) == (
            LINE["url"],
            LINE["title"],
            LINE["published"],
        )

        call_command("load_articles", file(tmp_path, LINE), wait=True)
        assert "1 of them read before" in capsys.readouterr().out
        assert Event.objects.count() == 1

    def test_bad_lines_are_named_and_the_rest_is_loaded(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad_url = {**LINE, "url": "ftp://harian.example/x"}
        with pytest.raises(SystemExit) as end:
            call_command("load_articles", file(tmp_path, "{broken", bad_url, LINE), wait=True)
        told = capsys.readouterr()
        assert end.value.code == 1
        assert "articles.jsonl:1: not JSON" in told.err
        assert "articles.jsonl:2: Only http and https addresses are read" in told.err
        assert "done 1" in told.out

    def test_without_a_worker_it_says_so(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("load_articles", file(tmp_path, LINE))
        assert "No worker is running" in capsys.readouterr().out

    def test_submitted_text_is_read_and_its_events_printed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "article.txt"
        path.write_text(LINE["text"])
        call_command("submit", text=path, published="2024-01-28", language="en")
        out = capsys.readouterr().out
        assert out.startswith("1 event, 0 tallies (en, 2024-01-28) http")
        assert "2024-01-28  Drone attack on Al-Tanf Garrison  [claimed]" in out

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            ({"url": "http://10.0.0.1/"}, "private or special network"),
            ({}, "Give an address"),
            ({"text": Path("nowhere.txt")}, "nowhere.txt: No such file"),
        ],
    )
    def test_a_failed_submission_gives_its_reason(self, options: dict[str, Any], reason: str) -> None:
        with pytest.raises(CommandError, match=reason):
            call_command("submit", **options)


@pytest.mark.django_db
class TestEvents:
    @pytest.fixture(autouse=True)
    def seeded(self) -> None:
        make.small_catalogue()
        make.publish(None, make.report(), make.report(place="golan"))

    def test_an_export_holds_the_selection(self, tmp_path: Path) -> None:
        target = tmp_path / "events.jsonl"
        call_command("export", "jsonl", query="site=tanf&from=2024-01-01", output=target)
        (line,) = target.read_text().splitlines()
        assert json.loads(line)["site"] == "tanf"

    def test_an_unknown_filter_is_refused_in_words(self) -> None:
        with pytest.raises(CommandError, match="There is no filter"):
            call_command("export", "jsonl", query="colour=red")

    def test_the_check_ends_with_one_when_an_event_is_not_as_computed(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("rebuild_events", check=True)
        assert "compared 2 events from 2 reports: 0 differences" in capsys.readouterr().out
        Event.objects.filter(site__slug="tanf").update(country="IQ")
        with pytest.raises(SystemExit) as end:
            call_command("rebuild_events", check=True)
        assert end.value.code == 1
        assert "country is 'IQ', computed 'SY'" in capsys.readouterr().out
        call_command("rebuild_events")
        call_command("rebuild_events", check=True)
