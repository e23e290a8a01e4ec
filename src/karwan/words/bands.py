"""Bands of days or dollars around a place."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from karwan.errors import InputError

_HOURS = {"h": 1.0, "d": 24.0, "w": 168.0}
_WRITTEN = re.compile(r"\$? ?([0-9][0-9_ ]*(?:\.[0-9]+)?) ?(h|d|w|k|usd)?", re.IGNORECASE)
_MEND = "write bands such as 2d,4d,7d or 36h,72h or $1000,$2500, the nearest first"
_MOST = 9
_LARGEST = 1e9


@dataclass(frozen=True, slots=True)
class Bands:
    """What a place reaches within some limits; each band ends where the next begins.

    Attributes:
        limits: upper limits, rising; in hours or dollars.
        is_time: whether they are hours.
    """

    limits: tuple[float, ...]
    is_time: bool

    def band_of(self, value: float) -> int | None:
        """The number of the band that a figure lies in, 0 for the nearest; None beyond the last."""
        return next((band for band, limit in enumerate(self.limits) if value <= limit), None)

    def written(self) -> tuple[str, ...]:
        """Each limit as it is typed."""
        return tuple(_written(limit, is_time=self.is_time) for limit in self.limits)

    def names(self) -> tuple[str, ...]:
        """Each band as it is shown: `0-2 d`, `2-4 d`."""
        written = self.written()
        unit = (" h" if any(text.endswith("h") for text in written) else " d") if self.is_time else ""
        sign = "" if self.is_time else "$"
        bare = [text.rstrip("hd").lstrip("$") for text in self._alike(written)]
        return tuple(f"{sign}{low}-{high}{unit}" for low, high in pairwise(("0", *bare)))

    def _alike(self, written: Sequence[str]) -> Sequence[str]:
        """Limits in one unit: hours where any is no whole day."""
        if self.is_time and any(text.endswith("h") for text in written):
            return [f"{limit:g}h" for limit in self.limits]
        return written


def read_bands(text: str) -> Bands:
    """The bands that a text means: `2d,4d,7d`, `36h`, `$1000,$2500`.

    Raises:
        InputError: it means none, mixes time and money, or does not rise.
    """
    words = [word.strip() for word in text.split(",")]
    found = [_limit(word) for word in words]
    if len(found) > _MOST:
        raise InputError(f"bands '{text}': {len(found)} are too many to tell apart; write {_MOST} at most")
    if len({is_time for _, is_time in found}) > 1:
        raise InputError(f"bands '{text}' mix time and dollars; {_MEND}")
    limits = tuple(limit for limit, _ in found)
    if any(low >= high for low, high in pairwise(limits)):
        raise InputError(f"bands '{text}' do not rise; {_MEND}")
    return Bands(limits, found[0][1])


def _limit(word: str) -> tuple[float, bool]:
    """A limit, and whether it is hours."""
    match = _WRITTEN.fullmatch(word)
    unit = (match[2] or "").casefold() if match else ""
    is_money = word.startswith("$") or unit in ("usd", "k")
    if match is None or (not is_money and not unit) or (word.startswith("$") and unit in _HOURS):
        raise InputError(f"bands: '{word}' is neither time nor dollars; {_MEND}")
    number = float(match[1].replace("_", "").replace(" ", ""))
    value = number * (1000.0 if unit == "k" else _HOURS.get(unit, 1.0))
    if not (math.isfinite(value) and 0 < value <= _LARGEST):
        raise InputError(f"bands: '{word}' is no limit above 0; {_MEND}")
    return value, not is_money


def _written(limit: float, *, is_time: bool) -> str:
    if not is_time:
        return f"${limit:,.0f}" if limit == round(limit) else f"${limit:,.2f}"
    return f"{limit / 24:g}d" if limit % 24 == 0 else f"{limit:g}h"
