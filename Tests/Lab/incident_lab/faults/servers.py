"""Cause 6 of the guide, nginx; and docker itself."""

import signal

from .actions import COMPOSE, SITE, await_status, fell_docker, hide_docker, remove, rewrite, stop, systemd
from .containers import BACKEND
from .fault import DEVELOPERS, HOSTER, RESOLVED, Fault, names

_WRONG_PORT = rewrite(SITE, "http://127.0.0.1:@BACKEND@", "http://127.0.0.1:@DEAD@")
_RIGHT_PORT = rewrite(SITE, "http://127.0.0.1:@DEAD@", "http://127.0.0.1:@BACKEND@")
_SYNTAX_ERROR = rewrite(SITE, "proxy_http_version 1.1;", "proxy_http_version 1.1")

FAULTS = [
    Fault("nginx_wrong_port", "nginx points at a port where nothing listens",
          (_WRONG_PORT, systemd("reload", "nginx"), await_status(502)), RESOLVED,
          names("nginx_upstream"), edits=names("site")),
    Fault("nginx_stale", "nginx was not reloaded after its file was corrected",
          (_WRONG_PORT, systemd("reload", "nginx"), await_status(502), _RIGHT_PORT), RESOLVED, names("nginx_stale")),
    Fault("nginx_down", "nginx was stopped", (systemd("stop", "nginx"), await_status(0)), RESOLVED,
          names("nginx_down")),
    Fault("nginx_syntax_error", "a syntax error in the site's file; nginx does not start any more",
          (_SYNTAX_ERROR, systemd("stop", "nginx"), await_status(0)), DEVELOPERS,
          names("nginx_broken"), names("nginx_down")),
    Fault("nginx_syntax_unseen", "a syntax error in the site's file; nginx still runs with the old one",
          (_SYNTAX_ERROR,), RESOLVED, names("nginx_broken"), breaks_site=False),
    Fault("nginx_down_and_backend", "nginx and the backend were stopped", (stop("backend"), systemd("stop", "nginx")),
          RESOLVED, names("nginx_down", "backend_down"), restarts=BACKEND),
    Fault("wrong_port_and_backend", "nginx points at a dead port, and the backend was stopped",
          (stop("backend"), _WRONG_PORT, systemd("reload", "nginx")), RESOLVED,
          names("nginx_upstream", "backend_down"), restarts=BACKEND, edits=names("site")),
    Fault("docker_dead", "the docker daemon was killed, then the backend died",
          (fell_docker(signal.SIGKILL),), RESOLVED, names("docker_down"), names("backend_down"), restarts=BACKEND),
    Fault("docker_hangs", "the docker daemon hangs, and the backend died", (fell_docker(signal.SIGSTOP),), RESOLVED,
          names("docker_down"), names("backend_down"), restarts=BACKEND),
    Fault("docker_broken", "the docker daemon cannot start: its configuration is broken",
          (fell_docker(signal.SIGKILL), rewrite("daemon.json", '"log-opts": {', '"log-opts" {')), HOSTER,
          names("docker_down")),
    Fault("docker_dead_unseen", "the docker daemon was killed; the site still answers",
          (systemd("kill", "docker"),), RESOLVED, may=names("docker_down"), breaks_site=False),
    Fault("docker_missing", "no docker is installed where the runbook is run",
          (stop("backend"), hide_docker), DEVELOPERS, names("docker_missing"), without_docker=True),
    Fault("compose_broken", "docker-compose.yml is no YAML, and the backend was stopped",
          (stop("backend"), rewrite(COMPOSE, "    working_dir: /app", "   working_dir: /app")), DEVELOPERS,
          names("compose_broken")),
    Fault("compose_missing", "docker-compose.yml is gone, and the backend was stopped",
          (stop("backend"), remove("project/docker-compose.yml")), DEVELOPERS, names("compose_broken")),
    Fault("wrong_project", "the runbook is told of a service that the project does not have",
          (stop("backend"),), DEVELOPERS, names("wrong_project"), names("backend_down"),
          settings={"backend": "frontend"}),
    Fault("false_alarm", "nothing is broken", (), RESOLVED, breaks_site=False),
]
