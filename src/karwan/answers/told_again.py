"""A way of one world told by the figures of another: the same gateways and cells, other tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from karwan.answers import barriers
from karwan.answers.compose import Way, compose, join
from karwan.answers.search import Search, is_stopped
from karwan.network.record import Cell, Gateway
from karwan.operations.permission import Reason
from karwan.routing.route import Route as Found

GONE = "no such way on this network"


def told_again(search: Search, way: Way) -> Way | None:
    """The way with the figures of a search on the same lines; None if something bars it at a place there."""
    if barriers.barriers(search.ground, way, search.days, search.question.excluded):
        return None
    pieces = [
        compose(search.ground, span, Found(found.cells, found.transfers)) for span, found in way.stretches
    ]
    return pieces[0] if len(pieces) == 1 else join(pieces, search.ground)


def known_from(base: tuple[Search, Way | None], search: Search) -> Way | None:
    """The best way of one search as it is told in another on the same lines; None if it is barred there."""
    before, way = base
    if way is None or before.ground.overlay is not search.ground.overlay:
        return None
    again = told_again(search, way)
    return None if again is None or is_stopped(again, search) else again


def reasons_elsewhere(search: Search, way: Way, of: Search) -> tuple[Reason, ...]:
    """What bars a way of one search in another, whose network may differ; () if nothing does.

    Args:
        search: in which the way is looked for.
        way: found by another.
        of: that found it.
    """
    number = {_key(passing): index for index, passing in enumerate(search.ground.passings)}
    cells = {cell.key for cell in search.ground.cells}
    passed = [_key(of.ground.passings[transfer]) for transfer in way.transfers]
    gone = [gateway for gateway, before, after in passed if (gateway, before, after) not in number]
    gone += [cell.key for cell, _ in way.runs if cell.key not in cells]
    if gone:
        return (Reason(GONE, gone[0]),)
    there = replace(way, transfers=tuple(number[each] for each in passed))
    return tuple(dict.fromkeys(_every(search, there)))


def _every(search: Search, way: Way) -> Sequence[Reason]:
    found = barriers.barriers(search.ground, way, search.days, search.question.excluded)
    return [*found, *barriers.way_barriers(search.ground, way, search.question)]


def _key(passing: tuple[Gateway, Cell, Cell]) -> tuple[str, str, str]:
    gateway, before, after = passing
    return gateway.id, before.key, after.key
