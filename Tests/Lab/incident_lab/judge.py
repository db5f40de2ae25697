"""Whether a runbook met a fault rightly."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from . import database, snapshot
from .commands import http_status
from .faults import Fault
from .layout import LabError, Layout
from .snapshot import Snapshot
from .walks import Walk


@dataclass(frozen=True)
class Verdict:
    """A fault's row of the table."""

    fault: Fault
    plan: Walk
    walk: Walk
    wrong: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.wrong


def judge_dry_run(fault: Fault, plan: Walk, walk: Walk, before: Snapshot, after: Snapshot) -> list[str]:
    """A dry run changes nothing, and its plan begins the way that the real run then takes."""
    wrong = [f"dry run: {what}" for what in snapshot.changes(before, after, fault.restless)]
    planned = plan.steps[:-1] if plan.outcome == "open" else plan.steps  # an open plan ends before its last step
    if planned != walk.steps[:len(planned)]:
        wrong.append(f"planned {' > '.join(planned)}")
    return wrong


def judge_walk(layout: Layout, fault: Fault, walk: Walk, before: Snapshot, after: Snapshot) -> list[str]:
    """The diagnosis, the ending, and all that was not to be touched."""
    wrong = []
    if missed := fault.causes - walk.causes:
        wrong.append(f"not found: {', '.join(sorted(missed))}")
    if false := walk.causes - fault.causes - fault.may:
        wrong.append(f"wrongly found: {', '.join(sorted(false))}")
    if walk.ending != str(fault.ending):
        wrong.append(f"ended {walk.ending}, not {fault.ending}")
    if walk.destroyed:
        wrong.append(f"destroyed by {', '.join(walk.destroyed)}")
    wrong += snapshot.file_changes(before, after, fault.edits)
    wrong += snapshot.container_changes(before, after, fault.restarts | fault.restless)
    wrong += snapshot.helpers(layout)
    if fault.ending.outcome == "resolved":
        wrong += _unhealed(layout)
    else:
        wrong += snapshot.stopped_since(before, after, fault.restless)
    return wrong


def _unhealed(layout: Layout) -> list[str]:
    """The site answers, and goes on to."""
    statuses = []
    for _ in range(4):
        statuses.append(http_status(layout.site_url, timeout=8))
        time.sleep(0.5)
    return [] if statuses == [200] * 4 else [f"the site answers {statuses}"]


def rows_lost(layout: Layout, expected: str) -> list[str]:
    try:
        return [] if database.rows(layout) == expected else ["rows of the database were lost"]
    except LabError as error:
        return [f"the database cannot be read: {error}"]
