"""`rung watch` as a contender."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from ..campaign import RUNBOOK
from ..commands import run, wait_until
from ..layout import LabError, Layout
from ..walks import rung_binary, transcript
from .contender import Daemon
from .sequence import BREAKER
from .tenth_runbook import tenth

# Real settings divided by ten: a probe every 5 s, three failures within 30 s, a cooldown of 10 s, windows of an hour.
# The guards let a fault every three minutes pass, which the marathon's become when its 20 s are multiplied by ten.
_CONFIGURATION = """version: 1
notify:
  oncall: {command: [NOTICE], timeout: 5s}
watches:
  shop:
    runbook: RUNBOOK
    set: SETTINGS
    workdir: PROJECT
    probe:
      check: {http: SITE}
      expect: http.status == 200
      timeout: 1s
      every: 500ms
      failures: 3 within 3s
      recoveries: 2
    guards:
      grace: 500ms
      cooldown: 1s
      backoff: {factor: 2, most: 4s}
      max_runs: 40 within 6m
      flapping: 40 within 6m
      breaker: LIMIT
    notify: [oncall]
"""


class RungWatch:
    """The service with the 502 runbook, a probe on the site, and a command that writes down what a person is told."""

    name = "rung"
    is_held = False

    def begin(self, layout: Layout) -> None:
        self._layout = layout
        self._folder = layout.folder / "watch"
        self._folder.mkdir(exist_ok=True)
        self._told = self._folder / "told.jsonl"
        self._mark = 0
        self._daemon = Daemon(layout, [rung_binary(), "watch", "--config", self._configure()], self._folder / "log")
        try:
            wait_until(self.is_calm, "rung watch sees a healthy site", 15)
        except LabError as error:
            log = (self._folder / "log").read_text()[-2000:]
            self.end()
            raise LabError(f"{error}\n{log}") from error

    def _configure(self) -> Path:
        """Writes the runbook, the command that is told, and the configuration; gives the last."""
        runbook = self._write("runbook.yaml", tenth(RUNBOOK.read_text()), 0o600)
        notice = self._write("notice", f"#!/bin/sh\nexec cat >>'{self._told}'\n", 0o700)
        texts = {
            "NOTICE": str(notice), "RUNBOOK": str(runbook), "PROJECT": str(self._layout.project),
            "SITE": self._layout.site_url, "LIMIT": BREAKER, "SETTINGS": self._layout.rung_settings,
        }
        text = _CONFIGURATION
        for name, value in texts.items():
            text = text.replace(name, json.dumps(value))
        return self._write("config.yaml", text, 0o600)

    def _write(self, name: str, text: str, mode: int) -> Path:
        file = self._folder / name
        file.write_text(text)
        file.chmod(mode)
        return file

    def end(self) -> None:
        self._daemon.end()

    def _events(self, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """What the automation has recorded, with its number and kind."""
        file = self._layout.rung_state / "journal.db"
        try:
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)) as journal:
                rows = journal.execute(
                    "SELECT sequence, kind, payload FROM automation WHERE sequence > ? ORDER BY sequence", (after,)
                ).fetchall()
        except sqlite3.OperationalError as error:
            if self._daemon.lives:
                return []  # it has just been started
            raise LabError(f"rung watch has ended\n{(self._folder / 'log').read_text()[-2000:]}") from error
        return [(number, kind, json.loads(payload)) for number, kind, payload in rows]

    def _payloads(self, *kinds: str, after: int = 0) -> list[tuple[str, dict[str, Any]]]:
        return [(kind, payload) for _, kind, payload in self._events(after) if kind in kinds]

    def is_at_work(self) -> bool:
        last = self._payloads("run_starting", "run_ended", "run_not_begun")[-1:]
        return bool(last) and last[0][0] == "run_starting"

    def has_called(self) -> bool:
        if not self.calls() or self.is_at_work():
            return False
        # What only a guard with an end holds back is taken up later.
        holds = self._payloads("held", "run_starting", after=self._mark)[-1:]
        return not holds or holds[0][0] == "run_starting" or holds[0][1]["by"] == "breaker"

    def calls(self) -> list[str]:
        return [notice["text"] for _, notice in self._payloads("noticed", after=self._mark)
                if notice["level"] == "escalation"]

    def hold_still(self) -> None:
        """Rung is never held: its lock and its look before each remedy are under test too."""
        end = time.monotonic() + 40
        while self.is_at_work() and time.monotonic() < end:
            time.sleep(0.1)

    def go_on(self) -> None:
        """It was not held."""

    def mended(self, may_try_again: bool) -> None:
        last = self._payloads("breaker_opened", "breaker_reset")[-1:]
        if may_try_again and last and last[0][0] == "breaker_opened":
            run(self._layout, [rung_binary(), "reset", "shop", "--reason", "the lab has mended it"])

    def look_anew(self) -> None:
        self._mark = max((number for number, _, _ in self._events()), default=0)

    def is_calm(self) -> bool:
        health = self._payloads("health_changed")[-1:]
        return bool(health) and health[0][1]["health"] == "healthy" and not self.is_at_work()

    def resident(self) -> int:
        return self._daemon.resident()

    def facts(self) -> dict[str, Any]:
        """What is to hold for the whole: destroy orders, runs, and calls that arrived."""
        events = self._payloads("run_starting", "noticed")
        runs = [payload["run"] for kind, payload in events if kind == "run_starting"]
        destroyed = [
            f"{name}: {event['step']}" for name in runs for event in transcript(self._layout, name)
            if event["kind"] == "action_ordered" and event.get("effect") == "destroy"
        ]
        told = [json.loads(line) for line in self._told.read_text().splitlines()] if self._told.exists() else []
        return {
            "runs": len(runs), "destroyed": destroyed,
            "escalations": sum(kind == "noticed" and payload["level"] == "escalation" for kind, payload in events),
            "escalations_told": sum(notice["level"] == "escalation" for notice in told),
        }

    def keep(self, folder: Path) -> None:
        kept = folder / "rung"
        kept.mkdir(exist_ok=True)
        for name in ("config.yaml", "runbook.yaml", "log", "told.jsonl"):
            if (self._folder / name).exists():
                shutil.copy(self._folder / name, kept / name)
        (kept / "automation.jsonl").write_text(
            "".join(json.dumps([number, kind, payload]) + "\n" for number, kind, payload in self._events()))
