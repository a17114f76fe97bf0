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


PAGE = b"<html><body><article><h1>Strike</h1>" + b"".join(
    b"<p>Drone number %d struck the base at al-Tanf in the desert before dawn, an official said.</p>" % number
    for number in range(9)
)
FETCHED = {"http_status": 200, "headers": [["Content-Type", "text/plain; charset=utf-8"]]}


def records(data: io.BytesIO) -> list[tuple[str, str, str]]:
    """Kind, name and type of every record but the first, which is about the file."""
    data.seek(0)
    found = [
        (
            record.rec_type,
            *(record.rec_headers.get_header(f"{name}") for name in ("WARC-Target-URI", "Content-Type")),
        )
        for record in ArchiveIterator(data, check_digests="raise")
    ]
    return found[1:]


def test_answers_uploads_and_pasted_text_go_out_as_a_warc() -> None:
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.update(**FETCHED)
    for row in (
        submissions.submit_file("page.html", PAGE, by=None, url="https://harian.example/2"),
        submissions.submit_text("Roket menghantam pangkalan di gurun.", by=None),
    ):
        reading.read_submission(row.pk)
    out = io.BytesIO()
    assert archiving.write_warc(Article.objects.all(), out) == 3
    assert records(out) == [
        ("response", "https://harian.example/1", "application/http; msgtype=response"),
        ("resource", "https://harian.example/2", "text/html"),
        ("resource", Article.objects.get(url="").public_id.urn, "text/plain; charset=utf-8"),
    ]


def test_the_command_writes_a_file_that_warcio_checks_and_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pages.warc.gz"
    pasted = submissions.submit_text("Roket menghantam pangkalan di gurun.", by=None)
    reading.read_submission(pasted.pk)
    with pgtrigger.ignore("events.Snapshot:keep"):
        Snapshot.objects.filter(article__url="https://harian.example/1").update(**FETCHED)
    call_command("export_warc", path)
    assert "2 stored pages" in capsys.readouterr().out
    warcio = [sys.executable, "-m", "warcio.cli"]
    assert subprocess.run([*warcio, "check", path], check=False).returncode == 0
    listed = subprocess.run([*warcio, "index", path], capture_output=True, text=True, check=True).stdout
    assert '"warc-target-uri": "https://harian.example/1"' in listed
    assert f'"warc-target-uri": "{Article.objects.get(url="").public_id.urn}"' in listed
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
