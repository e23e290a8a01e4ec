"""The base network: what ships, and that it can be made again."""

import csv
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from karwan.errors import StorageError
from karwan.network.base import Base, read, record

MODES = ("road", "rail", "sea")
SCALE = {"road": 1000, "rail": 1000, "sea": 100_000}


@pytest.fixture(scope="module")
def base() -> Base:
    return read()


def ends(base: Base, mode: str):
    return tuple(getattr(base, f"{mode}_{key}") for key in ("lon", "lat", "a", "b", "m"))


def near(base: Base, mode: str, lon: float, lat: float) -> int:
    x, y = getattr(base, f"{mode}_lon") / SCALE[mode], getattr(base, f"{mode}_lat") / SCALE[mode]
    return int(np.argmin(((x - lon) * np.cos(np.deg2rad(lat))) ** 2 + (y - lat) ** 2))


def territory(base: Base, mode: str, lon: float, lat: float) -> str:
    return str(base.territories[getattr(base, f"{mode}_territory")[near(base, mode, lon, lat)]])


def chord_m(base: Base, mode: str):
    lon, lat, a, b, _ = ends(base, mode)
    x, y = np.deg2rad(lon / SCALE[mode]), np.deg2rad(lat / SCALE[mode])
    place = np.column_stack((np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)))
    half = np.linalg.norm(place[a] - place[b], axis=1) / 2
    return 2 * 6_371_000 * np.arcsin(half)


@pytest.mark.parametrize("mode", MODES)
def test_links_join_existing_nodes_once_and_never_a_node_with_itself(base, mode):
    lon, lat, a, b, m = ends(base, mode)
    assert len(lon) == len(lat) > 0
    assert len(a) == len(b) == len(m) > 0
    assert a.min() >= 0
    assert b.max() < len(lon)
    assert (a < b).all()
    order = a.astype(np.int64) * len(lon) + b
    assert (np.diff(order) > 0).all(), "links are sorted by a, then b, each pair once"


@pytest.mark.parametrize("mode", MODES)
def test_every_node_has_a_link_and_a_place_of_its_own(base, mode):
    lon, lat, a, b, _ = ends(base, mode)
    assert len(np.union1d(a, b)) == len(lon)
    assert len(np.unique(np.column_stack((lon, lat)), axis=0)) == len(lon)


def test_arrays_have_the_types_that_the_build_reads(base):
    for mode in MODES:
        assert {array.dtype for array in ends(base, mode)} == {np.dtype(np.int32)}
    assert base.road_factor.dtype == np.uint16
    assert base.road_factor.shape == base.road_m.shape
    for mode in ("road", "rail"):
        index = getattr(base, f"{mode}_territory")
        assert index.dtype == np.uint8
        assert index.shape == getattr(base, f"{mode}_lon").shape
        assert index.max() < len(base.territories)


def test_nobody_can_change_the_base_network(base):
    for name in record.names():
        assert not getattr(base, name).flags.writeable


@pytest.mark.parametrize("mode", ["road", "rail"])
def test_land_lies_in_the_region_and_sea_goes_round_the_globe(base, mode):
    text = files("karwan.network.base").joinpath("region.csv").read_text(encoding="utf-8")
    box = next(csv.DictReader(text.splitlines()))
    lon, lat = getattr(base, f"{mode}_lon") / 1000, getattr(base, f"{mode}_lat") / 1000
    assert float(box["lon_min"]) <= lon.min() < lon.max() <= float(box["lon_max"])
    assert float(box["lat_min"]) <= lat.min() < lat.max() <= float(box["lat_max"])
    sea = base.sea_lon / SCALE["sea"]
    assert -180 <= sea.min() < -179
    assert 179 < sea.max() < 180


@pytest.mark.parametrize("mode", MODES)
def test_a_link_is_no_shorter_than_its_chord(base, mode):
    # Coordinates and lengths are rounded, so a short link may be, by a hair.
    m, chord = getattr(base, f"{mode}_m"), chord_m(base, mode)
    assert (m > 0).all()
    long = chord > 10_000
    assert (m[long] > 0.9999 * chord[long]).all()


def test_lanes_cross_the_pacific_where_longitudes_turn_over(base):
    lon, _, a, b, m = ends(base, "sea")
    over = np.abs(lon[a] - lon[b]) > 180 * SCALE["sea"]
    assert over.sum() > 50
    assert m[over].max() < 4_000_000


def test_the_length_law_stretches_mountain_roads_more_than_roads_on_plains(base):
    factor = base.road_factor / 10_000
    assert (factor >= 1).all()
    long = chord_m(base, "road") > 30_000
    assert (factor[long] >= 1.033 - 0.0001).all(), "every long link has lost some bends"
    assert factor.max() < 1.5

    def around(lon: float, lat: float) -> float:
        x = (base.road_lon[base.road_a] + base.road_lon[base.road_b]) / 2000
        y = (base.road_lat[base.road_a] + base.road_lat[base.road_b]) / 2000
        here = long & (np.abs(x - lon) < 1.5) & (np.abs(y - lat) < 1.5)
        return float(np.median(factor[here]))

    assert around(65.5, 44.9) < 1.04, "steppe of Kyzylorda"
    assert around(74.3, 35.9) > 1.12, "gorges of Gilgit"


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (74.34, 31.55, "PK"),  # Lahore
        (67.29, 37.22, "UZ"),  # Termez, on the Amu Darya
        (67.11, 36.70, "AF"),  # Mazar-i-Sharif
        (44.09, 39.54, "TR"),  # Gurbulak
        (61.57, 28.97, "PK"),  # Taftan
        (61.44, 29.03, "IR"),  # Mirjaveh
        (80.25, 44.16, "KZ"),  # Altynkol by Khorgos
        (104.70, 31.47, "CN"),  # Mianyang
    ],
)
def test_a_place_takes_the_country_of_its_nearest_road(base, lon, lat, code):
    assert territory(base, "road", lon, lat) == code


def test_every_land_node_has_a_country(base):
    assert all(len(code) == 2 and code.isupper() for code in base.territories)
    assert (np.sort(base.territories) == base.territories).all()


def test_the_notice_names_every_source_and_its_licence(base):
    notice = files("karwan.network").joinpath("base.NOTICE").read_text(encoding="utf-8")
    for name, version, _ in base.made_from:
        assert f"{name} {version}" in notice
    for said in (
        "(c) OpenStreetMap contributors",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        "Apache License 2.0",
        "MIT License",
        "Natural Earth",
        "tz database",
    ):
        assert said in notice


def test_the_file_was_made_from_the_archives_that_are_listed(base):
    text = files("karwan.network.base").joinpath("archives.txt").read_text(encoding="utf-8")
    listed = [line.split() for line in text.splitlines() if not line.startswith("#")]
    assert [[f"{n}=={v}", f"--hash=sha256:{h}"] for n, v, h in base.made_from] == listed


def test_what_is_stored_comes_back_and_is_the_same_bytes_each_time(base):
    arrays = {name: getattr(base, name) for name in record.names()}
    data = record.stored(arrays)
    assert record.stored(arrays) == data
    again = record.load(data)
    for name, array in arrays.items():
        assert again[name].dtype == array.dtype
        assert np.array_equal(again[name], array)


@pytest.mark.parametrize("length", [0, 100, 1_000_000])
def test_a_file_cut_short_is_said_to_be_damaged(length):
    data = files("karwan.network").joinpath(record.FILE).read_bytes()
    with pytest.raises(StorageError, match="damaged"):
        record.load(data[:length])


def test_reading_needs_nothing_but_numpy():
    code = (
        "import sys; from karwan.network.base import read; read();"
        "print([m for m in ('scipy', 'numba', 'timezonefinder', 'PIL', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_base_network_is_made_again_bit_for_bit_from_its_archives():
    command = [sys.executable, "-m", "karwan.network.base.make", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
