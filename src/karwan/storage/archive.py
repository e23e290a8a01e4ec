"""Named arrays in one npz file that tells by itself whether it is whole.

The members are stored as they are, not compressed: a member is read by one copy of its bytes, and an archive
that unpacks to more than it holds cannot be one of ours. A first member, `index.json`, says what the file
holds; each member has its CRC. The file opens with `numpy.load` too.
"""

from __future__ import annotations

import json
import math
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.storage import atomic

_INDEX = "index.json"
_FORMAT = 1
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same arrays give the same bytes
_KINDS = "biufcUS"
# The lengths of the name and of the extra field, at the end of a member's own header (APPNOTE 4.3.7).
_HEADER = struct.Struct("<26x2H")


class Damaged(Exception):  # noqa: N818  (a state of a file, and no user sees it)
    """The file is not what was written, or not ours."""


@dataclass(frozen=True, slots=True)
class Member:
    """One array of a file: what the index and the directory say of it.

    Attributes:
        dtype: as NumPy writes it (`<f8`). shape: of the array.
        begin, size: bytes in the file, the member's own header first. crc: of its content.
    """

    dtype: str
    shape: tuple[int, ...]
    begin: int
    size: int
    crc: int


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array as it comes back from a file: C order, read-only.

    Raises:
        TypeError: Python objects and records are not kept.
    """
    kept = np.asarray(array, order="C").view()
    if kept.dtype.kind not in _KINDS:
        raise TypeError(f"an array of {kept.dtype} cannot be kept; use numbers, booleans or plain text")
    kept.flags.writeable = False
    return kept


def write(path: Path, label: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes arrays that `frozen` gave, under a label that `contents` asks for.

    Raises:
        StorageError: the file cannot be written.
    """
    members = {key: [array.dtype.str, array.shape] for key, array in arrays.items()}
    index = json.dumps({"format": _FORMAT, "label": label, "arrays": members})
    with atomic.replacing(path) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_INDEX, _EPOCH), index)
        for key, array in arrays.items():
            info = zipfile.ZipInfo(f"{key}.npy", _EPOCH)
            with archive.open(info, "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def contents(path: Path, label: str) -> dict[str, Member]:
    """The arrays in a file by name, read from its index.

    Raises:
        FileNotFoundError: there is none. Damaged: it is not whole, or another label's.
    """
    with _opened(path) as archive:
        index = json.loads(archive.read(_INDEX))
        infos = {info.filename: info for info in archive.infolist()}
        members = {key: _member(infos[f"{key}.npy"], *kept) for key, kept in index["arrays"].items()}
        names = [_INDEX, *(f"{key}.npy" for key in members)]
        if (index["format"], index["label"], names) != (_FORMAT, label, archive.namelist()):
            raise Damaged(path)
    return members


def read(path: Path, key: str, member: Member) -> NDArray[Any]:
    """One array, read-only, its bytes checked by their CRC.

    Raises:
        FileNotFoundError: the file is gone. Damaged: its bytes are not those that were written.
    """
    # Not through ZipFile: it would read the whole directory for each of some fifty members of a question.
    with _guarded(path), path.open("rb") as handle:
        handle.seek(member.begin)
        header = handle.read(_HEADER.size)
        name_size, extra_size = _HEADER.unpack(header)
        name = handle.read(name_size)
        handle.seek(extra_size, os.SEEK_CUR)
        data = handle.read(member.size)
        if name != f"{key}.npy".encode() or len(data) != member.size or zlib.crc32(data) != member.crc:
            raise Damaged(path)
        dtype = np.dtype(member.dtype)
        count = math.prod(member.shape)
        head = len(data) - count * dtype.itemsize
        return np.frombuffer(data, dtype, count, head).reshape(member.shape)


def load(path: Path, label: str) -> dict[str, NDArray[Any]]:
    """All arrays of a file; raises as `contents` and `read` do."""
    return {key: read(path, key, member) for key, member in contents(path, label).items()}


def _member(info: zipfile.ZipInfo, kind: str, shape: list[int]) -> Member:
    return Member(str(kind), tuple(shape), info.header_offset, info.file_size, info.CRC)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    with _guarded(path), path.open("rb") as handle, zipfile.ZipFile(handle) as archive:
        _refuse_bombs(path, archive.infolist(), os.fstat(handle.fileno()).st_size)
        yield archive


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:  # foreign bytes can break the reader in any way; it is damage all the same
        raise Damaged(path) from error


def _refuse_bombs(path: Path, members: Iterable[zipfile.ZipInfo], size_bytes: int) -> None:
    """We compress nothing, so an archive of ours never unpacks to more than the file's own size."""
    total = 0
    for info in members:
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
            raise Damaged(path)
        total += info.file_size
    if total > size_bytes:
        raise Damaged(path)
