"""Running a runbook on the lab, and reading what it found and did."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .faults import Fault
from .layout import REPOSITORY, LabError, Layout

_LIMIT = 900


@dataclass(frozen=True)
class Walk:
    """A run of a runbook, as its transcript tells it."""

    run: str
    outcome: str
    escalated_to: str
    steps: tuple[str, ...]
    causes: frozenset[str]
    destroyed: tuple[str, ...]
    seconds: float

    @property
    def ending(self) -> str:
        return f"{self.outcome} to {self.escalated_to}" if self.escalated_to else self.outcome


NO_WALK = Walk("", "none", "", (), frozenset(), (), 0)
"""Where the lab failed before a walk."""


def rung_binary() -> Path:
    """The program under test."""
    path = Path(os.environ.get("RUNG_TEST_BINARY", REPOSITORY / ".build-release/release/rung"))
    if not os.access(path, os.X_OK):
        raise LabError(f"{path} is not there; build it, or name it by RUNG_TEST_BINARY")
    return path.resolve()


def walk(layout: Layout, runbook: Path, fault: Fault | None, *flags: str) -> Walk:
    """Runs a runbook on the stack as it is, and reads the run's transcript."""
    path = layout.folder / "no-docker" if fault and fault.without_docker else None
    settings = {**layout.rung_settings, **(fault.settings if fault else {})}
    argv = [str(rung_binary()), "run", str(runbook), "--json", *flags]
    argv += [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    started = time.monotonic()
    try:
        done = subprocess.run(
            [layout.bin / "lab-exec", *argv], env=layout.environment(path), cwd=layout.project, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT, check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise LabError(f"rung did not end within {_LIMIT} s") from late
    seconds = time.monotonic() - started
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError as broken:
        raise LabError(f"rung: exit {done.returncode}\n{done.stdout}{done.stderr}") from broken
    return read(transcript(layout, result["run"]), result["run"], seconds)


def latest_run(layout: Layout) -> str:
    """The id of the newest run."""
    done = subprocess.run(
        [rung_binary(), "history", "--json", "--limit", "1"], env=layout.environment(), text=True,
        capture_output=True, check=True,
    )
    return str(json.loads(done.stdout)[0]["id"])


def transcript(layout: Layout, run: str) -> list[dict[str, Any]]:
    """All events of a run."""
    done = subprocess.run(
        [rung_binary(), "transcript", run, "--format", "json"], env=layout.environment(), text=True,
        capture_output=True, check=True,
    )
    return list(json.loads(done.stdout)["events"])


def keep(layout: Layout, run: str, target: Path) -> None:
    """Writes a run's transcript for people to a file: the lab's folder goes with the lab."""
    done = subprocess.run(
        [rung_binary(), "transcript", run], env=layout.environment(), text=True, capture_output=True, check=True
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(done.stdout)


def read(events: list[dict[str, Any]], run: str, seconds: float) -> Walk:
    """What the events of a run tell of it."""
    end: dict[str, Any] = next((event for event in reversed(events) if event["kind"] == "ended"), {})
    entered = [event["step"] for event in events if event["kind"] == "step_entered"]
    escalations = [event.get("to", "") for event in events if event["kind"] == "escalated"]
    found = {finding for event in events if event["kind"] == "step_ended" for finding in event.get("causes", [])}
    destroyed = [event["step"] for event in events
                 if event["kind"] == "action_ordered" and event.get("effect") == "destroy"]
    return Walk(
        run=run, outcome=end.get("outcome") or "open", escalated_to=escalations[-1] if escalations else "",
        steps=tuple(entered), causes=frozenset(found) | frozenset(end.get("causes", [])), destroyed=tuple(destroyed),
        seconds=seconds,
    )
