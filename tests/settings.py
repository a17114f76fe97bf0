"""Settings of the tests: those of the product, on engines and a data folder of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "CONFLICTWATCH_HOME" not in os.environ:
    os.environ["CONFLICTWATCH_HOME"] = tempfile.mkdtemp(prefix="conflictwatch-test-")
    atexit.register(shutil.rmtree, os.environ["CONFLICTWATCH_HOME"], ignore_errors=True)
os.environ.setdefault("CONFLICTWATCH_THROWAWAY", "1")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0" * 40)
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("FETCH_HOST_INTERVAL", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("CELERY_QUEUE", f"conflictwatch-test-{os.getpid()}")

from conflictwatch.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
