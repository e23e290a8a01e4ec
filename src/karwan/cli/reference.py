"""Makes the pages on commands and on JSON: `python -m karwan.cli.reference FOLDER` (docs/reference)."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from typer.main import get_command

from karwan.cli.app import app
from karwan.cli.reference_scenarios import scenarios_page, schema_text
from karwan.cli.text_command import is_argument

_MADE = "<!-- Made by `python -m karwan.cli.reference docs/reference`; edit the sources, not this page. -->"
_JSON_HEAD = """\
Every command takes `--json`, and prints one JSON value on standard output, all else on standard error.
These keys are stable: a later version may add keys, and changes or drops none without a new major version.
`a[].b` is key `b` of each item of list `a`; `yes or no` is `true` or `false`; dates are ISO 8601; what is not
known is `null`. Evidence is `measured`, `published`, `claimed` or `assumed`.
"""
_CLI_HEAD = """\
A place is a name in any spelling or script, a UN/LOCODE, an IATA code, an id, or `lat,lon`. Answers go to
standard output, progress and faults to standard error, each fault on one line with its mend.

| exit code | what it says |
| --- | --- |
| 0 | answered; also where the answer is that there is no way |
| 1 | failed: a file, a check of the network, or a fault of karwan itself |
| 2 | a mistake in what was asked, or in a user's tables |
| 130, 141 | interrupted; the reader of the output has gone |

| variable | what it does |
| --- | --- |
| `KARWAN_CACHE` | folder for the built network instead of the usual one |
| `KARWAN_TRACEBACK` | when set, a failure shows where in the code it happened |
| `NO_COLOR` | when set, no colours |
"""


def cli_page() -> str:
    """The page on commands, arguments and options."""
    parts = ["# Commands", _MADE, _CLI_HEAD]
    for path, command in commands():
        parts += [f"## {path}", (command.help or "").strip(), f"    {_usage(path, command)}"]
        parts.append("\n".join(_rows(command)))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def json_page() -> str:
    """The page on the keys of the JSON of every command."""
    parts = ["# JSON", _MADE, _JSON_HEAD]
    told: dict[str, list[str]] = {}
    for row in json_keys():
        cells = (f"`{row['key']}`", row["type"], row["unit"], row["meaning"])
        told.setdefault(row["command"], []).append(_line(*cells))
    for command, lines in told.items():
        parts += [f"## karwan {command}", "\n".join([*_header("key", "type", "unit", "meaning"), *lines])]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def json_keys() -> list[dict[str, str]]:
    """Every key of every command's JSON: command, key, type, unit, meaning."""
    with files("karwan.cli").joinpath("json_keys.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it."""
    for name, command in _children(get_command(app)):
        below = list(_children(command))
        for sub_name, sub_command in below:
            yield f"karwan {name} {sub_name}", sub_command
        if not below:
            yield f"karwan {name}", command


def _children(command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  their class is private to Typer
    yield from getattr(command, "commands", {}).items()


def _usage(path: str, command: Any) -> str:  # noqa: ANN401
    words = [path]
    for parameter in command.params:
        if is_argument(parameter):
            name = _shown_name(parameter)
            words.append(name if parameter.required or name.startswith("[") else f"[{name}]")
    return " ".join([*words, "[OPTIONS]"])


def _rows(command: Any) -> Iterator[str]:  # noqa: ANN401
    yield from _header("argument or option", "what it says", "default")
    for parameter in command.params:
        name = _shown_name(parameter)
        if not is_argument(parameter):
            value = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
            name = ", ".join(parameter.opts) + value
        default = parameter.default if isinstance(parameter.default, str) else ""
        yield _line(f"`{name}`", parameter.help or "", f"`{default}`" if default else "")


def _shown_name(parameter: Any) -> str:  # noqa: ANN401
    return str(parameter.metavar or parameter.name.upper())


def _header(*titles: str) -> list[str]:
    return [_line(*titles), _line(*("---" for _ in titles))]


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(folder: Path) -> None:
    """Writes the pages, and the schema of scenarios for editors, into a folder."""
    (folder / "scenario.schema.json").write_text(schema_text(), encoding="utf-8")
    (folder / "scenarios.md").write_text(scenarios_page(), encoding="utf-8")
    (folder / "cli.md").write_text(cli_page(), encoding="utf-8")
    (folder / "json.md").write_text(json_page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
