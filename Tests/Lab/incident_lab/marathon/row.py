"""What is kept of each fault: one line of JSON in the contender's file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HEALED = "healed"
CALLED = "a person was called"
DOWN = "still down"
NOT_REACHED = "not reached"
LAB_FAILED = "the lab failed"


@dataclass(frozen=True)
class Row:
    """One fault under one contender. Of two faults of one episode both rows say how the episode ended."""

    contender: str
    number: int
    fault: str
    fixable: bool
    outcome: str = NOT_REACHED
    breaker_is_open: bool = False
    with_others: str = ""
    """The whole episode, where it has two faults."""
    came_during_a_remedy: bool = False
    began: float = 0
    """When it was injected, in seconds from the start of the marathon."""
    restored: float | None = None
    """How long the site was away, in seconds; None where a person had to mend it."""
    calls: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    """What was well after the fault, and is not after the contender."""
    needless: tuple[str, ...] = ()
    """Containers without a fault that were restarted."""
    note: str = ""
    resident: int = 0
    """The memory of the contender's process after it, in KiB."""
    load: float = 0
    """The load average of the machine after it, of one minute."""


@dataclass
class Rows:
    """The file of one contender's marathon: a first line that says which, then one row a line."""

    file: Path
    head: dict[str, Any]
    rows: list[Row] = field(default_factory=list)

    def begin(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(self.head) + "\n")

    def add(self, row: Row) -> None:
        self.rows.append(row)
        with self.file.open("a") as output:
            output.write(json.dumps(asdict(row)) + "\n")

    def conclude(self, **facts: Any) -> None:
        """Adds facts of the whole to the first line."""
        self.head |= facts
        _, _, rest = self.file.read_text().partition("\n")
        self.file.write_text(json.dumps(self.head) + "\n" + rest)


def read(file: Path) -> Rows:
    """Reads what `Rows` has written."""
    head, *lines = file.read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    for row in rows:
        for name in ("calls", "worse", "needless"):
            row[name] = tuple(row[name])
    return Rows(file, json.loads(head), [Row(**row) for row in rows])
