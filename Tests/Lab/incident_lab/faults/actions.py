"""The single things that go wrong; a fault puts them together."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from .. import cgroups, database
from ..commands import compose, http_status, run, service, wait_until
from ..layout import LabError, Layout
from .fault import Action


def stop(*services: str) -> Action:
    """Stops containers, as by hand: docker does not start them again."""

    def act(layout: Layout) -> None:
        run(layout, ["docker", "stop", "-t", "1", *(f"chvetyk_{name}" for name in services)])

    return act


def docker(*argv: str) -> Action:
    def act(layout: Layout) -> None:
        run(layout, ["docker", *argv])

    return act


def recreate(name: str) -> Action:
    """Makes a container anew from docker-compose.yml as it is now."""

    def act(layout: Layout) -> None:
        compose(layout, "up", "-d", "--force-recreate", "--no-deps", "-t", "1", name)

    return act


def signal_process(name: str, number: signal.Signals) -> Action:
    """Sends a signal to a container's main process, past docker."""

    def act(layout: Layout) -> None:
        pid = run(layout, ["docker", "inspect", "-f", "{{.State.Pid}}", f"chvetyk_{name}"]).stdout
        os.kill(int(pid), number)

    return act


def await_restarts(name: str, count: int) -> Action:
    """Waits until docker has restarted a container so often by itself."""

    def act(layout: Layout) -> None:
        def enough() -> bool:
            argv = ["docker", "inspect", "-f", "{{.RestartCount}}", f"chvetyk_{name}"]
            return int(run(layout, argv).stdout) >= count

        wait_until(enough, f"{name} restarts in a loop", 30, every=0.3)

    return act


def await_status(status: int) -> Action:
    """Waits until the site answers so; 0 is no answer."""

    def act(layout: Layout) -> None:
        wait_until(lambda: http_status(layout.site_url) == status, f"the site answers {status}", 20)

    return act


def rewrite(file: str, old: str, new: str) -> Action:
    """Replaces a text that a file holds once; `file` is below the lab's folder, ports are written @DEAD@ and so on."""

    def act(layout: Layout) -> None:
        path = layout.folder / file
        text = path.read_text()
        before, after = _ports(layout, old), _ports(layout, new)
        if text.count(before) != 1:
            raise LabError(f"{file} holds {before!r} {text.count(before)} times, not once")
        path.write_text(text.replace(before, after))

    return act


def _ports(layout: Layout, text: str) -> str:
    text = text.replace("@BACKEND@", str(layout.ports.backend)).replace("@DEAD@", str(layout.ports.dead))
    return text.replace("@REDIS@", str(layout.ports.redis))


SERVER = "project/app/server.js"
COMPOSE = "project/docker-compose.yml"
SITE = "nginx/sites-available/bot-flowers-studio-ru.ru"


def code_at_start(line: str) -> Action:
    """Adds a line of code that runs when the backend starts."""
    return rewrite(SERVER, "const shop = require('./shop');", f"const shop = require('./shop');\n{line}")


def code_in_page(line: str) -> Action:
    """Adds a line of code that runs for each page, but not for /health."""
    head = "async function page(request, response) {"
    return rewrite(SERVER, head, f"{head}\n  {line}")


def sql(text: str) -> Action:
    def act(layout: Layout) -> None:
        database.execute(layout, text)

    return act


def systemd(verb: str, unit: str) -> Action:
    """What somebody did to a service; that it failed is no matter."""

    def act(layout: Layout) -> None:
        service(layout, verb, unit, check=False)

    return act


def fell_docker(number: signal.Signals) -> Action:
    """Sends the docker daemon a signal, and kills the backend when nobody is there to start it again."""

    def act(layout: Layout) -> None:
        pid = run(layout, ["docker", "inspect", "-f", "{{.State.Pid}}", "chvetyk_backend"]).stdout
        os.kill(int((layout.folder / "docker.pid").read_text()), number)
        os.kill(int(pid), signal.SIGKILL)

    return act


def remove(file: str) -> Action:
    def act(layout: Layout) -> None:
        (layout.folder / file).unlink()

    return act


def fill_disk(layout: Layout) -> None:
    """Fills the small disk up to the last block; what the backend cached there is gone."""
    (layout.disk / "catalogue.json").unlink(missing_ok=True)
    try:
        with (layout.disk / "upload.bin").open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * (1 << 20))
    except OSError:
        return


def standin(name: str, script: str) -> Action:
    """Puts a script of its own before a command on PATH."""

    def act(layout: Layout) -> None:
        path = layout.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    return act


def hold_port(layout: Layout) -> None:
    """Starts a process of its own that holds the backend's port and knows no page."""
    script = (
        "require('http').createServer((request, response) => { response.writeHead(404); response.end(); })"
        f".listen({layout.ports.backend}, '127.0.0.1')"
    )
    helper = subprocess.Popen(
        [layout.bin / "lab-exec", "node", "-e", script], env=layout.environment(), start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    (layout.folder / "helper-port.pid").write_text(str(helper.pid))
    wait_until(lambda: http_status(layout.health_url) == 404, "another process holds the port", 10)


def hide_docker(layout: Layout) -> None:
    """Makes a PATH on which everything is but docker."""
    farm = layout.folder / "no-docker"
    shutil.rmtree(farm, ignore_errors=True)
    farm.mkdir()
    for folder in (layout.bin, Path("/usr/sbin"), Path("/usr/bin")):
        for command in folder.iterdir():
            link = farm / command.name
            if not command.name.startswith("docker") and not link.is_symlink():
                link.symlink_to(command)


def spin(layout: Layout) -> None:
    """Lets the backend compute without end, once, two seconds after it has begun to answer."""
    once = "/var/cache/shop/spun"
    code_at_start(
        f"if (!fs.existsSync('{once}')) {{ fs.writeFileSync('{once}', ''); setTimeout(() => {{ for (;;); }}, 2000); }}"
    )(layout)
    recreate("backend")(layout)
    await_status(200)(layout)
    wait_until(lambda: http_status(layout.health_url, timeout=1) == 0, "the backend is busy", 10)


def helpers_alive(layout: Layout) -> bool:
    """Whether the processes that a fault started beside the stack still run."""
    alive = set(cgroups.processes(layout))
    return all(int(file.read_text()) in alive for file in layout.folder.glob("helper-*.pid"))
