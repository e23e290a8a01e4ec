"""Commands whose words stay text.

Typer reads the value of every option with pydantic, which takes longer to load than all else that a question
on routes needs. So options are declared as text (or flags), passed on as they are, and read by `reading`,
whose messages say the mend.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup


class TextCommand(TyperCommand):
    """A command that takes texts, lists of texts and flags as they are."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401
        """The parameters, that of the help among them."""
        return _as_written(super().get_params(ctx))


class TextGroup(TyperGroup):
    """A group of such commands."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401
        """The parameters, that of the help among them."""
        return _as_written(super().get_params(ctx))


def _as_written(parameters: Sequence[Any]) -> list[Any]:
    """The same parameters, each with a reader that leaves texts as they are, and all else to Typer's."""
    for parameter in parameters:
        vars(parameter).setdefault("process_value", _reader(parameter))
    return list(parameters)


def _reader(parameter: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401  their class is private to Typer
    usual = parameter.process_value

    def read(context: Any, value: Any) -> Any:  # noqa: ANN401
        is_missing = parameter.required and parameter.value_is_missing(value)
        if is_missing or not _is_text(value):
            return usual(context, value)
        return parameter.callback(context, parameter, value) if parameter.callback else value

    return read


def _is_text(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str)


def is_argument(parameter: Any) -> bool:  # noqa: ANN401
    """Whether a parameter is named by its place and not by dashes."""
    return bool(parameter.param_type_name == "argument")
