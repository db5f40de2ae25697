"""What the lab has seen, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from .judge import Verdict


def lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table of Markdown, its columns aligned."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    written = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
               for row in [head, *rows]]
    return [written[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *written[1:]]


def path(steps: Sequence[str]) -> str:
    """The way a walk took; `diagnose` stands between all others, and is left out but for the first."""
    return " > ".join(step for at, step in enumerate(steps) if step != "diagnose" or at == 0)


def of_verdicts(verdicts: Sequence[Verdict]) -> list[str]:
    head = ["fault", "causes found", "path of steps", "seconds", "outcome", "verdict"]
    rows = [
        [v.fault.name, ", ".join(sorted(v.walk.causes)), path(v.walk.steps), f"{v.walk.seconds:.0f}", v.walk.ending,
         "right" if v.right else "WRONG"]
        for v in verdicts
    ]
    return lines(head, rows)
