"""The base network as it ships: roads, railways and sea lanes before any mend. Plain numpy."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, fields
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from karwan.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

FILE = "base.npz"
_MODES = ("road", "rail", "sea")
_RUNNING = ("_lon", "_lat", "_a")
_SIGNED = (*_RUNNING, "_b")
_PLAIN = ("_m", "_factor")
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
        StorageError: the file is damaged or absent.
    """
    try:
        data = files("karwan.network").joinpath(FILE).read_bytes()
    except OSError as error:
        raise StorageError(f"{FILE} cannot be read ({error}); install karwan again") from error
    arrays: dict[str, Any] = dict(load(data))
    for array in arrays.values():
        array.setflags(write=False)
    return Base(digest=hashlib.sha256(data).hexdigest(), **arrays)


def names() -> list[str]:
    """Names of the arrays of `Base`, in its order."""
    return [field.name for field in fields(Base) if field.name != "digest"]


def load(data: bytes) -> Arrays:
    """Arrays of a stored base network by name, as `Base` has them.

    Raises:
        StorageError: the bytes are damaged, or unpack to more than a base network has.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(item.file_size for item in archive.infolist())
        if size > _MOST_BYTES:
            raise ValueError(f"unpacks to {size:,} bytes")  # noqa: TRY301
        with np.load(BytesIO(data), allow_pickle=False) as packed:
            arrays = {name: _unpacked(name, packed[name]) for name in names()}
    except Exception as error:  # foreign bytes can break the reader in any way; it is damage all the same
        raise StorageError(f"{FILE} is damaged ({error}); install karwan again") from error
    for mode in _MODES:
        arrays[f"{mode}_b"] = arrays[f"{mode}_a"] + arrays[f"{mode}_b"]
    return arrays


def stored(arrays: Arrays) -> bytes:
    """The bytes of the file that holds the arrays: the same arrays give the same bytes.

    Coordinates and `a` are kept as differences of neighbours, `b` as its distance from `a`, and these and
    the lengths as planes of bytes: what is small then packs to a fifth of what plain integers take.
    """
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in names():
            array = arrays[name] - arrays[f"{name[:-1]}a"] if name.endswith("_b") else arrays[name]
            member = BytesIO()
            np.save(member, _packed(name, array), allow_pickle=False)
            item = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, member.getvalue())
    return out.getvalue()


def _packed(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """(bytes, n) planes, low bytes first; what may be negative goes in zigzag: 0, -1, 1, -2 as 0, 1, 2, 3."""
    if name.endswith(_RUNNING):
        array = np.diff(array, prepend=array.dtype.type(0))
    if name.endswith(_SIGNED):
        array = (array << 1) ^ (array >> 31)
    elif not name.endswith(_PLAIN):
        return array
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))
    return np.ascontiguousarray(little.view(np.uint8).reshape(len(array), -1).T)


def _unpacked(name: str, planes: NDArray[Any]) -> NDArray[Any]:
    if not name.endswith((*_SIGNED, *_PLAIN)):
        return planes
    whole = np.dtype(np.uint16 if name.endswith("_factor") else np.uint32).newbyteorder("<")
    code = np.ascontiguousarray(planes.T).view(whole)[:, 0].astype(whole.newbyteorder("="))
    if name.endswith("_factor"):
        return code
    if name.endswith(_SIGNED):
        code = (code >> 1) ^ (np.uint32(0) - (code & 1))
    value = code.view(np.int32)
    return np.cumsum(value, dtype=np.int32) if name.endswith(_RUNNING) else value
