"""What is drawn with matplotlib, which the extra `report` brings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from karwan.errors import InputError

MAP = "a map as PNG needs matplotlib; install karwan[report], or ask for .html"
CHART = "a chart needs matplotlib; install karwan[report]"


@contextmanager
def needs_matplotlib(told: str) -> Iterator[None]:
    """Around the imports of what draws.

    Raises:
        InputError: `told`, where matplotlib is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise InputError(told) from error
