"""The dashboard at a million events, over HTTP.

``python -m benchmarks.million [--events 1000000] [--home FOLDER]``: seeds a data folder of its own (or goes
on with FOLDER), starts the web server, and asks as browsers do. Filtered views are drawn at random: 90 days,
a site, a country, an attacker with a weapon. Beside each stands the bare SQL of the same question, one
statement on one connection, in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conflictwatch import commands
from conflictwatch.engines.attach import attach
from conflictwatch.home import Home

FIRST, DAYS = date(2016, 1, 1), 3300
STANDING = "NOT withdrawn AND merged_into_id IS NULL AND review_status <> 'rejected'"
COUNTED = "count(*) FROM events_event WHERE " + STANDING
SQL = {
    "map": f"SELECT site_id, claim_status, {COUNTED} GROUP BY 1, 2",
    "timeline": f"SELECT date_trunc('week', date_from), claim_status, {COUNTED} GROUP BY 1, 2",
    "facets": f"SELECT site_id, {COUNTED} GROUP BY 1",
}
"""The least that a database has to count for each of them; of the facets one of eleven."""


class Asker:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:200]!r}")
        return gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body

    def clock(self, path: str) -> float:
        begun = time.perf_counter()
        self.get(path)
        return 1000 * (time.perf_counter() - begun)


class Views:
    """Filtered views by lot, out of what the facets offer."""

    def __init__(self, asker: Asker, seed: int) -> None:
        found = json.loads(asker.get("/api/v1/facets"))
        self.values = {
            name: [one["value"] for one in found[name] if one["value"] != "none"]
            for name in ("site", "country", "attacker", "weapon")
        }
        self.dice = random.Random(seed)  # noqa: S311

    def __call__(self) -> str:
        kind = self.dice.randrange(4)
        if kind == 0:
            first = FIRST + timedelta(days=self.dice.randrange(DAYS))
            return f"from={first}&to={first + timedelta(days=90)}"
        if kind == 1:
            return f"site={self.dice.choice(self.values['site'])}"
        if kind == 2:
            return f"country={self.dice.choice(self.values['country'])}"
        values = self.values
        return f"attacker={self.dice.choice(values['attacker'])}&weapon={self.dice.choice(values['weapon'])}"


def told(times: list[float]) -> str:
    ordered = sorted(times)
    return f"p50 {ordered[len(ordered) // 2]:7.1f} ms   p95 {ordered[int(len(ordered) * 0.95)]:7.1f} ms"


def row(name: str, times: list[float], beside: str = "") -> None:
    print(f"{name:<44} {told(times)}   {beside}", flush=True)


def bare(statement: str, rounds: int = 5) -> float:
    """The median time of a statement on a connection of its own, in ms."""
    from django.db import connection

    times = []
    with connection.cursor() as cursor:
        for _round in range(rounds):
            begun = time.perf_counter()
            cursor.execute(statement)
            cursor.fetchall()
            times.append(1000 * (time.perf_counter() - begun))
    return sorted(times)[rounds // 2]


@contextmanager
def served() -> Iterator[int]:
    """The web server as ``make run`` starts it; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([*commands.web("127.0.0.1", port)], stdout=quiet, stderr=quiet)
    try:
        _until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _until_it_answers(port: int) -> None:
    """Until the page answers fast: by then the events are in the memory of every process."""
    deadline, quick = time.monotonic() + 240, 0
    while quick < 12 and time.monotonic() < deadline:
        try:
            quick = quick + 1 if Asker(port).clock("/api/v1/facets") < 400 else 0
        except OSError:
            time.sleep(0.5)


def measure(port: int) -> None:
    asker = Asker(port)
    views = Views(asker, seed=1)
    for name in ("map", "timeline", "facets"):
        statement = bare(SQL[name])
        row(f"{name}, filtered", [asker.clock(f"/api/v1/{name}?{views()}") for _ in range(80)])
        whole = [asker.clock(f"/api/v1/{name}") for _ in range(20)]
        row(f"{name}, all events", whole, f"bare SQL {statement:.0f} ms")

    def dashboard() -> float:
        view = views()
        return sum(asker.clock(f"{path}?{view}") for path in ("/", "/api/v1/map", "/api/v1/timeline"))

    row("page, map and timeline together, filtered", [dashboard() for _ in range(40)])
    row("first page of the list, filtered", [asker.clock(f"/parts/rows?{views()}") for _ in range(40)])
    row("a page of the list, all events", _walk(asker))
    for word in ("ledakan", "explosions", "هجوم", "zeppelin"):
        query = f"/api/v1/facets?q={quote(word)}"
        row(f"facets of the word {word}, with count", [asker.clock(query) for _ in range(10)])
    print(f"{'8 clients at once, filtered':<44} {_crowd(port):.0f} requests a second")


def _walk(asker: Asker) -> list[float]:
    """Pages of the API one after the other, each from the cursor of the one before."""
    times, path = [], "/api/v1/events"
    for _page in range(20):
        begun = time.perf_counter()
        found: dict[str, Any] = json.loads(asker.get(path))
        times.append(1000 * (time.perf_counter() - begun))
        following = found.get("next") or ""
        path = following[following.index("/api/") :] if "/api/" in following else path
    return times


def _crowd(port: int, seconds: float = 8) -> float:
    done, until = [0], time.monotonic() + seconds
    lock = threading.Lock()

    def client(seed: int) -> None:
        asker = Asker(port)
        views = Views(asker, seed)
        while time.monotonic() < until:
            asker.clock(f"/api/v1/{views.dice.choice(('map', 'timeline', 'facets'))}?{views()}")
            with lock:
                done[0] += 1

    begun = time.monotonic()
    threads = [threading.Thread(target=client, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done[0] / (time.monotonic() - begun)


def exports() -> None:
    """Rows a second of whole files, in this process."""
    from events.exports import FORMATS
    from events.filters import select

    for name, query in (("csv", ""), ("geojson", "")):
        events = select(query).events()
        count, size = events.count(), 0
        begun = time.perf_counter()
        for piece in FORMATS[name].write(events):
            size += len(piece)
        took = time.perf_counter() - begun
        print(f"{f'{name} of everything':<44} {count / took:,.0f} rows a second, {size / 1e6:.0f} MB")


def seed(events: int) -> None:
    from django.core.management import call_command

    from events.models import Event

    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    here = Event.objects.count()
    if here < events:
        call_command("seed_synthetic", events=events - here, anyway=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="a data folder to go on with; it is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="conflictwatch-bench-") as folder:
        home = options.home or Path(folder)
        os.environ["CONFLICTWATCH_HOME"] = str(home)
        held = attach(Home(home))
        try:
            import django

            django.setup()
            seed(options.events)
            with served() as port:
                measure(port)
            exports()
        finally:
            for one in held:
                one.release()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictwatch.settings")
    sys.exit(main())
