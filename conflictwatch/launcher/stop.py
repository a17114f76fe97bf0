"""Ctrl-C and its relatives: the first asks for an orderly end, the second insists."""

from __future__ import annotations

import os
import signal
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Not an ``Exception``: nothing on the way may take it for an error and go on."""


def listen() -> None:
    for number in ENDING:
        signal.signal(number, _raise)


def _raise(number: int, frame: FrameType | None) -> None:
    """Only the first one raises: a Ctrl-C reaches us twice, from the terminal and through make."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def insist() -> None:
    """From now on a further Ctrl-C ends the program at once; the kernel ends its children."""
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
