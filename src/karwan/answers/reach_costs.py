"""What it takes from one place to every node of the roads and railways, and so to every city.

Costs are those of a skim (docs/rules, 12): the least to come into each cell by its gateways, carried down
inside it. What is open depends on where goods end, so there is one tree for each set of prices that some
destination has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from karwan.answers.market import End, Market, Terms, end_of
from karwan.answers.question import RoutesQuestion
from karwan.answers.search import attached
from karwan.routing import trees
from karwan.routing.feet import Feet
from karwan.routing.inside import Inner, costs_inside
from karwan.routing.part import vertices_of
from karwan.routing.question import along, weigh
from karwan.routing.skim import places_of
from karwan.routing.skim_metric import metric_of
from karwan.state import State
from karwan.words.mode import Mode
from karwan.words.place import Place

Float = NDArray[np.float64]
Int = NDArray[np.int64] | NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class _Tree:
    """Criteria of having entered at each vertex of the overlay, (vertices, 3), and their cost (vertices,).

    `grown` is the tree that says by which way; `vertices` are those of the overlay that it has.
    """

    criteria: Float
    cost: Float
    grown: trees.Trees
    vertices: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The last runs of the best ways to some places or nodes, (places,) each.

    Attributes:
        terms: number of their prices; -1 where there is no way. cell: in which they run.
        seed: vertex of the overlay by which they enter the cell; -1 for those that begin at the origin.
        km: their length.
    """

    terms: Int
    cell: Int
    seed: Int
    km: Float


@dataclass(frozen=True, slots=True)
class Entry:
    """The best way to where a run enters a cell: km of its first run, and its transfers of the overlay."""

    km: float
    transfers: tuple[int, ...]


class Costs:
    """What it takes from one place, by the ways that are best by the weights.

    Args:
        state: facts and network.
        market: prices of the shipment on the day.
        question: weights.
        origin: the place.

    Raises:
        InputError: the place lies too far from every road and railway.
    """

    def __init__(self, state: State, market: Market, question: RoutesQuestion, origin: Place) -> None:
        self._state, self._market, self._origin = state, market, origin
        self._weights = np.array(question.weights.vector)
        self._starts = attached(state, origin)
        self._end = end_of(state, origin, self._starts)
        self._places = places_of(state.overlay, [self._starts])
        self._nowhere = places_of(state.overlay, [])
        self._by_number: dict[int, Terms] = {}
        self._trees: dict[int, _Tree] = {}
        self._inner: dict[tuple[int, int], Inner] = {}

    @property
    def market(self) -> Market:
        """Prices of the shipment on the day."""
        return self._market

    @property
    def origin(self) -> Place:
        """The place."""
        return self._origin

    @property
    def code(self) -> str | None:
        """The territory of the place, in the words of the network."""
        return self._end.code

    def terms(self, end: End) -> Terms:
        """The prices of what goes to an end."""
        found = self._market.terms(self._end, end)
        self._by_number[found.number] = found
        return found

    def at_nodes(self) -> Float:
        """(nodes, 3) hours, dollars and kg of goods unloaded at each node of roads and railways; else inf.

        The nodes of a border union are as its own, of no member.
        """
        found = np.full((self._state.network.node_lon.size, 3), np.inf)
        for terms, cell, nodes, inner in self._cells():
            found[nodes] = self._criteria(terms, cell, inner.cost, inner.km, inner.seed)
        return found

    def runs_to_nodes(self) -> Runs:
        """The last runs to each node, as `at_nodes` counts them."""
        runs = _nowhere(self._state.network.node_lon.size)
        for terms, cell, nodes, inner in self._cells():
            self._note(runs, terms, cell, nodes, (inner.cost, inner.seed, inner.km))
        return runs

    def _cells(self) -> Iterator[tuple[Terms, int, slice, Inner]]:
        """The cells with roads or railways: prices, number, nodes, and what it takes to come to these."""
        network = self._state.network
        for cell, one in enumerate(network.cells):
            if one.mode in (Mode.ROAD, Mode.RAIL) and not one.is_ferry:
                terms = self.terms(End(one.territory, one.territory))
                nodes = slice(int(network.node_first[cell]), int(network.node_first[cell + 1]))
                yield terms, cell, nodes, self._inside(terms, cell)

    def at_places(self, feet: Feet, places: Sequence[Place]) -> Float:
        """(places, 3) hours, dollars and kg to each place, unloaded; inf where there is no way.

        Args:
            feet: where the places meet links.
            places: in the order of the feet.
        """
        return self.reached(feet, places)[0]

    def reached(self, feet: Feet, places: Sequence[Place]) -> tuple[Float, Runs]:
        """The same, and the last runs of the ways; none to the origin itself."""
        cost, found = np.full(len(places), np.inf), np.full((len(places), 3), np.inf)
        runs = _nowhere(len(places))
        for (number, cell), here in self._by_cell(feet, places).items():
            terms = self._by_number[number]
            last = self._last_runs(terms, cell, feet, here)
            criteria = self._criteria(terms, cell, *last)
            whole = weigh(criteria, self._weights)
            # A place has one foot in a cell at most, so none stands here twice.
            better = whole < cost[feet.place[here]]
            at = feet.place[here[better]]
            cost[at], found[at] = whole[better], criteria[better]
            self._note(runs, terms, cell, at, (last[0][better], last[2][better], last[1][better]))
        is_same = np.array([(one.lon, one.lat) == (self._origin.lon, self._origin.lat) for one in places])
        found[is_same] = 0.0
        runs.terms[is_same] = -1
        return found, runs

    def _note(
        self, runs: Runs, terms: Terms, cell: int, at: slice | Int, last: tuple[Float, Int, Float]
    ) -> None:
        """Puts the last runs in one cell into those of some places: their cost, seed in the cell and km."""
        cost, seed, km = last
        base = int(self._state.overlay.cell_first[cell])
        runs.terms[at] = np.where(np.isfinite(cost), terms.number, -1)
        runs.cell[at], runs.km[at] = cell, km
        runs.seed[at] = np.where(seed < 0, -1, seed + base)

    def entry(self, number: int, seed: int) -> Entry:
        """The best way to where a run enters a cell, at prices by their number; `seed` as of Runs."""
        tree = self._tree(self._by_number[number])
        first, transfers = trees.way_to_entry(tree.grown, 0, int(tree.grown.grounds.metric.number[seed]))
        here = self._places.vertex == tree.vertices[first]
        return Entry(float(np.min(self._places.km[here])), tuple(transfers))

    def _by_cell(self, feet: Feet, places: Sequence[Place]) -> dict[tuple[int, int], Int]:
        """Feet by the prices of their place and their cell."""
        cells = self._state.network.cells
        first = dict(zip(feet.place[::-1].tolist(), feet.cell[::-1].tolist(), strict=True))
        numbers = np.zeros(len(places), np.int64)
        for at, cell in first.items():
            terms = self.terms(End(cells[cell].territory, places[at].territory))
            numbers[at] = terms.number
        groups: dict[tuple[int, int], list[int]] = {}
        for foot, (at, cell) in enumerate(zip(feet.place.tolist(), feet.cell.tolist(), strict=True)):
            groups.setdefault((int(numbers[at]), cell), []).append(foot)
        return {key: np.array(group) for key, group in groups.items()}

    def _last_runs(self, terms: Terms, cell: int, feet: Feet, here: Int) -> tuple[Float, Float, Int]:
        """(feet,) cost, km and seed in the cell of the last runs to some feet."""
        base = self._state.network.node_first[cell]
        inner, rate = self._inside(terms, cell), weigh(terms.surface.cell_rates[cell], self._weights)
        ends = np.stack((feet.a[here] - base, feet.b[here] - base))
        beyond = np.stack((feet.to_a[here], feet.to_b[here]))
        whole = inner.cost[ends] + along(beyond, rate)
        side = np.argmin(whole, axis=0)
        pick = side, np.arange(here.size)
        cost, seed = whole[pick], inner.seed[ends][pick]
        km = inner.km[ends][pick] + beyond[pick]
        for one in self._starts:
            if one.cell == cell:
                link = int(self._state.network.link_first[cell]) + one.foot.link
                straight = np.abs(feet.share[here] - one.foot.share) * one.foot.link_km
                straight = straight + feet.access_km[here] + one.foot.access_km
                loaded = weigh(terms.surface.start_costs[cell], self._weights) + along(straight, rate)
                is_sooner = (feet.link[here] == link) & (loaded < cost)
                cost = np.where(is_sooner, loaded, cost)
                km, seed = np.where(is_sooner, straight, km), np.where(is_sooner, -1, seed)
        return cost, km, seed

    def _criteria(self, terms: Terms, cell: int, cost: Float, km: Float, seed: Int) -> Float:
        """(places, 3) hours, dollars and kg of last runs of some km from their seeds, and of unloading."""
        found = np.full((cost.size, 3), np.inf)
        is_way = np.isfinite(cost)
        if is_way.any():
            priced, first = terms.surface, self._state.overlay.cell_first[cell]
            begun = np.tile(priced.start_costs[cell], (int(is_way.sum()), 1))
            from_gate = seed[is_way] >= 0
            begun[from_gate] = self._tree(terms).criteria[first + seed[is_way][from_gate]]
            found[is_way] = begun + km[is_way, None] * priced.cell_rates[cell] + priced.finish_costs[cell]
        return found

    def _inside(self, terms: Terms, cell: int) -> Inner:
        key = terms.number, cell
        if key not in self._inner:
            self._inner[key] = self._made(terms, cell)
        return self._inner[key]

    def _made(self, terms: Terms, cell: int) -> Inner:
        network, priced = self._state.network, terms.surface
        rate = float(weigh(priced.cell_rates[cell], self._weights))
        nodes = int(network.node_first[cell + 1] - network.node_first[cell])
        if not np.isfinite(rate):
            return Inner(np.full(nodes, np.inf), np.zeros(nodes), np.full(nodes, -1, np.int32))
        here = slice(self._state.overlay.cell_first[cell], self._state.overlay.cell_first[cell + 1])
        loaded = float(weigh(priced.start_costs[cell], self._weights))
        origins = [(one, loaded) for one in self._starts if one.cell == cell and np.isfinite(loaded)]
        return costs_inside(self._state.overlay, cell, self._tree(terms).cost[here], rate, origins)

    def _tree(self, terms: Terms) -> _Tree:
        if terms.number not in self._trees:
            self._trees[terms.number] = self._grown(terms)
        return self._trees[terms.number]

    def _grown(self, terms: Terms) -> _Tree:
        from karwan.routing import inside_numba  # noqa: PLC0415 - imports numba

        overlay = self._state.overlay
        metric = metric_of(overlay, terms.surface, tuple(self._weights.tolist()))
        grown = trees.grow(trees.grounds_of(metric, self._places, self._nowhere))
        part = np.empty((metric.part.start.size, 3))
        inside_numba.entries(*trees.some_of(grown.grounds, 0, 1), grown.reason[0], part)
        criteria = np.full((overlay.vertex_cell.size, 3), np.inf)
        vertices = vertices_of(overlay, metric.part)
        criteria[vertices] = part
        return _Tree(criteria, weigh(criteria, self._weights), grown, vertices)


def _nowhere(count: int) -> Runs:
    """Runs to places that no way leads to yet."""
    terms, cell, seed = (np.full(count, -1, np.int64) for _ in range(3))
    return Runs(terms, cell, seed, np.zeros(count))
