"""The stack of the guide, for real: brought up, brought back to health, taken down."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from . import cgroups, database, image, project
from .commands import compose, http_status, run, service, wait_until
from .layout import HERE, LabError, Layout, NoDocker, free_ports, load

_MOUNTS = Path("/proc/self/mountinfo")


def up(folder: Path) -> Layout:
    """Brings up a healthy stack in `folder`."""
    if os.getuid() != 0:
        raise LabError("only root can start dockerd")
    if load(folder):
        raise LabError(f"there is a lab in {folder} already; end it with: lab down")
    compose_binary = subprocess.run([HERE / "install"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    if not compose_binary:
        raise LabError("the install script named no compose binary")
    if folder.exists() and any(folder.iterdir()):
        raise LabError(f"{folder} is not empty, and is no lab")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    layout = Layout(folder.resolve(), free_ports(), Path(compose_binary))
    layout.save()  # before anything exists that `down` must find
    cgroups.create(layout)
    for name in ("disk", "dumps", "home", "rung", "nginx/logs", "docker-client/cli-plugins"):
        (layout.folder / name).mkdir(parents=True, exist_ok=True)
    (layout.folder / "docker-client/cli-plugins/docker-compose").symlink_to(layout.compose)
    _mount(layout)
    project.write_standins(layout)
    layout = replace(layout, keeper=_start_keeper(layout))
    layout.save()
    project.write_standins(layout)
    project.write_files(layout)
    try:
        service(layout, "start", "docker")
    except LabError as error:
        log = (layout.folder / "docker.log").read_text(errors="replace")[-2000:]
        raise NoDocker(f"dockerd does not start here\n{log}") from error
    image.write_tar(layout.folder / "image.tar")
    run(layout, ["docker", "import", "--change", f"ENV PATH={image.PATH}", layout.folder / "image.tar", "chvetyk-base"])
    run(layout, ["docker", "tag", "chvetyk-base", "chvetyk"])
    compose(layout, "up", "-d")
    service(layout, "start", "nginx")
    wait_until(lambda: database.answers(layout), "PostgreSQL answers", 30, every=0.2)
    database.prepare(layout)
    _see_health(layout)
    return layout


def _mount(layout: Layout) -> None:
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m,mode=755,nosuid,nodev", "rung-lab", layout.disk], check=True
    )


def _start_keeper(layout: Layout) -> int:
    """Starts the process whose mount namespace holds all mounts of docker: they go with it."""
    ready = layout.folder / "keeper.pid"
    mounts = "mount -t tmpfs none /run; mkdir -p /etc/docker; mount -t tmpfs none /etc/docker"
    script = f'{mounts}; echo $$ >"$1"; exec sleep infinity'
    subprocess.Popen(
        [layout.bin / "lab-exec", "unshare", "--mount", "--propagation", "private", "sh", "-euc", script, "sh", ready],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    wait_until(lambda: ready.exists() and ready.read_text().endswith("\n"), "the keeper of the mounts runs", 10)
    return int(ready.read_text())


def heal(layout: Layout) -> None:
    """Brings the stack back to health after a fault, whatever the fault and its remedies have left."""
    project.write_standins(layout)
    daemon_changed = project.write_files(layout)
    _end_helpers(layout)
    for stray in layout.disk.iterdir():
        stray.unlink()
    service(layout, "restart" if daemon_changed else "start", "docker")
    states = run(layout, ["docker", "ps", "-a", "--format", "{{.State}} {{.Names}}"]).stdout.split("\n")
    for state, _, name in (line.partition(" ") for line in states):
        if state == "paused":
            run(layout, ["docker", "unpause", name])
    postgres_runs = any(line == "running chvetyk_postgres" for line in states) and database.answers(layout)
    if postgres_runs:
        database.set_password(layout)  # before the backend is made anew: its log tells of no refusal
    others = ["backend", "redis"] + ([] if postgres_runs else ["postgres"])
    compose(layout, "up", "-d", "--force-recreate", "--no-deps", "--remove-orphans", "-t", "1", *others)
    service(layout, "start", "nginx", check=False)
    service(layout, "reload", "nginx")
    wait_until(lambda: database.answers(layout), "PostgreSQL answers", 30, every=0.2)
    database.prepare(layout)
    _see_health(layout)


def _end_helpers(layout: Layout) -> None:
    """Ends the processes that a fault has started beside the stack."""
    for file in layout.folder.glob("helper-*.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(file.read_text()), signal.SIGKILL)
        file.unlink()


def _see_health(layout: Layout) -> None:
    def healthy() -> bool:
        return http_status(layout.health_url) == 200 and http_status(layout.site_url) == 200

    wait_until(healthy, "the site and the backend answer 200", 30, every=0.2)
    wait_until(lambda: _all_healthy(layout), "all containers are healthy", 30, every=0.3)


def _all_healthy(layout: Layout) -> bool:
    lines = run(layout, ["docker", "ps", "--format", "{{.Names}} {{.Status}}"]).stdout.split("\n")
    return sum("(healthy)" in line for line in lines) == 3


def down(folder: Path) -> bool:
    """Ends and removes all of the lab in `folder`, also after a crash; False where there was none."""
    layout = load(folder)
    if layout is None:
        return False
    cgroups.end_all(layout)
    _unmount(layout)
    cgroups.remove(layout)
    _rung_lock(layout).unlink(missing_ok=True)
    state = layout.state_file
    for entry in layout.folder.iterdir():  # the state file last: until then `down` can be repeated
        if entry != state:
            entry.unlink() if entry.is_symlink() or not entry.is_dir() else shutil.rmtree(entry)
    state.unlink()
    layout.folder.rmdir()
    return True


def _rung_lock(layout: Layout) -> Path:
    """The lock of rung's runs on this stack; rung leaves it, for the next run."""
    return Path("/run/rung/lock", hashlib.sha256(layout.site_url.encode()).hexdigest() + ".lock")


def _mounts_below(layout: Layout) -> list[str]:
    points = [line.split()[4] for line in _MOUNTS.read_text().splitlines()]
    return [point for point in points if Path(point).is_relative_to(layout.folder)]


def _unmount(layout: Layout) -> None:
    for point in reversed(_mounts_below(layout)):
        subprocess.run(["umount", point], check=True)


def leftovers(layout: Layout) -> list[str]:
    """What of a lab that was taken down is still there; empty when all is well."""
    left = [f"cgroup {path}" for path in cgroups.folders(layout)]
    left += [f"process {pid}" for pid in cgroups.processes(layout)]
    left += [f"mount {point}" for point in _mounts_below(layout)]
    if layout.folder.exists():
        left.append(f"folder {layout.folder}")
    return left
