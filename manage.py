#!/usr/bin/env python
"""Commands of this installation; ``make help`` lists the usual ones."""

from __future__ import annotations

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["extract"] and "--database" not in sys.argv:
        # Asks neither database nor settings: started without Django it answers at once.
        from events.extraction.__main__ import main as extract

        sys.exit(extract(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictwatch.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run `make setup`, then use .venv/bin/python manage.py.")
    from conflictwatch.command_line import prepare

    prepare(sys.argv)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
