"""The guide's monitor-backend.sh as a contender."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ..layout import Layout
from ..monitor import SCRIPT
from .contender import Daemon

_LOOKS = {"bash", "curl", "sleep", "date"}


class GuideLoop:
    """The loop as the guide has it, its sleeps divided by ten. It never calls anybody, and never gives up."""

    name = "loop"
    is_held = True

    def begin(self, layout: Layout) -> None:
        self._log = layout.folder / "loop.log"
        self._daemon = Daemon(layout, ["bash", "-c", SCRIPT, "bash", layout.health_url], self._log)

    def end(self) -> None:
        self._daemon.end()

    def is_at_work(self) -> bool:
        return bool(set(self._daemon.children().values()) - _LOOKS)

    def has_called(self) -> bool:
        return False

    def calls(self) -> list[str]:
        return []

    def hold_still(self) -> None:
        self._daemon.hold_still(lambda: not self.is_at_work(), 12)

    def go_on(self) -> None:
        self._daemon.go_on()

    def mended(self, may_try_again: bool) -> None:
        """It wants nothing of anybody."""

    def look_anew(self) -> None:
        """It calls nobody."""

    def is_calm(self) -> bool:
        return not self.is_at_work()

    def resident(self) -> int:
        return self._daemon.resident()

    def facts(self) -> dict[str, Any]:
        return {}

    def keep(self, folder: Path) -> None:
        shutil.copy(self._log, folder / "loop.log")
