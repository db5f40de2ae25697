"""The image of all containers: an almost empty root, on which the host's /usr is mounted."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from .layout import HERE

PATH = "/lab:/usr/lib/postgresql/15/bin:/usr/local/bin:/usr/bin:/usr/sbin"
_FOLDERS = ["app", "data", "dev", "etc", "etc/alternatives", "lab", "proc", "root", "sys", "usr", "var", "var/cache",
            "var/cache/shop"]
_LINKS = ["bin", "sbin", "lib", "lib64"]
_HOST_FILES = ["etc/passwd", "etc/group", "etc/nsswitch.conf", "etc/hosts", "etc/ld.so.cache"]


def write_tar(target: Path) -> None:
    """Writes the image's root file system."""
    with tarfile.open(target, "w") as tar:
        for name in _FOLDERS:
            _add_folder(tar, name, 0o755)
        _add_folder(tar, "tmp", 0o1777)
        for name in _LINKS:
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, f"usr/{name}"
            tar.addfile(link)
        for name in _HOST_FILES:
            _add_file(tar, name, Path("/", name).read_bytes(), 0o644)
        for name in ("start-postgres", "redis-cli"):
            _add_file(tar, f"lab/{name}", (HERE / "stack" / name).read_bytes(), 0o755)


def _add_folder(tar: tarfile.TarFile, name: str, mode: int) -> None:
    info = tarfile.TarInfo(name)
    info.type, info.mode = tarfile.DIRTYPE, mode
    tar.addfile(info)


def _add_file(tar: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), mode
    tar.addfile(info, io.BytesIO(content))
