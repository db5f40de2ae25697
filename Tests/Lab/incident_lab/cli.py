"""The commands of `Tests/Lab/lab`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import campaign, cgroups, diagnosis, guided, monitor, stack, table, walks
from .faults import ALL_FAULTS, CHOICES, Fault, chosen
from .judge import Verdict
from .layout import LabError, Layout, NoDocker, default_folder, load
from .marathon import entries


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="lab", description="A real stack, real faults, the runbook that heals them.")
    parser.add_argument("--dir", type=Path, default=default_folder(), help="the lab's folder (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="bring up the stack").set_defaults(act=_up)
    commands.add_parser("down", help="take it down, also after a crash").set_defaults(act=_down)
    commands.add_parser("status", help="say what is up").set_defaults(act=_status)
    commands.add_parser("list", help="name all faults").set_defaults(act=_list)
    run = commands.add_parser("run", help="let the runbook meet faults; all where none is named")
    _take_faults(run)
    run.set_defaults(act=_run)
    by_hand = commands.add_parser("guided", help="let an operator at a terminal walk faults; all known where none is named")
    by_hand.add_argument("faults", nargs="*", metavar="FAULT")
    by_hand.add_argument("--choice", choices=sorted(guided.CHOICES))
    by_hand.add_argument("--runbook", type=Path, default=campaign.RUNBOOK)
    by_hand.set_defaults(act=_guided)
    compare = commands.add_parser("compare", help="the same faults under the guide's monitor-backend.sh, beside it")
    _take_faults(compare)
    compare.set_defaults(act=_compare)
    times = commands.add_parser("diagnosis", help="time the checks side by side, and one after another")
    times.add_argument("--rounds", type=int, default=diagnosis.ROUNDS)
    times.add_argument("--runbook", type=Path, default=campaign.RUNBOOK)
    times.set_defaults(act=_diagnosis)
    _take_marathon(commands.add_parser("marathon", help="fault after fault under rung watch, monit, the guide's loop"))
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.act(arguments))
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 3 if isinstance(error, NoDocker) else 2


def _take_faults(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("faults", nargs="*", metavar="FAULT")
    parser.add_argument("--choice", choices=sorted(CHOICES))
    parser.add_argument("--runbook", type=Path, default=campaign.RUNBOOK)
    parser.add_argument("--evidence", type=Path, metavar="FOLDER", help="keep the transcript of each run there")


def _take_marathon(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--contender", choices=sorted(entries.CONTENDERS), help="one of them (default: all, in turn)")
    parser.add_argument("--faults", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=Path, default=entries.ROWS, metavar="FOLDER",
                        help="where a row for each fault is kept (default: %(default)s)")
    parser.set_defaults(act=_marathon)


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
        verdicts = _meet(layout, faults, arguments.runbook, arguments.evidence)
    print(*table.of_verdicts(verdicts), sep="\n")
    return _conclude(verdicts)


def _guided(arguments: argparse.Namespace) -> int:
    chosen_walks = guided.chosen(arguments.faults, arguments.choice)
    with _stack(arguments.dir) as layout:
        verdicts = list(guided.walk_all(layout, chosen_walks, _say, arguments.runbook.resolve()))
    print(*table.of_verdicts(verdicts), sep="\n")
    return _conclude(verdicts)


def _compare(arguments: argparse.Namespace) -> int:
    faults = chosen(arguments.faults, arguments.choice)
    with _stack(arguments.dir) as layout:
        verdicts = _meet(layout, faults, arguments.runbook, arguments.evidence)
        watched = [seen for _, seen in monitor.watch_all(load(arguments.dir) or layout, faults, _say)]
    print(*table.of_verdicts(verdicts), "", *table.of_comparison(verdicts, watched), sep="\n")
    return _conclude(verdicts)


def _meet(layout: Layout, faults: list[Fault], runbook: Path, evidence: Path | None) -> list[Verdict]:
    verdicts = []
    for verdict in campaign.meet_all(layout, faults, _say, runbook.resolve()):
        verdicts.append(verdict)
        if evidence and verdict.walk.run:
            walks.keep(load(layout.folder) or layout, verdict.walk.run, evidence / f"{verdict.fault.name}.txt")
        for what in verdict.wrong:
            _say(f"  WRONG: {what} (run {verdict.walk.run})")
    return verdicts


def _conclude(verdicts: list[Verdict]) -> int:
    for verdict in verdicts:
        for what in verdict.wrong:
            print(f"{verdict.fault.name}: {what}")
    right = sum(verdict.right for verdict in verdicts)
    print(f"{right} passed, {len(verdicts) - right} failed")
    return 0 if right == len(verdicts) else 1


def _diagnosis(arguments: argparse.Namespace) -> int:
    with _stack(arguments.dir) as layout:
        times = diagnosis.measure(layout, arguments.runbook.resolve(), arguments.rounds, _say)
    print(f"({diagnosis.machine()})", *table.of_times(*times, arguments.rounds), sep="\n")
    return 0


def _marathon(arguments: argparse.Namespace) -> int:
    wanted = [arguments.contender] if arguments.contender else list(entries.CONTENDERS)
    for name in wanted:
        with _stack(arguments.dir) as layout:
            entries.run(layout, name, arguments.faults, arguments.seed, arguments.rows, _say)
    printed, broken = entries.results(arguments.rows, arguments.faults, arguments.seed)
    print(*printed, sep="\n")
    return 1 if broken and "rung" in wanted else 0


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
