"""The base network as it ships: roads, railways and sea lanes before any mend. Plain numpy."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, fields
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from karwan.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FILE = "base.npz"
_MOST_BYTES = 64_000_000
"""Unpacked size above which a file is not the base network but an accident or an attack."""


@dataclass(frozen=True, slots=True)
class Base:
    """Roads, railways and sea lanes before any mend; read-only arrays.

    Nodes of a mode are numbered along a space-filling curve; links are undirected, without loops, each pair
    once (a < b), sorted by (a, b).

    Attributes:
        digest: SHA-256 of the stored file.
        road_lon, road_lat, rail_lon, rail_lat: (nodes,) int32, thousandths of a degree.
        sea_lon, sea_lat: (nodes,) int32, hundred thousandths of a degree, -180 <= lon < 180.
        road_a, road_b, rail_a, rail_b, sea_a, sea_b: (links,) int32 node ids.
        road_m, rail_m, sea_m: (links,) int32 length in metres, as the source gives it.
        road_factor: (links,) uint16, ten thousandths; true length = road_m * road_factor / 10,000.
        road_territory, rail_territory: (nodes,) uint8, index into `territories`, by time zone, before fixes.
        territories: sorted ISO 3166-1 alpha-2 codes.
        made_from: (archives, 3) name, version, SHA-256.
    """

    digest: str
    road_lon: NDArray[np.int32]
    road_lat: NDArray[np.int32]
    road_a: NDArray[np.int32]
    road_b: NDArray[np.int32]
    road_m: NDArray[np.int32]
    road_factor: NDArray[np.uint16]
    road_territory: NDArray[np.uint8]
    rail_lon: NDArray[np.int32]
    rail_lat: NDArray[np.int32]
    rail_a: NDArray[np.int32]
    rail_b: NDArray[np.int32]
    rail_m: NDArray[np.int32]
    rail_territory: NDArray[np.uint8]
    sea_lon: NDArray[np.int32]
    sea_lat: NDArray[np.int32]
    sea_a: NDArray[np.int32]
    sea_b: NDArray[np.int32]
    sea_m: NDArray[np.int32]
    territories: NDArray[np.str_]
    made_from: NDArray[np.str_]


def read() -> Base:
    """The base network that ships with the package.

    Raises:
        StorageError: the file is damaged.
    """
    data = files("karwan.network").joinpath(FILE).read_bytes()
    try:
        arrays = load(data)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise StorageError(f"{FILE} is damaged ({error}); install the package again") from error
    for array in arrays.values():
        array.setflags(write=False)
    return Base(digest=hashlib.sha256(data).hexdigest(), **arrays)


def load(data: bytes) -> dict[str, NDArray[np.generic]]:
    """Arrays of a stored base network by name, as `Base` has them."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _MOST_BYTES:
            raise StorageError(
                f"{FILE} unpacks to more than {_MOST_BYTES:,} bytes; install the package again"
            )
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name in arrays:
        if name.endswith(("_lon", "_lat", "_a")):
            arrays[name] = np.cumsum(_signed(arrays[name]), dtype=np.int32)
        elif name.endswith("_m"):
            arrays[name] = _signed(arrays[name])
    for name in arrays:
        if name.endswith("_b"):
            arrays[name] = arrays[name[:-1] + "a"] + _signed(arrays[name])
    return {name: arrays[name] for name in names()}


def names() -> list[str]:
    """Names of the arrays of `Base`, in its order."""
    return [field.name for field in fields(Base) if field.name != "digest"]


def stored(arrays: Mapping[str, NDArray[np.generic]]) -> bytes:
    """The bytes of the file that holds the arrays: the same arrays give the same bytes.

    Coordinates and `a` are kept as differences of neighbours, `b` as its distance from `a`, each as four
    planes of bytes: what is small then packs to a third of what plain integers would.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names():
            packed = np.ascontiguousarray(arrays[name])
            if name.endswith(("_lon", "_lat", "_a")):
                packed = _planes(np.diff(packed, prepend=np.int32(0)))
            elif name.endswith("_b"):
                packed = _planes(packed - arrays[name[:-1] + "a"])
            elif name.endswith("_m"):
                packed = _planes(packed)
            member = BytesIO()
            np.save(member, packed, allow_pickle=False)
            item = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, member.getvalue())
    return out.getvalue()


def _planes(value: NDArray[np.generic]) -> NDArray[np.uint8]:
    """(4, n) bytes of a zigzag code (0, -1, 1, -2...), low bytes first."""
    whole = value.astype("<i4")
    return np.ascontiguousarray(((whole << 1) ^ (whole >> 31)).view(np.uint8).reshape(-1, 4).T)


def _signed(planes: NDArray[np.uint8]) -> NDArray[np.int32]:
    code = np.ascontiguousarray(planes.T).view("<u4")[:, 0]
    return ((code >> 1) ^ (np.uint32(0) - (code & 1))).astype(np.int32)
