"""What the tables on empties, insurance, demurrage, limits, steps and spread must say."""

from itertools import groupby

import pytest

from karwan.facts import load
from karwan.facts.rows import (
    Demurrage,
    EmptyReturn,
    Insurance,
    Limit,
    Procedure,
    Spread,
    WaySpokenOf,
)
from karwan.operations.spread import Spreads
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode


@pytest.fixture(scope="module")
def facts():
    return load()


def test_every_mode_on_land_and_at_sea_has_a_default_for_empties_that_adds_nothing(facts):
    units = {"road": "truck", "rail": "wagon", "sea": "container"}
    defaults = {
        row.mode: row
        for row in facts.rows(EmptyReturn)
        if (row.origin, row.destination) == ("*", "*") and row.unit == units[row.mode]
    }
    assert set(defaults) == set(units)
    assert all(row.share == row.share_in_rate for row in defaults.values())


def test_turkish_trucks_come_back_from_iran_mostly_empty(facts):
    row = facts.by_id(EmptyReturn)["road-tr-ir-truck"]
    assert row.share > row.share_in_rate
    assert row.share == pytest.approx(1 - 11_903 / 38_826, abs=1e-3)


def test_cargo_is_insured_for_less_than_a_hundredth_of_its_value(facts):
    rates = [row for row in facts.rows(Insurance) if row.metric == "share_of_value"]
    assert {"cargo", "war"} == {row.cover for row in rates}
    assert all(row.value < 0.01 for row in rates)
    assert any((row.mode, row.territory) == ("*", "*") for row in rates)


def test_a_box_at_karachi_has_a_week_free_and_then_costs_55_dollars_a_day(facts):
    row = facts.by_id(Demurrage)["karachi-detention-dry"]
    assert (row.free_days, row.per_day, row.unit) == (7, 55, "USD/TEU")


def test_every_kind_of_demurrage_has_a_default_but_customs(facts):
    kinds = {row.kind for row in facts.rows(Demurrage) if row.territory == "*"}
    assert {"detention", "storage", "truck"} <= kinds


def test_the_limits_have_a_default_for_every_measure_of_a_truck(facts):
    metrics = {row.metric for row in facts.rows(Limit) if (row.mode, row.territory) == ("road", "*")}
    assert {"gross_t", "axle_t", "height_m", "width_m", "length_m"} <= metrics


def test_a_limit_has_a_value_or_names_the_classes_that_it_refuses(facts):
    for row in facts.rows(Limit):
        assert (row.value is None) == bool(row.un_classes), row.id
        assert (row.metric == "dangerous") == bool(row.un_classes), row.id


def test_oil_tankers_take_the_old_road_beside_the_kohat_tunnel(facts):
    tunnel = facts.by_id(Limit)["pk-kohat-tunnel-dangerous"]
    assert tunnel.effect == "refused"
    assert "3" in tunnel.un_classes


def test_steps_are_numbered_from_one_in_the_order_of_the_file(facts):
    def place(row):
        return (row.crossing or row.territory, row.direction, row.mode, row.regime)

    for _, steps in groupby(sorted(facts.rows(Procedure), key=place), key=place):
        orders = [row.order for row in steps]
        assert orders == list(range(1, len(orders) + 1))


def test_tir_has_steps_anywhere_from_departure_to_destination(facts):
    directions = {
        row.direction
        for row in facts.rows(Procedure)
        if row.territory == "*" and row.regime == "tir" and row.mode == "road"
    }
    assert directions == {"start", "out", "in", "end"}


def test_the_wakhan_is_no_way_and_the_table_says_why(facts):
    wakhan = facts.by_id(WaySpokenOf)["wakhan-china"]
    assert wakhan.state == "no_road"
    assert "agreement" in wakhan.why
    assert wakhan.instead


def test_what_may_price_the_spread_is_never_a_claim(facts):
    rows = facts.rows(Spread)
    assert all(row.evidence is not Evidence.CLAIMED for row in rows if row.is_input)
    assert {"same_post", "same_territory", "two_territories"} == {
        row.between for row in rows if row.metric == "correlation"
    }


def test_every_mode_and_every_operation_that_takes_time_says_how_it_varies(facts):
    spreads = Spreads(facts)
    assert all(spreads.of("haul", mode, ()) for mode in Mode)
    for operation in ("cross", "wait", "transship", "load", "unload"):
        assert all(spreads.of(operation, mode, ()) for mode in Mode), operation
    assert spreads.of("change_gauge", Mode.RAIL, ())
    assert spreads.of("passage", Mode.SEA, ())


def test_a_ferry_on_the_caspian_varies_more_than_a_liner(facts):
    spreads = Spreads(facts)
    assert spreads.of("haul", "sea", ("caspian",)).cv.value > spreads.of("haul", "sea", ("ocean",)).cv.value
