"""Debian's monit as a contender, with what its manual offers for such a stack."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ..commands import run, wait_until
from ..layout import HERE, LabError, Layout
from .contender import Daemon

# A cycle of 10 s, divided by ten. Every part has a test of its protocol, a way to start, stop and restart it, and a
# limit after which monit leaves it to a person; the backend depends on what it needs. `--wait` lets a start return when
# the container is healthy: monit tests it at once. nginx is restarted only when its configuration is right. The
# migrations are run when the backend's log asks for them.
_CONTROL = """set daemon 1
set log FOLDER/log
set pidfile FOLDER/pid
set idfile FOLDER/id
set statefile FOLDER/state
set httpd unixsocket FOLDER/socket
  allow lab:lab
set limits { networkTimeout: 2 s, programTimeout: 20 s, startTimeout: 20 s, stopTimeout: 20 s, restartTimeout: 20 s }

check process docker with pidfile LAB/docker.pid
  start program = "FOLDER/mend systemctl start docker"
  stop program = "FOLDER/mend systemctl stop docker"
  restart program = "FOLDER/mend systemctl restart docker"
  if failed unixsocket LAB/docker.sock protocol http request "/_ping" timeout 2 seconds for 3 cycles then restart
  if 5 restarts within 20 cycles then unmonitor

check host redis with address 127.0.0.1
  start program = "FOLDER/mend docker compose up -d --wait --no-deps redis"
  stop program = "FOLDER/mend docker compose stop -t 1 redis"
  restart program = "FOLDER/mend docker compose up -d --wait --no-deps --force-recreate redis"
  if failed port REDIS protocol redis timeout 2 seconds for 2 cycles then restart
  if 5 restarts within 20 cycles then unmonitor

check host postgres with address 127.0.0.1
  start program = "FOLDER/mend docker compose up -d --wait --no-deps postgres"
  stop program = "FOLDER/mend docker compose stop -t 1 postgres"
  restart program = "FOLDER/mend docker compose up -d --wait --no-deps --force-recreate postgres"
  if failed port POSTGRES protocol pgsql username "postgres" password "flowers" database "postgres"
    timeout 2 seconds for 2 cycles then restart
  if 5 restarts within 20 cycles then unmonitor

check host backend with address 127.0.0.1
  start program = "FOLDER/mend docker compose up -d --wait --no-deps backend"
  stop program = "FOLDER/mend docker compose stop -t 1 backend"
  restart program = "FOLDER/mend docker compose up -d --wait --no-deps --force-recreate backend"
  depends on redis, postgres
  if failed port BACKEND protocol http request "/health" timeout 2 seconds for 3 times within 5 cycles then restart
  if 5 restarts within 20 cycles then unmonitor

check program migrated with path FOLDER/migrated
  if status != 0 then exec "FOLDER/mend docker compose exec -T backend npm run migrate" repeat every 10 cycles

check process nginx with pidfile LAB/nginx.pid
  start program = "FOLDER/mend systemctl start nginx"
  stop program = "FOLDER/mend systemctl stop nginx"
  restart program = "FOLDER/mend sh -c 'nginx -t && systemctl restart nginx'"
  if failed host 127.0.0.1 port SITE protocol http request "/" timeout 2 seconds for 5 cycles then restart
  if 5 restarts within 20 cycles then unmonitor
"""
_MIGRATED = "! docker compose logs --no-color --since 10s backend 2>&1 | grep -qE 'relation .* does not exist'\n"
_GIVEN_UP = re.compile(r"unmonitor|service restarted \d+ times within", re.IGNORECASE)

_WELL = re.compile(r"\b(OK|Not monitored)\b")


class Monit:
    """monit in the foreground, with its own log; it has no mail server, so what it would mail stands in the log."""

    name = "monit"
    is_held = True

    def begin(self, layout: Layout) -> None:
        subprocess.run([HERE / "install", "monit"], check=True, stdout=subprocess.DEVNULL)
        self._layout = layout
        self._folder = layout.folder / "monit"
        self._folder.mkdir(exist_ok=True)
        self._log = self._folder / "log"
        self._mark = 0
        # monit clears the environment of what it starts. The name of `mend` tells a remedy from a look.
        head = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in layout.environment().items())
        head = f"#!/bin/sh\n{head}cd {shlex.quote(str(layout.project))} || exit 1\n"
        self._write("mend", head + f'"$@" >>{self._folder}/mend.log 2>&1\n', 0o700)
        self._write("migrated", head + _MIGRATED, 0o700)
        self._write("monitrc", self._control(), 0o600)
        run(layout, ["monit", "-c", self._folder / "monitrc", "-t"])
        self._daemon = Daemon(layout, ["monit", "-I", "-c", self._folder / "monitrc"], self._folder / "output")
        try:
            wait_until(self.is_calm, "monit sees all services well", 20, every=0.5)
        except LabError as error:
            self.end()
            raise LabError(f"{error}\n{self._log.read_text()[-2000:]}") from error

    def _control(self) -> str:
        ports = self._layout.ports
        text = _CONTROL.replace("FOLDER", str(self._folder)).replace("LAB", str(self._layout.folder))
        numbers = {"REDIS": ports.redis, "POSTGRES": ports.postgres, "BACKEND": ports.backend, "SITE": ports.site}
        for name, port in numbers.items():
            text = text.replace(f"port {name} ", f"port {port} ")
        return text

    def _write(self, name: str, text: str, mode: int) -> None:
        file = self._folder / name
        file.write_text(text)
        file.chmod(mode)

    def end(self) -> None:
        self._daemon.end()

    def is_at_work(self) -> bool:
        return "mend" in self._daemon.children().values()

    def has_called(self) -> bool:
        return False  # it gives up single services; the others it goes on to restart

    def calls(self) -> list[str]:
        lines = self._log.read_text(errors="replace")[self._mark:].splitlines()
        return [line.partition(" : ")[2] or line for line in lines if _GIVEN_UP.search(line)]

    def hold_still(self) -> None:
        self._daemon.hold_still(lambda: not self.is_at_work(), 12)

    def go_on(self) -> None:
        self._daemon.go_on()

    def mended(self, may_try_again: bool) -> None:
        self._command("monitor", "all")

    def look_anew(self) -> None:
        self._mark = len(self._log.read_text(errors="replace"))

    def is_calm(self) -> bool:
        lines = self._command("-B", "summary").splitlines()[2:]
        return bool(lines) and all(_WELL.search(line) for line in lines if line.strip())

    def _command(self, *words: str) -> str:
        argv = ["monit", "-c", str(self._folder / "monitrc"), *words]
        return run(self._layout, argv, check=False, timeout=30).stdout

    def resident(self) -> int:
        return self._daemon.resident()

    def facts(self) -> dict[str, Any]:
        return {}

    def keep(self, folder: Path) -> None:
        kept = folder / "monit"
        kept.mkdir(exist_ok=True)
        for name in ("monitrc", "log", "mend.log"):
            if (self._folder / name).exists():
                shutil.copy(self._folder / name, kept / name)
