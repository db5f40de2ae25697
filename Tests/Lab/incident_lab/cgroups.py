"""The lab's cgroups: they name every process of the lab, whoever started it, and are gone after `down`."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from .layout import LabError, Layout

ROOT = Path("/sys/fs/cgroup")


def hierarchies() -> list[Path]:
    """The roots of all cgroup hierarchies of this machine: one for version 2, several for version 1."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        if after.split()[0] in ("cgroup", "cgroup2"):
            found.append(Path(before.split()[4]))
    return found


def tracker() -> Path:
    """The hierarchy in which processes are counted: version 2 where it is alone, else `pids` of version 1."""
    if (ROOT / "cgroup.controllers").exists():
        return ROOT
    if (ROOT / "pids/cgroup.procs").exists():
        return ROOT / "pids"
    raise LabError(f"no cgroups under {ROOT}")


def services(layout: Layout) -> Path:
    """The cgroup of all that is not in a container."""
    return tracker() / layout.name / "services"


def containers(layout: Layout) -> str:
    """The parent that docker is given for the cgroups of containers."""
    return f"/{layout.name}/containers"


def create(layout: Layout) -> None:
    services(layout).mkdir(parents=True, exist_ok=True)


def processes(layout: Layout) -> list[int]:
    """The pids of all processes of the lab."""
    found: list[int] = []
    for file in (tracker() / layout.name).rglob("cgroup.procs"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            continue  # the container ended meanwhile
    return [pid for pid in found if pid != os.getpid()]


def end_all(layout: Layout, seconds: float = 20) -> None:
    """Ends every process of the lab, by pid, until none is left."""
    end = time.monotonic() + seconds
    while pids := processes(layout):
        if time.monotonic() > end:
            raise LabError(f"these processes do not end: {pids}")
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)


def folders(layout: Layout) -> list[Path]:
    """The lab's cgroups in all hierarchies, the deepest first."""
    found: list[Path] = []
    for root in hierarchies():
        top = root / layout.name
        if top.exists():
            found += sorted([top, *(path for path in top.rglob("*") if path.is_dir())], key=lambda p: -len(p.parts))
    return found


def remove(layout: Layout, seconds: float = 10) -> None:
    """Removes the lab's cgroups; the kernel may need a moment after the last process."""
    end = time.monotonic() + seconds
    while left := folders(layout):
        for path in left:
            try:
                path.rmdir()
            except OSError:
                continue
        if time.monotonic() > end:
            raise LabError(f"these cgroups do not go: {[str(path) for path in left]}")
        time.sleep(0.02)
