"""The data folder: everything that a running installation keeps, in one place.

``CONFLICTWATCH_HOME`` names it (``var/`` in the project unless told otherwise).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class UnusableHome(OSError):
    """The data folder cannot be used; the text says which folder and why."""


@dataclass(frozen=True, slots=True)
class Home:
    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        given = os.environ.get("CONFLICTWATCH_HOME", "").strip()
        return cls(Path(given).expanduser().resolve() if given else PROJECT / "var")

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def logs(self) -> Path:
        return self.root / "log"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def sockets(self) -> Path:
        """A short folder: the path of a unix socket must stay under 107 bytes, that of a checkout may not."""
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:10]
        return _temporary() / f"conflictwatch-{os.getuid()}-{name}"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def database_url(self) -> str:
        return f"postgresql://conflictwatch@/conflictwatch?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        return f"unix://{self.valkey_socket}"

    def prepare(self) -> None:
        """Make the folders. Raises ``UnusableHome`` where that is not possible."""
        try:
            for folder in (self.root, self.logs, self.archive):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".write-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnusableHome(
                f"Cannot write in the data folder {self.root}: {reason}. "
                "Choose another with CONFLICTWATCH_HOME=/path/to/folder."
            ) from error

    def prepare_sockets(self) -> None:
        """Make the socket folder, and refuse one that somebody else laid in our way."""
        try:
            self.sockets.mkdir(mode=0o700)
        except FileExistsError:
            found = self.sockets.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), *_service_uids()):
                raise UnusableHome(f"{self.sockets} exists and is not ours; remove it.") from None

    def kept_secret_key(self) -> str:
        """The key that an earlier start made here, else ''."""
        path = self.root / "secret_key"
        try:
            return path.read_text().strip() if path.exists() else ""
        except PermissionError as error:
            raise UnusableHome(
                f"{path} belongs to another user. Start as that user, or choose another data folder "
                "with CONFLICTWATCH_HOME=/path/to/folder."
            ) from error

    def secret_key(self) -> str:
        """The key of this installation, made at first use and readable by its owner only."""
        if known := self.kept_secret_key():
            return known
        self.prepare()
        fresh = self.root / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            # Of two that start at once, one wins and both use its key; nobody sees half a file.
            os.link(fresh, self.root / "secret_key")
        except FileExistsError:
            fresh.unlink()
        except OSError:  # a file system without hard links
            fresh.replace(self.root / "secret_key")
        else:
            fresh.unlink()
        return self.kept_secret_key()


def _temporary() -> Path:
    """The same for every process of a person: TMPDIR may differ between two shells."""
    usual = Path("/tmp")  # noqa: S108 (the folder made in it is checked and ours alone)
    return usual if os.access(usual, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def _service_uids() -> tuple[int, ...]:
    """Root hands the folder to an unprivileged user where user namespaces are denied."""
    return (65534,) if os.getuid() == 0 else ()
