"""The one door to numba: only modules named `*_numba` import this, and only functions import those."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from numba import njit

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function, compiled at its first call and kept on disk where a folder can be written."""
    try:
        made: Callable[P, R] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba finds no folder for its cache: a read-only install without a home
        made = njit(nogil=True)(function)
    return made
