"""What a person does between two faults: mend what is left, and take what has changed back."""

from __future__ import annotations

from .. import project, snapshot, stack
from ..commands import service
from ..layout import LabError, Layout
from ..snapshot import Snapshot
from .contender import Contender


def put_back(layout: Layout, contender: Contender, well: Snapshot, healed: bool) -> list[str]:
    """Brings the stack back to what it was, touching no more than that needs; gives what is worth a note.

    A healed stack goes on as it is. Where a remedy has edited the site's file, that alone is put back: making
    containers anew would be a fault of the lab's own to whoever watches.
    """
    if healed:
        changed = _changed_files(layout, well)
        if not changed:
            return []
        if changed == {"site"}:
            project.write_files(layout)
            service(layout, "reload", "nginx")
            return []
    return mend(layout, contender)


def mend(layout: Layout, contender: Contender) -> list[str]:
    """Mends whatever is broken, while the contender keeps still; gives what is worth a note."""
    notes = []
    contender.hold_still()
    try:
        stack.heal(layout)
    except LabError as error:
        notes.append(f"put back in two tries ({str(error).partition(chr(10))[0]})")
        stack.heal(layout)
    finally:
        contender.go_on()
    return notes


def _changed_files(layout: Layout, well: Snapshot) -> set[str]:
    """The files whose content is another than on the healthy stack."""
    now = snapshot.take(layout).files
    return {name for name in well.files.keys() | now.keys()
            if well.files.get(name, "").split()[:1] != now.get(name, "").split()[:1]}
