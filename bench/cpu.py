"""Processor time of processes, read from /proc: what a shared machine's wall clock cannot tell."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def of_process(pid: int) -> float:
    """Seconds a process has used."""
    own = fields(pid)
    return (own[0] + own[1]) / TICKS


def of_family(pid: int) -> float:
    """Seconds a process and its children have used, those that ended included."""
    total = sum(fields(pid))
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and parent(int(entry.name)) == pid:
            total += sum(fields(int(entry.name))[:2])
    return total / TICKS


def fields(pid: int) -> tuple[int, int, int, int]:
    """User and system time of a process, and of its children that were waited for."""
    found = stat(pid)
    return (int(found[11]), int(found[12]), int(found[13]), int(found[14])) if found else (0, 0, 0, 0)


def parent(pid: int) -> int | None:
    """The parent's id."""
    found = stat(pid)
    return int(found[1]) if found else None


def stat(pid: int) -> list[str]:
    """The numbers behind the command's name, which may hold spaces; none if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
