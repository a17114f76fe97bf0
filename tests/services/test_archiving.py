"""Every stored byte can be proved to be what was read."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from warcio.archiveiterator import ArchiveIterator

from events.ingest import archive
from events.models import Article, Snapshot
from events.services import archiving, queue, reading, submissions
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "enqueue", lambda *_, **__: None)
    make.small_catalogue()
    row = submissions.submit_text("Drone menyerang pangkalan.", by=None, url="https://harian.example/1")
    reading.read_submission(row.pk)


def test_an_untouched_archive_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_archive")
    assert "checked 1 stored answers: 0 damaged" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["body", "text"])
def test_one_changed_byte_is_found(column: str, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = Snapshot.objects.get()
    value = getattr(snapshot, column)
    changed = f"{value}." if column == "text" else bytes(value)[:-1] + b"\x00\x01"
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.update(**{column: changed})
    with pytest.raises(SystemExit) as end:
        call_command("verify_archive")
    assert end.value.code == 1
    assert "https://harian.example/1 version 1: " in capsys.readouterr().out


def test_what_was_fetched_goes_out_as_a_warc() -> None:
    assert list(archiving.kept(Article.objects.all())) == [], "pasted text was never fetched"
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.update(http_status=200, headers=[["Content-Type", "text/plain"]])
    out = io.BytesIO()
    assert archive.write_warc(archiving.kept(Article.objects.all()), out, software="test") == 1
    out.seek(0)
    records = [record for record in ArchiveIterator(out) if record.rec_type == "response"]
    assert [record.rec_headers["WARC-Target-URI"] for record in records] == ["https://harian.example/1"]


def test_the_command_writes_a_file_that_warcio_checks_and_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pages.warc.gz"
    with pytest.raises(CommandError, match="No stored page matches"):
        call_command("export_warc", path)
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.update(http_status=200, headers=[["Content-Type", "text/plain; charset=utf-8"]])
    call_command("export_warc", path, article="https://harian.example/1")
    assert "1 stored answers" in capsys.readouterr().out
    warcio = [sys.executable, "-m", "warcio.cli"]
    assert subprocess.run([*warcio, "check", path], check=False).returncode == 0
    listed = subprocess.run([*warcio, "index", path], capture_output=True, text=True, check=True).stdout
    assert '"warc-target-uri": "https://harian.example/1"' in listed
    for wanted in ({"outlet": "other.example"}, {"article": "https://harian.example/2"}):
        with pytest.raises(CommandError, match="No stored page matches"):
            call_command("export_warc", tmp_path / "none.warc.gz", **wanted)
    assert [file.name for file in tmp_path.iterdir()] == ["pages.warc.gz"]


def test_a_damaged_page_stops_the_export_and_leaves_no_file(tmp_path: Path) -> None:
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.update(http_status=200, body=b"not what was read")
    with pytest.raises(CommandError, match="verify_archive"):
        call_command("export_warc", tmp_path / "pages.warc.gz")
    assert not list(tmp_path.iterdir())
