"""A terminal of 80 columns and 24 rows (tmux) with rung in it, as an operator sees it."""

from __future__ import annotations

import re
import shlex
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from .layout import LabError, Layout

COLUMNS, ROWS = 80, 24

_HEADING = re.compile(
    r"^(?:\d\d:\d\d:\d\d  (?!resumed|interrupted)| {8}at )([a-z][a-z0-9_/]*)(?: |$)", re.MULTILINE)
_STATUS = re.compile(r"^── .* · step (\d+)", re.MULTILINE)
_KEYS = re.compile(r"\? keys|Esc keys")


@dataclass(frozen=True)
class Question:
    """A question on the screen: at which step, how many steps were entered, and all that stands below the status."""

    step: str
    number: int
    text: str
    said: str
    """What was said since the step was announced, above the status."""


class Terminal:
    """One tmux server with one window; all of it ends with the `with`."""

    def __init__(self, layout: Layout, argv: list[str], path: Path | None = None) -> None:
        self._tmux = ["tmux", "-S", str(layout.folder / "tmux.sock"), "-f", "/dev/null"]
        environment = layout.environment(path) | {"TERM": "xterm-256color"}
        # What stands after it: the exit, and whether the terminal takes lines again.
        modes = r"stty -a | grep -qw -- -icanon && echo modes=raw || echo modes=sane"
        line = f"{shlex.join(argv)}; echo exit=$?; {modes}; exec sleep infinity"
        done = subprocess.run(
            [layout.bin / "lab-exec", *self._tmux, "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), line],
            env=environment, cwd=layout.project, text=True, capture_output=True, check=False,
        )
        if done.returncode != 0:
            raise LabError(f"tmux: {done.stderr}")

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def press(self, *keys: str) -> None:
        for key in keys:
            subprocess.run([*self._tmux, "send-keys", key], check=True, capture_output=True)

    def shown(self, history: int = 0) -> str:
        """The screen, and lines that were scrolled off it."""
        done = subprocess.run(
            [*self._tmux, "capture-pane", "-p", "-S", str(-history)], check=True, text=True, capture_output=True
        )
        return done.stdout

    def exit(self) -> int | None:
        """The exit of rung, once it has ended and said its last."""
        ended = re.search(r"^exit=(\d+)\nmodes=(\w+)$", self.shown(), re.MULTILINE)
        if ended and ended[2] != "sane":
            raise LabError("the terminal was left without its modes")
        return int(ended[1]) if ended else None

    def question(self) -> Question | None:
        """The question on the screen; None while something runs."""
        shown = self.shown(history=400)
        status = list(_STATUS.finditer(shown))
        if not status:
            return None
        above, below = shown[: status[-1].start()], shown[status[-1].end():]
        headings = list(_HEADING.finditer(above))
        if not _KEYS.search(below) or not headings:
            return None
        return Question(headings[-1][1], int(status[-1][1]), below.strip(), above[headings[-1].start():])


def await_state(holds: Callable[[], bool], what: str, terminal: Terminal, seconds: float) -> None:
    """Polls until `holds` is true; the failure shows the screen."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise LabError(f"{what}: not within {seconds:.0f} s; the screen shows:\n{terminal.shown()}")
        time.sleep(0.05)
