"""The runbook with its pauses divided by ten, as the marathon divides every interval."""

from __future__ import annotations

import re

from ..layout import LabError

_UNITS = {"s": 1000, "m": 60_000}
_PAUSE = re.compile(r"\b(every|within): (\d+)([sm])\b")
_NAMED_VERIFY = re.compile(r"^(    verify:) ([a-z_]+)$", re.MULTILINE)
_VERIFY_WITHOUT_PAUSE = re.compile(r"^(    verify: \{)(?!.*\bevery:)", re.MULTILINE)
_SETTLE = "4 5; do\n        sleep 2\n"


def tenth(text: str) -> str:
    """The text of a runbook with the pauses of `verify`, `retry` and `settle` divided by ten, the format's own too.

    Timeouts stay: they are how long a real command of the stack may take. So do the ages that conditions compare.
    """
    if text.count(_SETTLE) != 1:
        raise LabError(f"the runbook sleeps {text.count(_SETTLE)} times in `settle`, not once")
    text = text.replace(_SETTLE, "4 5; do\n        sleep 0.2\n")
    text = _NAMED_VERIFY.sub(r"\1 {step: \2, every: 2s, within: 60s}", text)
    text = _VERIFY_WITHOUT_PAUSE.sub(r"\1every: 2s, ", text)
    return _PAUSE.sub(lambda found: f"{found[1]}: {int(found[2]) * _UNITS[found[3]] // 10}ms", text)
