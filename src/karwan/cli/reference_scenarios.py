"""Makes the page on scenarios, kind by kind, and the schema of their files."""

from __future__ import annotations

import json
from collections.abc import Iterable

from karwan.scenario.fields import Spec, specs_of
from karwan.scenario.measure import Measure
from karwan.scenario.measures import KINDS
from karwan.scenario.read import HEAD
from karwan.scenario.schema import json_schema

_MADE = "<!-- Made by `python -m karwan.cli.reference docs/reference`; edit the sources, not this page. -->"
_HEAD = """\
A scenario is a TOML file: its head, then its measures in the order in which they are applied, each below a
line `[[measures]]`. [How to](../how-to/scenarios.md) shows one. Editors complete and check it by
[the schema](scenario.schema.json), which `karwan scenario schema` prints too.

Every measure names a `source` or a `reason`. `from` and `until` say on which days it holds: in tables with
days its rows have these; elsewhere, and on the network, it is applied if the day that is asked about lies
between them. Names are ids or names in any spelling; a list may be one text.
"""
_TYPES = {
    "text": "text", "texts": "text or list", "number": "number", "integer": "whole number",
    "integers": "whole number or list", "flag": "true or false", "day": "date", "clock": "HH:MM",
    "months": "list of 1 to 12", "points": "list of [lon, lat]",
}  # fmt: skip


def scenarios_page() -> str:
    """The page on the head of a scenario and the fields of every kind of measure."""
    parts = ["# Scenarios", _MADE, _HEAD, "## the head", _table(HEAD.values())]
    common = list(specs_of(Measure).values())
    parts += ["## every measure", _table(common)]
    for word, kind in KINDS.items():
        own = [spec for spec in specs_of(kind).values() if spec.name not in {one.name for one in common}]
        example = f'[[measures]]\nkind = "{word}"\n{kind.example}\nreason = "why"'
        parts += [f"## {word}", " ".join((kind.__doc__ or "").split())]
        parts += [f"```toml\n{example}\n```", _table(own)]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _table(specs: Iterable[Spec]) -> str:
    lines = ["| field | type | what it says |", "| --- | --- | --- |"]
    for spec in specs:
        told = ", ".join(f"`{word}`" for word in spec.words) if spec.words else _TYPES[spec.type]
        unit = f" ({spec.unit})" if spec.unit else ""
        lines.append(f"| `{spec.name}` | {told} | {spec.description}{unit} |")
    return "\n".join(lines)
