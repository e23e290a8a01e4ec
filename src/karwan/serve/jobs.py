"""Long work: begun, looked at, stopped; found again by its id after a reload."""

from __future__ import annotations


class Jobs:
    """Jobs."""

    def __init__(self, waiting: int, kept: int) -> None:
        self._waiting, self._kept = waiting, kept

    def end(self) -> None:
        """Stops all."""
