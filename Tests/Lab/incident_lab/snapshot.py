"""What is there at a moment: files, containers, services, helpers; and what is different later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from .commands import run
from .faults.actions import helpers_alive
from .layout import Layout
from .project import watched_files


@dataclass(frozen=True)
class Container:
    """A container, by what changes when somebody touches it."""

    id: str
    started: str
    running: bool


@dataclass(frozen=True)
class Snapshot:
    """A moment's state. `containers` is None where docker does not answer."""

    files: dict[str, str]
    containers: dict[str, Container] | None
    services: dict[str, str]


def take(layout: Layout) -> Snapshot:
    return Snapshot(
        files={_short(layout, path): _fingerprint(path) for path in watched_files(layout)},
        containers=_containers(layout),
        services={unit: _start_time(layout.folder / f"{unit}.pid") for unit in ("nginx", "docker")},
    )


def _short(layout: Layout, path: Path) -> str:
    if path == layout.site_file:
        return "site"
    return path.name if path in (layout.daemon_config, layout.project / "docker-compose.yml") else str(
        path.relative_to(layout.folder))


def _fingerprint(path: Path) -> str:
    status = path.lstat()
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{content} {status.st_mode:o} {status.st_uid}:{status.st_gid} {status.st_mtime_ns} {status.st_ino}"


def _containers(layout: Layout) -> dict[str, Container] | None:
    listed = run(layout, ["timeout", "5", "docker", "ps", "-aq"], check=False)
    ids = listed.stdout.split()
    if listed.returncode != 0 or not ids:
        return None if listed.returncode else {}
    found = json.loads(run(layout, ["docker", "inspect", *ids]).stdout)
    return {
        entry["Name"].removeprefix("/chvetyk_"): Container(
            entry["Id"], entry["State"]["StartedAt"], entry["State"]["Running"] and not entry["State"]["Paused"])
        for entry in found
    }


def _start_time(pid_file: Path) -> str:
    """When the service's process began; two processes of one pid have different times."""
    try:
        pid = int(pid_file.read_text() or 0)  # `nginx -t` leaves an empty one where nginx is down
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return "down"
    return "down" if fields[0] in "ZX" else f"{pid}@{fields[19]}"


def changes(before: Snapshot, after: Snapshot, restless: frozenset[str] = frozenset()) -> list[str]:
    """All that is different, but for what restless containers do by themselves."""
    found = file_changes(before, after)
    found += container_changes(before, after, restless)
    found += [f"{unit} was restarted" for unit in before.services if before.services[unit] != after.services[unit]]
    return found


def file_changes(before: Snapshot, after: Snapshot, allowed: frozenset[str] = frozenset()) -> list[str]:
    names = sorted(before.files.keys() | after.files.keys())
    return [f"file {name} changed" for name in names
            if before.files.get(name) != after.files.get(name) and name not in allowed]


def container_changes(before: Snapshot, after: Snapshot, allowed: frozenset[str] = frozenset()) -> list[str]:
    if before.containers is None or after.containers is None:
        return []  # docker itself was the fault: nothing to compare
    names = sorted(before.containers.keys() | after.containers.keys())
    return [f"container {name} was touched" for name in names
            if name not in allowed and before.containers.get(name) != after.containers.get(name)]


def stopped_since(before: Snapshot, after: Snapshot, restless: frozenset[str]) -> list[str]:
    """Containers that ran before and do not now."""
    if before.containers is None or after.containers is None:
        return []
    return [f"container {name} does not run any more" for name, state in before.containers.items()
            if state.running and name not in restless
            and not (name in after.containers and after.containers[name].running)]


def helpers(layout: Layout) -> list[str]:
    return [] if helpers_alive(layout) else ["a process beside the stack was ended"]
