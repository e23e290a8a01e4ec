"""Commands whose words stay text.

Typer reads the value of every option with pydantic, which takes longer to load than all else that a question
on routes needs. So options are declared as text (or flags), passed on as they are, and read by `reading`,
whose messages say the mend.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typer.core import TyperCommand


class TextCommand(TyperCommand):
    """A command that takes texts, lists of texts and flags as they are."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        for parameter in self.params:
            vars(parameter)["process_value"] = _as_written(parameter)


def _as_written(parameter: Any) -> Callable[[Any, Any], Any]:  # noqa: ANN401  their class is private to Typer
    """The reader of one parameter: texts as they are, what else there is as Typer does it."""
    usual = parameter.process_value

    def read(context: Any, value: Any) -> Any:  # noqa: ANN401
        is_missing = parameter.required and parameter.value_is_missing(value)
        if is_missing or parameter.callback is not None or not _is_text(value):
            return usual(context, value)
        return value

    return read


def _is_text(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str)


def is_argument(parameter: Any) -> bool:  # noqa: ANN401
    """Whether a parameter is named by its place and not by dashes."""
    return bool(parameter.param_type_name == "argument")
