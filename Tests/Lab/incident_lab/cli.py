"""The commands of `Tests/Lab/lab`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import cgroups, stack
from .layout import LabError, default_folder, load


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="lab", description="A real stack, real faults, and the runbook that heals them.")
    parser.add_argument("--dir", type=Path, default=default_folder(), help="the lab's folder (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="bring up the stack").set_defaults(act=_up)
    commands.add_parser("down", help="take it down, also after a crash").set_defaults(act=_down)
    commands.add_parser("status", help="say what is up").set_defaults(act=_status)
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
