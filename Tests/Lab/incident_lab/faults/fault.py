"""What a fault is: how it is injected, and all that is right to expect of a runbook that meets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..layout import Layout

Action = Callable[[Layout], None]


@dataclass(frozen=True)
class Ending:
    """How a walk ends right: `resolved`, or `escalated` to somebody."""

    outcome: str
    to: str = ""

    def __str__(self) -> str:
        return f"{self.outcome} to {self.to}" if self.to else self.outcome


RESOLVED = Ending("resolved")
DEVELOPERS = Ending("escalated", "developers")
HOSTER = Ending("escalated", "hoster")


@dataclass(frozen=True)
class Fault:
    """One fault, as data."""

    name: str
    about: str
    inject: tuple[Action, ...]
    ending: Ending
    causes: frozenset[str] = frozenset()
    """Must be found in the walk."""
    may: frozenset[str] = frozenset()
    """May be found too; any other cause is a wrong diagnosis."""
    restarts: frozenset[str] = frozenset()
    """Containers that a remedy may restart; all others keep their id and start time."""
    edits: frozenset[str] = frozenset()
    """Files that a remedy may change, by name; all others keep their content, mode and time."""
    restless: frozenset[str] = frozenset()
    """Containers that restart by themselves while the fault lasts."""
    breaks_site: bool = True
    """Whether the site stops answering 200."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Params given to the runbook beside those of the stack."""
    without_docker: bool = False
    """Whether the runbook finds no docker on its PATH."""


def names(*words: str) -> frozenset[str]:
    return frozenset(words)
