"""The commands of `Tests/Lab/lab`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import campaign, cgroups, stack, table
from .faults import ALL_FAULTS, CHOICES, chosen
from .layout import LabError, Layout, default_folder, load


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="lab", description="A real stack, real faults, the runbook that heals them.")
    parser.add_argument("--dir", type=Path, default=default_folder(), help="the lab's folder (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="bring up the stack").set_defaults(act=_up)
    commands.add_parser("down", help="take it down, also after a crash").set_defaults(act=_down)
    commands.add_parser("status", help="say what is up").set_defaults(act=_status)
    commands.add_parser("list", help="name all faults").set_defaults(act=_list)
    run = commands.add_parser("run", help="let the runbook meet faults; all where none is named")
    run.add_argument("faults", nargs="*", metavar="FAULT")
    run.add_argument("--choice", choices=sorted(CHOICES))
    run.add_argument("--runbook", type=Path, default=campaign.RUNBOOK)
    run.set_defaults(act=_run)
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.act(arguments))
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 2


def _up(arguments: argparse.Namespace) -> int:
    started = time.monotonic()
    layout = stack.up(arguments.dir)
    print(f"up in {time.monotonic() - started:.1f} s: {layout.site_url} (docker: {layout.folder}/docker.sock)")
    return 0


def _down(arguments: argparse.Namespace) -> int:
    layout = load(arguments.dir)
    if layout is None:
        print(f"no lab in {arguments.dir}")
        return 0
    stack.down(arguments.dir)
    left = stack.leftovers(layout)
    print("down; left over: " + (", ".join(left) or "nothing"))
    return 1 if left else 0


def _status(arguments: argparse.Namespace) -> int:
    layout = load(arguments.dir)
    if layout is None:
        print(f"no lab in {arguments.dir}")
        return 0
    print(f"{layout.folder}: {len(cgroups.processes(layout))} processes, {layout.site_url}, health {layout.health_url}")
    return 0


def _list(_: argparse.Namespace) -> int:
    rows = [[fault.name, fault.about, str(fault.ending)] for fault in ALL_FAULTS.values()]
    print(*table.lines(["fault", "what is broken", "right ending"], rows), sep="\n")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _run(arguments: argparse.Namespace) -> int:
    faults = chosen(arguments.faults, arguments.choice)
    with _stack(arguments.dir) as layout:
        verdicts = []
        for verdict in campaign.meet_all(layout, faults, _say, arguments.runbook.resolve()):
            verdicts.append(verdict)
            for what in verdict.wrong:
                _say(f"  WRONG: {what} (run {verdict.walk.run})")
    print(*table.of_verdicts(verdicts), sep="\n")
    right = sum(verdict.right for verdict in verdicts)
    for verdict in verdicts:
        for what in verdict.wrong:
            print(f"{verdict.fault.name}: {what}")
    print(f"{right} passed, {len(verdicts) - right} failed")
    return 0 if right == len(verdicts) else 1


@contextmanager
def _stack(folder: Path) -> Iterator[Layout]:
    """The stack that is up, or one of its own that is taken down at the end, whatever happens."""
    layout = load(folder)
    if layout:
        yield layout
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield stack.up(folder)
    finally:
        stack.down(folder)
