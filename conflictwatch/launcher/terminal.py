"""What the person at the terminal sees: one line a step, with its seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Terminal:
    def line(self, text: str = "", end: str = "\n") -> None:
        # A closed terminal must not keep us from ending in order.
        with suppress(OSError, ValueError):
            print(text, end=end, flush=True)

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        begun = time.monotonic()
        self.line(f"  {title} ...", end="")
        try:
            yield
        except BaseException:
            self.line(" failed")
            raise
        self.line(f" {time.monotonic() - begun:.1f} s")
