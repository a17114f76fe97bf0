"""What the containers run: ``python -m conflictwatch.production COMMAND``.

prepare        tables and catalogue; to be run once before the others, and after each update
web            the web server on HOST:PORT (0.0.0.0:8000)
worker, beat   the readers of articles, and the clock of regular work
check-web, check-worker, check-beat   exit 0 when that one is well (health checks)
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from conflictwatch import commands, env
from conflictwatch.home import PROJECT, Home

BEAT_SILENCE = 600.0
"""Seconds; beat writes its schedule down every three minutes."""
NEEDED = {
    "DATABASE_URL": "The address of PostgreSQL, as postgresql://user@host/database.",
    "REDIS_URL": "The address of Redis or Valkey, as redis://host:6379/0.",
    "SECRET_KEY": "A long random text that stays the same.",
    "ALLOWED_HOSTS": "The host names under which readers reach this site, parted by blanks.",
}


def prepare() -> int:
    for command in (["migrate", "--noinput"], ["load_catalogue"]):
        code = subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT).returncode
        if code:
            return code
    return 0


def web() -> int:
    return _become(commands.web(_host(), _port()))


def worker() -> int:
    return _become(commands.worker())


def beat() -> int:
    return _become(commands.beat())


def check_web() -> int:
    """Asks as a reader would, under a host name that the site answers to."""
    line = http.client.HTTPConnection("127.0.0.1", _port(), timeout=4)
    try:
        line.request(
            "GET", "/healthz", headers={"Host": env.words("ALLOWED_HOSTS", ("localhost",))[0].lstrip(".")}
        )
        return 0 if line.getresponse().status == 200 else 1
    except OSError:
        return 1


def check_worker() -> int:
    name = f"worker@{socket.gethostname()}"
    ask = ["celery", "--app", "conflictwatch", "inspect", "ping", "--destination", name, "--timeout", "5"]
    return subprocess.run([sys.executable, "-m", *ask], cwd=PROJECT, stdout=subprocess.DEVNULL).returncode


def check_beat() -> int:
    written = [path.stat().st_mtime for path in Home.from_environment().root.glob("beat-schedule*")]
    return 0 if written and time.time() - max(written) < BEAT_SILENCE else 1


def _become(command: list[str]) -> int:
    Home.from_environment().prepare()
    os.chdir(PROJECT)
    os.execv(command[0], command)  # noqa: S606


def _host() -> str:
    return env.text("HOST", "0.0.0.0")  # noqa: S104 (inside a container; the compose file binds loopback)


def _port() -> int:
    return env.whole("PORT", 8000, least=1)


COMMANDS: dict[str, Callable[[], int]] = {
    "prepare": prepare,
    "web": web,
    "worker": worker,
    "beat": beat,
    "check-web": check_web,
    "check-worker": check_worker,
    "check-beat": check_beat,
}


def main(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if len(arguments) == 1 else None
    if command is None:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for name, why in NEEDED.items():
            env.required(name, why)
        return command()
    except (env.BadEnvironment, OSError) as problem:
        print(f"conflictwatch: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
