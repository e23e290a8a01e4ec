"""The compiled skim; see skim.py for what it means and for its plain twin.

Origins go in blocks of lanes, so that one look at a run serves them all; costs of a block stay in the second
cache. Two entries and four exits are looked at together, which spares half the reads and most of the waits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from karwan.routing.bounds_numba import Graph
from karwan.routing.compiled import compiled

Int = NDArray[np.int32]
Single = NDArray[np.float32]
Sparse = tuple[Int, Int, Single]

LANES = 64


@compiled
def _pull(lanes: Single, costs: Single, rows: Int, more: Single) -> None:
    """Lowers lanes to the best of some rows of costs, to each of which is added what `more` has for it."""
    count = rows.size
    for at in range(0, count, 4):
        i, j = rows[at], rows[min(at + 1, count - 1)]
        k, m = rows[min(at + 2, count - 1)], rows[min(at + 3, count - 1)]
        one, two, three, four = costs[i], costs[j], costs[k], costs[m]
        more_one, more_two, more_three, more_four = more[i], more[j], more[k], more[m]
        for lane in range(LANES):
            best = min(one[lane] + more_one, two[lane] + more_two)
            other = min(three[lane] + more_three, four[lane] + more_four)
            best = min(best, other)
            lanes[lane] = min(lanes[lane], best)


@compiled
def _pull_four(lanes: Single, costs: Single, rows: Int, more: Single) -> None:
    """The same for four times lanes and as many rows of `more` (the last one again for what is missing)."""
    last, count = more.shape[0] - 1, rows.size
    a, b, c, d = lanes[0], lanes[1], lanes[2], lanes[3]
    to_a, to_b, to_c, to_d = more[0], more[min(1, last)], more[min(2, last)], more[last]
    for at in range(0, count, 2):
        i, j = rows[at], rows[min(at + 1, count - 1)]
        one, two = costs[i], costs[j]
        a_one, b_one, c_one, d_one = to_a[i], to_b[i], to_c[i], to_d[i]
        a_two, b_two, c_two, d_two = to_a[j], to_b[j], to_c[j], to_d[j]
        for lane in range(LANES):
            x, y = one[lane], two[lane]
            best = min(x + a_one, y + a_two)
            a[lane] = min(a[lane], best)
            best = min(x + b_one, y + b_two)
            b[lane] = min(b[lane], best)
            best = min(x + c_one, y + c_two)
            c[lane] = min(c[lane], best)
            best = min(x + d_one, y + d_two)
            d[lane] = min(d[lane], best)


@compiled
def _tell(
    graph: Graph, transfer_cost: Single, vertex: int, left: Single, enter: Single, is_new: Int, news: Single
) -> None:
    """Tell the cells beyond a vertex what leaving there costs now."""
    for transfer in range(graph.exit_first[vertex], graph.exit_first[vertex + 1]):
        to = graph.transfer_to[transfer]
        there = enter[to]
        cost = transfer_cost[transfer]
        least = np.float32(np.inf)
        for lane in range(LANES):
            through = left[lane] + cost
            least = min(least, through if through < there[lane] else np.float32(np.inf))
            there[lane] = min(there[lane], through)
        if least < np.inf:
            is_new[to] = 1
            news[graph.vertex_cell[to]] = min(news[graph.vertex_cell[to]], least)


@compiled
def begin(starts: Sparse, block: int, width: int, leave: Single) -> None:
    """Puts the first runs of a block of origins into its lanes."""
    for lane in range(width):
        for i in range(starts[0][block + lane], starts[0][block + lane + 1]):
            leave[starts[1][i], lane] = min(leave[starts[1][i], lane], starts[2][i])


@compiled
def _turn(graph: Graph, cell: int, is_new: Int, rows: Int) -> int:
    """The vertices of a cell with news, put in `rows` as counted from its first; their number."""
    count = 0
    base = graph.cell_first[cell]
    for vertex in range(base, graph.cell_first[cell + 1]):
        if is_new[vertex]:
            is_new[vertex] = 0
            rows[count] = vertex - base
            count += 1
    return count


@compiled
def spread(
    graph: Graph,
    leg_cost: Single,
    transfer_cost: Single,
    leave: Single,
    enter: Single,
    is_new: Int,
    news: Single,
) -> None:
    """Let cells take turns, the one with the least news first, until there is no news."""
    rows = np.empty(leave.shape[0], np.int32)
    lanes = np.empty((4, LANES), np.float32)
    for vertex in range(leave.shape[0]):
        _tell(graph, transfer_cost, vertex, leave[vertex], enter, is_new, news)
    while news.size > 0:
        cell = int(np.argmin(news))
        if news[cell] == np.inf:
            break
        news[cell] = np.inf
        entered = rows[: _turn(graph, cell, is_new, rows)]
        base = graph.cell_first[cell]
        size = np.int64(graph.cell_first[cell + 1]) - base
        table = leg_cost[graph.leg_first[cell] : graph.leg_first[cell + 1]].reshape(size, size)
        for exit_ in range(0, size, 4):
            # Runs cost the same both ways: the row of the vertex left is read, not its column.
            for i in range(4):
                lanes[i, :] = leave[base + min(exit_ + i, size - 1)]
            _pull_four(lanes, enter[base : base + size], entered, table[exit_ : exit_ + 4])
            for i in range(min(4, size - exit_)):
                vertex = base + exit_ + i
                if _lowered(leave[vertex], lanes[i]):
                    _tell(graph, transfer_cost, vertex, lanes[i], enter, is_new, news)


@compiled
def _lowered(old: Single, new: Single) -> bool:
    """Whether any lane is lower now; takes over the new ones."""
    lowered = 0
    for lane in range(LANES):
        lowered += new[lane] < old[lane]
        old[lane] = new[lane]
    return lowered > 0


@compiled
def skim(graph: Graph, leg_cost: Single, transfer_cost: Single, starts: Sparse, finishes: Sparse) -> Single:
    """The cost from each origin to each destination, (origins, destinations)."""
    vertices = graph.vertex_cell.size
    origins, destinations = starts[0].size - 1, finishes[0].size - 1
    table = np.empty((origins, destinations), np.float32)
    leave = np.empty((vertices, LANES), np.float32)
    enter = np.empty((vertices, LANES), np.float32)
    lanes = np.empty(LANES, np.float32)
    last_run = np.empty(vertices, np.float32)
    is_new = np.zeros(vertices, np.int32)
    news = np.full(graph.cell_first.size - 1, np.inf, np.float32)
    for block in range(0, origins, LANES):
        width = min(LANES, origins - block)
        leave[:] = np.inf
        enter[:] = np.inf
        begin(starts, block, width, leave)
        spread(graph, leg_cost, transfer_cost, leave, enter, is_new, news)
        for destination in range(destinations):
            first, last = finishes[0][destination], finishes[0][destination + 1]
            lanes[:] = np.inf
            last_run[finishes[1][first:last]] = finishes[2][first:last]
            _pull(lanes, enter, finishes[1][first:last], last_run)
            table[block : block + width, destination] = lanes[:width]
    return table
