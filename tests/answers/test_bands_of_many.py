"""P50 and P90 of many pairs beside those that routes shows, and beside the lattice."""

from datetime import date

import numpy as np
import pytest

from karwan.answers.compose import Span, parts
from karwan.answers.critical import ask_critical
from karwan.answers.flows import flows_named
from karwan.answers.offers import ask_routes
from karwan.answers.places import largest
from karwan.answers.search import attached
from karwan.answers.skims import Skim, ask_skim, skim_question
from karwan.answers.timing import timing_of
from karwan.facts.places import find
from karwan.opening import open_state
from karwan.routing import trees
from karwan.routing.route import Route as Found
from karwan.routing.spread import spread_of
from karwan.words.route import Route

ON = date(2026, 11, 24)
SURFACE = ("road", "rail", "sea")


@pytest.fixture(scope="module")
def state():
    return open_state()


@pytest.fixture(scope="module")
def flows(state):
    return flows_named(state.facts, "pk-kz", {"by": "generalised"}, ON)


def routes_of(state, question):
    return [offer.route for offer in ask_routes(state, question).routes]


def test_critical_tells_the_band_that_routes_shows_of_the_same_way(state, flows):
    answer = ask_critical(state, flows)
    same = 0
    for flow, pair in list(zip(flows.flows, answer.pairs, strict=True))[:4]:
        assert pair.time_p50_h < pair.time_p90_h
        for route in routes_of(state, flow.question):
            if route.time_h == pytest.approx(pair.time_h, rel=1e-9):
                _, p50, p90 = route.time_quantiles_h()
                assert (pair.time_p50_h, pair.time_p90_h) == pytest.approx((p50, p90), rel=1e-6)
                same += 1
                break
    assert same >= 3


def test_trees_and_single_searches_tell_nearly_the_same_bands(state, flows):
    alone, by_trees = ask_critical(state, flows), ask_critical(state, flows, trees_from=1)
    for one, other in zip(alone.pairs, by_trees.pairs, strict=True):
        if one.time_h == pytest.approx(other.time_h, rel=1e-6):
            assert one.time_p50_h == pytest.approx(other.time_p50_h, rel=0.05)
            assert one.time_p90_h == pytest.approx(other.time_p90_h, rel=0.05)
    rows = {(row.kind, row.id): row for row in by_trees.ranking}
    for row in alone.ranking[:5]:
        other = rows[row.kind, row.id]
        assert row.added_time_p50_h == pytest.approx(other.added_time_p50_h, abs=12)
        assert row.added_time_p90_h == pytest.approx(other.added_time_p90_h, abs=24)


def test_the_spread_of_a_tree_is_that_of_its_steps_and_fitted_quantiles_are_near_the_lattice(state):
    overlay, places = state.overlay, list(largest(state.facts, 160))[::8]
    places += [find(name, state.facts) for name in ("Lahore", "Almaty", "Gwadar", "Poti")]
    question = skim_question(state.facts, places, None, {"on": ON, "modes": SURFACE})
    skim, answer = Skim(state, question), ask_skim(state, question)
    ground = skim._market.ground
    terms = skim._terms[0]
    spread = trees.grow(
        trees.grounds_of(skim._metric(0, question.asked.weights.vector), *skim._places, skim._inside)
    )
    found = spread_of(spread, timing_of(ground, terms.changed))
    errors = []
    for i, j in zip(*np.nonzero(skim._number == 0), strict=True):
        transfers = trees.way_of(spread, i, j) if i != j else []
        if not transfers or (i + j) % 3:
            continue
        ends = overlay.vertex_cell[overlay.transfer_from[transfers[:1]]].tolist()
        cells = (*ends, *overlay.vertex_cell[overlay.transfer_to[transfers]].tolist())
        span = Span(places[i], places[j], attached(state, places[i]), attached(state, places[j]))
        told = parts(ground, span, Found(cells, tuple(transfers)))
        route = Route(tuple(step for part in told for step in part), ground.book.correlations)
        if route.time_h != pytest.approx(float(answer.time_h[i, j]), rel=1e-5):
            continue  # trucks are changed: the steps lack that
        assert found[i, j, 0] == pytest.approx(route.time_sd_h, rel=1e-9)
        _, p50, p90 = route.time_quantiles_h()
        errors.append((answer.time_p50_h[i, j] / p50 - 1, answer.time_p90_h[i, j] / p90 - 1))
    size = np.abs(np.array(errors))
    assert len(size) > 30
    assert (size.mean(axis=0) < 0.008).all()
    assert (size.max(axis=0) < 0.06).all()


def test_9_of_10_take_no_less_than_5_of_10_between_any_places(state):
    places = list(largest(state.facts, 60))[::4]
    for modes in (SURFACE, ("road", "air")):
        answer = ask_skim(state, skim_question(state.facts, places, None, {"on": ON, "modes": modes}))
        is_way = np.isfinite(answer.time_h)
        assert (np.isfinite(answer.time_p90_h) == is_way).all()
        assert (answer.time_p50_h[is_way] <= answer.time_p90_h[is_way]).all()
        assert (answer.time_p50_h[is_way] <= answer.time_h[is_way] * 1.01).all()
        assert is_way.sum() > len(places)
