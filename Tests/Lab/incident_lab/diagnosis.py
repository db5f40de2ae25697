"""How long the diagnosis takes: side by side, one after another, and its slowest check alone."""

from __future__ import annotations

import os
import shlex
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .layout import LabError, Layout
from .walks import transcript, walk

ROUNDS = 11
_SLOWEST = "stats"


@dataclass(frozen=True)
class Times:
    """Medians, in seconds."""

    group: float
    slowest: float
    slowest_name: str
    in_turn: float

    @property
    def ratio(self) -> float:
        return self.group / self.slowest


def measure(layout: Layout, runbook: Path, rounds: int, say: Callable[[str], None]) -> tuple[Times, Times]:
    """Times with docker stats and without it, measured in turn, so that a busy machine is busy for all."""
    lean = layout.folder / "without-stats.yaml"
    lean.write_text(_without_stats(runbook.read_text()))
    return _measure(layout, runbook, rounds, say), _measure(layout, lean, rounds, say)


def _without_stats(text: str) -> str:
    """The runbook whose group leaves docker stats out."""
    member = f", {_SLOWEST},"
    if text.count(member) != 1:
        raise LabError(f"the runbook names {_SLOWEST} {text.count(member)} times in a group, not once")
    text = text.replace(member, ",")
    start = text.index(f"\n  {_SLOWEST}:\n")
    return text[:start] + text[text.index("\n\n", start):]


def _measure(layout: Layout, runbook: Path, rounds: int, say: Callable[[str], None]) -> Times:
    groups: list[float] = []
    in_turn: list[float] = []
    alone: dict[str, list[float]] = {}
    commands = _commands(layout, runbook)
    for at in range(rounds):
        say(f"{runbook.name}: round {at + 1} of {rounds}")
        groups.append(_group(layout, runbook))
        for name, command in commands.items():
            alone.setdefault(name, []).append(_timed(layout, command))
        in_turn.append(_timed(layout, "\n".join(commands.values())))
    slowest = max(alone, key=lambda name: statistics.median(alone[name]))
    return Times(statistics.median(groups), statistics.median(alone[slowest]), slowest, statistics.median(in_turn))


def _events(layout: Layout, runbook: Path) -> list[dict[str, Any]]:
    return transcript(layout, walk(layout, runbook, None, "--dry-run").run)


def _group(layout: Layout, runbook: Path) -> float:
    """The time of the group of checks, as the transcript tells it."""
    for event in _events(layout, runbook):
        if event["kind"] == "step_ended" and event["step"] == "diagnose":
            return float(event["elapsed_ns"]) / 1e9
    raise LabError("the walk had no diagnosis")


def _commands(layout: Layout, runbook: Path) -> dict[str, str]:
    """The checks of the diagnosis as lines of bash, read from a run's orders."""
    found: dict[str, str] = {}
    for event in _events(layout, runbook):
        if event["kind"] == "action_ordered" and event["effect"] == "read":
            found.setdefault(event["step"], _as_bash(event))
        if event["kind"] == "step_ended" and event["step"] == "diagnose":
            break
    return found


def _as_bash(order: dict[str, Any]) -> str:
    if "http" in order:
        return f"curl -s -m 10 {shlex.quote(order['http']['url'])} >/dev/null"
    if "file" in order:
        return f"cat {shlex.quote(order['file'])} >/dev/null"
    words = order["argv"] if "argv" in order else ["sh", "-euc", order["script"]]
    given = {name: value for name, value in order["env"].items() if not value.startswith("${secrets.")}
    line = " ".join([*(f"{name}={shlex.quote(value)}" for name, value in given.items()), *map(shlex.quote, words)])
    return f"(cd {shlex.quote(order['workdir'])} && {line}) >/dev/null 2>&1"


def _timed(layout: Layout, script: str) -> float:
    started = time.monotonic()
    subprocess.run(
        ["bash", "-c", script], env=layout.environment(), cwd=layout.project, check=False, stdin=subprocess.DEVNULL
    )
    return time.monotonic() - started


def machine() -> str:
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
