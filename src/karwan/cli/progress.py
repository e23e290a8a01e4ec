"""Progress of long work on stderr: a bar on a terminal, elsewhere one line that says what takes so long."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

# What is done sooner needs no bar.
_PATIENCE_S = 0.3
_BUILDING = "building the network, once for these facts; half a minute or so"


class Progress:
    """Called with the step and the share of all that is done; shows it once the work has taken a while."""

    def __init__(self, said: str = _BUILDING) -> None:
        """`said`: the line for stderr where no bar can be drawn; nothing if empty."""
        self._said = said
        self._started = time.monotonic()
        self._is_told = False
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, step: str, share: float | None = None) -> None:
        """Takes note that a step is at work and how much of the whole is done, 0 to 1, if that is known."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=step, completed=share)
        elif not self._is_told and time.monotonic() - self._started > _PATIENCE_S:
            self._is_told = True
            self._show(step, share)

    def _show(self, step: str, share: float | None) -> None:
        if sys.stderr is None or not sys.stderr.isatty():
            if self._said:
                print(f"karwan: {self._said}", file=sys.stderr)
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description:40.40}"), BarColumn(), TimeElapsedColumn())
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(step, total=None if share is None else 1.0)
        self._bar.update(self._task, completed=share)
        self._bar.start()
