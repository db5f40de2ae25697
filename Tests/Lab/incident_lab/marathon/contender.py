"""What the marathon asks of a contender, and what it does to its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from .. import cgroups
from ..commands import wait_until
from ..layout import LabError, Layout


class Contender(Protocol):
    """Something that is to keep the site answering."""

    name: str
    is_held: bool
    """Whether `hold_still` keeps it from seeing a fault before that is complete."""

    def begin(self, layout: Layout) -> None:
        """Starts it on a healthy stack."""

    def end(self) -> None:
        """Ends it, and all that it has started."""

    def is_at_work(self) -> bool:
        """Whether it is doing something about a fault at this moment; looking is none."""

    def has_called(self) -> bool:
        """Whether it has called a person since the last fault, and will do nothing more."""

    def calls(self) -> list[str]:
        """Whom it has called since the last fault, and why."""

    def hold_still(self) -> None:
        """Keeps it from acting while the lab's own hands are on the stack; where it bears them, only waits its turn."""

    def go_on(self) -> None:
        """Ends `hold_still`."""

    def mended(self, may_try_again: bool) -> None:
        """A person has mended the stack, and does what this contender then wants of a person.

        Not `may_try_again`: the person leaves closed what the contender has closed to itself.
        """

    def look_anew(self) -> None:
        """A fault is about to come: from here on `calls` counts."""

    def is_calm(self) -> bool:
        """Whether it has seen that all is well again."""

    def resident(self) -> int:
        """The memory that its process holds, in KiB."""

    def facts(self) -> dict[str, Any]:
        """What is to be known of the whole marathon, when it has ended."""

    def keep(self, folder: Path) -> None:
        """Copies what it has written to a folder that stays."""


class Daemon:
    """A process of a contender that lives as long as the marathon, in a session of its own."""

    def __init__(self, layout: Layout, argv: Sequence[str | Path], log: Path) -> None:
        self._layout = layout
        with log.open("a") as output:
            self._process = subprocess.Popen(
                [layout.bin / "lab-exec", *argv], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=layout.environment(), cwd=layout.project, start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process.poll() is None

    def resident(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])

    def children(self) -> dict[int, str]:
        """The pids of all that it has started and that still runs, with the names of the programs."""
        parents: dict[int, int] = {}
        programs: dict[int, str] = {}
        for pid in cgroups.processes(self._layout):
            with suppress(OSError, IndexError):
                text = Path(f"/proc/{pid}/stat").read_text()
                fields = text.rpartition(")")[2].split()
                if fields[0] not in "ZX":
                    parents[pid] = int(fields[1])
                    programs[pid] = text.partition("(")[2].rpartition(")")[0]
        found = {self.pid}
        while more := {pid for pid, parent in parents.items() if parent in found and pid not in found}:
            found |= more
        return {pid: programs[pid] for pid in found - {self.pid}}

    def hold_still(self, is_done: Callable[[], bool], seconds: float) -> None:
        """Stops the process, and waits for what it has started; ends that by force when the time is over."""
        os.kill(self.pid, signal.SIGSTOP)
        end = time.monotonic() + seconds
        while not is_done() and time.monotonic() < end:
            time.sleep(0.05)
        if not is_done():
            self._kill(self.children())

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def end(self, seconds: float = 12) -> None:
        """Asks it to end, then makes it; and whatever it has started that does not end with it."""
        children = self.children()
        if self.lives:
            os.kill(self.pid, signal.SIGCONT)
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        children |= self.children()
        if self.lives:
            self._process.kill()
        self._process.wait()
        alive = set(cgroups.processes(self._layout))
        self._kill(pid for pid in children if pid in alive)

    @staticmethod
    def _kill(pids: Iterable[int]) -> None:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def await_calm(contender: Contender, seconds: float) -> None:
    """Waits until the contender sees that all is well."""
    with suppress(LabError):
        wait_until(contender.is_calm, f"{contender.name} is calm", seconds)
