import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.routing import bounds, bounds_numba, pareto, question
from karwan.routing.part import part_of
from random_worlds import random_world

seeds = st.integers(0, 10_000)


def parts(world):
    """The world with one cost in dollars, and with whole minutes."""
    pair = question.ends(world.overlay, world.prices, world.origin, world.destination)
    costs = question.generalise(world.overlay, world.prices, pair, (2.0, 1.0, 0.5))
    one = part_of(world.overlay, costs)
    many = pareto.whole_problem(world.overlay, world.prices, pair)
    yield one, one.leg_cost, one.transfer_cost, one.finish
    yield many, many.leg_cost[:, 0], many.transfer_cost[:, 0], many.finish[:, 0]


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=40)
def test_costs_to_the_destination_certify_themselves(seed, closed):
    """No run improves a cost, and each cost has the run or the last leg that explains it."""
    for part, leg_cost, transfer_cost, goal in parts(random_world(seed, closed)):
        found = bounds.to_goal(part, leg_cost, transfer_cost, goal)
        never = np.inf if goal.dtype == np.float64 else bounds.NEVER
        onward = np.full(goal.size, never, goal.dtype)
        np.minimum.at(onward, part.transfer_from, transfer_cost + found.enter[part.transfer_to])
        assert np.array_equal(np.minimum(onward, never), np.minimum(found.leave, never))
        for cell in range(part.cells.size):
            here = slice(part.cell_first[cell], part.cell_first[cell + 1])
            size = here.stop - here.start
            table = leg_cost[part.leg_first[cell] : part.leg_first[cell + 1]].reshape(size, size)
            through = np.min(table + found.leave[here], axis=1, initial=never)
            assert np.array_equal(found.enter[here], np.minimum(goal[here], through))


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=40, deadline=None)
def test_rounds_of_compiled_code_end_where_plain_ones_do(seed, closed):
    part, *costs = next(parts(random_world(seed, closed)))
    plain, quick = bounds.to_goal(part, *costs), bounds_numba.rounds_to_goal(part)
    for name in ("enter", "leave", "runs"):
        assert np.array_equal(getattr(plain, name), getattr(quick, name))


@given(seeds, st.sampled_from([0.0, 0.3]))
@settings(max_examples=40)
def test_compiled_costs_to_the_destination_are_the_same_and_lead_there(seed, closed):
    for part, leg_cost, transfer_cost, goal in parts(random_world(seed, closed)):
        plain = bounds.to_goal(part, leg_cost, transfer_cost, goal)
        graph = bounds_numba.graph_of(part)
        enter, leave, next_leave, next_transfer = bounds_numba.to_goal(graph, leg_cost, transfer_cost, goal)
        for one, other in ((enter, plain.enter), (leave, plain.leave)):
            np.testing.assert_allclose(np.minimum(one, bounds.NEVER), np.minimum(other, bounds.NEVER))
        for vertex in np.flatnonzero(enter < bounds.NEVER):
            at, runs = int(vertex), 0
            while next_leave[at] >= 0:
                at = int(part.transfer_to[next_transfer[next_leave[at]]])
                runs += 1
                assert runs <= enter.size
            assert goal[at] < bounds.NEVER
