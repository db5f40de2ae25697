"""All faults of the lab."""

from ..layout import LabError
from . import containers, data, resources, servers
from .fault import Ending, Fault

ALL_FAULTS: dict[str, Fault] = {
    fault.name: fault
    for module in (containers, resources, data, servers)
    for fault in module.FAULTS
}

CHOICES = {
    "ci": (
        "backend_stopped", "redis_stopped", "missing_migration", "crash_at_start", "nginx_wrong_port", "docker_dead",
        "compose_broken", "false_alarm",
    ),
}


def chosen(names: list[str], choice: str | None) -> list[Fault]:
    """The faults of these names, or of a choice; all where nothing is said."""
    wanted = list(names) or list(CHOICES[choice] if choice else ALL_FAULTS)
    unknown = [name for name in wanted if name not in ALL_FAULTS]
    if unknown:
        raise LabError(f"no such fault: {', '.join(unknown)}; lab list names all")
    return [ALL_FAULTS[name] for name in wanted]


__all__ = ["ALL_FAULTS", "CHOICES", "Ending", "Fault", "chosen"]
