"""What the marathons have shown, and what must hold for Rung."""

from __future__ import annotations

import statistics

from ..table import lines
from .row import CALLED, HEALED, LAB_FAILED, NOT_REACHED, Row, Rows

MEMORY_GROWTH = 1.2


def of_all(marathons: list[Rows]) -> list[str]:
    """The table of the contenders, one a column."""
    columns = [_of(marathon) for marathon in marathons]
    head = ["", *(str(marathon.head["contender"]) for marathon in marathons)]
    return lines(head, [[name, *(column[name] for column in columns)] for name in columns[0]]) if columns else []


def _of(marathon: Rows) -> dict[str, str]:
    met = [row for row in marathon.rows if row.outcome not in (NOT_REACHED, LAB_FAILED)]
    healed = [row for row in met if row.outcome == HEALED]
    down = [row for row in met if row.outcome != HEALED]
    times = [row.restored for row in healed if row.restored is not None]
    fixable = [row for row in met if row.fixable and not row.breaker_is_open]
    memory = [f"{kib / 1024:.1f} MiB" for kib in _memory(marathon.rows)]
    loads = [row.load for row in met]
    return {
        "faults met": f"{len(met)} of {marathon.head['faults']}",
        "healed": str(len(healed)),
        "healed, of those with a remedy": f"{sum(row.outcome == HEALED for row in fixable)} of {len(fixable)}",
        "not healed": str(len(down)),
        "not healed, and a person was called": str(sum(bool(row.calls) for row in down)),
        "made worse": str(sum(bool(row.worse) for row in met)),
        "median time to restore": f"{statistics.median(times):.1f} s" if times else "",
        "longest time to restore": f"{max(times):.1f} s" if times else "",
        "restarted a container that had no fault": str(sum(bool(row.needless) for row in met)),
        "came while a remedy was under way": str(sum(row.came_during_a_remedy for row in met)),
        "memory after the tenth fault, at the end": ", ".join(memory),
        "the whole took": f"{marathon.head['seconds']} s" if "seconds" in marathon.head else "",
        "load average of the machine, least to most": f"{min(loads):.1f} to {max(loads):.1f}" if loads else "",
    }


def _memory(rows: list[Row]) -> list[int]:
    measured = [row.resident for row in rows if row.resident]
    return [measured[9], measured[-1]] if len(measured) > 10 else []


def broken_promises(marathon: Rows) -> list[str]:
    """What had to hold for Rung and did not; empty when all is right."""
    broken = [f"{row.number} {row.fault}: {what}" for row in marathon.rows for what in _of_row(row)]
    broken += [f"destroyed: {what}" for what in marathon.head.get("destroyed", ["unknown"])]
    memory = _memory(marathon.rows)
    if memory and memory[1] > MEMORY_GROWTH * memory[0]:
        broken.append(f"memory grew from {memory[0]} to {memory[1]} KiB")
    if marathon.head.get("escalations") != marathon.head.get("escalations_told"):
        broken.append("not every call arrived")
    if not any(row.came_during_a_remedy for row in marathon.rows):
        broken.append("no fault came while a run was on")
    return broken


def _of_row(row: Row) -> list[str]:
    if row.outcome in (NOT_REACHED, LAB_FAILED):
        return [f"{row.outcome} {row.note}".strip()]
    wrong = [f"made worse: {what}" for what in row.worse]
    if row.fixable and not row.breaker_is_open:
        wrong += [] if row.outcome == HEALED else [f"{row.outcome}, and no guard held it back"]
        wrong += [f"a person was called: {text}" for text in row.calls]
    else:
        wrong += [] if row.outcome == CALLED else [f"{row.outcome}, and nobody was called"]
        wrong += [] if len(row.calls) == 1 else [f"{len(row.calls)} calls, not one"]
        if row.breaker_is_open and not any("breaker" in text for text in row.calls):
            wrong.append("the call does not name the breaker")
    return wrong
