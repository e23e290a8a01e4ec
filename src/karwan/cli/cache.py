"""`karwan cache`."""

from __future__ import annotations

from typing import Annotated

import typer

from karwan.cli import paper
from karwan.cli.options import Output, with_output
from karwan.cli.wording import size
from karwan.errors import InputError, unknown

_ACTIONS = ("info", "clear")


@with_output
def cache(
    action: Annotated[str, typer.Argument(metavar="[info|clear]", help="Show it, or empty it.")] = "info",
    *,
    out: Output,
) -> None:
    """Show or clear what is kept on disk: the built network and its overlay."""
    from karwan.answers.cache import cleared, kept

    if action not in _ACTIONS:
        raise InputError(unknown("action", action, _ACTIONS, f"write {' or '.join(_ACTIONS)}"))
    answer = cleared() if action == "clear" else kept()
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    if answer.entries:
        columns = [paper.Column("name"), paper.Column("digest"), paper.Column("size", is_number=True)]
        columns.append(paper.Column("made"))
        made = [entry.made.astimezone().isoformat(" ", "minutes") for entry in answer.entries]
        rows = [
            (entry.name, entry.digest, size(entry.size_bytes), when)
            for entry, when in zip(answer.entries, made, strict=True)
        ]
        paper.table(columns, rows)
        paper.say()
    verb = "removed from" if answer.is_cleared else "in"
    files = "file" if len(answer.entries) == 1 else "files"
    paper.say(f"{len(answer.entries)} {files}, {size(answer.size_bytes)}, {verb} {answer.folder}")
