"""Real engines and real workers in a throw-away folder, which can be hurt."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from redis import Redis

from conflictwatch import commands
from conflictwatch.engines import process
from conflictwatch.engines.attach import Attachment, attach
from conflictwatch.home import PROJECT, Home
from tests.chaos import pages
from tests.ingest.pageserver import PageServer


def environment(folder: Path, endpoints: str, **more: str) -> dict[str, str]:
    """What driver, workers and beat share. Set it before Django is loaded."""
    return {
        "CONFLICTWATCH_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "conflictwatch.settings",
        "SECRET_KEY": "only-for-the-fault-test-" + "0" * 40,
        "HTTPS": "0",
        "LOG_LEVEL": "ERROR",
        "LOG_FORMAT": "text",
        "FETCH_ALLOWED_ENDPOINTS": endpoints,
        "FETCH_HOST_INTERVAL": "0",
        "WORKER_PROCESSES": "1",
        "CELERY_QUEUE": "chaos",
        **more,
    }


class Farm:
    """Engines, workers and beat."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.home = Home(folder)
        self.variables = {**os.environ, **variables}
        self.held: list[Attachment] = attach(self.home)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.beat: subprocess.Popen[bytes] | None = None
        self.done: dict[str, int] = {}
        self._started = 0

    # --- life ---
    def start(self, workers: int) -> None:
        for _ in range(workers):
            self.workers.append(self._worker())
        self.beat = self._spawn(commands.beat(), "beat")

    def stop(self) -> None:
        process.end([*self.workers, *([self.beat] if self.beat else [])], patience=5)
        self.workers, self.beat = [], None

    def release(self) -> None:
        self.stop()
        for one in self.held:
            one.release()

    def _worker(self) -> subprocess.Popen[bytes]:
        self._started += 1
        line = [f"w{self._started}@%h" if word == "worker@%h" else word for word in commands.worker()]
        return self._spawn(line, f"worker-{self._started}")

    def _spawn(self, line: list[str], name: str) -> subprocess.Popen[bytes]:
        with (self.home.logs / f"{name}.log").open("ab") as log:
            return process.spawn(line, log, environment=self.variables, folder=PROJECT)

    # --- harm ---
    def kill_worker(self, chance: random.Random) -> None:
        """SIGKILL to a whole worker, or only to the process that reads; a dead worker is started anew."""
        place = chance.randrange(len(self.workers))
        worker = self.workers[place]
        if chance.random() < 0.4:
            children = psutil.Process(worker.pid).children(recursive=True)
            readers = [one for one in children if not one.children()]
            if readers:
                with suppress(psutil.NoSuchProcess):
                    chance.choice(readers).kill()
                self._count("reading processes killed")
                return
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers[place] = self._worker()
        self._count("workers killed")

    def empty_redis(self) -> None:
        """Everything that the broker held is gone, and so is its process; it starts again empty."""
        server = Redis(unix_socket_path=str(self.home.valkey_socket))
        pid = int(server.info("server")["process_id"])
        server.flushall()
        os.kill(pid, signal.SIGKILL)
        self._count("Redis restarted empty")

    def restart_postgres(self, how: signal.Signals) -> None:
        """SIGINT cuts all sessions in order; SIGQUIT leaves a crash to recover from."""
        pid = int((self.home.postgres / "postmaster.pid").read_text().split()[0])
        os.kill(pid, how)
        self._count("PostgreSQL restarted")

    def _count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def mend(self) -> None:
        """Start again what ended by itself, as the launcher does."""
        for place, worker in enumerate(self.workers):
            if worker.poll() is not None:
                self.workers[place] = self._worker()
                self._count("workers that ended by themselves")
        if self.beat is not None and self.beat.poll() is not None:
            self.beat = self._spawn(commands.beat(), "beat")
            self._count("beats that ended by themselves")


@contextmanager
def farm_with_pages(prefix: str) -> Iterator[tuple[Farm, PageServer]]:
    """Engines in a folder of their own and a server of pages; Django finds both through the environment."""
    server = PageServer(pages.ByFirstWord())
    with tempfile.TemporaryDirectory(prefix=prefix) as folder:
        variables = environment(Path(folder), server.endpoint)
        os.environ.update(variables)
        farm = Farm(Path(folder), variables)
        try:
            yield farm, server
        finally:
            farm.release()
            server.close()


def wait(seconds: float) -> None:
    time.sleep(seconds)
