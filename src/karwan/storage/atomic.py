"""Files that are whole or absent: written aside in the same folder, forced to the disk, then renamed.

A process that is killed leaves the old file or the new one, at worst with an unfinished `.NAME.XXXX.tmp`
beside it; one that fails leaves nothing of its own.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from karwan.errors import StorageError, unusable


def write_bytes(path: Path, data: bytes) -> None:
    """Puts a file in place whole, or leaves what was there.

    Args:
        path: where; its folder has to be there. A device or a pipe is written straight into.
        data: the whole content.

    Raises:
        StorageError: no space, no permission, no such folder; what was there before is untouched.
    """
    with replacing(path) as aside:
        aside.write(data)


def write_text(path: Path, text: str) -> None:
    """Like `write_bytes`, for text in UTF-8 with line ends as they are."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, seekable, that takes the place of `path` when the block ends without an error.

    Raises:
        StorageError: for every OSError, the block's own too; other errors of the block pass through.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # /dev/stdout has no aside
            with path.open("wb") as straight:
                yield straight
            return
        target = Path(os.path.realpath(path))  # a link stays a link
        with _aside(target) as handle:
            yield handle
    except OSError as error:
        raise StorageError(unusable("write", path, error)) from error


@contextmanager
def _aside(target: Path) -> Iterator[BinaryIO]:
    temporary = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(OSError):  # none there before, or a file system without modes
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)  # noqa: PTH105  (the one call that tests make fail)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _force_folder(target.parent)


def _force_folder(folder: Path) -> None:
    """Makes a rename last; systems that cannot open a folder have no need of it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
