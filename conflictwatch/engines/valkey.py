"""Valkey (or Redis) as an engine: broker and cache on a unix socket, every write on disk within a second."""

from __future__ import annotations

import signal
import socket
import subprocess
from typing import IO

from conflictwatch.engines import binaries, process
from conflictwatch.home import Home

SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "daemonize": "no",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory-policy": "noeviction",
    "loglevel": "notice",
}


class Valkey:
    name = "valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, home: Home) -> None:
        self.home = home
        self.log = home.logs / "valkey.log"
        self.program = binaries.valkey_program()

    def prepare(self, log: IO[bytes]) -> None:
        self.home.valkey.mkdir(mode=0o700, exist_ok=True)
        self.home.valkey_socket.unlink(missing_ok=True)

    def start(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        settings = SETTINGS | {"unixsocket": str(self.home.valkey_socket), "dir": str(self.home.valkey)}
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return process.spawn([self.program, *options], log, death_signal=self.stop_signal)

    def ready(self, pid: int) -> bool:
        """PONG; while the file is being read in, the server answers with an error instead."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.home.valkey_socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
