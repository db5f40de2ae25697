"""Where everything of a lab lies, and how that is kept so that `down` works after a crash."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
REPOSITORY = HERE.parent.parent


class LabError(Exception):
    """Says what went wrong with the lab itself, never with what it tests."""


class NoDocker(LabError):
    """Docker's daemon does not start on this machine."""


@dataclass(frozen=True)
class Ports:
    """The loopback ports of the stack; `dead` is one where nothing listens."""

    site: int
    backend: int
    postgres: int
    redis: int
    dead: int


def free_ports() -> Ports:
    """Picks ports that are free now, below the range that outgoing connections are given."""
    found: list[int] = []
    start = 20000 + os.getpid() * 7 % 5000  # labs that begin together, with pids one after the other, do not meet
    for port in range(start, start + 7000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == 5:
            return Ports(*found)
    raise LabError("no five free ports between 20000 and 32000")


@dataclass(frozen=True)
class Layout:
    """A lab's folder, ports and the process that holds its mounts."""

    folder: Path
    ports: Ports
    compose: Path
    keeper: int = 0

    @property
    def name(self) -> str:
        """A name that no other lab on this machine has: for cgroups."""
        return "rung-lab-" + hashlib.sha256(str(self.folder).encode()).hexdigest()[:8]

    @property
    def state_file(self) -> Path:
        return self.folder / "state.json"

    @property
    def project(self) -> Path:
        """The folder of docker-compose.yml."""
        return self.folder / "project"

    @property
    def site_file(self) -> Path:
        return self.folder / "nginx/sites-available/bot-flowers-studio-ru.ru"

    @property
    def access_log(self) -> Path:
        return self.folder / "nginx/logs/access.log"

    @property
    def daemon_config(self) -> Path:
        return self.folder / "daemon.json"

    @property
    def disk(self) -> Path:
        """A small tmpfs where the backend keeps its cache."""
        return self.folder / "disk"

    @property
    def bin(self) -> Path:
        return self.folder / "bin"

    @property
    def dumps(self) -> Path:
        return self.folder / "dumps"

    @property
    def rung_state(self) -> Path:
        return self.folder / "rung"

    @property
    def site_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.site}/"

    @property
    def health_url(self) -> str:
        return f"http://127.0.0.1:{self.ports.backend}/health"

    @property
    def rung_settings(self) -> dict[str, str]:
        """The params that tell a runbook of this stack."""
        return {
            "project_dir": str(self.project),
            "site_url": self.site_url,
            "health_url": self.health_url,
            "nginx_site": str(self.site_file),
            "nginx_access_log": str(self.access_log),
            "docker_config": str(self.daemon_config),
            "disk_path": str(self.disk),
            "dump_dir": str(self.dumps),
        }

    def environment(self, path: Path | None = None) -> dict[str, str]:
        """What commands see: the stand-ins first on PATH, the lab's own docker."""
        return {
            "PATH": str(path) if path else f"{self.bin}:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.folder / "home"),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "DOCKER_HOST": f"unix://{self.folder}/docker.sock",
            "DOCKER_CONFIG": str(self.folder / "docker-client"),
            "RUNG_STATE_DIR": str(self.rung_state),
            "RUNG_CONFIG": "/dev/null",
            "NO_COLOR": "1",
        }

    def save(self) -> None:
        """Writes the state file anew, atomically."""
        fresh = self.state_file.with_suffix(".new")
        state = {"folder": str(self.folder), "ports": asdict(self.ports), "compose": str(self.compose)}
        fresh.write_text(json.dumps({**state, "keeper": self.keeper}))
        fresh.replace(self.state_file)


def default_folder() -> Path:
    return Path(os.environ.get("RUNG_LAB_DIR", f"/tmp/rung-lab-{os.getuid()}"))


def load(folder: Path) -> Layout | None:
    """Reads the state of the lab in `folder`; None where there is none."""
    try:
        state = json.loads((folder / "state.json").read_text())
    except FileNotFoundError:
        return None
    return Layout(Path(state["folder"]), Ports(**state["ports"]), Path(state["compose"]), int(state["keeper"]))
