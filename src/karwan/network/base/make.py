"""Make the base network anew from its archives: `python -m karwan.network.base.make [--archives DIR] [--check]`."""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from platformdirs import user_cache_path

from karwan.network.base import archives, record, scgraph, searoute, zones
from karwan.network.base.lines import Lines, along_a_curve

if TYPE_CHECKING:
    from numpy.typing import NDArray

Arrays = dict[str, "NDArray[np.generic]"]
_LAND_SCALE = 1000


def make(folder: Path) -> Arrays:
    """All arrays of the base network, from the archives in a folder."""
    land = {"road": _land(folder, "world_highways.py"), "rail": _land(folder, "world_railways.py")}
    lattice = archives.members(folder, "searoute", ("data/marnet_searoute.geojson",))
    sea = along_a_curve(searoute.lines(next(iter(lattice.values()))), searoute.SCALE)
    arrays: Arrays = {}
    for mode, lines in {**land, "sea": sea}.items():
        arrays |= {f"{mode}_{key}": getattr(lines, key) for key in ("lon", "lat", "a", "b", "m")}
    arrays["road_factor"] = np.full(len(land["road"].a), 10_000, dtype=np.uint16)
    return arrays | _territories(folder, land) | {"made_from": _made_from()}


def _land(folder: Path, module: str) -> Lines:
    text = archives.members(folder, "scgraph-data", (f"/{module}",))
    return along_a_curve(scgraph.lines(next(iter(text.values())), module, _box()), _LAND_SCALE)


def _box() -> tuple[float, float, float, float]:
    text = files("karwan.network.base").joinpath("region.csv").read_text(encoding="utf-8")
    row = next(csv.DictReader(text.splitlines()))
    return float(row["lon_min"]), float(row["lon_max"]), float(row["lat_min"]), float(row["lat_max"])


def _territories(folder: Path, land: dict[str, Lines]) -> Arrays:
    table = archives.members(folder, "tzdata", ("/zone.tab",))
    codes = {}
    with tempfile.TemporaryDirectory() as place:
        for path, data in archives.members(
            folder, "timezonefinder-data", ("timezonefinder_data/data/",)
        ).items():
            target = Path(place, path.split("/data/", 1)[1])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for mode, lines in land.items():
            lon, lat = lines.lon / _LAND_SCALE, lines.lat / _LAND_SCALE
            codes[mode] = zones.territories(lon, lat, Path(place), next(iter(table.values())).decode())
    known = np.unique(np.concatenate(list(codes.values())))
    index: Arrays = {
        f"{mode}_territory": np.searchsorted(known, code).astype(np.uint8) for mode, code in codes.items()
    }
    return index | {"territories": known}


def _made_from() -> NDArray[np.str_]:
    return np.array([(item.name, item.version, item.sha256) for item in archives.listed().values()])


def differences(made: Arrays, shipped: Arrays) -> list[str]:
    """What differs between two base networks, one line an array; empty when they agree bit for bit."""
    found = []
    for name in record.names():
        new, old = made[name], shipped[name]
        if (new.shape, new.dtype) != (old.shape, old.dtype):
            found.append(f"{name}: made {new.dtype}{new.shape}, shipped {old.dtype}{old.shape}")
        elif (unlike := np.argwhere(new != old)).size:
            at = tuple(unlike[0])
            found.append(f"{name}: {len(unlike):,} differ, first at {at}: made {new[at]}, shipped {old[at]}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the base network into the package, or with --check compare it with what is there."""
    parser = argparse.ArgumentParser(description="Make the base network from its archives.")
    parser.add_argument("--archives", type=Path, help="folder with the archives; else they are downloaded")
    parser.add_argument("--check", action="store_true", help="compare with the shipped file, write nothing")
    options = parser.parse_args(arguments)
    folder = options.archives or user_cache_path("karwan") / "archives"
    if options.archives is None:
        archives.fetch(folder)
    made = make(folder)
    target = Path(str(files("karwan.network").joinpath(record.FILE)))
    if not options.check:
        target.write_bytes(record.stored(made))
        return 0
    found = differences(made, record.load(target.read_bytes()))
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
