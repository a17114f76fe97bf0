"""The web server's own messages in the form of all others."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn, told to leave the writing to the root logger that our settings set up."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictwatch.settings")
        from django.conf import settings

        _ = settings.LOGGING_CONFIG  # loading the settings sets the logging up
        self.error_log.handlers.clear()
        self.error_log.propagate = True
