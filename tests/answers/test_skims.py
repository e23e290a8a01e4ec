import os
import signal
import subprocess
import sys
import time
from datetime import date

import numpy as np
import pytest

from karwan.answers import market, search
from karwan.answers.question import Asked, routes_question
from karwan.answers.skims import ask_skim, skim_question
from karwan.answers.ways import ways_of_class
from karwan.errors import InputError
from karwan.facts.places import find
from karwan.facts.rows import PlaceRow
from karwan.opening import open_state
from karwan.testing import draw

ON = date(2026, 11, 24)
NAMES = ("Lahore", "Almaty", "Tashkent", "Kunming", "Hanoi", "Delhi", "Yerevan", "Baku", "Berlin", "Karachi")


@pytest.fixture(scope="module")
def state():
    return open_state()


def skim(state, names=NAMES, to=None, *, least=False, **asked):
    origins = [find(name, state.facts) for name in names]
    destinations = None if to is None else [find(name, state.facts) for name in to]
    return ask_skim(
        state, skim_question(state.facts, origins, destinations, {"on": ON} | asked, with_least=least)
    )


def best_of(state, origin, destination, **asked):
    """The least cost of the search of `karwan routes` for one pair, over all its classes."""
    question = routes_question(state.facts, Asked(origin=origin, destination=destination, on=ON, **asked))
    found = search.prepared(state, question)
    costs = [np.inf]
    for kind in search.classes_of(found):
        for way in ways_of_class(found.ground, found.spans, found.field, kind):
            span, route = way.stretches[0]
            del span
            costs.append(route.cost)
    return min(costs)


@pytest.mark.parametrize("by", ["generalised", "time"])
def test_a_skim_holds_what_the_search_for_routes_finds_for_each_pair(state, by):
    names = NAMES[:3]
    answer = skim(state, names, by=by)
    for i, origin in enumerate(names):
        for j, destination in enumerate(names):
            if i != j:
                cost = best_of(state, origin, destination, by=by)
                np.testing.assert_allclose(answer.generalised[i, j], cost, rtol=1e-5)


def test_hours_dollars_and_kg_add_up_to_the_cost_by_the_weights(state):
    answer = skim(state)
    weights = np.array(answer.question.asked.weights.vector)
    figures = np.stack([answer.time_h, answer.cost_usd, answer.co2e_kg], axis=-1)
    there = np.isfinite(answer.generalised)
    np.testing.assert_allclose(figures[there] @ weights, answer.generalised[there], rtol=1e-5)


def test_the_least_of_a_criterion_is_what_a_skim_by_it_alone_finds(state):
    answer = skim(state, least=True)
    for by, field, least in (
        ("time", "time_h", "least_time_h"),
        ("cost", "cost_usd", "least_cost_usd"),
        ("co2e", "co2e_kg", "least_co2e_kg"),
    ):
        alone = skim(state, by=by)
        np.testing.assert_array_equal(answer.matrix(least), alone.matrix(field))
        assert (answer.matrix(least) <= answer.matrix(field) * (1 + 1e-6)).all()


def test_a_place_is_no_time_and_no_money_away_from_itself(state):
    answer = skim(state)
    assert (np.diagonal(answer.figures) == 0).all()


def test_where_a_pair_is_open_is_what_the_search_for_routes_says(state):
    question = routes_question(state.facts, Asked(origin="Lahore", destination="Almaty", on=ON))
    prices = market.Market(state, question)
    for origin, destination in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True):
        pair = routes_question(state.facts, Asked(origin=origin, destination=destination, on=ON))
        found = search.prepared(state, pair)
        [span] = found.spans
        ends = (
            market.end_of(state, pair.origin, span.starts),
            market.end_of(state, pair.destination, span.finishes),
        )
        terms = prices.terms(*ends).by_air
        np.testing.assert_array_equal(terms.transfer_open, found.field.priced.transfer_open)
        usable = np.isfinite(found.field.priced.cell_rates).all(axis=1) & found.field.allowed
        np.testing.assert_array_equal(np.isfinite(terms.cell_rates).all(axis=1), usable)


def test_closing_a_post_never_makes_a_pair_cheaper(state):
    before, after = skim(state), skim(state, avoid=("khunjerab-road",))
    assert (after.generalised >= before.generalised).all()
    assert (after.generalised > before.generalised).any()


def test_where_nobody_may_go_there_is_no_figure():
    world = draw("A----B    C----D", territories={"PK": "AB", "CN": "CD"}, posts={})
    answer = world.skim(["A", "B", "C"], ["A", "D"])
    assert np.isfinite(answer.time_h).tolist() == [[True, False], [True, False], [False, True]]


def test_places_far_from_every_road_have_no_way_and_are_named(state):
    answer = skim(state, ("Lahore", "0,-30"), ("Lahore", "Almaty"))
    assert answer.far == ("0,-30",)
    assert np.isinf(answer.time_h[1]).all()
    assert np.isfinite(answer.time_h[0]).all()


def test_one_place_alone_is_refused(state):
    with pytest.raises(InputError, match="two different places"):
        skim(state, ("Lahore",))


def words_of(tmp_path, *more):
    return ("skim", "--places", tmp_path / "places.txt", "--as-of", "2026-11-24", *more)


def rows_of(part, count):
    """How many rows are marked as written."""
    content = part.read_bytes()
    first = content.find(b"\n") + 1
    head = first + 8 + int.from_bytes(content[first : first + 8], "little")
    return content[head : head + count].count(b"\1")


@pytest.fixture
def listed(tmp_path, state):
    rows = sorted(state.facts.rows(PlaceRow), key=lambda row: row.id)[::25]
    (tmp_path / "places.txt").write_text("\n".join(row.id for row in rows) + "\n", encoding="utf-8")
    return len(rows)


def test_a_killed_run_leaves_no_half_file_and_the_same_command_goes_on(tmp_path, listed):
    out = tmp_path / "skim.npz"
    command = [sys.executable, "-m", "karwan", *map(str, words_of(tmp_path, "--out", out))]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    part = tmp_path / "skim.npz.part"
    until = time.monotonic() + 180
    while not (part.exists() and rows_of(part, listed)):
        assert time.monotonic() < until
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.txt", "skim.npz.part"]
    resumed = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "from an earlier run" in resumed.stdout
    whole = tmp_path / "whole.npz"
    subprocess.run([*command[:-1], str(whole)], check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.txt", "skim.npz", "whole.npz"]
    with np.load(out) as one, np.load(whole) as other:
        assert one["time_h"].shape == (listed, listed)
        for name in ("generalised", "time_h", "cost_usd", "co2e_kg", "origins"):
            assert one[name].tobytes() == other[name].tobytes()
