"""A cache of arrays that were made from known inputs: made once, found by their hash, mended by itself."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from karwan.errors import StorageError, unusable
from karwan.storage import archive, lock
from karwan.storage.place import folder

__all__ = ["Arrays", "Entry", "Store", "folder"]

Arrays = Mapping[str, NDArray[Any]]
"""Arrays by name, read-only."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,38}")
_DIGEST = re.compile(r"[0-9a-f]{16,}")
_KEPT_FILE = re.compile(r"(?P<name>[a-z0-9][a-z0-9_.-]*)-(?P<digest>[0-9a-f]{16})\.npz")
_OTHER_FILE = re.compile(r"\.[a-z0-9_.-]+\.npz\.(lock|[0-9a-f]{8}\.tmp)|[a-z0-9_.-]+\.steps\.json")
# That of the shipped tables, and those of a few folders of the user's own that take turns with it.
_VERSIONS = 4
_TOLD: set[Path] = set()


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the cache: what was made, the first 16 digits of its hash, its size, when it was made."""

    name: str
    digest: str
    path: Path
    size_bytes: int
    made: datetime


class Store:
    """Arrays kept in a folder, by name and by the hash of what they were made from."""

    def __init__(self, place: Path) -> None:
        self.folder = place.absolute()  # the process may change its folder later

    def arrays(self, name: str, digest: str, make: Callable[[], Arrays]) -> Arrays:
        """The arrays that `make` gives, read from the cache where they are there and whole.

        `make` runs under a lock between processes, so that two that start at once make once. A member is read
        when it is first asked for; if its bytes turn out to be damaged then, everything is made anew. Where
        nothing can be kept (no space, no permission) the arrays are made and given all the same, with one
        line on standard error.

        Args:
            name: what the arrays are, in small letters (`overlay`).
            digest: hash of everything that `make` depends on, hexadecimal, 16 digits at least.
            make: gives the arrays; the same ones each time. Numbers, Booleans or plain text.

        Raises:
            ValueError: a name or a digest that cannot name a file. And whatever `make` raises.
        """
        if not _NAME.fullmatch(name) or not _DIGEST.fullmatch(digest):
            raise ValueError(f"cannot keep arrays as '{name}' under '{digest}'")
        path = self.folder / f"{name}-{digest[:16]}.npz"
        slot = _Slot(name, path, f"{name} {digest}", make)
        try:
            members = archive.contents(path, slot.label)
        except (FileNotFoundError, archive.Damaged):
            return self._make(slot)
        _use(path)
        return _Kept(members, lambda key: archive.read(path, key, members[key]), lambda: self._make(slot))

    def entries(self) -> list[Entry]:
        """What is kept, by name, the newest first.

        Raises:
            StorageError: the folder cannot be read; an absent one is an empty cache.
        """
        found = []
        for path in self._files():
            if match := _KEPT_FILE.fullmatch(path.name):
                with suppress(FileNotFoundError):  # another process removed it just now
                    status = path.stat()
                    made = datetime.fromtimestamp(status.st_mtime, UTC)
                    found.append(Entry(match["name"], match["digest"], path, status.st_size, made))
        return sorted(found, key=lambda entry: (entry.name, -entry.made.timestamp()))

    def clear(self) -> list[Entry]:
        """Removes all that is kept, and tells what it was; files of others in the folder stay.

        Raises:
            StorageError: a file cannot be removed.
        """
        entries = self.entries()
        for path in self._files():
            if _KEPT_FILE.fullmatch(path.name) or _OTHER_FILE.fullmatch(path.name):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise StorageError(unusable("remove", path, error)) from error
        return entries

    def _files(self) -> list[Path]:
        try:
            return sorted(self.folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StorageError(unusable("read", self.folder, error)) from error

    def _make(self, slot: _Slot) -> Arrays:
        """Makes the arrays and keeps them, unless another process has just done so."""
        with ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(lock.held(self.folder / f".{slot.name}.npz.lock", slot.waiting))
            except OSError as error:
                self._not_kept(unusable("write", self.folder, error))
                return slot.made()
            try:
                return archive.load(slot.path, slot.label)
            except FileNotFoundError:
                pass
            except archive.Damaged:
                _tell(f"the kept '{slot.name}' is damaged and is made anew")
            made = slot.made()
            try:
                self._sweep(slot)
                archive.write(slot.path, slot.label, made)
                self._prune(slot)
            except StorageError as error:
                self._not_kept(str(error))
            return made

    def _not_kept(self, why: str) -> None:
        """Tells once a process and folder: the same disk is full for the next arrays too."""
        if self.folder not in _TOLD:
            _TOLD.add(self.folder)
            _tell(f"{why}; until then nothing is kept (KARWAN_CACHE names another folder)")

    def _sweep(self, slot: _Slot) -> None:
        """Removes what killed processes left half written; the lock is held, so nobody is writing."""
        for path in self.folder.glob(f".{slot.name}-*.npz.*.tmp"):
            with suppress(OSError):
                path.unlink()

    def _prune(self, slot: _Slot) -> None:
        """Keeps a few versions of a name: what was just made, and those that were used last."""
        versions = [one.path for one in self.entries() if one.name == slot.name and one.path != slot.path]
        for path in sorted(versions, key=_used, reverse=True)[_VERSIONS - 1 :]:
            with suppress(OSError):
                path.unlink()


def _use(path: Path) -> None:
    """Notes that a file was asked for now; where that cannot be written, it counts as old as it is."""
    with suppress(OSError):
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


def _used(path: Path) -> int:
    """When a file was asked for last, in nanoseconds of the clock; 0 if it is gone."""
    try:
        return path.stat().st_atime_ns
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place in the store, and how to fill it."""

    name: str
    path: Path
    label: str
    make: Callable[[], Arrays]

    def made(self) -> Arrays:
        return {key: archive.frozen(array) for key, array in self.make().items()}

    def waiting(self) -> None:
        _tell(f"waiting for another process that makes '{self.name}'")


class _Kept(Mapping[str, NDArray[Any]]):
    """Arrays that are read from a file when first asked for, and made anew if they cannot be read."""

    def __init__(
        self,
        members: Mapping[str, archive.Member],
        read: Callable[[str], NDArray[Any]],
        remake: Callable[[], Arrays],
    ) -> None:
        self._members = members
        self._read = read
        self._remake = remake
        self._known: dict[str, NDArray[Any]] = {}

    def __getitem__(self, key: str) -> NDArray[Any]:
        if key not in self._known:
            if key not in self._members:
                raise KeyError(key)
            try:
                self._known[key] = self._read(key)
            except (FileNotFoundError, archive.Damaged):
                self._known = {**self._remake(), **self._known}
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


def _tell(text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"karwan: {text}\n")
