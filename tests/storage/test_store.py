import os
import pickle
import resource
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from karwan.errors import StorageError
from karwan.storage import place, store
from karwan.storage.store import Arrays, Store

DIGEST = "0123456789abcdef" * 4


def posts() -> Arrays:
    return {
        "names": np.array(["Torkham", "Чаман", "红其拉甫"]),
        "hours": np.array([38.5, np.nan, np.inf]),
        "links": np.asfortranarray(np.arange(12, dtype=np.int32).reshape(3, 4)),
        "open": np.array([True, False, True]),
        "nothing": np.zeros((0, 3), np.float32),
        "one": np.array(7, np.uint16),
    }


def never() -> Arrays:
    raise AssertionError("made again")


def assert_posts(found: Arrays):
    made = posts()
    assert list(found) == list(made)
    for key, array in made.items():
        np.testing.assert_array_equal(found[key], array)
        assert (found[key].dtype, found[key].shape) == (array.dtype, array.shape)
        assert found[key].flags.c_contiguous
        assert not found[key].flags.writeable


@pytest.fixture(autouse=True)
def _tell_anew():
    store._TOLD.clear()


def test_arrays_are_made_once_and_come_back_the_same(tmp_path: Path):
    kept = Store(tmp_path / "deep" / "cache")
    assert_posts(kept.arrays("posts", DIGEST, posts))
    assert_posts(kept.arrays("posts", DIGEST, never))


def test_two_builds_give_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        Store(tmp_path / name).arrays("posts", DIGEST, posts)
    first, second = (next((tmp_path / name).glob("*.npz")).read_bytes() for name in ("one", "two"))
    assert first == second


def test_an_array_that_is_not_there_is_a_key_error(tmp_path: Path):
    Store(tmp_path).arrays("posts", DIGEST, posts)
    with pytest.raises(KeyError, match="tariffs"):
        Store(tmp_path).arrays("posts", DIGEST, never)["tariffs"]


def test_numpy_opens_a_kept_file_without_karwan(tmp_path: Path):
    Store(tmp_path).arrays("posts", DIGEST, posts)
    with np.load(tmp_path / f"posts-{DIGEST[:16]}.npz") as plain:
        np.testing.assert_array_equal(plain["links"], posts()["links"])


def test_another_digest_is_another_file_and_only_a_few_stay(tmp_path: Path):
    kept = Store(tmp_path)
    for age, digit in enumerate("abcdef"):
        kept.arrays("posts", digit * 64, posts)
        kept.arrays("overlay", digit * 64, posts)
        os.utime(tmp_path / f"posts-{digit * 16}.npz", (1e9 + age, 1e9 + age))
    assert [entry.digest[0] for entry in kept.entries() if entry.name == "posts"] == ["f", "e", "d", "c"]
    assert len(kept.entries()) == 8


def test_what_is_used_again_and_again_stays_whatever_else_is_made(tmp_path: Path):
    kept = Store(tmp_path)
    for digit in "abcdef":
        kept.arrays("posts", digit * 64, posts)
        os.utime(tmp_path / f"posts-{digit * 16}.npz", (1e9, 1e9))
        assert_posts(kept.arrays("posts", "a" * 64, posts if digit == "a" else never))
    made = {entry.digest[0]: entry.made.timestamp() for entry in kept.entries()}
    assert len(made) == 4
    assert made["a"] == 1e9


def test_a_digest_that_shares_its_first_digits_with_another_is_not_taken_for_it(tmp_path: Path):
    Store(tmp_path).arrays("posts", "a" * 16 + "0" * 48, lambda: {"x": np.zeros(1)})
    assert_posts(Store(tmp_path).arrays("posts", "a" * 16 + "1" * 48, posts))


def test_clearing_removes_what_is_ours_and_nothing_else(tmp_path: Path):
    kept = Store(tmp_path)
    kept.arrays("posts", DIGEST, posts)
    (tmp_path / "thesis.npz").write_text("mine")
    removed = kept.clear()
    assert [(entry.name, entry.digest) for entry in removed] == [("posts", DIGEST[:16])]
    assert removed[0].size_bytes > 500
    assert os.listdir(tmp_path) == ["thesis.npz"]
    assert kept.entries() == []


def test_an_absent_cache_is_an_empty_one_and_a_file_in_its_place_is_told(tmp_path: Path):
    assert Store(tmp_path / "absent").entries() == []
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"cannot read .*part of the path is a file"):
        Store(tmp_path / "file").entries()


def test_where_nothing_can_be_kept_arrays_are_made_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("")
    for place_of_file in (tmp_path / "file", tmp_path / "file" / "below"):
        for name in ("posts", "posts", "overlay"):
            assert_posts(Store(place_of_file).arrays(name, DIGEST, posts))
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 1
        assert "KARWAN_CACHE names another folder" in told[0]


def test_a_disk_that_takes_no_more_leaves_no_half_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, hard))
    try:
        assert_posts(Store(tmp_path).arrays("posts", DIGEST, posts))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.glob("*.npz")) == list(tmp_path.glob(".*.tmp")) == []
    assert "cannot write" in capsys.readouterr().err


def test_an_error_of_the_maker_passes_through_and_the_next_one_may_make(tmp_path: Path):
    with pytest.raises(AssertionError, match="made again"):
        Store(tmp_path).arrays("posts", DIGEST, never)
    assert_posts(Store(tmp_path).arrays("posts", DIGEST, posts))


@pytest.mark.parametrize("name", ["", "../posts", "Posts", "a/b", ".hidden"])
def test_a_name_that_cannot_be_a_file_is_refused(tmp_path: Path, name: str):
    with pytest.raises(ValueError, match="cannot keep"):
        Store(tmp_path).arrays(name, DIGEST, posts)


def test_python_objects_are_not_kept(tmp_path: Path):
    with pytest.raises(TypeError, match="cannot be kept"):
        Store(tmp_path).arrays("posts", DIGEST, lambda: {"x": np.array([object()])})
    assert list(tmp_path.glob("*.npz")) == []


def test_an_archive_bomb_is_not_unpacked(tmp_path: Path):
    Store(tmp_path).arrays("posts", DIGEST, posts)
    path = tmp_path / f"posts-{DIGEST[:16]}.npz"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in good.namelist():
            bomb.writestr(name, bytes(60_000_000) if name == "hours.npy" else good.read(name))
    (tmp_path / "bomb").replace(path)
    tracemalloc.start()
    assert_posts(Store(tmp_path).arrays("posts", DIGEST, posts))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


class Trap:
    def __reduce__(self):
        return (os.mkdir, ("sprung",))


def test_a_pickle_in_the_cache_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert b"sprung" in pickle.dumps(Trap())
    path = tmp_path / f"posts-{DIGEST[:16]}.npz"
    np.savez(path, allow_pickle=True, hours=np.array([Trap()], dtype=object))
    assert_posts(Store(tmp_path).arrays("posts", DIGEST, posts))
    assert not (tmp_path / "sprung").exists()


def test_the_folder_is_the_one_that_the_user_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KARWAN_CACHE", "here")
    assert store.folder() == tmp_path / "here"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KARWAN_CACHE", "~/there")
    assert store.folder() == tmp_path / "there"


def test_without_a_home_the_folder_is_this_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KARWAN_CACHE", raising=False)
    monkeypatch.setattr(place.platformdirs, "user_cache_path", lambda *_, **__: Path("~/.cache/karwan"))
    monkeypatch.setattr(Path, "expanduser", _no_home)
    monkeypatch.setattr(place.tempfile, "tempdir", str(tmp_path))
    own = store.folder()
    assert own == store.folder() == tmp_path / f"karwan-{os.getuid()}"
    assert own.stat().st_mode & 0o077 == 0
    own.chmod(0o777)  # another user may have laid files there
    assert store.folder() != own


def _no_home(_: Path) -> Path:
    raise RuntimeError("Could not determine home directory.")
