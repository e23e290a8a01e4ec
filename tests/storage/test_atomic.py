import errno
import os
import stat
from pathlib import Path

import pytest

from karwan.errors import StorageError
from karwan.storage import atomic


def test_a_file_is_written_and_written_over(tmp_path: Path):
    target = tmp_path / "lahore.txt"
    atomic.write_text(target, "Lahore, لاہور\n")
    atomic.write_bytes(target, b"Almaty\n")
    assert target.read_bytes() == b"Almaty\n"
    assert os.listdir(tmp_path) == ["lahore.txt"]


def test_text_keeps_its_line_ends_and_scripts(tmp_path: Path):
    atomic.write_text(tmp_path / "names", "Алматы\r\n喀什\n")
    assert (tmp_path / "names").read_bytes() == "Алматы\r\n喀什\n".encode()


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "kept"
    atomic.write_text(target, "old")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageError, match=r"cannot write .*kept: no space is left on the disk; free some"):
        atomic.write_text(target, "new")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["kept"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_device_is_written_straight_into_and_its_refusal_is_told():
    with pytest.raises(StorageError, match="no space is left"):
        atomic.write_bytes(Path("/dev/full"), b"x" * 100_000)
    atomic.write_bytes(Path(os.devnull), b"gone")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("absent/file", "no such file or folder"),
        ("a-file/below", "part of the path is a file"),
        ("a-folder", "this is a folder; name a file"),
        ("n" * 300, "the name is too long"),
    ],
)
def test_a_place_that_takes_no_file_is_told_with_the_way_out(tmp_path: Path, name: str, words: str):
    (tmp_path / "a-file").write_text("")
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(StorageError, match=words):
        atomic.write_text(tmp_path / name, "text")
    assert sorted(os.listdir(tmp_path)) == ["a-file", "a-folder"]


def test_an_error_of_the_writer_itself_passes_through_and_leaves_nothing(tmp_path: Path):
    def write_half() -> None:
        with atomic.replacing(tmp_path / "half") as handle:
            handle.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert os.listdir(tmp_path) == []


def test_a_link_stays_a_link_and_a_mode_stays_a_mode(tmp_path: Path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    atomic.write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_the_longest_name_that_the_system_takes_is_taken(tmp_path: Path):
    name = "ш" * 127  # 254 bytes
    atomic.write_text(tmp_path / name, "text")
    assert os.listdir(tmp_path) == [name]
