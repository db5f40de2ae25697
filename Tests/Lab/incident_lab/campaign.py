"""Fault after fault: healthy, broken, dry run, real run, judged, healthy again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import database, snapshot, stack
from .commands import http_status, wait_until
from .faults import Fault
from .judge import Verdict, judge_dry_run, judge_walk, rows_lost
from .layout import REPOSITORY, LabError, Layout
from .walks import NO_WALK, walk

RUNBOOK = REPOSITORY / "runbooks/502-bad-gateway.yaml"


def meet_all(layout: Layout, faults: list[Fault], say: Callable[[str], None], runbook: Path) -> Iterator[Verdict]:
    """Lets the runbook meet each fault on a healthy stack."""
    stack.heal(layout)
    expected = database.rows(layout)
    for fault in faults:
        say(f"{fault.name}: {fault.about}")
        try:
            yield meet(layout, fault, expected, runbook)
        except (LabError, OSError) as error:
            yield Verdict(fault, NO_WALK, NO_WALK, [f"the lab itself failed: {error}"])
        started = time.monotonic()
        try:
            stack.heal(layout)
        except LabError as error:
            say(f"  the stack does not heal ({error}); it is brought up anew")
            stack.down(layout.folder)
            layout = stack.up(layout.folder)
        if lost := rows_lost(layout, expected):
            raise LabError(f"after {fault.name}: {lost[0]}")
        say(f"  healthy again in {time.monotonic() - started:.1f} s")


def inject(layout: Layout, fault: Fault) -> None:
    """Breaks the stack, and waits until a visitor would notice."""
    for action in fault.inject:
        action(layout)
    if fault.breaks_site:
        wait_until(lambda: http_status(layout.site_url, timeout=2) != 200, f"{fault.name} shows", 20)


def meet(layout: Layout, fault: Fault, rows: str, runbook: Path) -> Verdict:
    """One fault: the dry run, the real run, and what is wrong with them."""
    inject(layout, fault)
    before = snapshot.take(layout)
    plan = walk(layout, runbook, fault, "--dry-run")
    between = snapshot.take(layout)
    real = walk(layout, runbook, fault, "--unattended")
    after = snapshot.take(layout)
    wrong = judge_dry_run(fault, plan, real, before, between)
    wrong += judge_walk(layout, fault, real, between, after)
    if database.answers(layout):
        wrong += rows_lost(layout, rows)
    return Verdict(fault, plan, real, wrong)
