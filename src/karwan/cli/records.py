"""Records of options: a command that takes one has all of its options, and gets them as one value."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_type_hints


class Options:
    """What a record of options derives from: a frozen dataclass whose fields are options of Typer.

    Every field has a default, and its annotation is `Annotated[type, typer.Option(...)]`.
    """


def parameters(command: Callable[..., object]) -> list[inspect.Parameter]:
    """The parameters of a command, the fields of each record in the place of the record."""
    found: list[inspect.Parameter] = []
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        record = _record(parameter)
        found += [parameter] if record is None else _fields(record)
    return found


def gathered(command: Callable[..., object], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was written for each of the `parameters`, that of each record in one value."""
    left, records = dict(given), {}
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        if record := _record(parameter):
            records[name] = record(
                **{field.name: left.pop(field.name) for field in dataclasses.fields(record)}
            )
    return left | records


def _record(parameter: inspect.Parameter) -> Any:  # noqa: ANN401  the class of a dataclass
    kind = parameter.annotation
    return kind if isinstance(kind, type) and issubclass(kind, Options) else None


def _fields(record: Any) -> Iterator[inspect.Parameter]:  # noqa: ANN401
    hints = get_type_hints(record, include_extras=True)
    for field in dataclasses.fields(record):
        yield inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
