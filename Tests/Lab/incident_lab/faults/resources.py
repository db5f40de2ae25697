"""Causes 2 and 3 of the guide: not enough resources, and answers that come too late."""

from pathlib import Path

from .actions import (
    COMPOSE,
    SITE,
    await_restarts,
    await_status,
    code_at_start,
    code_in_page,
    fill_disk,
    recreate,
    rewrite,
    spin,
    standin,
    stop,
    systemd,
)
from .containers import ALL, BACKEND
from .fault import DEVELOPERS, HOSTER, RESOLVED, Action, Fault, names

_HEALTH = names("backend_unhealthy", "backend_loops")


def _may_raise_limits() -> bool:
    """Whether root here may raise hard limits (CAP_SYS_RESOURCE); in some sandboxes it may not."""
    status = Path("/proc/self/status").read_text()
    effective = int(status.partition("CapEff:")[2].split()[0], 16)
    return bool(effective >> 24 & 1)


def _memory(limit: str, need: int) -> tuple[Action, ...]:
    return (
        rewrite(COMPOSE, "    env_file: .env\n",
                f"    env_file: .env\n    deploy:\n      resources:\n        limits:\n          memory: {limit}\n"),
        code_at_start(f"const catalogue = Buffer.alloc({need} << 20, 1);"),
        recreate("backend"), await_restarts("backend", 3),
    )


FAULTS = [
    Fault("memory_limit_low", "the backend needs 150 MB and may have 64: the kernel kills it in a loop",
          _memory("64M", 150), RESOLVED, names("out_of_memory"), _HEALTH, restarts=ALL,
          edits=names("docker-compose.yml"), restless=BACKEND),
    Fault("memory_leak", "the backend takes more memory than the guide's 512M: the kernel kills it in a loop",
          _memory("512M", 700), HOSTER, names("out_of_memory"), _HEALTH, restarts=ALL, restless=BACKEND),
    Fault("memlock", "the backend cannot lock memory, and crashes",
          (rewrite(COMPOSE, "command: [node, server.js]",
                   "command: [sh, -c, '[ \"$$(ulimit -l)\" = unlimited ] || { echo \"mlock: Cannot allocate memory\";"
                   " exit 1; }; exec node server.js']"), recreate("backend"), await_restarts("backend", 3)),
          RESOLVED if _may_raise_limits() else HOSTER,  # then the edit fails at `apply`, and is put back
          names("memlock_low"), _HEALTH, restarts=ALL, edits=names("daemon.json"), restless=BACKEND),
    Fault("cpu_busy", "the backend computes without end", (spin,), RESOLVED,
          names("cpu_busy", "too_slow"), _HEALTH, restarts=BACKEND,
          settings={"cpu_limit": "30"}),  # the checks and whatever else runs here take their share of the cores
    Fault("disk_full", "the disk is full, and the backend crashes at its start",
          (fill_disk, recreate("backend"), await_restarts("backend", 3)), HOSTER,
          names("disk_full"), _HEALTH | names("code_error"), restless=BACKEND),
    Fault("slow_disk_command", "df hangs, and the backend is stopped",
          (standin("df", "exec sleep 600"), stop("backend")), RESOLVED, names("backend_down"), restarts=BACKEND),
    Fault("stats_hang", "docker stats hangs, and the backend is stopped",
          (standin("docker", '[ "$1" != stats ] || exec sleep 600\nexec /usr/bin/docker "$@"'), stop("backend")),
          RESOLVED, names("backend_down"), restarts=BACKEND),
    Fault("short_timeouts", "the page takes three seconds, nginx waits one",
          (code_in_page("await new Promise((done) => setTimeout(done, 3000));"), recreate("backend"),
           rewrite(SITE, "proxy_read_timeout 60s", "proxy_read_timeout 1s"), systemd("reload", "nginx"),
           await_status(504)),
          RESOLVED, names("too_slow", "short_timeouts"), edits=names("site")),
    Fault("too_slow", "the page takes half a minute",
          (code_in_page("await new Promise((done) => setTimeout(done, 30000));"), recreate("backend"), await_status(0)),
          DEVELOPERS, names("too_slow"), restarts=BACKEND),
]
