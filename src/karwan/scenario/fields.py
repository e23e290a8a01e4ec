"""The fields of measures: what each may hold, and how a value is read, from TOML and from Python alike."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from karwan.errors import nearest
from karwan.facts.cells import shown
from karwan.network.change import polygon_faults

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_MONTHS = 12
_MOST_POINTS = 10_000
_TWO = 2
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MODES = ("road", "rail", "sea", "air")


class BadValueError(ValueError):
    """A value cannot be read: `what` is wrong and the `mend`."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a measure.

    Attributes:
        name: in TOML. type: a key of READERS. description: what it says. unit: empty where none applies.
        least, most: bounds of a number, None is unbounded. is_above: whether the least itself is refused.
        words: the closed set of words; empty if any will do.
    """

    name: str
    type: str
    description: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    is_above: bool = False
    words: tuple[str, ...] = ()

    def read(self, value: object) -> Any:  # noqa: ANN401 - of the type that the spec names
        """The value in its normal form.

        Raises:
            BadValueError: it is of another type, no finite number, or outside what is allowed.
        """
        return READERS[self.type](self, value)

    @property
    def range_in_words(self) -> str:
        """What numbers are allowed."""
        low = "" if self.least is None else f" {'above' if self.is_above else 'from'} {self.least:g}"
        high = "" if self.most is None else f" {'up ' * self.is_above}to {self.most:g}"
        return f"write a number{low}{high}{f' ({self.unit})' if self.unit else ''}"


def a(kind: str, description: str, **more: Any) -> Any:  # noqa: ANN401 - dataclasses.field is untyped as well
    """A field of a type with its description; more as of Spec."""
    default: Any = () if kind in _LISTS else None
    spec = {"type": kind, "description": description, **more}
    return dataclasses.field(default=default, metadata=spec)


def specs_of(kind: type[Any]) -> Mapping[str, Spec]:
    """The fields of a kind of measure, by their names in Python."""
    found = {}
    for one in dataclasses.fields(kind):
        told = dict(one.metadata)
        found[one.name] = Spec(name=told.pop("name", one.name), **told)
    return found


def _text(spec: Spec, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadValueError(f"{_short(value)} is no text", f"write {spec.description}, in quotes")
    text = " ".join(value.split())
    if spec.words and text not in spec.words:
        near = nearest(text, spec.words, 1)
        mend = f"did you mean {near[0]}?" if near else f"write one of {', '.join(spec.words)}"
        raise BadValueError(f"{shown(text)} is not a known word", mend)
    return text


def _texts(spec: Spec, value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else [value]
    found = tuple(dict.fromkeys(_text(spec, item) for item in items))
    if not found:
        raise BadValueError("the list is empty", f"write {spec.description}")
    return found


def _number(spec: Spec, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadValueError(f"{_short(value)} is no finite number", spec.range_in_words)
    number = float(value)
    is_low = spec.least is not None and (number < spec.least or (spec.is_above and number == spec.least))
    if is_low or (spec.most is not None and number > spec.most):
        raise BadValueError(f"{number:g} is out of range", spec.range_in_words)
    return number


def _integer(spec: Spec, value: object) -> int:
    number = _number(spec, value)
    if number != int(number):
        raise BadValueError(f"{number:g} is no whole number", spec.range_in_words)
    return int(number)


def _integers(spec: Spec, value: object) -> tuple[int, ...]:
    items = value if isinstance(value, list | tuple) else [value]
    if not items:
        raise BadValueError("the list is empty", f"write {spec.description}")
    return tuple(_integer(spec, item) for item in items)


def _flag(_: Spec, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValueError(f"{_short(value)} is neither true nor false", "write true or false")
    return value


def _day(_: Spec, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise BadValueError(
            f"{_short(value)} is no date", "write year-month-day, such as 2025-10-12"
        ) from None


def _clock(_: Spec, value: object) -> str:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise BadValueError(f"{_short(value)} is no time of day", 'write hours and minutes, such as "07:30"')
    return value


def _months(_: Spec, value: object) -> tuple[int, ...]:
    items = value if isinstance(value, list | tuple) else [value]
    months = [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
    if not items or len(months) < len(items) or not all(1 <= month <= _MONTHS for month in months):
        raise BadValueError(f"{_short(value)} are no months", "write numbers from 1 to 12, such as [4, 5, 6]")
    return tuple(sorted(set(months)))


def _points(_: Spec, value: object) -> tuple[tuple[float, float], ...]:
    """The corners of a polygon (lon, lat), without the first one again at the end."""
    mend = "write the corners as [lon, lat] in degrees, such as [[73.0, 36.0], [74.0, 36.0], [74.0, 37.0]]"
    points = value if isinstance(value, list | tuple) else []
    if not all(isinstance(point, list | tuple) and all(map(_is_degrees, point)) for point in points):
        raise BadValueError(f"{_short(value)} are no corners in degrees of lon, lat", mend)
    corners = [tuple(map(float, point)) for point in points]
    if any(len(corner) != _TWO for corner in corners) or len(corners) > _MOST_POINTS:
        raise BadValueError(f"{_short(value)} is no polygon of up to {_MOST_POINTS:,} corners", mend)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    pairs = tuple((corner[0], corner[1]) for corner in corners)
    if faults := polygon_faults(pairs):
        raise BadValueError(faults[0], "write the corners in order around the area, each as [lon, lat]")
    return pairs


def _is_degrees(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: object) -> str:
    return shown(value) if isinstance(value, str) else shown(str(value))[1:-1]


_LISTS = frozenset({"texts", "integers", "months", "points"})
READERS: Mapping[str, Callable[[Spec, object], Any]] = {
    "text": _text,
    "texts": _texts,
    "number": _number,
    "integer": _integer,
    "integers": _integers,
    "flag": _flag,
    "day": _day,
    "clock": _clock,
    "months": _months,
    "points": _points,
}
"""How each type of field is read."""
