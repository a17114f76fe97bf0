"""Become a well-behaved child, then turn into the program given.

    python child.py [--signal N] [--unprivileged namespace|nobody] PARENT_PID PROGRAM [ARGUMENT ...]

On Linux the child gets signal N when its parent dies, so that nothing is orphaned. PostgreSQL
refuses to run as root, therefore root either enters a user namespace in which it is nobody special,
or, where the machine forbids that, becomes the user nobody and keeps only the right to pass
through folders. This file is run as a script and imports the standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION = 0x20080522
INSIDE_ID = 1000
NOBODY = 65534

LINUX = sys.platform.startswith("linux")
WAYS = ("namespace", "nobody")


def die_with_parent(parent: int, number: int) -> None:
    """Ask for ``number`` when the parent dies; leave at once where it is dead already."""
    if LINUX:
        _libc().prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)


def become_unprivileged(way: str) -> None:
    """Stop being root. Raises ``OSError`` where the machine denies it."""
    if way == "namespace":
        _enter_user_namespace()
    else:
        _become_nobody()


def possible_way() -> str:
    """Which of the ways this machine allows (tried in a child that ends at once)."""
    for way in WAYS:
        child = os.fork()
        if child == 0:
            try:
                become_unprivileged(way)
                os._exit(0 if os.geteuid() != 0 else 1)
            except BaseException:
                os._exit(1)
        if os.waitpid(child, 0)[1] == 0:
            return way
    return ""


def _enter_user_namespace() -> None:
    if _libc().unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, line in (
        ("uid_map", f"{INSIDE_ID} 0 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{INSIDE_ID} 0 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123 (start-up time counts here)
            file.write(line)


def _become_nobody() -> None:
    libc = _libc()
    if LINUX:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    if LINUX:
        _keep_passage(libc)


def _keep_passage(libc: ctypes.CDLL) -> None:
    """Keep the right to enter folders: the project may lie below a home folder that others cannot enter."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    mask = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def main(arguments: list[str]) -> None:
    number, way = int(signal.SIGTERM), ""
    while arguments and arguments[0].startswith("--"):
        option, value, *arguments = arguments
        if option == "--signal":
            number = int(value)
        elif option == "--unprivileged":
            way = value
        else:
            sys.exit(f"unknown option {option}")
    parent, program, *rest = arguments
    if way:
        become_unprivileged(way)
    die_with_parent(int(parent), number)
    os.execvp(program, [program, *rest])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
