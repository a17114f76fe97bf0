"""Start everything in order, watch over it, end it in order."""

from __future__ import annotations

import io
import os
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path

from conflictwatch import bootstrap, env
from conflictwatch.engines import process
from conflictwatch.engines.attach import Attachment, attach
from conflictwatch.engines.locks import open_lock, take
from conflictwatch.home import PROJECT, Home
from conflictwatch.launcher import samples, stop
from conflictwatch.launcher.once import Once
from conflictwatch.launcher.parts import DEATHS_AT_START, QUICK_DEATHS, Part, parts
from conflictwatch.launcher.samples import Samples
from conflictwatch.launcher.terminal import Terminal
from conflictwatch.launcher.trouble import Trouble

WEB_SECONDS = 60.0
LOOK_SECONDS = 0.5
STOP_SECONDS = 12.0
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 (compared, not bound)


class Launcher:
    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.say = Terminal()
        self.home = Home.from_environment()
        self.held: list[Attachment] = []
        self.parts: list[Part] = []
        self.samples: Samples | None = None

    # --- start ---------------------------------------------------------------------------------
    def run(self) -> None:
        self.host = env.text("HOST", "127.0.0.1")
        self.port = env.whole("PORT", 8000, least=1)
        self.home.prepare()
        self._only_one()
        bootstrap.check_port()
        with self.say.step("database and broker"):
            self.held = attach(
                self.home, postgres=not env.text("DATABASE_URL"), valkey=not env.text("REDIS_URL")
            )
        self._set_environment()
        with self.say.step("tables"):
            self._migrate()
        web, *others = parts(self.host, self.port, self.home.logs, dict(os.environ))
        with self.say.step("catalogue and web"):
            self._start([web])
            logins = self._fill()
            self._wait_for_web()
        # The first page comes before the others take the processor.
        self._start(others)
        self._greet(logins)
        self._load_samples()
        self._watch()

    def _only_one(self) -> None:
        folder = self.home.root / "run"
        folder.mkdir(exist_ok=True)
        address = folder / "address"
        if not take(open_lock(folder / "launcher.lock")):
            raise Trouble(
                f"It already runs on {self.home.root}, at {_read(address)}. Stop that one first, or choose "
                "another data folder and port: make run CONFLICTWATCH_HOME=/path PORT=8001"
            )
        address.write_text(self.address)

    def _set_environment(self) -> None:
        """What web, worker and beat find in their environment; Django is set up only after this."""
        hosts = ["localhost", "127.0.0.1", "[::1]"]
        if self.host in EVERYWHERE:
            hosts += [socket.gethostname(), socket.getfqdn()]
        elif self.host not in hosts:
            hosts.append(self.host)
        defaults = {
            "SECRET_KEY": self.home.secret_key(),
            "ALLOWED_HOSTS": " ".join(hosts),
            "HTTPS": "0",
            "LOG_FORMAT": "text",
            "PUBLIC_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "conflictwatch.settings",
        }
        for name, value in defaults.items():
            os.environ.setdefault(name, value)
        os.environ["CONFLICTWATCH_HOME"] = str(self.home.root)

    def _migrate(self) -> None:
        import django
        from django.core.management import call_command
        from django.db import OperationalError

        django.setup()
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            raise Trouble(f"The database does not answer: {error}") from error

    def _start(self, added: list[Part]) -> None:
        self.parts += added
        for part in added:
            part.start()

    def _fill(self) -> list[tuple[str, str]]:
        from django.core.management import call_command
        from django.db import connections

        from conflictwatch.launcher.logins import demo_logins

        loaded = Once(self.home, "catalogue", _catalogue_files(), env.text("DATABASE_URL"))
        if loaded.needed() or env.text("DATABASE_URL"):
            call_command("load_catalogue", stdout=io.StringIO())
            loaded.done()
        logins = demo_logins(self.home.root / "logins.json")
        connections.close_all()
        return logins

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + WEB_SECONDS
        while not _answers(f"{self.address}/healthz"):
            self._mend(DEATHS_AT_START)
            if time.monotonic() > deadline:
                log = self.home.logs / "web.log"
                raise Trouble(f"The web server does not answer at {self.address}:\n{process.tail(log, 8)}")
            time.sleep(0.1)

    def _greet(self, logins: list[tuple[str, str]]) -> None:
        self.say.line(f"\n  conflictwatch is at {self.address}  (ready in {self._seconds()} s)\n")
        for name, password in logins:
            self.say.line(f"    sign in as {name:<8} with {password}")
        self.say.line(f"\n  data and logs: {self.home.root}    Ctrl-C ends everything\n")

    def _load_samples(self) -> None:
        if not env.flag("SAMPLES", True):
            return
        if not samples.FILE.exists():
            self.say.line(f"  No sample articles: {samples.FILE} is missing.")
            return
        self.samples = Samples(self.home, env.text("DATABASE_URL"))
        if self.samples.needed():
            self.samples.start()

    # --- while it runs -------------------------------------------------------------------------
    def _watch(self) -> None:
        while True:
            self._mend()
            if self.samples and (told := self.samples.look()):
                self.say.line(f"  {told} ({self._seconds()} s after the start)")
            time.sleep(LOOK_SECONDS)

    def _mend(self, deaths_allowed: int = QUICK_DEATHS) -> None:
        for part in self.parts:
            if told := part.mend(deaths_allowed):
                self.say.line(f"  {told}")
        for one in self.held:
            if not one.alive():
                self.say.line(f"  {one.engine} ended; starting it again")
                one.restore()

    # --- end -----------------------------------------------------------------------------------
    def stop(self) -> None:
        """Also called when the start failed half-way: ends what there is."""
        stop.insist()
        running = [part.child for part in reversed(self.parts) if part.child is not None]
        if not running and not self.held:
            return
        self.say.line("\n  stopping ...", end="")
        if self.samples:
            self.samples.stop()
        process.end(running, patience=STOP_SECONDS)
        for one in self.held:
            one.release()
        self.say.line(" stopped; nothing is left running")

    @property
    def address(self) -> str:
        host = "localhost" if self.host in EVERYWHERE | {"127.0.0.1", "::1"} else _bracketed(self.host)
        return f"http://{host}:{self.port}"

    def _seconds(self) -> str:
        return f"{time.monotonic() - self.begun:.1f}"


def _catalogue_files() -> list[Path]:
    """Its facts, and the code that loads them."""
    events = PROJECT / "events"
    return [*(events / "data").glob("*.csv"), *events.rglob("*.py")]


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else "an unknown address"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
