"""Changes of trucks that the law makes: steps of a route, and prices for the search (docs/rules, 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from karwan.network.record import Cell, Gateway
from karwan.operations.admission import Border, Change, Trucks
from karwan.operations.book import Book
from karwan.operations.transfers import TRANSLOAD, change_of_truck, total
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step


@dataclass(frozen=True, slots=True)
class _Stretch:
    """An unbroken run by road: territories, and of each border the index of the step behind it."""

    territories: list[str]
    borders: list[Border]
    at: list[int]


def with_changes(trucks: Trucks, book: Book, steps: Sequence[Step], shipment: Shipment) -> tuple[Step, ...]:
    """The steps of a route, with a change of trucks at each border where the law makes one.

    Steps of changes that stand there already are made anew.
    """
    plain = [step for step in steps if not is_change(book, step)]
    added: dict[int, tuple[Step, ...]] = {}
    for stretch in _stretches(trucks, plain):
        for change in trucks.changes(stretch.territories, stretch.borders):
            index = stretch.at[change.border]
            left, entered = stretch.territories[change.border : change.border + 2]
            if stretch.borders[change.border].is_held:
                continue
            made = change_of_truck(book, plain[index].origin, (_road(left), _road(entered)), shipment)
            added[index] = tuple(replace(step, why=change.why) for step in made)
    if not added:
        return tuple(plain)
    return tuple(one for index, step in enumerate(plain) for one in (*added.get(index, ()), step))


def changes_on(trucks: Trucks, steps: Sequence[Step]) -> Iterator[tuple[Change, str]]:
    """Each change of trucks that the law makes on the steps of a route, and the post where it is."""
    for stretch in _stretches(trucks, steps):
        for change in trucks.changes(stretch.territories, stretch.borders):
            yield change, stretch.borders[change.border].post


def is_change(book: Book, step: Step) -> bool:
    """Whether a step is a change of trucks that the law makes, at a post where they may go on."""
    if step.operation is not Operation.TRANSSHIP or step.mode is not Mode.ROAD:
        return False
    post = book.crossings.get(step.origin)
    return post is not None and post.passage != TRANSLOAD


def _road(territory: str) -> Cell:
    return Cell(f"{Mode.ROAD}:{territory}", Mode.ROAD, territory)


def _stretches(trucks: Trucks, steps: Sequence[Step]) -> list[_Stretch]:
    """The unbroken runs by road of a route, in order."""
    stretches: list[_Stretch] = []
    last: Step | None = None
    for index, step in enumerate(steps):
        if step.kind != "leg" or step.operation is not Operation.HAUL:
            continue
        if step.mode is Mode.ROAD and step.territory:
            is_on = last is not None and last.mode is Mode.ROAD and last.destination == step.origin
            if not is_on or last is None:
                stretches.append(_Stretch([step.territory], [], []))
            elif last.territory != step.territory:
                stretch = stretches[-1]
                stretch.borders.append(trucks.border(step.origin, last.territory or "", step.territory))
                stretch.territories.append(step.territory)
                stretch.at.append(index)
        last = step
    return stretches


def change_costs(
    trucks: Trucks, passings: Sequence[tuple[Gateway, Cell, Cell]], shipment: Shipment
) -> NDArray[np.float64]:
    """(transfers, 3) hours, US dollars and kg CO2e of the changes of trucks that no way is spared.

    A change is charged at a border where no truck at all may run on both sides (docs/rules, 5.7).
    """
    costs = np.zeros((len(passings), 3))
    for index, passing in enumerate(passings):
        if is_change_sure(trucks, passing):
            costs[index] = cost_of_change(trucks.book, passing, shipment)
    return costs


def is_change_sure(trucks: Trucks, passing: tuple[Gateway, Cell, Cell]) -> bool:
    """Whether goods change trucks at a transfer on any way: no truck at all may run on both sides of it."""
    gateway, before, after = passing
    left, entered = before.territory, after.territory
    if before.mode is not Mode.ROAD or after.mode is not Mode.ROAD or not left or not entered:
        return False
    if left == entered or trucks.is_bridged(left, entered, gateway.id):
        return False
    border = trucks.border(gateway.id, left, entered)
    return not border.is_transload and not border.is_held


def cost_of_change(
    book: Book, passing: tuple[Gateway, Cell, Cell], shipment: Shipment
) -> tuple[float, float, float]:
    """Hours, US dollars and kg CO2e of a change of trucks at a transfer."""
    return total(change_of_truck(book, passing[0].id, passing[1:], shipment))
