"""How times vary by cell and transfer, as arrays for the kernel that reads the spread of many ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import done_at
from karwan.answers.ground import Ground
from karwan.operations.legs import leg_steps
from karwan.operations.transfers import change_of_truck, finish_steps, start_steps
from karwan.words.fitted import tail_of
from karwan.words.step import Step
from karwan.words.together import Part, parts_of

if TYPE_CHECKING:
    from karwan.routing.spread_numba import Timing

_NOWHERE = -1
_FROM, _TO = "<", ">"


def timing_of(ground: Ground, changed: Iterable[int] = ()) -> Timing:
    """The times of a shipment on a day; `changed`: transfers at which goods change trucks on any way."""
    from karwan.routing.spread_numba import Timing  # noqa: PLC0415 - imports numba

    book, shipment, cells = ground.book, ground.shipment, ground.cells
    names: tuple[dict[object, int], ...] = ({}, {}, {})

    def number(kind: int, name: object) -> int:
        return _NOWHERE if name is None or name == "" else names[kind].setdefault(name, len(names[kind]))

    runs = [parts_of(leg_steps(book, cell, ("", ""), 1.0, shipment))[0] for cell in cells]
    also = set(changed)
    done = [_done(ground, transfer, is_changed=transfer in also) for transfer in range(len(ground.passings))]
    begun = [start_steps(book, cell, _FROM, shipment) for cell in cells]
    ended = [finish_steps(book, cell, _TO, shipment) for cell in cells]
    blocks = [parts_of(steps) for steps in (*done, *begun, *ended)]
    parts = [part for block in blocks for part in block]
    kinds = [
        (part.distribution, part.territory, part.doubt, cell.mode)
        for part, cell in zip(runs, cells, strict=True)
    ]
    return Timing(
        run_trip=_each(runs, lambda part: part.trip_sd_h / part.mean_h if part.is_varied else 0.0),
        run_doubt=_each(runs, lambda part: part.doubt_sd_h / part.mean_h if part.is_varied else 0.0),
        run_tail=_each(runs, tail_of),
        run_where=_numbers(number(0, part.territory) for part in runs),
        run_doubted=_numbers(number(1, part.doubt) for part in runs),
        run_key=_numbers(number(2, kind) for kind in kinds),
        first=np.cumsum([0, *map(len, blocks)]).astype(np.int32),
        trip=_each(parts, lambda part: part.trip_sd_h),
        doubt=_each(parts, lambda part: part.doubt_sd_h),
        tail=_each(parts, tail_of),
        where=_numbers(number(0, part.territory) for part in parts),
        doubted=_numbers(number(1, part.doubt) for part in parts),
        load_h=np.array([sum(step.time.value for step in steps) for steps in begun]),
        unload_h=np.array([sum(step.time.value for step in steps) for steps in ended]),
        together=np.array(
            [
                book.correlations.same_post,
                book.correlations.same_territory,
                book.correlations.two_territories,
            ]
        ),
        sizes=np.array([max(1, len(names[kind])) for kind in (0, 1)], np.int32),
    )


def _done(ground: Ground, transfer: int, *, is_changed: bool) -> tuple[Step, ...]:
    """What is done at a transfer, with the change of trucks that no way is spared."""
    steps = done_at(ground, transfer)
    if not is_changed:
        return steps
    gateway, before, after = ground.passings[transfer]
    return (*steps, *change_of_truck(ground.book, gateway.id, (before, after), ground.shipment))


def _each(parts: Iterable[Part], figure: Callable[[Part], float]) -> NDArray[np.float64]:
    return np.array([figure(part) for part in parts], np.float64)


def _numbers(found: Iterable[int]) -> NDArray[np.int32]:
    return np.array(list(found), np.int32)
