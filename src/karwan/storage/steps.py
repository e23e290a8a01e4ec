"""Steps of a build that know their inputs by name and hash, so that it can be said what changed, and why."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from karwan.storage import atomic

Material = TypeVar("Material")
"""What is handed from step to step."""

Record = Mapping[str, Mapping[str, str]]
"""The named input hashes of each step, by the step's name, as they were at the last run."""


@dataclass(frozen=True, slots=True)
class Step(Generic[Material]):
    """One step of a build.

    Attributes:
        name: what it does, in a word (`heal`). inputs: hash of each thing that it reads, by name.
        run: takes what the step before gave, and gives what the next one takes.
    """

    name: str
    inputs: Mapping[str, str] = field(hash=False)
    run: Callable[[Material], Material]


def digest(parts: Mapping[str, str]) -> str:
    """One hash (SHA-256, hexadecimal) of named hashes, whatever their order."""
    return _hash_of_pairs(sorted(parts.items()))


def digest_of(*steps: Step[Material]) -> str:
    """The hash of what some steps give: of their names in order, and of all their inputs."""
    return _hash_of_pairs([(step.name, digest(step.inputs)) for step in steps])


def digest_of_files(files: Iterable[Path]) -> str:
    """One hash of the names and the content of files, in any order; the code of a step is an input too.

    Raises:
        OSError: a file cannot be read.
    """
    return _hash_of_pairs(
        sorted((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)
    )


def _hash_of_pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def run(
    steps: Sequence[Step[Material]],
    material: Material,
    progress: Callable[[str, float], None] | None = None,
) -> Material:
    """What the last step gives; `progress` is told each step's name and the share that is done before it."""
    for place, step in enumerate(steps):
        if progress:
            progress(step.name, place / len(steps))
        material = step.run(material)
    return material


def changes(steps: Sequence[Step[Material]], before: Record) -> dict[str, list[str]]:
    """The inputs of each step that are not what they were at the last run; a new step has all of them."""
    return {
        step.name: sorted(
            name
            for name in {*step.inputs, *before.get(step.name, {})}
            if step.inputs.get(name) != before.get(step.name, {}).get(name)
        )
        for step in steps
    }


def remember(path: Path, steps: Sequence[Step[Material]]) -> None:
    """Writes the input hashes of a run down, for `last_run`.

    Raises:
        StorageError: the file cannot be written.
    """
    atomic.write_text(path, json.dumps({step.name: dict(step.inputs) for step in steps}, indent=1) + "\n")


def last_run(path: Path) -> Record:
    """What `remember` wrote; nothing where the file is absent or is not what was written."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return {str(step): {str(k): str(v) for k, v in inputs.items()} for step, inputs in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}
