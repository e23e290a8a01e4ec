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

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 100_000_000
"""Largest member that is unpacked; the largest that is needed has 36 MB."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One line of archives.txt. `sha256` in hexadecimal."""

    name: str
    version: str
    sha256: str


def listed() -> dict[str, Archive]:
    """The archives by name, as archives.txt lists them."""
    found = {}
    for line in _list().splitlines():
        if line and not line.startswith("#"):
            pin, digest = line.split(" --hash=sha256:")
            name, version = pin.split("==")
            found[name] = Archive(name, version, digest)
    return found


def fetch(folder: Path) -> None:
    """Download into a folder, through pip and so from the user's own index, what is not yet there.

    Raises:
        StorageError: pip is absent or fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not set(archive.sha256 for archive in listed().values()) - set(_by_hash(folder)):
        return
    pip = [sys.executable, "-m", "pip"] if importlib.util.find_spec("pip") else [shutil.which("pip") or ""]
    if not pip[-1]:
        raise StorageError("pip is not installed: run `python -m ensurepip`, or give --archives DIR")
    wanted = folder / "archives.txt"
    wanted.write_text(_list(), encoding="utf-8")
    command = [*pip, "download", "--quiet", "--no-deps", "--require-hashes", "--dest", str(folder)]
    done = subprocess.run([*command, "-r", str(wanted)], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise StorageError(f"pip could not fetch the archives of the base network:\n{done.stderr.strip()}")


def members(folder: Path, name: str, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """Members of one archive whose path ends with (or, for names that end in `/`, holds) a wanted name.

    The file is found by its SHA-256, whatever it is called, so what is read is what was pinned.

    Raises:
        StorageError: the archive is not in the folder, or lacks a member.
    """
    archive = listed()[name]
    path = _by_hash(folder).get(archive.sha256)
    if path is None:
        raise StorageError(
            f"{folder}: no file has the SHA-256 of {name} {archive.version}; run without --archives"
        )
    found = {key: data for key, data in _unpack(path.read_bytes(), wanted)}
    for member in wanted:
        if not any(_fits(key, member) for key in found):
            raise StorageError(f"{path.name}: no member {member}")
    return found


def _fits(key: str, member: str) -> bool:
    return not key.endswith("/") and (member in key if member.endswith("/") else key.endswith(member))


def _unpack(data: bytes, wanted: tuple[str, ...]) -> list[tuple[str, bytes]]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            chosen = [i for i in archive.infolist() if any(_fits(i.filename, member) for member in wanted)]
            return [(i.filename, archive.read(i)) for i in chosen if i.file_size <= _MOST_BYTES]
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        found = []
        for item in archive:
            if (
                item.isfile()
                and item.size <= _MOST_BYTES
                and any(_fits(item.name, member) for member in wanted)
            ):
                stream = archive.extractfile(item)
                found.append((item.name, stream.read() if stream else b""))
        return found


def _by_hash(folder: Path) -> dict[str, Path]:
    return {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def _list() -> str:
    return files("karwan.network.base").joinpath("archives.txt").read_text(encoding="utf-8")
