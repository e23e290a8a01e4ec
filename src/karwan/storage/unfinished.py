"""A big table on its way to disk: rows of one width in any order, which a later run goes on with.

The file is valid at every moment: a row counts as written once its mark is, and the mark is written after the
row has reached the disk. It begins with a line of its own, the length of what it is about, that as JSON, a
byte a row (1 where it is written), then the rows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from karwan.errors import StorageError, unusable
from karwan.storage.lock import is_seized

_MAGIC = b"karwan rows 1\n"
_LENGTH_BYTES = 8

Bool = NDArray[np.bool_]
Int = NDArray[np.int64]


class OtherTableError(StorageError):
    """The file holds rows of another table: what that one is about stands in `about`."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        super().__init__(f"{path} holds rows of another table")
        self.about = dict(about)


class Unfinished:
    """Rows of float32 numbers in a file, begun or gone on with; to be used as a context, which closes it.

    Args:
        path: of the file; made where it is absent.
        about: what decides the content, as JSON types; a file about something else is refused.
        rows: how many. width: numbers in each.
        anew: whether to begin anew, whatever the file holds.

    Raises:
        OtherTableError: the file is about something else.
        StorageError: it cannot be read or written, another process writes it, or it is no such file.
    """

    def __init__(
        self, path: Path, about: Mapping[str, Any], rows: int, width: int, *, anew: bool = False
    ) -> None:
        self.path, self._rows, self._width = path, rows, width
        self._about = json.dumps(about, sort_keys=True).encode()
        try:
            self._file: BinaryIO = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        except OSError as error:
            raise StorageError(unusable("write", path, error)) from error
        try:
            self._seize()
            self._begin(anew=anew)
        except OSError as error:
            self._file.close()
            raise StorageError(unusable("write", path, error)) from error
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; what was put stays."""
        self._file.close()

    def remove(self) -> None:
        """Closes the file and takes it away."""
        self.close()
        self.path.unlink(missing_ok=True)

    def known(self) -> Bool:
        """(rows,) whether each is written."""
        self._file.seek(self._first_mark)
        marks: Bool = np.frombuffer(self._file.read(self._rows), np.bool_)
        return marks

    def put(self, rows: Int, numbers: NDArray[np.float32]) -> None:
        """Writes some rows by number; `numbers` has one row of `width` for each.

        Raises:
            StorageError: no space, or the file is gone.
        """
        flat = np.ascontiguousarray(numbers, "<f4").reshape(rows.size, self._width)
        try:
            for row, each in zip(rows.tolist(), flat, strict=True):
                self._file.seek(self._first_row + row * self._row_bytes)
                self._file.write(each.tobytes())
            self._file.flush()
            os.fsync(self._file.fileno())
            for row in rows.tolist():
                self._file.seek(self._first_mark + row)
                self._file.write(b"\1")
            self._file.flush()
        except OSError as error:
            raise StorageError(unusable("write", self.path, error)) from error

    def read(self, first: int, last: int) -> NDArray[np.float32]:
        """The rows from one to before another, (rows, width)."""
        self._file.seek(self._first_row + first * self._row_bytes)
        content = self._file.read((last - first) * self._row_bytes)
        return np.frombuffer(content, "<f4").reshape(last - first, self._width)

    @property
    def _row_bytes(self) -> int:
        return 4 * self._width

    def _seize(self) -> None:
        if not is_seized(self._file.fileno()):
            raise StorageError(f"another process is writing {self.path}; wait for it, or name another file")

    def _begin(self, *, anew: bool) -> None:
        size = os.fstat(self._file.fileno()).st_size
        if size and not anew:
            self._go_on()
        else:
            self._file.seek(0)
            self._file.truncate()
            self._first_mark = len(_MAGIC) + _LENGTH_BYTES + len(self._about)
            # Marks first, then the head: a run killed in between leaves a file that has no beginning.
            self._file.seek(self._first_mark)
            self._file.write(bytes(self._rows))
            self._file.seek(0)
            self._file.write(_MAGIC + len(self._about).to_bytes(_LENGTH_BYTES, "little") + self._about)
            self._file.flush()
        self._first_row = self._first_mark + self._rows

    def _go_on(self) -> None:
        head = self._file.read(len(_MAGIC))
        if head.strip(b"\0") == b"":
            self._begin(anew=True)
            return
        if head != _MAGIC:
            raise StorageError(f"{self.path} is no unfinished table of karwan; move it away")
        length = int.from_bytes(self._file.read(_LENGTH_BYTES), "little")
        content = self._file.read(length)
        if content != self._about:
            try:
                about = json.loads(content)
            except ValueError:
                raise StorageError(f"{self.path} is damaged; move it away") from None
            raise OtherTableError(self.path, about)
        self._first_mark = len(_MAGIC) + _LENGTH_BYTES + length
