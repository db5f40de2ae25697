"""What the lab has seen, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

from .diagnosis import Times
from .judge import Verdict
from .monitor import PATIENCE, Watched


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


def of_comparison(verdicts: Sequence[Verdict], watched: Sequence[Watched]) -> list[str]:
    head = ["fault", "rung: outcome", "s", "verdict", "monitor-backend.sh: site", "restarts", "s"]
    rows = [
        [v.fault.name, v.walk.ending, f"{v.walk.seconds:.0f}", "right" if v.right else "WRONG",
         _site(v, w), str(w.restarts), f"{w.seconds:.0f}"]
        for v, w in zip(verdicts, watched, strict=True)
    ]
    broken = [(v, w) for v, w in zip(verdicts, watched, strict=True) if v.fault.breaks_site]
    by_rung = sum(v.walk.outcome == "resolved" and v.right for v, _ in broken)
    return [
        *lines(head, rows),
        f"Of {len(broken)} faults that break the site, rung healed {by_rung} and handed the others to a person with "
        f"the evidence; monitor-backend.sh healed {sum(w.healed for _, w in broken)}.",
        f"monitor-backend.sh ran with its sleeps divided by ten (1 s and 3 s), for at most {PATIENCE} s.",
    ]


def _site(verdict: Verdict, watched: Watched) -> str:
    if not verdict.fault.breaks_site:
        return "was never down"
    return "healed" if watched.healed else "still down"


def of_times(with_stats: Times, without: Times, rounds: int) -> list[str]:
    head = [f"median of {rounds}, in seconds", "all side by side", "slowest check alone", "ratio", "one after another"]
    rows = [
        [name, f"{t.group:.2f}", f"{t.slowest:.2f} ({t.slowest_name})", f"{t.ratio:.2f}", f"{t.in_turn:.2f}"]
        for name, t in (("all checks", with_stats), ("without docker stats", without))
    ]
    return lines(head, rows)
