"""Set this clone up: .venv, packages from the locks, front-end files, translations, static files.

    python3 conflictwatch/bootstrap.py setup|run|test

Runs under the machine's own Python with the standard library alone. Each step is skipped when what
it was made from has not changed, so that a second call takes a moment.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = PROJECT / "build"
LOG = BUILD / "setup.log"
REQUIREMENTS = PROJECT / "requirements"
PACKAGES_STAMP = VENV / "packages.stamp"
NODE_MODULES = PROJECT / "node_modules"
FRONT_END_STAMP = NODE_MODULES / "front-end.stamp"
BASEMAP_STAMP = BUILD / "basemap.stamp"
STATIC_STAMP = BUILD / "static.stamp"
MESSAGES_STAMP = BUILD / "messages.stamp"


class Problem(Exception):
    """Something only a person can mend, told in a sentence or two."""


# --- steps -------------------------------------------------------------------------------------
def make_venv(for_tests: bool) -> None:
    """A virtual environment; one that was moved here or lost its Python is made anew."""
    if _answers(PYTHON):
        return
    with _step("Python environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        if _have("ensurepip"):
            _run([sys.executable, "-m", "venv", VENV])
        elif _have("pip"):
            _run([sys.executable, "-m", "venv", "--without-pip", VENV])
            _run([sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "pip"])
        else:
            raise Problem(
                f"{sys.executable} lacks both ensurepip and pip. On Debian or Ubuntu install them with "
                "`apt-get install python3-venv`, or name another Python: make PYTHON=/path/to/python3"
            )


def install_packages(for_tests: bool) -> None:
    """What the locks say, each file checked against its hash."""
    full, lean = REQUIREMENTS / "test.txt", REQUIREMENTS / "run.txt"
    if _current(PACKAGES_STAMP, _digest(full)):
        return  # holds all of the lean one too
    lock = full if for_tests else lean
    if not _current(PACKAGES_STAMP, _digest(lock)):
        with _making(PACKAGES_STAMP, _digest(lock), f"Python packages ({_count(lock)})"):
            _pip(lock)


FRONT_END_SOURCES = ("package.json", "package-lock.json", ".npmrc")


def install_front_end(for_tests: bool) -> None:
    """What comes from npm: the outlines of the map, and for the tests their judges."""
    digest = _digest(*(PROJECT / name for name in FRONT_END_SOURCES))
    wanted = digest + ("+tests" if for_tests else "")
    if any(_current(FRONT_END_STAMP, good) for good in (wanted, digest + "+tests")):
        return
    with _making(FRONT_END_STAMP, wanted, "front-end files"):
        kinds = [] if for_tests else ["--omit=dev"]
        program = npm()
        path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        _run([program, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *kinds], path=path)


def make_basemap(for_tests: bool) -> None:
    """Outlines and names of the map, out of packaged open data."""
    names = ("basemap.py", "coast.py", "maplabels.py")
    script, *others = (PROJECT / "conflictwatch" / name for name in names)
    sites = PROJECT / "events" / "data" / "sites.csv"
    digest = _digest(script, *others, sites, FRONT_END_STAMP, PACKAGES_STAMP)
    if _current(BASEMAP_STAMP, digest, BUILD / "vendor" / "basemap.json"):
        return
    with _making(BASEMAP_STAMP, digest, "basemap"):
        shutil.rmtree(BUILD / "vendor", ignore_errors=True)
        _run([PYTHON, script])


def compile_messages(for_tests: bool) -> None:
    """Translations, by Babel: no gettext tools are needed on the machine."""
    catalogues = sorted((PROJECT / "locale").glob("*/LC_MESSAGES/django*.po"))
    made = [catalogue.with_suffix(".mo") for catalogue in catalogues]
    if not catalogues or _current(MESSAGES_STAMP, _digest(*catalogues), *made):
        return
    with _making(MESSAGES_STAMP, _digest(*catalogues), "translations"):
        _run([PYTHON, PROJECT / "conflictwatch" / "messages.py"])


def collect_static(for_tests: bool) -> None:
    """Static files under hashed names, as production serves them."""
    sources = [path for path in sorted((PROJECT / "static").rglob("*")) if path.is_file()]
    digest = _digest(*sources, PACKAGES_STAMP, FRONT_END_STAMP, BASEMAP_STAMP)
    if _current(STATIC_STAMP, digest, BUILD / "static" / "staticfiles.json"):
        return
    with _making(STATIC_STAMP, digest, "static files"):
        _run([PYTHON, PROJECT / "manage.py", "collectstatic", "--noinput", "--clear", "-v", "0"])


STEPS = (make_venv, install_packages, install_front_end, make_basemap, compile_messages, collect_static)


# --- before the first step ----------------------------------------------------------------------
def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (runs under whatever Python is there)
        raise Problem(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}.")


def check_writable() -> None:
    try:
        BUILD.mkdir(exist_ok=True)
        with LOG.open("a"):
            pass
    except OSError as error:
        raise Problem(
            f"Cannot write in {PROJECT} ({error.strerror}). Make the folder yours, or clone into one that is."
        ) from error


def check_port() -> None:
    """Before minutes of work, see whether the address will be free at the end of them."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Problem(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            raise Problem(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another: make run PORT=8001"
            ) from error


# --- tools -------------------------------------------------------------------------------------
def _pip(lock: Path) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    _run([PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", lock])


def npm() -> Path:
    """npm of the machine, else one from a wheel."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return Path(found)
    if not (VENV / "bin" / "npm").exists():
        _pip(REQUIREMENTS / "node.txt")
    return VENV / "bin" / "npm"


def _run(arguments: Sequence[str | Path], path: str = "") -> None:
    environment = {**os.environ, **({"PATH": path} if path else {})}
    environment.pop("PYTHONPATH", None)
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(map(str, arguments))}\n".encode())
        log.flush()
        begin = log.tell()
        done = subprocess.run(arguments, stdout=log, stderr=log, cwd=PROJECT, env=environment)
    if done.returncode != 0:
        said = LOG.read_bytes()[begin:].decode(errors="replace").strip().splitlines()[-12:]
        command = " ".join(Path(part).name for part in map(str, arguments[:4]))
        raise Problem("\n".join([f"`{command}` failed:", *said, f"(all of it in {LOG})"]))


def _answers(python: Path) -> bool:
    if not python.exists():
        return False
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([python, "-c", test], capture_output=True).returncode == 0


def _have(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode == 0


def _count(lock: Path) -> int:
    return sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(PROJECT)).encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def _current(stamp: Path, digest: str, *results: Path) -> bool:
    """Whether the step has run on these very inputs and what it made still stands."""
    return stamp.exists() and stamp.read_text() == digest and all(result.exists() for result in results)


@contextmanager
def _making(stamp: Path, digest: str, title: str) -> Iterator[None]:
    with _step(title):
        stamp.unlink(missing_ok=True)
        yield
        stamp.write_text(digest)


@contextmanager
def _step(title: str) -> Iterator[None]:
    begun = time.monotonic()
    print(f"  {title} ...", end="", flush=True)
    done = threading.Event()
    ticker = threading.Thread(target=_tick, args=(done,), daemon=True)
    ticker.start()
    try:
        yield
    except BaseException:
        done.set()
        print(" failed", flush=True)
        raise
    done.set()
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def _tick(done: threading.Event) -> None:
    """A dot every other second, so that a slow line is not taken for a hang."""
    while not done.wait(2.0):
        print(".", end="", flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Two calls of make at once take turns."""
    with (BUILD / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  waiting for another set-up of this clone ...", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(goal: str) -> int:
    checks: list[Callable[[], None]] = [check_python, check_writable]
    if goal == "run":
        checks.append(check_port)
    try:
        for check in checks:
            check()
        with _alone():
            for step in STEPS:
                step(goal == "test")
    except Problem as problem:
        print(f"conflictwatch: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n  interrupted; the next call goes on from here", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "setup"))
