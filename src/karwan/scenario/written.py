"""Measures and scenarios written as TOML and as JSON types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from karwan.scenario.measures import KINDS
from karwan.scenario.record import Scenario, layered


def as_json(scenario: Scenario) -> dict[str, Any]:
    """A scenario with its bases' measures as JSON types."""
    return {
        "id": scenario.id,
        "name": scenario.name,
        "notes": scenario.notes,
        "on": None if scenario.on is None else scenario.on.isoformat(),
        "bases": [{"id": base.id, "name": base.name} for base in scenario.bases],
        "measures": [plain(measure.told()) for measure, _, _ in layered(scenario)],
    }


def plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a measure as JSON types."""
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def toml_value(value: Any) -> str:  # noqa: ANN401 - any value of a field
    """A value as TOML writes it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:  # noqa: PLR2004 - exact in both
        return str(int(value))
    # JSON writes texts, numbers, true and false as TOML does.
    return json.dumps(value, ensure_ascii=False)


def as_toml(scenario: Scenario) -> str:
    """A scenario as a file of its own, the measures of its bases among its own."""
    lines = [f"name = {toml_value(scenario.name)}"]
    lines += [f"notes = {toml_value(scenario.notes)}"] if scenario.notes else []
    lines += [f"on = {scenario.on_day_told}"] if scenario.on_day_told else []
    for measure, _, _ in layered(scenario):
        lines += ["", "[[measures]]"]
        lines += [f"{name} = {toml_value(value)}" for name, value in measure.told().items()]
    return "\n".join(lines) + "\n"


def template(name: str) -> str:
    """A scenario to begin with: one measure, and an example of each other kind as a comment."""
    lines = [
        f"name = {toml_value(name)}",
        '# notes = "what a reader should know"',
        '# base = "another-scenario"',
        "",
        "# Each measure names a source or a reason; `from` and `until` say on which days it holds.",
    ]
    for number, (word, kind) in enumerate(KINDS.items()):
        mark = "" if number == 0 else "# "
        told = ["", "[[measures]]", f'kind = "{word}"', *kind.example.splitlines()]
        told += ['reason = "say why, or name a source"']
        lines += [mark + line if line else "" for line in told]
    return "\n".join(lines) + "\n"
