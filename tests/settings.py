"""Settings of the tests: those of the product, on engines and a data folder of their own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("CONFLICTWATCH_HOME", tempfile.mkdtemp(prefix="conflictwatch-test-"))
os.environ.setdefault("CONFLICTWATCH_THROWAWAY", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("CELERY_QUEUE", f"conflictwatch-test-{os.getpid()}")

from conflictwatch.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
