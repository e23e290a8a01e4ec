"""From words to an exit code: every fault becomes one line on stderr, never a traceback."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence

import typer
from typer.main import get_command

from karwan.cli.app import app
from karwan.errors import KarwanError, StorageError

_NAME = "karwan"
_TRACEBACK = "KARWAN_TRACEBACK"
# What a shell that asks for completions sets.
_COMPLETION = "_KARWAN_COMPLETE"
# A coordinate south of the equator, which would look like an option.
_SOUTHERN = re.compile(r"-\d+(\.\d+)?,\s*-?\d")

FAILED = 1
MISTAKEN = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def run(words: Sequence[str]) -> int:
    """Runs one command line.

    Returns:
        0, or 2 for a mistake of the user, 1 for a failure, 130 when interrupted, 141 when the reader of the
        output has gone.
    """
    if _COMPLETION in os.environ:
        app(prog_name=_NAME)
    try:
        code = _obeyed(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  a user never meets a traceback unasked
        return _told(error)
    return code


def _obeyed(words: Sequence[str]) -> int:
    command = get_command(app)
    shielded = [f" {word}" if _SOUTHERN.match(word) else word for word in words] or ["--help"]
    try:
        with command.make_context(_NAME, shielded) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    return 0


def _told(error: Exception) -> int:
    """Says what went wrong; the exit code."""
    if os.environ.get(_TRACEBACK):
        traceback.print_exception(error)
    lines, code = _worded(error)
    if isinstance(error, OSError):
        _silence_stdout()
    for line in lines:
        print(f"{_NAME}: {line}", file=sys.stderr)
    return code


def _worded(error: Exception) -> tuple[list[str], int]:
    """The lines that say an error, one a fault, and the exit code."""
    if isinstance(error, KarwanError):
        code = FAILED if isinstance(error, StorageError) else MISTAKEN
        return [line for line in str(error).splitlines() if line.strip()], code
    if isinstance(error, typer.TyperException):
        return [_usage(error)], MISTAKEN
    if isinstance(error, OSError) and error.strerror:
        place = error.filename or "standard output"
        return [f"{place}: {error.strerror}"], FAILED
    if isinstance(error, EOFError | typer.Abort):
        return ["the input ended before its end"], FAILED
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return [f"internal error, {what}; {_TRACEBACK}=1 before the command shows where"], FAILED


def _usage(error: typer.TyperException) -> str:
    """A mistake in the words of the command line, with the way to their list."""
    text = " ".join(error.format_message().split()).rstrip(".").replace(". Did you mean", "; did you mean")
    context = getattr(error, "ctx", None)
    path = context.command_path if context else _NAME
    return f"{text[:1].lower()}{text[1:]}; `{path} --help` lists what may be written"


def _silence_stdout() -> None:
    """Sends what is still buffered nowhere: the interpreter would complain of it at its end."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
