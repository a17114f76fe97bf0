"""The command lines of web, worker and beat: one place for ``make run`` and for production."""

from __future__ import annotations

import os
import sys

from conflictwatch import env

CORES = os.cpu_count() or 2
SOME = min(4, max(2, CORES))


def web(host: str, port: int) -> list[str]:
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *_module("gunicorn"), "conflictwatch.wsgi:application",
        "--bind", place,
        "--workers", str(env.whole("WEB_WORKERS", SOME, least=1)),
        "--threads", str(env.whole("WEB_THREADS", 4, least=1)),
        "--timeout", "60",
        "--graceful-timeout", "5",
        "--logger-class", "conflictwatch.serverlog.ServerLog",
        "--preload",
        "--no-control-socket",
    ]  # fmt: skip


def worker() -> list[str]:
    return [
        *_module("celery"), "--app", "conflictwatch", "worker",
        "--concurrency", str(env.whole("WORKER_PROCESSES", SOME, least=1)),
        "--loglevel", "WARNING",
        "--hostname", "worker@%h",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def beat() -> list[str]:
    return [*_module("celery"), "--app", "conflictwatch", "beat", "--loglevel", "WARNING", "--pidfile="]


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]
