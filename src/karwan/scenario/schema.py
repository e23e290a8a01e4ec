"""The JSON schema of a scenario file, for editors that complete and check TOML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from karwan.scenario.fields import Spec, specs_of
from karwan.scenario.measures import KINDS
from karwan.scenario.read import HEAD

# Taplo, which most editors use for TOML, reads this draft.
_DRAFT = "http://json-schema.org/draft-07/schema#"
_DAY = r"^\d{4}-\d{2}-\d{2}$"


def json_schema() -> dict[str, Any]:
    """The schema of a scenario file."""
    head = {name: _told(spec) for name, spec in HEAD.items()}
    measures = {"type": "array", "items": {"oneOf": [_measure(word) for word in KINDS]}}
    return {
        "$schema": _DRAFT,
        "title": "karwan scenario",
        "type": "object",
        "additionalProperties": False,
        "properties": {**head, "measures": measures},
    }


def _measure(word: str) -> dict[str, Any]:
    kind = KINDS[word]
    fields = {spec.name: _told(spec) for spec in specs_of(kind).values()}
    return {
        "title": word,
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "additionalProperties": False,
        "required": ["kind"],
        "anyOf": [{"required": ["source"]}, {"required": ["reason"]}],
        "properties": {"kind": {"const": word}, **fields},
    }


def _told(spec: Spec) -> dict[str, Any]:
    unit = f" ({spec.unit})" if spec.unit else ""
    return {"description": f"{spec.description}{unit}", **_TYPES[spec.type](spec)}


def _number(spec: Spec) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "integer" if spec.type.startswith("integer") else "number"}
    if spec.least is not None:
        told["exclusiveMinimum" if spec.is_above else "minimum"] = spec.least
    if spec.most is not None:
        told["maximum"] = spec.most
    return told


def _word(spec: Spec) -> dict[str, Any]:
    return {"type": "string", **({"enum": list(spec.words)} if spec.words else {"minLength": 1})}


def _words(spec: Spec) -> dict[str, Any]:
    return {"oneOf": [_word(spec), {"type": "array", "minItems": 1, "items": _word(spec)}]}


_TYPES: Mapping[str, Callable[[Spec], dict[str, Any]]] = {
    "text": _word,
    "texts": _words,
    "number": _number,
    "integer": _number,
    "integers": lambda spec: {
        "oneOf": [_number(spec), {"type": "array", "minItems": 1, "items": _number(spec)}]
    },
    "flag": lambda _: {"type": "boolean"},
    # TOML has days of its own; a text does as well.
    "day": lambda _: {"type": "string", "pattern": _DAY},
    "clock": lambda _: {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"},
    "months": lambda _: {
        "oneOf": [
            {"type": "integer", "minimum": 1, "maximum": 12},
            {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1, "maximum": 12}},
        ]
    },
    "points": lambda _: {
        "type": "array",
        "minItems": 3,
        "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
    },
}
