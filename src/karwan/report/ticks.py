"""Round marks of an axis."""

from __future__ import annotations

import math

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(most: float, count: int = 5, steps: tuple[float, ...] = _STEPS) -> tuple[float, ...]:
    """Round marks from 0 to the first at or beyond `most`, about so many steps apart."""
    if most <= 0:
        return (0.0, 1.0)
    rough = most / count
    power = 10 ** math.floor(math.log10(rough))
    step = next(size * power for size in steps if size * power >= rough - 1e-9)
    return tuple(step * index for index in range(math.ceil(most / step - 1e-9) + 1))
