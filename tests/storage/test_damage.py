import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karwan.storage.store import Arrays, Store

DIGEST = "fedcba9876543210" * 4
RATES = {
    "hours": np.arange(40.0),
    "posts": np.array([[3, 1], [4, 1]], np.int32),
    "names": np.array(["Sost", "Khunjerab"]),
}


def make() -> Arrays:
    return RATES


def never() -> Arrays:
    raise AssertionError("made again")


def right(found: Arrays) -> bool:
    return list(found) == list(RATES) and all(np.array_equal(found[key], RATES[key]) for key in RATES)


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[tuple[Path, bytes]]:
    """A kept file and its bytes; in the end the file has to be mended."""
    Store(tmp_path).arrays("rates", DIGEST, make)
    path = tmp_path / f"rates-{DIGEST[:16]}.npz"
    data = path.read_bytes()
    yield path, data
    assert right(Store(tmp_path).arrays("rates", DIGEST, never))


def test_a_thousand_flipped_bits_give_no_wrong_answer(whole: tuple[Path, bytes]):
    path, data = whole
    chance = random.Random(20261124)
    mended = 0
    for _ in range(1000):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        assert right(Store(path.parent).arrays("rates", DIGEST, make))
        mended += path.read_bytes() == data
        path.write_bytes(data)
    assert mended > 800  # the others hit what says nothing: dates, attributes


def test_a_file_cut_anywhere_gives_no_wrong_answer(whole: tuple[Path, bytes]):
    path, data = whole
    for length in range(0, len(data), 17):
        path.write_bytes(data[:length])
        assert right(Store(path.parent).arrays("rates", DIGEST, make))
        assert path.read_bytes() == data


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_stretch_of_other_bytes_gives_no_wrong_answer(whole: tuple[Path, bytes], drawn: st.DataObject):
    path, data = whole
    start = drawn.draw(st.integers(0, len(data)))
    path.write_bytes(data[:start] + drawn.draw(st.binary(max_size=400)) + data[start + 200 :])
    assert right(Store(path.parent).arrays("rates", DIGEST, make))


def test_the_user_is_told_that_a_file_was_damaged(
    whole: tuple[Path, bytes], capsys: pytest.CaptureFixture[str]
):
    path, data = whole
    path.write_bytes(data[:-1])
    Store(path.parent).arrays("rates", DIGEST, make)
    assert capsys.readouterr().err == "karwan: the kept 'rates' is damaged and is made anew\n"


def test_damage_that_comes_to_light_late_is_mended_then(whole: tuple[Path, bytes]):
    path, data = whole
    found = Store(path.parent).arrays("rates", DIGEST, make)
    assert np.array_equal(found["posts"], RATES["posts"])
    at = data.index(RATES["hours"][20:30].tobytes())
    path.write_bytes(data[:at] + b"\1" + data[at + 1 :])
    assert right(found)
    assert path.read_bytes() == data


def test_a_file_that_is_removed_while_it_is_in_use_is_made_anew(whole: tuple[Path, bytes]):
    path, data = whole
    found = Store(path.parent).arrays("rates", DIGEST, make)
    Store(path.parent).clear()
    assert right(found)
    assert path.read_bytes() == data


def test_a_folder_in_the_place_of_the_file_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / f"rates-{DIGEST[:16]}.npz").mkdir()
    assert right(Store(tmp_path).arrays("rates", DIGEST, make))
    assert "this is a folder" in capsys.readouterr().err
