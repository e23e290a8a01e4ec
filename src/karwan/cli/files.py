"""Files that a user asks for: refused before the work begins if they cannot be written, written whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path

from karwan.errors import InputError, StorageError

STDOUT = "-"


def check(option: str, name: str | None, endings: Collection[str] = ()) -> None:
    """Refuses a file that cannot be written, or whose ending says another format.

    Raises:
        InputError: with the mend.
    """
    if name is None or (name == STDOUT and not endings):
        return
    path = Path(name)
    if endings and path.suffix.casefold() not in endings:
        raise InputError(f"{option} {name}: the name must end in {' or '.join(sorted(endings))}")
    if path.is_dir():
        raise InputError(f"{option} {name}: this is a folder; name a file in it")
    folder = path.parent
    if not folder.is_dir():
        raise InputError(f"{option} {name}: there is no folder {folder}; make it first or name another")
    target = path if path.exists() else folder
    if not os.access(target, os.W_OK):
        raise InputError(f"{option} {name}: {target} may not be written to; name another place")


def check_csv(name: str | None, *, as_json: bool) -> None:
    """Refuses a CSV file that cannot be written, or that would stand on stdout beside the answer as JSON.

    Raises:
        InputError: with the mend.
    """
    check("--csv", name)
    if name == STDOUT and as_json:
        raise InputError("standard output holds one answer; give the CSV a file name")


def write(option: str, name: str, content: str | bytes) -> None:
    """Puts a file in place whole; `-` is stdout.

    Raises:
        InputError: it cannot be written.
    """
    from karwan.storage import atomic

    data = content.encode("utf-8") if isinstance(content, str) else content
    if name == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        atomic.write_bytes(Path(name), data)
    except StorageError as error:
        raise InputError(f"{option} {name}: {error}") from None
