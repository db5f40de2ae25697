"""The files of the healthy stack: written at `up`, and again after each fault.

What is right already is left alone: somebody may be using it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import cgroups
from .layout import HERE, Layout

STACK = HERE / "stack"


def write_standins(layout: Layout) -> None:
    """Writes the folder that is first on PATH: stand-ins for systemd's commands, and the real docker."""
    layout.bin.mkdir(exist_ok=True)
    wanted = {entry.name: entry for entry in (HERE / "standins").iterdir()}
    for entry in layout.bin.iterdir():
        if entry.name not in wanted and entry.name not in ("docker", "lab.env"):
            entry.unlink()
    for name, source in wanted.items():
        _replace(layout.bin / name, source.read_bytes())
        (layout.bin / name).chmod(source.stat().st_mode & 0o777)
    docker = layout.bin / "docker"
    if not docker.is_symlink():
        docker.unlink(missing_ok=True)
        docker.symlink_to("/usr/bin/docker")
    _replace(layout.bin / "lab.env", (
        f"LAB_FOLDER={layout.folder}\nLAB_CGROUP={cgroups.services(layout)}\n"
        f"LAB_CONTAINERS={cgroups.containers(layout)}\nLAB_KEEPER={layout.keeper}\n"
    ).encode())


def write_files(layout: Layout) -> bool:
    """Writes all configuration and code as it is on the healthy stack; says whether that of docker's daemon changed."""
    ports = layout.ports
    site = (STACK / "site.conf").read_text()
    site = site.replace("@SITE_PORT@", str(ports.site)).replace("@BACKEND_PORT@", str(ports.backend))
    settings = (
        "# What the shop needs to know; docker compose reads it too.\n"
        f"BACKEND_PORT={ports.backend}\nPOSTGRES_PORT={ports.postgres}\nREDIS_PORT={ports.redis}\n"
        "POSTGRES_PASSWORD=flowers\n"
    )
    project = {name: (STACK / name).read_bytes() for name in ("docker-compose.yml", "Dockerfile")}
    _fill(layout.project, project | {".env": settings.encode()}, keep="app")
    _mirror(STACK / "app", layout.project / "app")
    _replace(layout.folder / "nginx/nginx.conf", (STACK / "nginx.conf").read_bytes())
    _fill(layout.site_file.parent, {layout.site_file.name: site.encode()})
    return _replace(layout.daemon_config, (STACK / "daemon.json").read_bytes())


def _fill(folder: Path, files: dict[str, bytes], keep: str = "") -> None:
    """Makes a folder hold these files, the entry `keep`, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in list(folder.iterdir()):
        if entry.name not in files and entry.name != keep:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    for name, content in files.items():
        _replace(folder / name, content)


def _replace(file: Path, content: bytes) -> bool:
    if file.is_file() and not file.is_symlink() and file.read_bytes() == content:
        return False
    file.unlink(missing_ok=True)  # a link, or with an owner or a mode of its own
    file.write_bytes(content)
    return True


def _mirror(source: Path, target: Path) -> None:
    """Makes `target` equal to `source` in place: it is mounted in a running container."""
    target.mkdir(exist_ok=True)
    wanted = {entry.name for entry in os.scandir(source)}
    for entry in list(os.scandir(target)):
        if entry.name not in wanted:
            shutil.rmtree(entry.path) if entry.is_dir() else Path(entry.path).unlink()
    for entry in os.scandir(source):
        if entry.is_dir():
            _mirror(Path(entry.path), target / entry.name)
        else:
            _replace(target / entry.name, Path(entry.path).read_bytes())


def watched_files(layout: Layout) -> list[Path]:
    """All files that a remedy could change: the project's, nginx's, docker's."""
    found = [layout.daemon_config, layout.folder / "nginx/nginx.conf"]
    for top in (layout.project, layout.site_file.parent):
        found += (path for path in top.rglob("*") if not path.is_dir())
    return sorted(found)
