"""Searches ways that pass gateways which the user wants, piece by piece between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
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


def through_gates(
    ground: Ground, span: Span, field: Field, kind: Class, most: float = np.inf
) -> list[Family]:
    """What the search finds of one class through the gateways of a span: the best of each piece, joined.

    Those that turn back behind a gate are left out where others go on (docs/rules, 7.11).

    Args:
        ground: of the question.
        span: with the gateways.
        field: prices.
        kind: the class.
        most: gateways by which the best costs more are passed over, if others lead straight on; so are those
            that cost too many times the best (7.2).
    """
    field = replace(field, priced=priced_for(ground, span, field, by_air=kind.name == "air"))
    ways: list[Family] = []
    straight: list[Family] = []
    pieces = _Pieces(ground, span, field, kind)
    for least, gates in sorted(pieces.least(gates) for gates in product(*span.gates)):
        bound = min(most, field.ratio * min((way.cost for way in straight), default=np.inf))
        if not np.isfinite(least) or (straight and least > bound):
            break
        _add_joined(ground, kind, gates, pieces.between(gates), (ways, straight))
    return straight or ways


class _Pieces:
    """The runs between the ends of a span and its gates; each pair of ends is searched once, when needed."""

    def __init__(self, ground: Ground, span: Span, field: Field, kind: Class) -> None:
        self._ground, self._span, self._field, self._kind = ground, span, field, kind
        self._found: dict[tuple[int | None, int | None], tuple[list[Family], Iterator[Family]]] = {}

    def least(self, gates: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        """What the best run through some gates costs, the gates aside; inf where none leads."""
        if not self._field.priced.transfer_open[list(gates)].all():
            return np.inf, gates
        overlay = self._ground.overlay
        to_first, from_last = self._least_to_and_from
        cost = to_first[overlay.transfer_from[gates[0]]] + from_last[overlay.transfer_to[gates[-1]]]
        between = [self._best(*pair, 1) for pair in pairwise(gates)]
        return float(cost) + sum(found[0].cost if found else np.inf for found in between), gates

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

    def between(self, gates: tuple[int, ...]) -> list[list[Family]]:
        """The best runs of each piece between the origin, some gates and the destination."""
        return [self._best(*pair, CHOICES) for pair in self._pairs(gates)]

    def _pairs(self, gates: tuple[int, ...]) -> Iterable[tuple[int | None, int | None]]:
        return pairwise((None, *gates, None))

    def _best(self, before: int | None, after: int | None, count: int) -> list[Family]:
        if (before, after) not in self._found:
            overlay, priced = self._ground.overlay, self._field.priced
            start: End = self._span.starts if before is None else int(overlay.transfer_to[before])
            finish: End = self._span.finishes if after is None else int(overlay.transfer_from[after])
            ends = ends_between(overlay, priced, start, finish)
            self._found[before, after] = [], chains(self._ground, self._field, self._kind, ends, None)
        known, more = self._found[before, after]
        known += islice(more, max(0, count - len(known)))
        return known[:count]


def _add_joined(
    ground: Ground,
    kind: Class,
    gates: Sequence[int],
    choices: Sequence[Sequence[Family]],
    into: tuple[list[Family], list[Family]],
) -> None:
    """Joins the best of each piece at some gates: into all ways, and into those that go straight on."""
    named = {ground.passings[gate][0].id for gate in gates}
    for choice in islice(product(*choices), COMBINATIONS):
        cells = tuple(cell for piece in choice for cell in piece.cells)
        transfers = tuple(
            transfer for piece, gate in zip_longest(choice, gates) for transfer in _passed(piece, gate)
        )
        passed = [ground.passings[transfer] for transfer in transfers]
        if kind.required[list(cells)].any() and not is_pointless(passed, named):
            way = Family(cells, transfers, sum(piece.cost for piece in choice))
            into[0].append(way)
            if not turns_back(passed, named):
                into[1].append(way)


def _passed(piece: Found, gate: int | None) -> tuple[int, ...]:
    """The transfers of a piece, and the gate after it."""
    return piece.transfers if gate is None else (*piece.transfers, gate)
