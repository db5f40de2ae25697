"""The marathon itself: fault, waiting, what was made of it, the stack put back, the next fault."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from .. import database, snapshot, stack
from ..campaign import inject
from ..commands import wait_until
from ..faults import Fault
from ..judge import rows_lost
from ..layout import LabError, Layout
from ..snapshot import Snapshot
from .contender import Contender, await_calm
from .putting_back import mend, put_back
from .row import CALLED, DOWN, HEALED, LAB_FAILED, NOT_REACHED, Row, Rows
from .sequence import Episode
from .site_watch import SiteWatch

LIMIT = 20 * 60
"""After so many seconds no fault is injected any more."""
PATIENCE = 15.0
"""How long a site that is down is waited for, in seconds; a remedy under way is seen to its end."""
LONGEST_PATIENCE = 30.0
STEADY = 2.0
"""So long, in seconds, it answers 200 without a break before it counts as healed."""


@dataclass
class Course:
    """A contender on a stack, with the file of its rows."""

    layout: Layout
    contender: Contender
    rows: Rows
    say: Callable[[str], None]

    def run(self, episodes: list[Episode]) -> None:
        """Lets the contender meet all episodes that the time allows."""
        stack.heal(self.layout)
        self._data = database.rows(self.layout)
        self._well = snapshot.take(self.layout)
        self.rows.begin()
        with SiteWatch(self.layout.site_url) as self._site:
            self.contender.begin(self.layout)
            try:
                self._meet_all(episodes)
                self.rows.conclude(**self.contender.facts())
            finally:
                with suppress(OSError):
                    self.contender.keep(self.rows.file.parent)
                self.contender.end()

    def _meet_all(self, episodes: list[Episode]) -> None:
        self._started = time.monotonic()
        following = [*episodes[1:], None]
        for episode, after in zip(episodes, following, strict=True):
            if time.monotonic() - self._started > LIMIT:
                for row in self._rows(episode):
                    self.rows.add(row)
                continue
            rows = self._meet(episode)
            may_try_again = after is None or not after.breaker_is_open
            await_calm(self.contender, 20 if rows[-1].outcome == HEALED else 1)
            calls = tuple(self.contender.calls())
            notes = put_back(self.layout, self.contender, self._well, rows[-1].outcome == HEALED)
            if calls or rows[-1].outcome != HEALED:
                self.contender.mended(may_try_again)
            notes += self._await_health()
            for row in rows:
                self.rows.add(replace(
                    row, calls=calls, note="; ".join([row.note, *notes]).strip("; "),
                    resident=self.contender.resident(), load=os.getloadavg()[0],
                ))
                self._tell(self.rows.rows[-1])
        self.rows.conclude(seconds=round(time.monotonic() - self._started), load=os.getloadavg()[0])

    def _rows(self, episode: Episode) -> list[Row]:
        first = len(self.rows.rows) + 1
        return [
            Row(self.contender.name, first + at, fault.name, episode.fixable, NOT_REACHED, episode.breaker_is_open,
                episode.name if len(episode.faults) > 1 else "", began=round(time.monotonic() - self._started, 1))
            for at, fault in enumerate(episode.faults)
        ]

    def _tell(self, row: Row) -> None:
        time_away = "" if row.restored is None else f" after {row.restored:.1f} s"
        extra = [*row.calls, *row.worse, row.note]
        self.say(f"{row.number:3} {row.began:6.0f} s  {row.fault}: {row.outcome}{time_away}"
                 + "".join(f"\n      {text[:150]}" for text in extra if text))

    # One episode

    def _meet(self, episode: Episode) -> list[Row]:
        rows = self._rows(episode)
        try:
            return self._inject_and_wait(episode, rows)
        except LabError as error:
            note = str(error).partition("\n")[0]
            return [replace(row, outcome=LAB_FAILED, note=note) for row in rows]

    def _inject_and_wait(self, episode: Episode, rows: list[Row]) -> list[Row]:
        self.contender.look_anew()
        self.contender.hold_still()
        began = time.monotonic()
        inject(self.layout, episode.faults[0])
        shown = [time.monotonic()]
        self.contender.go_on()
        if len(episode.faults) > 1:
            during = self._await_work(8)
            time.sleep(episode.delay)
            inject(self.layout, episode.faults[1])
            shown.append(time.monotonic())
            rows[1] = replace(rows[1], came_during_a_remedy=during, began=round(shown[1] - self._started, 1))
        before = self._snapshot()
        outcome, well_since = self._await_outcome(shown[-1])
        after = self._snapshot()
        # The contender that is not held sees the fault while it is injected: its clock runs from then on.
        starts = [min(shown[0], max(began, self._first_failure(began, shown[0]))), *shown[1:]]
        worse = tuple(self._worse(episode.faults, before, after))
        needless = tuple(self._needless(episode.faults, before, after))
        rows[-1] = replace(rows[-1], worse=worse, needless=needless)
        return [
            replace(row, outcome=outcome, restored=None if well_since is None else round(well_since - start, 2))
            for row, start in zip(rows, starts, strict=True)
        ]

    def _await_work(self, seconds: float) -> bool:
        with suppress(LabError):
            wait_until(self.contender.is_at_work, "a remedy is under way", seconds, every=0.05)
        return self.contender.is_at_work()

    def _await_outcome(self, shown: float) -> tuple[str, float | None]:
        """How it ended, and since when the site is well; a row of good answers that began before is stale."""
        while True:
            now = time.monotonic()
            well_since = self._site.well_since
            if well_since is not None and well_since >= shown and now - well_since >= STEADY:
                return HEALED, well_since
            if self.contender.has_called():
                return CALLED, None
            is_late = now - shown > PATIENCE and (well_since is None or well_since < shown)
            if (is_late and not self.contender.is_at_work()) or now - shown > LONGEST_PATIENCE:
                return DOWN, None
            time.sleep(0.1)

    def _first_failure(self, began: float, shown: float) -> float:
        first = self._site.first_failure_since(began)
        return shown if first is None or self.contender.is_held else first

    def _snapshot(self) -> Snapshot:
        """Taken once more where a container came or went meanwhile."""
        with suppress(LabError):
            return snapshot.take(self.layout)
        time.sleep(0.3)
        return snapshot.take(self.layout)

    def _worse(self, faults: tuple[Fault, ...], before: Snapshot, after: Snapshot) -> list[str]:
        edits = frozenset().union(*(fault.edits for fault in faults))
        restless = frozenset().union(*(fault.restless for fault in faults))
        worse = snapshot.file_changes(before, after, edits)
        worse += snapshot.stopped_since(before, after, restless)
        worse += snapshot.helpers(self.layout)
        with suppress(LabError):
            if database.answers(self.layout):
                worse += rows_lost(self.layout, self._data)
        return worse

    @staticmethod
    def _needless(faults: tuple[Fault, ...], before: Snapshot, after: Snapshot) -> list[str]:
        involved = frozenset().union(*(fault.restarts | fault.restless for fault in faults))
        return snapshot.container_changes(before, after, involved)

    def _await_health(self) -> list[str]:
        """The next fault comes to a site that answers, and to a contender that has seen it; gives what was odd."""
        def is_well() -> bool:
            since = self._site.well_since
            return since is not None and time.monotonic() - since > 0.5

        notes = []
        try:
            wait_until(is_well, "the site answers before the next fault", 10)
        except LabError:
            notes = ["the site was down again afterwards", *mend(self.layout, self.contender)]
            self.contender.mended(may_try_again=True)
            wait_until(is_well, "the site answers before the next fault", 20)
        await_calm(self.contender, 12)
        return notes
