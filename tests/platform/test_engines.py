"""Engines of our own: shared by several commands, surviving the end of each, leaving nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from conflictwatch.engines.attach import Attachment, attach
from conflictwatch.engines.errors import EngineError
from conflictwatch.engines.locks import Desk
from conflictwatch.home import PROJECT, Home, UnusableHome

pytestmark = pytest.mark.skipif(
    bool(os.environ.get("DATABASE_URL")), reason="servers from outside are used; ours are not started"
)

HOLDER = """
import sys, time
from pathlib import Path
from conflictwatch.engines.attach import attach
from conflictwatch.home import Home
attach(Home(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.delenv("CONFLICTWATCH_THROWAWAY", raising=False)
    home = Home(tmp_path / "data")
    yield home
    until(lambda: not running(home), "the engines to stop")


def until(true: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


def running(home: Home) -> list[str]:
    """Command lines of processes that work on this data folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            environment = (process / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        ours = "conflictwatch.engines.keeper" in line and f"CONFLICTWATCH_HOME={home.root}\0" in environment
        if ours or str(home.root / "postgres") in line or str(home.sockets) in line:
            found.append(line)
    return found


def hold(home: Home) -> subprocess.Popen[bytes]:
    """A process of its own that uses the engines until its standard input closes."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.root)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"ready\n"
    return holder


def release(holder: subprocess.Popen[bytes]) -> None:
    holder.communicate(timeout=40)


def ask(home: Home, query: str) -> object:
    with psycopg.connect(home.database_url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def keeper_pid(home: Home, engine: str) -> int:
    return Desk(home, engine).state().pid


def test_the_engines_answer_and_stop_with_their_only_user(home: Home) -> None:
    holder = hold(home)
    assert ask(home, "SELECT 1") == 1
    assert redis.Redis.from_url(home.redis_url).ping()
    release(holder)
    assert not running(home)
    assert not home.sockets.exists()


def test_the_database_folds_case_in_every_script(home: Home) -> None:
    holder = hold(home)
    assert ask(home, "SELECT lower('ДАМАСК ÉVÊQUE')") == "дамаск évêque"
    assert ask(home, "SHOW timezone") == "UTC"
    release(holder)


def test_data_outlives_the_engines(home: Home) -> None:
    first = hold(home)
    with psycopg.connect(home.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    redis.Redis.from_url(home.redis_url).set("kept", "7")
    release(first)
    second = hold(home)
    assert ask(home, "SELECT number FROM kept") == 7
    assert redis.Redis.from_url(home.redis_url).get("kept") == b"7"
    release(second)


def test_two_that_start_at_once_share_one_server(home: Home) -> None:
    home.prepare()
    command = [sys.executable, "-c", HOLDER, str(home.root)]
    both = [
        subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for holder in both:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
    assert sum("conflictwatch.engines.keeper postgres" in line for line in running(home)) == 1
    for holder in both:
        release(holder)


def test_the_second_user_keeps_working_when_the_first_ends(home: Home) -> None:
    first, second = hold(home), hold(home)
    release(first)
    assert ask(home, "SELECT 1") == 1
    release(second)


def test_the_second_user_keeps_working_when_the_first_is_killed(home: Home) -> None:
    first, second = hold(home), hold(home)
    first.kill()
    first.communicate()
    time.sleep(0.5)
    assert ask(home, "SELECT 1") == 1
    release(second)


def test_a_killed_user_leaves_nothing_running(home: Home) -> None:
    holder = hold(home)
    holder.kill()
    holder.communicate()
    until(lambda: not running(home), "the keepers to notice")
    assert "ready" not in (Desk(home, name).state().phase for name in ("postgres", "valkey"))


def test_a_killed_server_comes_back_for_its_users(home: Home) -> None:
    holder = hold(home)
    with psycopg.connect(home.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    pid = int((home.postgres / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    desk = Desk(home, "postgres")
    until(lambda: desk.state().phase != "ready", "the keeper to notice")
    until(lambda: desk.state().phase == "ready", "the server to come back")
    assert ask(home, "SELECT number FROM kept") == 7
    release(holder)


def test_a_killed_keeper_takes_its_server_along_and_the_next_user_starts_anew(home: Home) -> None:
    holder = hold(home)
    os.kill(keeper_pid(home, "postgres"), signal.SIGKILL)
    until(lambda: not Desk(home, "postgres").kept(), "the keeper to be gone")
    second = hold(home)
    assert ask(home, "SELECT 1") == 1
    release(second)
    release(holder)


def test_a_user_brings_an_engine_back_whose_keeper_was_killed(home: Home) -> None:
    (held,) = attach(home, valkey=False)
    os.kill(keeper_pid(home, "postgres"), signal.SIGKILL)
    until(lambda: not held.alive(), "the keeper to be gone")
    held.restore()
    assert ask(home, "SELECT 1") == 1
    held.release()


@pytest.mark.skipif(os.getuid() != 0, reason="only root has to stop being root")
@pytest.mark.parametrize("way", ["namespace", "nobody"])
def test_root_starts_postgresql_as_somebody_else(
    home: Home, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICTWATCH_UNPRIVILEGED", way)
    (held,) = attach(home, valkey=False)
    assert ask(home, "SELECT current_user") == "conflictwatch"
    held.release()


@pytest.mark.skipif(os.getuid() != 0, reason="only root has to stop being root")
def test_the_way_of_not_being_root_may_change_between_two_starts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("namespace", "nobody", "namespace"):
        monkeypatch.setenv("CONFLICTWATCH_UNPRIVILEGED", way)
        (held,) = attach(home, valkey=False)
        assert ask(home, "SELECT 1") == 1
        held.release()


def test_the_sockets_are_for_us_alone(home: Home) -> None:
    holder = hold(home)
    assert home.sockets.stat().st_mode & 0o077 == 0
    assert len(os.fsencode(home.sockets / ".s.PGSQL.5432.lock")) < 107
    release(holder)


def test_a_socket_folder_laid_by_another_is_refused(home: Home, tmp_path: Path) -> None:
    home.prepare()
    home.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(UnusableHome, match="not ours"):
            home.prepare_sockets()
    finally:
        home.sockets.unlink()


def test_data_of_another_version_is_told_not_touched(home: Home) -> None:
    release(hold(home))
    (home.postgres / "PG_VERSION").write_text("9\n")
    with pytest.raises(EngineError, match=r"made by PostgreSQL 9, but .* is version"):
        attach(home, valkey=False)


def test_a_server_that_cannot_start_says_why_at_once(home: Home) -> None:
    release(hold(home))
    (home.postgres / "postgresql.conf").write_text("max_connections = many\n")
    begun = time.monotonic()
    with pytest.raises(EngineError, match="max_connections"):
        attach(home, valkey=False)
    assert time.monotonic() - begun < 5


def test_letting_go_twice_does_no_harm(home: Home) -> None:
    home.prepare()
    one = Attachment(home, "valkey")
    one.request()
    one.wait()
    one.release()
    one.release()
    assert not running(home)
