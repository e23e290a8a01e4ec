"""What is kept on disk: where, how much, made when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karwan.storage.store import Entry, Store, folder


@dataclass(frozen=True, slots=True)
class CacheAnswer:
    """The files of the cache; `is_cleared` if they were there and have been removed."""

    folder: Path
    entries: tuple[Entry, ...]
    is_cleared: bool

    @property
    def size_bytes(self) -> int:
        """Size of all files together."""
        return sum(entry.size_bytes for entry in self.entries)

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "folder": str(self.folder),
            "cleared": self.is_cleared,
            "size_bytes": self.size_bytes,
            "files": [
                {
                    "name": entry.name,
                    "digest": entry.digest,
                    "path": str(entry.path),
                    "size_bytes": entry.size_bytes,
                    "made": entry.made.isoformat(timespec="seconds"),
                }
                for entry in self.entries
            ],
        }


def kept() -> CacheAnswer:
    """What the user's cache holds.

    Raises:
        StorageError: its folder cannot be read.
    """
    store = Store(folder())
    return CacheAnswer(store.folder, tuple(store.entries()), is_cleared=False)


def cleared() -> CacheAnswer:
    """Empties the user's cache; files of others in its folder stay.

    Raises:
        StorageError: a file cannot be removed.
    """
    store = Store(folder())
    return CacheAnswer(store.folder, tuple(store.clear()), is_cleared=True)
