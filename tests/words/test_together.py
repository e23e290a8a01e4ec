"""The time of steps together: against Monte Carlo, against theory, and what holds of any steps."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import monte_carlo
from karwan.words.distribution import Distribution, quantile, shape_of
from karwan.words.evidence import Figure
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step
from karwan.words.together import Correlations, parts_of

NOTHING = Figure(0.0)
REAL = Correlations(0.44, 0.3, 0.0)
SHAPES = (Distribution.LOGNORMAL, Distribution.GAMMA, Distribution.UNIFORM)


def step(mean_h, cv, shape=Distribution.LOGNORMAL, *, at=None, territory="PK", mode=Mode.ROAD, number=0):
    """A step at a post, or a leg on the way to the next number."""
    ends = (at, at) if at else (f"from-{number}", f"to-{number}")
    return Step(
        "transfer" if at else "leg",
        Operation.CROSS if at else Operation.HAUL,
        mode,
        *ends,
        territory,
        0.0 if at else 100.0,
        Figure(mean_h),
        mean_h * cv,
        NOTHING,
        NOTHING,
        distribution=shape,
    )


def doubted(one, cv, name):
    """A step whose mean may be off by so much of it, with all others of the name."""
    off_h = one.time.value * cv
    return replace(one, time_sd_h=math.hypot(one.time_sd_h, off_h), doubt_sd_h=off_h, doubt=name)


@st.composite
def routes(draw):
    amounts = st.floats(0.1, 200.0)
    steps = []
    for number in range(draw(st.integers(1, 12))):
        shape = draw(st.sampled_from((*SHAPES, Distribution.CONSTANT)))
        cv = 0.0 if shape is Distribution.CONSTANT else draw(st.floats(0.0, 1.2))
        at = draw(st.sampled_from((None, "a", "b", "c")))
        one = step(draw(amounts), cv, shape, at=at, territory=draw(st.sampled_from("XYZ")), number=number)
        if cv > 0 and draw(st.booleans()):
            one = doubted(one, draw(st.floats(0.05, 1.0)), draw(st.sampled_from("pq")))
        steps.append(one)
    share = st.floats(0.0, 0.9)
    return Route(tuple(steps), Correlations(draw(share), draw(share), draw(st.floats(0.0, 0.3))))


def listed(seed):
    """Steps by lot: up to 15, of all shapes, means from an hour to weeks."""
    lot = np.random.default_rng(seed)
    steps = []
    for number in range(int(lot.integers(1, 16))):
        mean_h = float(np.exp(lot.normal(2.5, 1.2)))
        shape = SHAPES[int(lot.integers(3))]
        at = f"post-{lot.integers(6)}" if lot.random() < 0.5 else None
        territory = "XYZ"[int(lot.integers(3))]
        cv = float(lot.uniform(0.1, 1.1))
        one = step(mean_h, cv, shape, at=at, territory=territory, number=number)
        if shape is Distribution.LOGNORMAL and lot.random() < 0.5:
            one = doubted(one, float(lot.uniform(0.1, 1.1)), f"{one.operation} in {territory}")
        steps.append(one)
    return Route(tuple(steps), REAL)


@cache
def by_chance(seed):
    return monte_carlo.drawn(listed(seed), 300_000, seed)


@pytest.mark.parametrize("seed", range(8))
def test_the_quantiles_of_steps_by_lot_are_those_of_monte_carlo_to_two_per_cent(seed):
    route = listed(seed)
    found = [route.time_quantile_h(chance) for chance in monte_carlo.CHANCES]
    assert found == pytest.approx(monte_carlo.quantiles(by_chance(seed)), rel=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_the_standard_deviation_is_the_root_of_the_sum_over_all_pairs(seed):
    route = listed(seed)
    parts = parts_of(route.steps)
    pairs = [(a, b) for a in parts for b in parts if a is not b]
    variance = math.fsum(part.sd_h**2 for part in parts)
    for a, b in pairs:
        at_one = a.post is not None and a.post == b.post
        rho = REAL.same_post if at_one else REAL.same_territory if a.territory == b.territory else 0.0
        variance += rho * a.trip_sd_h * b.trip_sd_h
        variance += a.doubt_sd_h * b.doubt_sd_h if a.doubt == b.doubt else 0.0
    assert route.time_sd_h == pytest.approx(math.sqrt(variance))
    assert np.std(by_chance(seed)) == pytest.approx(route.time_sd_h, rel=0.03)


@given(routes())
def test_a_higher_quantile_is_never_a_shorter_time(route):
    p10, p50, p90 = route.time_quantiles_h()
    assert p10 <= p50 <= p90 <= route.time_quantile_h(0.95)
    assert p50 == route.time_quantile_h(0.5)


@given(routes(), st.integers(0, 11), st.floats(1.0, 3.0))
def test_every_quantile_grows_with_the_mean_of_every_step(route, which, factor):
    steps = list(route.steps)
    one = steps[which % len(steps)]
    hours = {name: getattr(one, name) * factor for name in ("time_sd_h", "doubt_sd_h")}
    steps[which % len(steps)] = replace(one, time=one.time * factor, **hours)
    grown = Route(tuple(steps), route.correlations)
    for chance in (0.1, 0.5, 0.9, 0.95):
        assert grown.time_quantile_h(chance) >= route.time_quantile_h(chance) * (1 - 1e-5)
    assert grown.time_sd_h >= route.time_sd_h * (1 - 1e-9)


@given(routes())
def test_without_spread_every_quantile_is_the_mean(route):
    steps = tuple(replace(one, time_sd_h=0.0, doubt_sd_h=0.0) for one in route.steps)
    sure = Route(steps, route.correlations)
    assert sure.time_sd_h == 0
    for chance in (0.01, 0.5, 0.95):
        assert sure.time_quantile_h(chance) == pytest.approx(sure.time_h)
    assert (sure.chance_within_h(sure.time_h - 1e-6), sure.chance_within_h(sure.time_h + 1e-6)) == (0, 1)


@given(routes(), st.floats(0.02, 0.98))
def test_the_chance_of_a_quantile_is_its_own(route, chance):
    hours = route.time_quantile_h(chance)
    # a wait for an opening has a lump at nothing, so a chance may be reached by less than its quantile
    assert route.chance_within_h(hours + 1e-9) >= chance - 1e-6
    assert route.chance_within_h(0.0) <= route.chance_within_h(hours) <= route.chance_within_h(1e6) == 1


@given(routes())
def test_more_correlation_never_makes_a_route_surer(route):
    loose = Route(route.steps, Correlations())
    tight = Route(route.steps, Correlations(1.0, 1.0, 1.0))
    assert loose.time_sd_h <= route.time_sd_h + 1e-9 <= tight.time_sd_h + 2e-9
    trips = math.fsum(one.trip_sd_h for one in route.steps)
    doubts = (math.fsum(one.doubt_sd_h for one in route.steps if one.doubt == name) for name in "pq")
    whole = math.hypot(trips, *doubts)
    assert tight.time_sd_h == pytest.approx(whole)


def test_the_sum_of_two_uniform_waits_is_triangular():
    waits = [step(12.0, 1 / math.sqrt(3), Distribution.UNIFORM, at=at, territory=at) for at in "ab"]
    route = Route(tuple(waits))
    # of a triangle from 0 to 48: median 24, P90 = 48 - 24 sqrt(0.2)
    assert route.time_quantile_h(0.5) == pytest.approx(24.0, rel=5e-3)
    assert route.time_quantile_h(0.9) == pytest.approx(48 - 24 * math.sqrt(0.2), rel=5e-3)


def test_the_sum_of_gamma_times_of_one_scale_is_gamma():
    # shapes 4 and 5 of scale 3 make shape 9
    steps = [step(3.0 * k, k**-0.5, Distribution.GAMMA, at=f"p{k}", territory=f"t{k}") for k in (4, 5)]
    alone = quantile(27.0, 9.0, Distribution.GAMMA, 0.9)
    assert Route(tuple(steps)).time_quantile_h(0.9) == pytest.approx(alone, rel=5e-3)


def test_a_run_that_a_waypoint_cuts_varies_as_the_whole():
    whole = Route((step(40.0, 0.25),), REAL)
    cut = Route((step(15.0, 0.25), step(25.0, 0.25, number=1)), REAL)
    assert cut.time_sd_h == pytest.approx(whole.time_sd_h)
    assert cut.time_quantiles_h() == pytest.approx(whole.time_quantiles_h())


def test_the_rest_of_a_driver_follows_the_haul_wholly():
    haul = step(10.0, 0.25)
    rest = replace(haul, operation=Operation.WAIT, time=Figure(14.0), time_sd_h=3.5)
    assert Route((haul, rest), REAL).time_sd_h == pytest.approx(2.5 + 3.5)


def test_two_sides_of_a_post_are_correlated_though_they_lie_in_two_territories():
    sides = [step(10.0, 0.8, at="pass", territory=code) for code in ("PK", "CN")]
    assert Route(tuple(sides), REAL).time_sd_h == pytest.approx(8 * math.sqrt(2 + 2 * 0.44))


def test_one_average_that_stands_in_at_two_posts_is_off_at_both():
    alone = [step(10.0, 0.8, at=at, territory=at) for at in "ab"]
    one = Route(tuple(doubted(each, 0.6, "average") for each in alone))
    two = Route(tuple(doubted(each, 0.6, each.origin) for each in alone))
    assert one.time_sd_h == pytest.approx(math.sqrt(2 * 8**2 + (6 + 6) ** 2))
    assert two.time_sd_h == pytest.approx(math.sqrt(2 * 8**2 + 2 * 6**2))
    assert one.time_quantile_h(0.9) > two.time_quantile_h(0.9)


def test_a_run_that_a_waypoint_cuts_is_doubted_as_the_whole():
    whole = Route((doubted(step(40.0, 0.25), 0.3, "speed"),), REAL)
    pieces = (step(15.0, 0.25), step(25.0, 0.25, number=1))
    cut = Route(tuple(doubted(piece, 0.3, "speed") for piece in pieces), REAL)
    assert cut.time_sd_h == pytest.approx(whole.time_sd_h)
    assert cut.time_quantiles_h() == pytest.approx(whole.time_quantiles_h())


def test_a_wait_for_an_opening_has_its_mean_and_spread_and_no_wait_at_day():
    # shut for 12 of 24 hours: mean 3 h, square 24 h2
    cv = math.sqrt(24 - 9) / 3
    shape = shape_of(Distribution.UNIFORM, cv)
    amounts = 3 * shape.at(np.random.default_rng(1).standard_normal(400_000))
    assert np.mean(amounts) == pytest.approx(3, rel=0.01)
    assert np.std(amounts) == pytest.approx(math.sqrt(15), rel=0.01)
    assert np.mean(amounts == 0) == pytest.approx(0.5, abs=0.005)
    assert amounts.max() == pytest.approx(12, rel=0.01)


def test_a_charge_changes_no_time():
    charge = replace(step(0.0, 0.0), kind="charge", operation=Operation.INSURANCE, cost=Figure(100.0))
    alone = Route((step(10.0, 0.5),), REAL)
    assert Route((*alone.steps, charge), REAL).time_quantiles_h() == alone.time_quantiles_h()
