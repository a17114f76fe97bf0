"""Entry point: ``python -m conflictwatch.launcher``."""

from __future__ import annotations

import os
import signal
import sys

from conflictwatch.bootstrap import Problem
from conflictwatch.engines import child
from conflictwatch.engines.errors import EngineError
from conflictwatch.env import BadEnvironment
from conflictwatch.home import UnusableHome
from conflictwatch.launcher.run import Launcher
from conflictwatch.launcher.stop import Stop, listen
from conflictwatch.launcher.trouble import Trouble


def main() -> int:
    listen()
    if os.environ.get("MAKELEVEL"):
        # Whoever kills make means us as well.
        child.die_with_parent(os.getppid(), signal.SIGTERM)
    launcher = Launcher()
    try:
        launcher.run()
    except Stop:
        return 0
    except (BadEnvironment, UnusableHome, EngineError, Problem, Trouble) as problem:
        print(f"conflictwatch: {problem}", file=sys.stderr, flush=True)
        return 1
    finally:
        launcher.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
