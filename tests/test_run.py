"""`./run` in a copy of the project, with a stand-in for uv that installs in no time and notes its calls."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
UV = """#!/bin/sh
[ "$1" = --version ] && exit
echo "$1 $2" >>../calls
if [ "$1" = venv ]; then
  mkdir -p .venv/bin && ln -s "$(command -v sh)" .venv/bin/python
  printf '#!/bin/sh\\necho karwan "$@"\\n' >.venv/bin/karwan && chmod +x .venv/bin/karwan
fi
sleep 0.1
[ ! -e ../broken ]
"""
INSTALL = ["venv -q", "pip install", "pip install"]
AGAIN = INSTALL[1:]


class Copy:
    """A copy of what `./run` reads, in a folder whose name has a blank."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "a copy"
        self.project.mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "uv").write_text(UV)
        (folder / "bin" / "uv").chmod(0o755)
        (folder / "bin" / "python3.14").symlink_to(sys.executable)  # the first that is tried
        for name in ("run", "pyproject.toml", "requirements.lock"):
            shutil.copy(TOP / name, self.project)

    def start(self, *words: str) -> subprocess.Popen[str]:
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.Popen(
            [self.project / "run", *words],
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str) -> tuple[int, str]:
        process = self.start(*words)
        out, _ = process.communicate(timeout=60)
        return process.returncode, out

    def calls(self) -> list[str]:
        """What uv was asked to do since the last look."""
        log = self.folder / "calls"
        calls = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return calls


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def test_the_first_use_installs_and_the_next_ones_do_not(copy: Copy):
    assert copy.run("routes", "Lahore", "Alma Ata") == (0, "karwan routes Lahore Alma Ata\n")
    assert copy.calls() == INSTALL
    assert copy.run() == (0, "karwan\n")
    assert copy.calls() == []


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_changed_lock_or_project_installs_again(copy: Copy, name: str):
    copy.run("routes")
    copy.calls()
    with (copy.project / name).open("a") as file:
        file.write("\n")
    assert copy.run("routes") == (0, "karwan routes\n")
    assert copy.calls() == AGAIN


def test_an_install_that_failed_is_told_and_made_anew(copy: Copy):
    (copy.folder / "broken").touch()
    assert copy.run("routes") == (1, "")
    (copy.folder / "broken").unlink()
    copy.calls()
    assert copy.run("routes") == (0, "karwan routes\n")
    assert copy.calls() == INSTALL


def test_an_install_that_was_killed_is_made_anew(copy: Copy):
    process = copy.start("routes")
    while not (copy.project / ".venv").exists():
        time.sleep(0.001)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    copy.calls()
    assert copy.run("routes") == (0, "karwan routes\n")
    assert copy.calls()[-3:] == INSTALL


def test_an_update_that_failed_leaves_no_half_renewed_environment(copy: Copy):
    copy.run("routes")
    (copy.project / "requirements.lock").write_text("")
    (copy.folder / "broken").touch()
    assert copy.run("routes") == (1, "")
    (copy.folder / "broken").unlink()
    copy.calls()
    assert copy.run("routes") == (0, "karwan routes\n")
    assert copy.calls() == INSTALL


def test_two_that_start_at_once_install_once(copy: Copy):
    both = [copy.start("routes"), copy.start("posts")]
    assert [process.communicate(timeout=60)[0] for process in both] == ["karwan routes\n", "karwan posts\n"]
    assert copy.calls() == INSTALL


def test_a_moved_copy_sets_itself_up_anew(copy: Copy):
    copy.run("routes")
    copy.calls()
    moved = copy.folder / "moved"
    copy.project.rename(moved)
    copy.project = moved
    assert copy.run("routes") == (0, "karwan routes\n")
    assert copy.calls() == INSTALL


def test_the_rivals_of_a_bench_come_on_top(copy: Copy):
    (copy.project / "benchmarks").mkdir()
    shutil.copy(TOP / "benchmarks" / "requirements.lock", copy.project / "benchmarks")
    copy.run("bench")
    assert copy.calls() == [*INSTALL, *AGAIN]
    copy.run("bench")
    copy.run("routes")
    assert copy.calls() == []


def test_without_a_python_the_user_is_told_what_to_install(copy: Copy):
    for name in ("sh", "dirname", "cat", "cksum", "grep"):
        found = shutil.which(name)
        assert found
        (copy.folder / "bin" / name).symlink_to(found)
    (copy.folder / "bin" / "uv").unlink()
    (copy.folder / "bin" / "python3.14").unlink()
    process = subprocess.run(
        [copy.project / "run"],
        env={"PATH": str(copy.folder / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr == "run: karwan needs Python 3.11 or newer, and none was found\n"
