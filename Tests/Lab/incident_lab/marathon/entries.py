"""Who takes part in the marathon, and what is made of what they did."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ..layout import REPOSITORY, Layout
from . import judging
from .contender import Contender
from .course import Course
from .guide_loop import GuideLoop
from .monit import Monit
from .row import Rows, read
from .rung_watch import RungWatch
from .sequence import draw

CONTENDERS: dict[str, Callable[[], Contender]] = {"rung": RungWatch, "monit": Monit, "loop": GuideLoop}
ROWS = REPOSITORY / ".build/marathon"


def run(layout: Layout, name: str, faults: int, seed: int, folder: Path, say: Callable[[str], None]) -> None:
    """One contender's marathon; its rows are in `folder/NAME.jsonl`."""
    episodes = draw(faults, seed)
    head = {
        "contender": name, "faults": sum(len(episode.faults) for episode in episodes), "seed": seed,
        "cores": os.cpu_count(),
    }
    say(f"{name}: {head['faults']} faults, seed {seed}")
    Course(layout, CONTENDERS[name](), Rows(folder / f"{name}.jsonl", head), say).run(episodes)


def results(folder: Path, faults: int, seed: int) -> tuple[list[str], list[str]]:
    """The table of all contenders that have met this sequence, and what had to hold for Rung and did not."""
    found = [read(folder / f"{name}.jsonl") for name in CONTENDERS if (folder / f"{name}.jsonl").exists()]
    total = sum(len(episode.faults) for episode in draw(faults, seed))
    marathons = [rows for rows in found if (rows.head["faults"], rows.head["seed"]) == (total, seed)]
    broken = [what for rows in marathons if rows.head["contender"] == "rung" for what in judging.broken_promises(rows)]
    return [*judging.of_all(marathons), *broken], broken
