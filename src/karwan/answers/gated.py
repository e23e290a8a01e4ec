"""Searches ways that pass gateways which the user wants, piece by piece between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice, pairwise, product, zip_longest

import numpy as np
from numpy.typing import NDArray

from karwan.answers.compose import Span
from karwan.answers.field import Class, Field, chains, costs_of, priced_for
from karwan.answers.ground import Ground
from karwan.answers.turning import is_pointless, turns_back
from karwan.routing import question
from karwan.routing.bounds import both_ways
from karwan.routing.gates import End, ends_between
from karwan.routing.part import part_of, vertices_of
from karwan.routing.route import Family
from karwan.routing.route import Route as Found

# The best of each piece are combined; more would hardly differ.
CHOICES = 6
COMBINATIONS = 60
Gates = tuple[int, ...]


def _no_limit() -> float:
    return np.inf


class Gated:
    """Ways of one class through the gateways of a span.

    Attributes:
        best: what the best that goes straight on costs, of those found so far; inf while there is none.
        turning: ways that turn back behind a gateway; they count where no others go on (docs/rules, 7.11).
    """

    def __init__(self, ground: Ground, span: Span, field: Field, kind: Class) -> None:
        self._ground, self._span, self._kind = ground, span, kind
        self._field = replace(field, priced=priced_for(ground, span, field, by_air=kind.is_by_air))
        self._pieces: dict[tuple[int, int], tuple[list[Family], Iterator[Family]]] = {}
        self.best = np.inf
        self.turning: list[Family] = []

    def bound(self, most: Callable[[], float]) -> float:
        """What costs more is not wanted, or too many times the best (docs/rules, 7.2)."""
        return min(most(), self._field.ratio * self.best)

    def gates(self) -> Iterator[tuple[float, Gates]]:
        """The gateways that a way can lead through, and what the best through them costs without them."""
        overlay = self._ground.overlay
        to_first, from_last = self._least_to_and_from
        for gates in product(*self._span.gates):
            if self._field.priced.transfer_open[list(gates)].all():
                ends = to_first[overlay.transfer_from[gates[0]]], from_last[overlay.transfer_to[gates[-1]]]
                between = [self._best(*pair, 1, _no_limit) for pair in pairwise(gates)]
                least = float(sum(ends)) + sum(found[0].cost if found else np.inf for found in between)
                if least < np.inf:
                    yield least, gates

    def ways(self, gates: Gates, most: Callable[[], float]) -> Iterator[Family]:
        """Ways through some gateways that go straight on, the best first; none need cost more than `most`."""
        named = {self._ground.passings[gate][0].id for gate in gates}
        for way in self._joined(gates, most):
            passed = [self._ground.passings[transfer] for transfer in way.transfers]
            if not self._kind.required[list(way.cells)].any() or is_pointless(passed, named):
                continue
            if turns_back(passed, named):
                self.turning.append(way)
            else:
                self.best = min(self.best, way.cost)
                yield way

    @cached_property
    def _least_to_and_from(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(vertices,) of the overlay: least cost from the origin to leaving at each, and from entering on."""
        overlay, priced, span = self._ground.overlay, self._field.priced, self._span
        ends = question.ends(overlay, priced, span.starts, span.finishes)
        allowed = self._kind.allowed & self._field.allowed
        part = part_of(overlay, costs_of(self._ground, self._field, ends), allowed)
        to, onwards = (np.full(overlay.vertex_cell.size, np.inf) for _ in range(2))
        back, on = both_ways(part)
        vertices = vertices_of(overlay, part)
        to[vertices], onwards[vertices] = back.enter, on.enter
        return to, onwards

    def _joined(self, gates: Gates, most: Callable[[], float]) -> Iterator[Family]:
        """The best runs of each piece joined; who asks may learn from the first what is too dear."""
        pairs = list(pairwise((None, *gates, None)))
        firsts = [self._best(*pair, 1, most) for pair in pairs]
        yield from _joined(gates, firsts)
        least = [found[0].cost if found else np.inf for found in firsts]
        pieces = [
            self._best(*pair, CHOICES, partial(_beside, sum(least) - cost, most))
            for pair, cost in zip(pairs, least, strict=True)
        ]
        yield from sorted(_joined(gates, pieces), key=lambda way: way.cost)[1:]

    def _best(
        self, before: int | None, after: int | None, count: int, dearest: Callable[[], float]
    ) -> list[Family]:
        """The best runs between two gates or ends; who asks first for a piece can spare the most for it."""
        overlay, priced = self._ground.overlay, self._field.priced
        start: End = self._span.starts if before is None else int(overlay.transfer_to[before])
        finish: End = self._span.finishes if after is None else int(overlay.transfer_from[after])
        key = start if isinstance(start, int) else -1, finish if isinstance(finish, int) else -1
        if key not in self._pieces:
            ends = ends_between(overlay, priced, start, finish)
            self._pieces[key] = [], chains(self._ground, self._field, self._kind, ends, None, dearest)
        known, more = self._pieces[key]
        known += islice(more, max(0, count - len(known)))
        return known[:count]


def through_gates(each: Sequence[Gated], most: Callable[[], float] = _no_limit) -> Iterator[Family]:
    """What the search finds of some classes through the gateways of a span, the best of each piece joined.

    Gateways come by what the best through them costs; ways that turn back behind one come last.

    Args:
        each: the classes.
        most: what costs more need not be found; asked anew at each gateway.
    """
    gates = ((least, number, gates) for number, one in enumerate(each) for least, gates in one.gates())
    for least, number, passed in sorted(gates):
        one = each[number]
        bound = partial(one.bound, most)
        if least <= bound():
            yield from one.ways(passed, bound)
    for one in each:
        if one.best == np.inf:
            yield from one.turning


def _beside(others: float, most: Callable[[], float]) -> float:
    """What a piece may cost beside the others."""
    return most() - others


def _joined(gates: Sequence[int], choices: Sequence[Sequence[Family]]) -> Iterator[Family]:
    """The best of each piece joined at some gates."""
    for choice in islice(product(*choices), COMBINATIONS):
        cells = tuple(cell for piece in choice for cell in piece.cells)
        transfers = tuple(
            transfer for piece, gate in zip_longest(choice, gates) for transfer in _passed(piece, gate)
        )
        yield Family(cells, transfers, sum(piece.cost for piece in choice))


def _passed(piece: Found, gate: int | None) -> tuple[int, ...]:
    """The transfers of a piece, and the gate after it."""
    return piece.transfers if gate is None else (*piece.transfers, gate)
