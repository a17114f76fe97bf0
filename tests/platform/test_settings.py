"""Settings read from the environment: a clear sentence instead of a traceback, and safe values by default."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conflictwatch import env
from conflictwatch.home import PROJECT

QUESTION = "from django.conf import settings; print({})"


def manage(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=clean | {"CONFLICTWATCH_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
    )


def setting(expression: str, home: Path, **environment: str) -> str:
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "conflictwatch.settings"}
    done = subprocess.run(
        [sys.executable, "-c", QUESTION.format(expression)],
        cwd=PROJECT,
        env=clean | {"CONFLICTWATCH_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


SERVED = {"DATABASE_URL": "postgresql://someone@db.example/watch", "REDIS_URL": "redis://broker.example/3"}


def test_a_server_without_a_secret_key_is_told_so_in_one_line(tmp_path: Path) -> None:
    told = manage("check", home=tmp_path, **SERVED)
    assert told.returncode == 1
    assert told.stderr.startswith("conflictwatch: SECRET_KEY is not set.")
    assert "Traceback" not in told.stderr


def test_a_flag_that_is_neither_yes_nor_no_is_told_in_one_line(tmp_path: Path) -> None:
    told = manage("version", home=tmp_path, DEBUG="maybe")
    assert told.returncode == 1
    assert told.stderr == "conflictwatch: DEBUG must be 1 or 0, not 'maybe'.\n"


def test_an_address_that_is_no_address_is_told_in_one_line(tmp_path: Path) -> None:
    told = manage("version", home=tmp_path, DATABASE_URL="mysql://x", SECRET_KEY="x")
    assert told.returncode == 1
    assert told.stderr.startswith("conflictwatch: DATABASE_URL is not a PostgreSQL address")
    assert "Traceback" not in told.stderr


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_told_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    told = manage("migrate", home=tmp_path / "data")
    assert told.returncode == 1
    assert told.stderr.startswith(f"conflictwatch: Cannot write in the data folder {tmp_path / 'data'}")


def test_a_data_folder_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    told = manage("migrate", home=tmp_path / "data")
    assert told.returncode == 1
    assert told.stderr.startswith(f"conflictwatch: Cannot write in the data folder {tmp_path / 'data'}")


def test_the_embedded_shape_makes_its_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first = setting("settings.SECRET_KEY", tmp_path)
    assert len(first) >= 50
    assert setting("settings.SECRET_KEY", tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_addresses_from_outside_take_over(tmp_path: Path) -> None:
    given = SERVED | {"SECRET_KEY": "x"}
    asked = "settings.DATABASES['default']['HOST'], settings.CACHES['default']['LOCATION']"
    assert setting(asked, tmp_path, **given) == "db.example redis://broker.example/4"


def test_a_server_speaks_https_unless_told_otherwise(tmp_path: Path) -> None:
    given = SERVED | {"SECRET_KEY": "x"}
    asked = "settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0"
    assert setting(asked, tmp_path, **given) == "True True True"
    assert setting(asked, tmp_path, HTTPS="0", **given) == "False False False"
    assert setting(asked, tmp_path) == "False False False"


def test_debug_is_off_by_default(tmp_path: Path) -> None:
    assert setting("settings.DEBUG", tmp_path) == "False"


def test_a_tile_server_is_let_through_the_policy_only_where_set(tmp_path: Path) -> None:
    asked = "settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']"
    assert "tiles" not in setting(asked, tmp_path)
    told = setting(asked, tmp_path, TILE_URL="https://{s}.tiles.example/{z}/{x}/{y}.png")
    assert "https://*.tiles.example" in told


@pytest.mark.parametrize(
    ("given", "read"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("false", False), ("", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, given: str, read: bool) -> None:
    monkeypatch.setenv("CW_FLAG", given)
    assert env.flag("CW_FLAG", not read) is read


@pytest.mark.parametrize("given", ["many", "1.5", "-1"])
def test_numbers_that_cannot_be_meant(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CW_NUMBER", given)
    with pytest.raises(env.BadEnvironment, match="CW_NUMBER must be"):
        env.whole("CW_NUMBER", 3)


def test_words_are_parted_by_commas_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CW_WORDS", "a.example, b.example  c.example")
    assert env.words("CW_WORDS") == ["a.example", "b.example", "c.example"]
