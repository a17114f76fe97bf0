"""``make chaos``: 500 submissions, a hostile page server, and processes that are killed while they work.

Real PostgreSQL, Redis-protocol server, worker and beat processes. In the end every submission is done or
failed with a reason, no article, report or event is doubled, and ``rebuild_events --check`` finds nothing.
Prints the figures; exit code 1 when one of these does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.chaos import pages
from tests.chaos.farm import Farm, farm_with_pages
from tests.ingest.pageserver import PageServer

PATIENCE = 20 * 60.0
HARM_EVERY = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--harm", type=float, default=90.0, metavar="SECONDS", help="how long harm is done")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    with farm_with_pages("conflictwatch-chaos-") as (farm, server):
        return Run(farm, server, options).run()


class Run:
    def __init__(self, farm: Farm, server: PageServer, options: argparse.Namespace) -> None:
        self.farm, self.server, self.options = farm, server, options
        self.chance = random.Random(options.seed)
        self.begun = time.monotonic()

    def run(self) -> int:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_catalogue", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115
        print(f"seed {self.options.seed}; {self.options.workers} workers; page server {self.server.endpoint}")
        self.farm.start(self.options.workers)
        self.begun = time.monotonic()
        self._submit_and_harm()
        self._wait()
        seconds = time.monotonic() - self.begun
        self.farm.stop()
        return self._tell(seconds)

    # --- while it runs ---
    def _submit_and_harm(self) -> None:
        paths = pages.addresses(self.options.submissions)
        self.chance.shuffle(paths)
        self.paths = paths
        harm = self.options.harm
        once: list[tuple[float, Callable[[], None]]] = [
            (0.15 * harm, self.farm.empty_redis),
            (0.30 * harm, lambda: self.farm.restart_postgres(signal.SIGINT)),
            (0.50 * harm, self.farm.empty_redis),
            (0.65 * harm, lambda: self.farm.restart_postgres(signal.SIGQUIT)),
            (0.85 * harm, self.farm.empty_redis),
        ]
        waiting = list(paths)
        while (now := time.monotonic() - self.begun) < harm or waiting:
            for _ in range(max(1, int(len(paths) * HARM_EVERY / (harm * 0.7)))):
                if waiting:
                    self._submit(waiting.pop())
            if once and now >= once[0][0]:
                once.pop(0)[1]()
            elif now < harm:
                self.farm.kill_worker(self.chance)
            time.sleep(HARM_EVERY)
            self.farm.mend()

    def _submit(self, path: str) -> None:
        from events.services import submissions

        stubbornly(lambda: submissions.submit_url(self.server.url(path), by=None))

    def _wait(self) -> None:
        from events.models import Submission
        from events.services.submissions import WORKING

        deadline, last = time.monotonic() + PATIENCE, -1
        while time.monotonic() < deadline:
            left = stubbornly(lambda: Submission.objects.filter(status__in=WORKING).count())
            if left != last:
                print(f"  {time.monotonic() - self.begun:5.0f} s: {left} under way", flush=True)
                last = left
            if not left:
                return
            self.farm.mend()
            time.sleep(5)

    # --- what came of it ---
    def _tell(self, seconds: float) -> int:
        from django.db.models import Count

        from events.models import Article, Event, Report, Snapshot, Submission
        from events.services import archiving
        from events.services.rebuilding import rebuild

        statuses = Counter(Submission.objects.values_list("status", flat=True))
        reasons = Counter(Submission.objects.filter(status="failed").values_list("reason_code", flat=True))
        told = [path for path in set(self.paths) if path.split("/")[1] in pages.GOOD]
        rebuilt = rebuild(check=True)
        doubled = (
            Report.objects.live().values("article", "number").annotate(n=Count("id")).filter(n__gt=1).count()
        )
        texts = Snapshot.objects.values("text_sha256").annotate(n=Count("id")).filter(n__gt=1).count()
        read = set(Article.objects.values_list("url", flat=True))
        known = {self.server.url(path) for path in told}
        incidents = {int(path.rpartition("/")[2]) // pages.TELLINGS for path in told}
        events = Event.objects.current().count()
        good_failed = [
            (row.url, row.reason_code)
            for row in Submission.objects.filter(status="failed")
            if row.url in known
        ]
        held = {
            "every submission ended": not set(statuses) - {"done", "failed"},
            "every submission was kept": Submission.objects.values("url").distinct().count()
            == len(set(self.paths)),
            "every failure has a reason": "" not in reasons,
            "no article doubled": not texts and len(read) == Article.objects.count() and read <= known,
            "every article that could be read was read, or says why not": len(known - read)
            <= len(good_failed),
            "no report doubled": not doubled,
            "no event doubled": events <= len(incidents),
            "rebuild_events --check is clean": not rebuilt.differences,
            "verify_archive is clean": not archiving.verify().damaged,
        }
        self._print(seconds, statuses, reasons, good_failed)
        print(
            f"articles {len(read)} of {len(known)} readable pages; "
            f"events {events} of {len(incidents)} incidents"
        )
        print(f"attempts: {Counter(Submission.objects.values_list('attempts', flat=True))}")
        for name, holds in held.items():
            print(f"  {'holds' if holds else 'BROKEN'}: {name}")
        for line in rebuilt.differences[:10]:
            print("   ", line)
        return 0 if all(held.values()) else 1

    def _print(
        self, seconds: float, statuses: Counter[str], reasons: Counter[str], good_failed: list[Any]
    ) -> None:
        print(f"\n{sum(statuses.values())} submissions in {seconds:.0f} s: {dict(statuses)}")
        print(f"harm: {self.farm.done}")
        print(f"reasons: {dict(reasons.most_common())}")
        if good_failed:
            print(f"readable pages that failed: {len(good_failed)}: {good_failed[:5]}")


def stubbornly(action: Callable[[], Any]) -> Any:
    """The driver itself goes on while the database restarts."""
    from django.db import InterfaceError, OperationalError, close_old_connections

    for _ in range(200):
        try:
            return action()
        except (OperationalError, InterfaceError):
            close_old_connections()
            time.sleep(0.3)
    raise SystemExit("the database did not come back")


if __name__ == "__main__":
    sys.exit(main())
