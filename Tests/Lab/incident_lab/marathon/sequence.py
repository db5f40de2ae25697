"""Which faults come, in which order: drawn by a seed, the same for every contender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ..faults import ALL_FAULTS, Fault
from ..layout import LabError

BREAKER = 3
"""So many runs in a row that do not resolve open Rung's breaker."""

# What the table of all faults shows as healed, by how often it comes here. Left out is what only a slow part of the
# stack decides (a container that takes docker's ten seconds to stop, a command that hangs, a page of half a minute) and
# what needs params or a PATH of its own: nobody configures the contenders anew between two faults.
FIXABLE = {
    "backend_stopped": 5, "backend_removed": 4, "redis_stopped": 4, "redis_paused": 2, "redis_removed": 3,
    "postgres_stopped": 4, "postgres_paused": 2, "missing_migration": 3, "missing_migration_of_page": 3,
    "redis_and_postgres": 2, "migration_and_redis": 2, "all_stopped": 2, "nginx_wrong_port": 4, "nginx_stale": 3,
    "nginx_down": 4, "nginx_down_and_backend": 3, "wrong_port_and_backend": 2, "docker_dead": 3,
}
# What no contender can mend: code, passwords and files that somebody has to correct.
UNFIXABLE = (
    "crash_at_start", "syntax_error", "wrong_command", "code_500", "page_crashes", "redis_password",
    "postgres_password", "port_taken", "nginx_syntax_error", "compose_broken", "compose_missing", "memory_leak",
    "disk_full", "docker_broken",
)
# The second comes while something is being done about the first.
PAIRS = (
    ("redis_stopped", "backend_stopped"), ("postgres_stopped", "backend_removed"), ("redis_stopped", "nginx_down"),
    ("postgres_stopped", "redis_stopped"), ("redis_removed", "nginx_wrong_port"), ("nginx_down", "backend_stopped"),
    ("redis_removed", "postgres_stopped"), ("postgres_stopped", "nginx_down"),
)
_SHARE_OF_UNFIXABLE = 0.2
_SHARE_OF_PAIRS = 0.2
_LATEST_SECOND = 2.5


@dataclass(frozen=True)
class Episode:
    """One or two faults, from the first that breaks the site until it is well again."""

    faults: tuple[Fault, ...]
    fixable: bool
    breaker_is_open: bool = False
    """Whether Rung's breaker has opened by what came before: then a person is called, whatever the fault."""
    delay: float = 0
    """How long after the first remedy has begun the second fault comes, in seconds."""

    @property
    def name(self) -> str:
        return " + ".join(fault.name for fault in self.faults)


def draw(count: int, seed: int) -> list[Episode]:
    """So many faults. Half way, and only there, as many unfixable ones follow one another as open the breaker."""
    if count < 2 * BREAKER + 2:
        raise LabError(f"a marathon has at least {2 * BREAKER + 2} faults: one part of it opens the breaker")
    lots = Random(seed)
    episodes: list[Episode] = []
    left = count
    in_a_row = 0
    opened = False
    while left > 0:
        if not opened and left <= count // 2 and in_a_row == 0:
            part = [_unfixable(lots) for _ in range(BREAKER)] + [_fixable(lots, breaker_is_open=True)]
            opened = True
        elif in_a_row < BREAKER - 1 and lots.random() < _SHARE_OF_UNFIXABLE:
            part = [_unfixable(lots)]
            in_a_row += 1
        else:
            part = [_pair(lots) if left > 1 and lots.random() < _SHARE_OF_PAIRS else _fixable(lots)]
            in_a_row = 0
        episodes += part
        left -= sum(len(episode.faults) for episode in part)
    return episodes


def _unfixable(lots: Random) -> Episode:
    return Episode((ALL_FAULTS[lots.choice(UNFIXABLE)],), fixable=False)


def _fixable(lots: Random, breaker_is_open: bool = False) -> Episode:
    name = lots.choices(list(FIXABLE), weights=list(FIXABLE.values()))[0]
    return Episode((ALL_FAULTS[name],), fixable=True, breaker_is_open=breaker_is_open)


def _pair(lots: Random) -> Episode:
    pair: Sequence[str] = lots.choice(PAIRS)
    return Episode(tuple(ALL_FAULTS[name] for name in pair), fixable=True, delay=lots.uniform(0, _LATEST_SECOND))
