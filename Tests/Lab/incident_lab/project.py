"""The files of the healthy stack: written at `up`, and again after each fault."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from . import cgroups
from .layout import HERE, Layout

STACK = HERE / "stack"


def write_standins(layout: Layout) -> None:
    """Writes the folder that is first on PATH: stand-ins for systemd's commands, and the real docker."""
    shutil.rmtree(layout.bin, ignore_errors=True)
    shutil.copytree(HERE / "standins", layout.bin)
    (layout.bin / "docker").symlink_to("/usr/bin/docker")
    (layout.bin / "lab.env").write_text(
        f"LAB_FOLDER={layout.folder}\nLAB_CGROUP={cgroups.services(layout)}\n"
        f"LAB_CONTAINERS={cgroups.containers(layout)}\nLAB_KEEPER={layout.keeper}\n"
    )


def write_files(layout: Layout) -> bool:
    """Writes all configuration and code as it is on the healthy stack; says whether that of docker's daemon changed."""
    layout.project.mkdir(exist_ok=True)
    for entry in layout.project.iterdir():
        if entry.name != "app":
            entry.unlink() if entry.is_file() else shutil.rmtree(entry)
    _mirror(STACK / "app", layout.project / "app")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copyfile(STACK / name, layout.project / name)
    ports = layout.ports
    (layout.project / ".env").write_text(
        "# What the shop needs to know; docker compose reads it too.\n"
        f"BACKEND_PORT={ports.backend}\nPOSTGRES_PORT={ports.postgres}\nREDIS_PORT={ports.redis}\n"
        "POSTGRES_PASSWORD=flowers\n"
    )
    layout.site_file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(STACK / "nginx.conf", layout.folder / "nginx/nginx.conf")
    site = (STACK / "site.conf").read_text()
    site = site.replace("@SITE_PORT@", str(ports.site)).replace("@BACKEND_PORT@", str(ports.backend))
    for stray in layout.site_file.parent.iterdir():
        stray.unlink()
    layout.site_file.write_text(site)
    return _replace(layout.daemon_config, (STACK / "daemon.json").read_bytes())


def _replace(file: Path, content: bytes) -> bool:
    if file.exists() and file.read_bytes() == content:
        return False
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
            shutil.copyfile(entry.path, target / entry.name)


def watched_files(layout: Layout) -> list[Path]:
    """All files that a remedy could change: the project's, nginx's, docker's."""
    found = [layout.daemon_config, layout.folder / "nginx/nginx.conf"]
    for top in (layout.project, layout.site_file.parent):
        found += (path for path in top.rglob("*") if not path.is_dir())
    return sorted(found)
