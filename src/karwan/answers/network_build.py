"""Builds the network, and tells its steps with the named hashes of what each reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from karwan.answers.network_info import finding_json
from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.network import base, opened, steps
from karwan.network.report import Finding
from karwan.opening import open_state
from karwan.storage import steps as recorded
from karwan.storage.store import Store, folder
from karwan.words.mode import Mode

# Told the step that a build is at, and the share of all that is done.
Progress = Callable[[str, float], None]

_RECORD = f"{opened.NAME}.steps.json"


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: hash of each thing it reads by name, and which changed since the last build asked for."""

    name: str
    inputs: Mapping[str, str]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildAnswer:
    """A network that is there; `was_kept` if it was before it was asked for."""

    digest: str
    was_kept: bool
    seconds: float
    steps: tuple[StepShown, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "network": self.digest,
            "built": not self.was_kept,
            "time_s": self.seconds,
            "steps": [
                {"name": step.name, "inputs": dict(step.inputs), "changed": list(step.changed)}
                for step in self.steps
            ],
        }


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What one step did: its findings, and the size of each mode's graph after it."""

    name: str
    inputs: Mapping[str, str]
    seconds: float
    findings: tuple[Finding, ...]
    sizes: Mapping[Mode, tuple[int, int]]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "step": self.name,
            "inputs": dict(self.inputs),
            "time_s": self.seconds,
            "modes": [
                {"mode": str(mode), "nodes": nodes, "links": links}
                for mode, (nodes, links) in self.sizes.items()
            ],
            "findings": [finding_json(finding) for finding in self.findings],
        }


def build(facts: Facts, progress: Progress | None = None) -> BuildAnswer:
    """Builds the network and its overlay, unless they are kept already.

    Raises:
        NetworkError: it cannot be built from these facts.
    """
    store = Store(folder())
    digest = opened.digest(facts)
    kept = {(entry.name, entry.digest) for entry in store.entries()}
    plan = steps.steps(facts, base.read(), digest)
    record = store.folder / _RECORD
    changes = recorded.changes(plan, recorded.last_run(record))
    started = time.monotonic()
    open_state(facts=facts, progress=progress)
    seconds = time.monotonic() - started
    if store.folder.is_dir():
        recorded.remember(record, plan)
    return BuildAnswer(
        digest=digest,
        was_kept=(opened.NAME, digest[:16]) in kept,
        seconds=seconds,
        steps=tuple(StepShown(step.name, step.inputs, tuple(changes[step.name])) for step in plan),
    )


def run_step(facts: Facts, name: str, progress: Progress | None = None) -> StepAnswer:
    """Runs one step of the build, after those before it, which give what it takes; nothing is kept.

    Raises:
        InputError: there is no such step.
    """
    ground = base.read()
    plan = steps.steps(facts, ground, opened.digest(facts))
    names = [step.name for step in plan]
    if name not in names:
        raise InputError(unknown("step", name, names, f"the steps are {', '.join(names)}"))
    place = names.index(name)
    before = recorded.run(plan[:place], steps.start(facts, ground), progress)
    started = time.monotonic()
    after = plan[place].run(before)
    return StepAnswer(
        name=name,
        inputs=plan[place].inputs,
        seconds=time.monotonic() - started,
        findings=after.findings[len(before.findings) :],
        sizes={mode: (len(graph.lon), len(graph.a)) for mode, graph in after.graphs.items()},
    )
