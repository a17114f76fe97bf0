"""``make run``: one program that starts whole, says where it is, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from conflictwatch.home import PROJECT

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="servers from outside are used; ours are not started"
)


class Run:
    """A launcher on a free port and a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.output = home.with_suffix(".out")
        self.child: subprocess.Popen[bytes] | None = None

    def start(self, **environment: str) -> subprocess.Popen[bytes]:
        dropped = (
            "MAKELEVEL",
            "SECRET_KEY",
            "CELERY_QUEUE",
            "DJANGO_SETTINGS_MODULE",
            "CONFLICTWATCH_THROWAWAY",
        )
        clean = {name: value for name, value in os.environ.items() if name not in dropped}
        own = {"CONFLICTWATCH_HOME": str(self.home), "PORT": str(self.port), "SAMPLES": "0"}
        with self.output.open("wb") as output:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "conflictwatch.launcher"],
                cwd=PROJECT,
                env=clean | own | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self.child

    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str) -> None:
        until(lambda: words in self.text() or self._ended(), f"{words!r}", 90)
        assert words in self.text(), self.text()

    def _ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def processes(self) -> list[psutil.Process]:
        """Everything that works on this data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                told = " ".join(process.cmdline())
                mine = process.environ().get("CONFLICTWATCH_HOME") == str(self.home)
            except psutil.Error:
                continue
            if process.pid != os.getpid() and (mine or str(self.home) in told):
                found.append(process)
        return found


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path / "data")
    yield run
    if run.child is not None and run.child.poll() is None:
        run.child.terminate()
        run.child.wait(40)
    assert gone(run), [process.cmdline() for process in run.processes()]


def gone(run: Run) -> bool:
    until(lambda: not run.processes(), "all processes to end", 30)
    return True


def until(true: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


def get(run: Run, path: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}{path}", timeout=10) as answer:
        return answer.status, answer.read()


def test_it_starts_whole_tells_the_logins_and_ends_on_ctrl_c(run: Run) -> None:
    child = run.start()
    run.wait_for("conflictwatch is at")
    run.wait_for("Ctrl-C ends everything")
    assert json.loads(get(run, "/healthz")[1])["status"] == "ok"
    assert get(run, "/accounts/login/")[0] == 200
    told = run.text()
    logins = json.loads((run.home / "logins.json").read_text())
    assert set(logins) == {"analyst", "editor", "admin"}
    assert all(password in told for password in logins.values())
    assert (run.home / "logins.json").stat().st_mode & 0o077 == 0
    names = " ".join(" ".join(process.cmdline()) for process in run.processes())
    assert all(part in names for part in ("gunicorn", "worker", "beat", "postgres", "valkey"))

    child.send_signal(signal.SIGINT)
    assert child.wait(40) == 0
    assert not run.processes()
    assert "nothing is left running" in run.text()

    run.start()
    run.wait_for("conflictwatch is at")
    assert all(password in run.text() for password in logins.values())


def test_a_kill_of_the_launcher_takes_everything_along_and_breaks_nothing(run: Run) -> None:
    child = run.start()
    run.wait_for("conflictwatch is at")
    child.kill()
    child.wait()
    assert gone(run)
    run.start()
    run.wait_for("conflictwatch is at")
    assert json.loads(get(run, "/healthz")[1])["status"] == "ok"


def test_a_killed_part_or_keeper_comes_back(run: Run) -> None:
    run.start()
    run.wait_for("Ctrl-C ends everything")
    for words in ("beat", "conflictwatch.engines.keeper valkey"):
        for process in run.processes():
            if words in " ".join(process.cmdline()):
                process.kill()
    run.wait_for("beat ended (code -9); starting it again")
    run.wait_for("valkey ended; starting it again")

    def healthy() -> bool:
        try:
            return get(run, "/healthz")[0] == 200
        except OSError:
            return False

    until(healthy, "the page to be well again", 40)
    assert sum("conflictwatch.engines.keeper valkey" in " ".join(p.cmdline()) for p in run.processes()) == 1


def test_a_busy_port_is_told_in_one_sentence(run: Run) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", run.port))
        other.listen()
        assert run.start().wait(60) == 1
    assert f"conflictwatch: Port {run.port} on 127.0.0.1 cannot be used" in run.text()
    assert "Traceback" not in run.text()


def test_a_second_one_on_the_same_data_is_told_where_the_first_is(run: Run) -> None:
    run.start()
    run.wait_for("conflictwatch is at")
    second = subprocess.run(
        [sys.executable, "-m", "conflictwatch.launcher"],
        cwd=PROJECT,
        env=os.environ | {"CONFLICTWATCH_HOME": str(run.home), "PORT": "1"},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"It already runs on {run.home}, at http://localhost:{run.port}" in second.stderr


def test_a_senseless_port_is_told_in_one_sentence(run: Run) -> None:
    assert run.start(PORT="http").wait(60) == 1
    assert run.text().strip() == "conflictwatch: PORT must be a whole number, not 'http'."
