"""Dollars of different years are brought to the asked year before they are averaged."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karwan.answers.explain import explain
from karwan.errors import InputError
from karwan.facts import load
from karwan.operations.book import Book
from karwan.operations.money import prices
from karwan.testing import draw
from karwan.words.mode import Mode

DAY = date(2024, 6, 1)
ROAD = "A----B----C"
KNOWN = prices(load())


def level(year, value, **more):
    row = {"kind": "price_level", "index_name": "drawn", "value": value, "base": "100", **more}
    return {"id": f"level-{year}", "year": year, **row}


def rate(value, year=""):
    row = {"mode": "road", "territory": "PK", "metric": "haul_usd_tkm", "unit": "USD/t-km"}
    return {"id": f"rate-{year}", "value": value, "year": year, "evidence": "measured", **row}


def world(*rates, levels=((2018, 100), (2022, 120), (2024, 150))):
    return draw(
        ROAD,
        territories={"PK": "AB", "CN": "C"},
        posts={"pass-road": "BC"},
        tables={"rates": rates, "deflators": [level(*one) for one in levels]},
    )


def haul(where, **options):
    route = where.routes("A", "C", on=DAY, **options).routes[0].route
    leg = next(step for step in route.legs if step.territory == "PK")
    return leg.cost.value / leg.distance_km / 10


def test_a_figure_of_another_year_is_multiplied_by_the_level_asked_over_its_own():
    assert haul(world(rate(0.2, 2018))) == pytest.approx(0.2 * 150 / 100)
    assert haul(world(rate(0.2, 2018)), prices_of=2022) == pytest.approx(0.2 * 120 / 100)


def test_years_are_brought_to_one_before_the_mean_is_taken():
    found = haul(world(rate(0.1, 2018), rate(0.3, 2022)))
    assert found == pytest.approx((0.1 * 150 / 100 + 0.3 * 150 / 120) / 2)


def test_a_figure_without_a_year_is_of_the_year_asked_for():
    assert haul(world(rate(0.2))) == pytest.approx(0.2)
    told = world(rate(0.2, 2018))
    answer = told.routes("A", "C", on=DAY).answer
    (first,) = (one for one in explain(told.state, answer, "A").steps if one.step.territory == "PK"
                and one.step.distance_km)  # fmt: skip
    dollars = next(figured for figured in first.figures if figured.what == "dollars")
    factors = [factor.input.price_factors for factor in dollars.factors if factor.input]
    assert (1.5,) in factors
    assert dollars.again == pytest.approx(first.step.cost.value)


def test_a_day_after_the_newest_level_has_the_dollars_of_the_newest():
    answer = world(rate(0.2, 2018)).routes("A", "C", on=date(2031, 1, 1)).answer
    assert answer.prices.year == 2024
    assert answer.as_json()["prices"]["level"] == 150


def test_without_levels_every_figure_is_in_its_own_dollars():
    bare = world(rate(0.2, 2018), levels=())
    assert haul(bare) == pytest.approx(0.2)
    assert bare.routes("A", "C", on=DAY).answer.prices is None


def test_prices_of_a_year_that_no_level_is_known_of_are_refused():
    with pytest.raises(InputError, match="from 2018 to 2024"):
        haul(world(rate(0.2, 2018)), prices_of=1999)
    with pytest.raises(InputError, match="whole number"):
        haul(world(rate(0.2, 2018)), prices_of="last year")


def test_hours_have_no_price():
    book = Book(load())
    now, then = book.on_day(date(2026, 1, 1)), book.on_day(date(2026, 1, 1), 2010)
    for mode in Mode:
        assert now.rate(mode, None, "speed_kmh") == then.rate(mode, None, "speed_kmh")
    assert (
        then.rate(Mode.ROAD, "PK", "haul_usd_tkm").figure.value
        < now.rate(Mode.ROAD, "PK", "haul_usd_tkm").figure.value
    )


@given(st.sampled_from(sorted(KNOWN.rows)), st.sampled_from(sorted(KNOWN.rows)), st.floats(0.01, 1e6))
def test_from_one_year_to_another_and_back_nothing_changes(here, there, usd):
    forth, back = KNOWN.of_year(there).factor(here), KNOWN.of_year(here).factor(there)
    assert usd * forth * back == pytest.approx(usd)


@given(st.sampled_from(sorted(KNOWN.rows)), st.integers(1950, 2090))
def test_a_year_that_is_not_known_takes_the_level_of_the_newest_before_it(asked, year):
    known = max((one for one in KNOWN.rows if one <= year), default=min(KNOWN.rows))
    assert KNOWN.of_year(asked).factor(year) == KNOWN.of_year(asked).factor(known)
