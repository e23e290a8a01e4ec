"""The exact front over time, cost and CO2e: every route that no other beats in all three.

Labels are settled in order of time; one exact search back from the destination for each criterion says what
each label must at least come to, so that all labels are compared as if they stood at the destination. There
they come in order of time, and only cost and CO2e need comparing: a staircase of pairs, by bisection.
Source: Pulido, Mandow and Perez de la Cruz 2015, Dimensionality Reduction in Multiobjective Shortest Path
Search; checked there and here against plain enumeration. This is plain Python, for one question; its compiled
twin is pareto_numba.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds import NEVER, to_goal
from karwan.routing.problem import Problem, chain_problem, for_pair, whole_problem
from karwan.routing.route import Route

__all__ = ["Front", "Problem", "chain_problem", "for_pair", "front", "routes_of", "whole_problem"]

_GOAL = -1  # the vertex at which the destination's labels are kept
_NONE = -1  # the label before the first; the transfer after the last run

Onward = tuple[int, int, int, int, int]
"""A run and its transfer: what they add in each criterion beyond the bound; vertex entered; transfer."""

Label = tuple[int, int, int, int, int, int, int]
"""Minutes, cents, tens of grams at the destination; serial number; vertex, label before, transfer to it."""


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The routes that no other beats: as good in every criterion and better in one.

    Attributes:
        costs: (routes, 3) int64: minutes, cents, tens of grams; by time, then cost. Of routes with equal
            costs one is given.
        routes: in the same order.
    """

    costs: NDArray[np.int64]
    routes: tuple[Route, ...]


class _Stairs:
    """Pairs of cost and CO2e that beat one another in neither: cost rising, CO2e falling."""

    def __init__(self) -> None:
        self.cost: list[int] = []
        self.co2e: list[int] = []

    def covers(self, cost: int, co2e: int) -> bool:
        """Whether one of the pairs is as good in both."""
        at = bisect_right(self.cost, cost)
        return at > 0 and self.co2e[at - 1] <= co2e

    def add(self, cost: int, co2e: int) -> None:
        """Takes in a pair that is not covered, and lets go those that it covers."""
        at = bisect_right(self.cost, cost)
        if at > 0 and self.cost[at - 1] == cost:
            at -= 1
        last = at
        while last < len(self.co2e) and self.co2e[last] >= co2e:
            last += 1
        self.cost[at:last] = [cost]
        self.co2e[at:last] = [co2e]


def front(problem: Problem) -> Front:
    """The exact front of a problem, by plain Python."""
    search = _Search(problem)
    found = search.run()
    costs = np.array([cost for cost, _ in found], np.int64).reshape(-1, 3)
    return Front(costs, routes_of(problem, [search.way_to(label) for _, label in found]))


def routes_of(problem: Problem, ways: Sequence[Sequence[int]]) -> tuple[Route, ...]:
    """Routes by the problem's own transfers; a way that needs none is told as [-1 - cell]."""
    vertex_cell = np.repeat(problem.cells, np.diff(problem.cell_first))
    routes = []
    for way in ways:
        if way[0] < 0:
            routes.append(Route((int(problem.cells[-1 - way[0]]),), ()))
        else:
            vertices = [problem.transfer_from[way[0]], *problem.transfer_to[list(way)]]
            routes.append(
                Route(tuple(vertex_cell[vertices].tolist()), tuple(problem.transfers[list(way)].tolist()))
            )
    return tuple(routes)


class _Search:
    """Labels in order of time, cost and CO2e, each as it would stand at the destination."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        sides = [
            to_goal(problem, problem.leg_cost[:, i], problem.transfer_cost[:, i], problem.finish[:, i])
            for i in range(3)
        ]
        self.bound = np.column_stack([side.enter for side in sides])
        self.vertex_cell = np.repeat(np.arange(problem.cells.size), np.diff(problem.cell_first)).tolist()
        self.exit_first = np.searchsorted(problem.transfer_from, np.arange(len(self.bound) + 1)).tolist()
        self.onward: dict[int, list[Onward]] = {}
        self.serial = count()
        self.queue: list[Label] = []
        self.label: list[tuple[int, int]] = []

    def run(self) -> list[tuple[tuple[int, int, int], int]]:
        """The costs of each route of the front, and its last label."""
        stairs: dict[int, _Stairs] = {_GOAL: _Stairs()}
        goal = stairs[_GOAL]
        found = []
        self._begin()
        while self.queue:
            time, cost, co2e, _, vertex, before, transfer = heappop(self.queue)
            here = stairs.setdefault(vertex, _Stairs())
            if goal.covers(cost, co2e) or here.covers(cost, co2e):
                continue
            here.add(cost, co2e)
            label = len(self.label)
            self.label.append((before, transfer))
            if vertex == _GOAL:
                found.append(((time, cost, co2e), label))
                continue
            for more_time, more_cost, more_co2e, to, by in self._from(vertex):
                costs = (time + more_time, cost + more_cost, co2e + more_co2e)
                if not goal.covers(*costs[1:]) and not (to in stairs and stairs[to].covers(*costs[1:])):
                    heappush(self.queue, (*costs, next(self.serial), to, label, by))
        return found

    def way_to(self, label: int) -> list[int]:
        """The transfers of the route that a label of the destination ends."""
        before, transfer = self.label[label]
        if before == _NONE:
            return [transfer]
        way = []
        while before != _NONE:
            before, transfer = self.label[before]
            way.append(transfer)
        return way[::-1]

    def _begin(self) -> None:
        """The labels after the first run, and of routes of one run."""
        problem = self.problem
        costs = problem.start[problem.transfer_from] + problem.transfer_cost + self.bound[problem.transfer_to]
        for transfer in np.flatnonzero(costs[:, 0] < NEVER).tolist():
            to = int(problem.transfer_to[transfer])
            heappush(self.queue, (*costs[transfer].tolist(), next(self.serial), to, _NONE, transfer))
        for cell in np.flatnonzero(problem.direct[:, 0] < NEVER).tolist():
            heappush(self.queue, (*problem.direct[cell].tolist(), next(self.serial), _GOAL, _NONE, -1 - cell))

    def _from(self, vertex: int) -> list[Onward]:
        """Every run onward from a vertex with its transfer, and the run to the destination."""
        if vertex in self.onward:
            return self.onward[vertex]
        problem, cell = self.problem, self.vertex_cell[vertex]
        base, end = problem.cell_first[cell : cell + 2].tolist()
        exits = slice(self.exit_first[base], self.exit_first[end])
        first = int(problem.leg_first[cell]) + (vertex - base) * (end - base)
        to = problem.transfer_to[exits]
        leg = problem.leg_cost[first + problem.transfer_from[exits] - base]
        more = leg + problem.transfer_cost[exits] + self.bound[to] - self.bound[vertex]
        possible = np.flatnonzero((leg[:, 0] < NEVER) & (self.bound[to, 0] < NEVER))
        rows = np.column_stack((more, to, np.arange(exits.start, exits.stop)))[possible]
        onward: list[Onward] = [tuple(row) for row in rows.tolist()]
        if problem.finish[vertex, 0] < NEVER:
            last = (problem.finish[vertex] - self.bound[vertex]).tolist()
            onward.append((*last, _GOAL, _NONE))
        self.onward[vertex] = onward
        return onward
