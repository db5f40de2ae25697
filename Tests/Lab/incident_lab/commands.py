"""Running commands, and waiting for what they bring about."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from http.client import HTTPException
from pathlib import Path

from .layout import LabError, Layout


def run(
    layout: Layout, argv: Sequence[str | Path], *, check: bool = True, timeout: float = 60, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command as part of the lab: with its environment, in its project, found again by `down`."""
    try:
        done = subprocess.run(
            [layout.bin / "lab-exec", *argv], env=layout.environment(), cwd=layout.project, timeout=timeout, text=True,
            capture_output=True, input=stdin or "", check=False, errors="replace",
        )
    except subprocess.TimeoutExpired as late:
        raise LabError(f"{' '.join(map(str, argv))}: no end after {timeout:.0f} s") from late
    if check and done.returncode != 0:
        raise LabError(f"{' '.join(map(str, argv))}: exit {done.returncode}\n{done.stderr[-2000:]}{done.stdout[-500:]}")
    return done


def compose(layout: Layout, *argv: str, check: bool = True, timeout: float = 90) -> str:
    """Runs docker compose on the lab's project and gives its output."""
    return run(layout, ["docker", "compose", *argv], check=check, timeout=timeout).stdout


def service(layout: Layout, verb: str, unit: str, *, check: bool = True) -> None:
    """Does what systemd would: start, stop, restart, reload or kill nginx or docker."""
    run(layout, [layout.bin / "lab-service", verb, unit], check=check)


def wait_until(holds: Callable[[], bool], what: str, seconds: float, every: float = 0.1) -> None:
    """Polls until `holds` is true."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise LabError(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def http_status(url: str, timeout: float = 5) -> int:
    """The status that `url` answers with; 0 for no answer."""
    try:
        with _opener.open(url, timeout=timeout) as response:
            response.read(1 << 20)
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, HTTPException):
        return 0
