"""The guide's own monitor-backend.sh on the same faults, for comparison."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from . import cgroups, stack
from .campaign import inject
from .commands import http_status
from .faults import Fault
from .layout import LabError, Layout

# The guide's script as it stands, but for the port and its sleeps: 10 s and 30 s, here divided by ten.
SCRIPT = """
while true; do
    if ! curl -f "$1" > /dev/null 2>&1; then
        echo "$(date): Backend is down, restarting..."
        docker compose restart backend
        sleep 1
    fi
    sleep 3
done
"""
PATIENCE = 45
"""How long it is watched, in seconds: so it stands for some minutes of the real one."""


@dataclass(frozen=True)
class Watched:
    """What the loop did about a fault."""

    healed: bool
    restarts: int
    seconds: float


def watch(layout: Layout, fault: Fault) -> Watched:
    """Breaks the stack, and lets the loop run until the site answers for good, or patience ends."""
    inject(layout, fault)
    log = layout.folder / "monitor.log"
    started = time.monotonic()
    path = layout.folder / "no-docker" if fault.without_docker else None
    with log.open("w") as output:
        loop = subprocess.Popen(
            [layout.bin / "lab-exec", "bash", "-c", SCRIPT, "bash", layout.health_url], stdout=output, stderr=output,
            stdin=subprocess.DEVNULL, env=layout.environment(path), cwd=layout.project, start_new_session=True,
        )
    try:
        healed = _answers_for_good(layout, started + PATIENCE)
    finally:
        _end_tree(layout, loop)
    return Watched(healed, log.read_text().count("Backend is down"), time.monotonic() - started)


def _answers_for_good(layout: Layout, end: float) -> bool:
    """Whether the site comes to answer 200 eight times in a row, half a second apart."""
    row = 0
    while row < 8 and time.monotonic() < end:
        row = row + 1 if http_status(layout.site_url, timeout=3.5) == 200 else 0
        time.sleep(0.5)
    return row == 8


def _end_tree(layout: Layout, loop: subprocess.Popen[bytes]) -> None:
    """Ends the loop and what it has just started, which is in its session."""
    for pid in cgroups.processes(layout):
        with suppress(OSError):
            if os.getsid(pid) == loop.pid:
                os.kill(pid, signal.SIGKILL)
    loop.wait()


def watch_all(layout: Layout, faults: list[Fault], say: Callable[[str], None]) -> Iterator[tuple[Fault, Watched]]:
    for fault in faults:
        say(f"monitor-backend.sh and {fault.name}")
        yield fault, watch(layout, fault)
        try:
            stack.heal(layout)
        except LabError as error:
            say(f"  the stack does not heal ({error}); it is brought up anew")
            stack.down(layout.folder)
            layout = stack.up(layout.folder)
