"""When the site answered and when it did not, seen by a visitor who asks again and again."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from ..commands import http_status

_PAUSE = 0.15
_PATIENCE = 3.0


class SiteWatch:
    """Asks the site in a thread of its own; times are those of `time.monotonic()`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._well_since: float | None = None
        self._failures: list[float] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> SiteWatch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            asked = time.monotonic()
            is_well = http_status(self._url, timeout=_PATIENCE) == 200
            with self._lock:
                if is_well:
                    self._well_since = self._well_since or asked
                else:
                    self._well_since = None
                    self._failures.append(asked)

    @property
    def well_since(self) -> float | None:
        """Since when every answer was 200; None where the last was not."""
        with self._lock:
            return self._well_since

    def first_failure_since(self, time: float) -> float | None:
        """When an answer other than 200, or none, was first got after a time; forgets what was before."""
        with self._lock:
            self._failures = [failure for failure in self._failures if failure >= time]
            return self._failures[0] if self._failures else None
