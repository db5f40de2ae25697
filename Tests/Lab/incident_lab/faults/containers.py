"""Cause 1 of the guide: the backend's container has fallen, or restarts in a loop."""

import signal

from .actions import (
    COMPOSE,
    SERVER,
    await_restarts,
    await_status,
    code_at_start,
    docker,
    hold_port,
    recreate,
    rewrite,
    signal_process,
    stop,
)
from .fault import DEVELOPERS, HOSTER, RESOLVED, Fault, names

BACKEND = names("backend")
ALL = names("backend", "postgres", "redis")
_HEALTHCHECK = """    healthcheck:
      test: [CMD, curl, -fsS, "http://127.0.0.1:${BACKEND_PORT}/health"]
      interval: 2s
      timeout: 5s
      retries: 2
      start_period: 2s
"""

FAULTS = [
    Fault("backend_stopped", "the backend's container was stopped", (stop("backend"),), RESOLVED,
          names("backend_down"), restarts=BACKEND),
    Fault("backend_removed", "the backend's container was removed", (docker("rm", "-f", "chvetyk_backend"),), RESOLVED,
          names("backend_down"), restarts=ALL),
    Fault("backend_paused", "the backend's container is paused", (docker("pause", "chvetyk_backend"),), RESOLVED,
          names("too_slow"), names("backend_down", "backend_unhealthy"), restarts=BACKEND),
    Fault("backend_frozen", "the backend's process is stopped by a signal",
          (signal_process("backend", signal.SIGSTOP),), RESOLVED,
          names("too_slow"), names("backend_unhealthy"), restarts=BACKEND),
    Fault("backend_killed", "the backend was killed, and docker is not to start it again",
          (rewrite(COMPOSE, "restart: unless-stopped\n    env_file", "restart: \"no\"\n    env_file"),
           recreate("backend"), await_status(200), docker("kill", "chvetyk_backend")), RESOLVED,
          names("backend_down"), restarts=BACKEND),
    Fault("no_healthcheck", "the backend has fallen, and has no health check",
          (rewrite(COMPOSE, _HEALTHCHECK, ""), recreate("backend"), await_status(200), stop("backend")), RESOLVED,
          names("backend_down", "no_healthcheck"), restarts=BACKEND, edits=names("docker-compose.yml")),
    Fault("crash_after_start", "the backend crashes 3 s after each start",
          (code_at_start("setTimeout(() => { null.price; }, 3000);"), recreate("backend"),
           await_restarts("backend", 3)),
          DEVELOPERS, names("backend_loops", "code_error"), names("backend_unhealthy"), restarts=ALL, restless=BACKEND),
    Fault("wrong_command", "docker-compose.yml starts a file that does not exist",
          (rewrite(COMPOSE, "[node, server.js]", "[node, sever.js]"), recreate("backend"),
           await_restarts("backend", 3)),
          DEVELOPERS, names("backend_loops", "code_error"), names("backend_unhealthy"), restarts=ALL, restless=BACKEND),
    Fault("port_taken", "another process holds the backend's port",
          (stop("backend"), hold_port, docker("start", "chvetyk_backend"), await_restarts("backend", 3)), DEVELOPERS,
          names("port_taken"), names("backend_loops", "backend_unhealthy", "nginx_stale"), restless=BACKEND),
    Fault("flapping", "the backend answers for three seconds of every nine, whatever is done",
          (rewrite(SERVER, "answer(request, response).catch",
                   "if (Date.now() % 9000 > 3000) return request.socket.destroy();\n  answer(request, response).catch"),
           recreate("backend"), await_status(200), await_status(502)),
          HOSTER, frozenset(), names("backend_silent", "backend_unhealthy", "nginx_stale"), restarts=ALL),
]
