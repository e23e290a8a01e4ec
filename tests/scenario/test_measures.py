"""What each kind of measure changes, on a drawn world, and what it leaves alone."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from drawn_scenarios import priced, world
from karwan.facts.rows import (
    Admission,
    CrossingHours,
    CrossingPeriod,
    EmptyReturn,
    Rate,
    Regime,
    Source,
)
from karwan.scenario import apply, of_measures
from karwan.scenario.measures import KINDS
from karwan.words.evidence import Evidence

ON = date(2026, 11, 24)


def made(kind, **fields):
    return KINDS[kind](**fields, reason="a test")


def applied(*measures, on=ON):
    return apply(world().state, of_measures("test", measures), on)


def gateways_that_differ(state, other, on=ON):
    """Ids of the gateways whose transfers cost another price or let something else pass."""
    one, two = priced(state, on), priced(other, on)
    differs = (one.transfer_costs != two.transfer_costs).any(axis=1) | (
        one.transfer_open != two.transfer_open
    )
    numbers = state.overlay.transfer_gateway[differs]
    return {state.network.gateways[number].id for number in numbers.tolist()}


def cells_that_differ(state, other, on=ON):
    one, two = priced(state, on).cell_rates, priced(other, on).cell_rates
    return {state.network.cells[cell].key for cell in np.flatnonzero((one != two).any(axis=1)).tolist()}


def test_a_closed_post_lets_nothing_pass_and_no_other_is_touched():
    state = world().state
    found = applied(made("close", at=("north-road",)))
    assert gateways_that_differ(state, found.state) == {"north-road"}
    assert found.touched[0].gateways == ("north-road",)
    assert cells_that_differ(state, found.state) == set()


def test_a_closure_of_one_direction_lets_the_other_pass():
    found = applied(made("close", at=("north-road",), direction="PK>CN"))
    opened = priced(found.state, ON).transfer_open
    here = [gateway.id for gateway in found.state.network.gateways].index("north-road")
    assert sorted(opened[found.state.overlay.transfer_gateway == here].tolist()) == [False, True]


def test_a_territory_is_closed_at_all_its_posts_of_the_mode():
    state = world().state
    found = applied(made("close", territory="CN", mode="road"))
    assert gateways_that_differ(state, found.state) == {"north-road", "south-road", "east-road", "west-road"}


def test_a_border_is_all_posts_between_two_territories_in_either_order():
    state = world().state
    for border in (("PK", "CN"), ("cn", "pk")):
        found = applied(made("close", border=border))
        assert gateways_that_differ(state, found.state) == {"north-road", "south-road", "pk-cn-rail"}


def test_an_opening_ends_a_closure_on_its_day():
    closed = applied(made("close", at=("north-road",))).state
    measure = made("open", at=("north-road",), since=date(2027, 1, 1))
    found = apply(closed, of_measures("then", [measure]), ON).state
    assert gateways_that_differ(closed, found, date(2026, 12, 31)) == set()
    assert gateways_that_differ(closed, found, date(2027, 1, 1)) == {"north-road"}


def test_hours_and_dollars_of_a_post_are_those_that_are_set():
    found = applied(made("procedure", at=("north-road",), time_h=3, cost_usd=60))
    here = [gateway.id for gateway in found.state.network.gateways].index("north-road")
    costs = priced(found.state, ON).transfer_costs[found.state.overlay.transfer_gateway == here]
    assert np.allclose(costs[:, :2], [3, 60])


def test_a_factor_keeps_what_the_hours_cover_and_their_year():
    found = applied(made("procedure", at=("north-road",), time_factor=0.5))
    here = [gateway.id for gateway in found.state.network.gateways].index("north-road")
    costs = priced(found.state, ON).transfer_costs[found.state.overlay.transfer_gateway == here]
    assert np.allclose(costs[:, 0], 4)
    assert np.allclose(costs[:, 1], 100)


def test_working_hours_make_a_wait():
    state = world().state
    found = applied(made("procedure", at=("north-road",), opens="08:00", closes="20:00"))
    assert gateways_that_differ(state, found.state) == {"north-road"}
    (row,) = found.state.facts.rows(CrossingHours)
    assert (row.opens, row.closes) == (480, 1200)


def test_a_tariff_touches_the_cells_of_its_mode_and_territory_alone():
    state = world().state
    found = applied(made("price", of="tariff", mode="road", territory="KZ", factor=2.0))
    assert cells_that_differ(state, found.state) == {"road:KZ"}
    one, two = priced(state, ON).cell_rates, priced(found.state, ON).cell_rates
    cell = [cell.key for cell in state.network.cells].index("road:KZ")
    assert two[cell].tolist() == [one[cell][0], 2 * one[cell][1], one[cell][2]]


def test_fuel_reaches_a_haul_by_its_share():
    state = world().state
    found = applied(made("price", of="fuel", mode="road", factor=2.0, share=0.25))
    one, two = priced(state, ON).cell_rates, priced(found.state, ON).cell_rates
    cell = [cell.key for cell in state.network.cells].index("road:PK")
    assert two[cell, 1] == pytest.approx(1.25 * one[cell, 1])


def test_a_carbon_price_ranks_and_costs_nothing():
    state = world().state
    found = applied(made("price", of="carbon", to=100.0))
    assert cells_that_differ(state, found.state) == set()
    before, after = world().routes("A", "D", count=1), type(world())(found.state).routes("A", "D", count=1)
    one, two = before.routes[0], after.routes[0]
    assert two.route.cost_usd == one.route.cost_usd
    assert two.generalised_usd == pytest.approx(one.generalised_usd + 100 * one.route.co2e_kg / 1000)


def test_a_charge_at_a_terminal_touches_it_alone():
    state = world().state
    found = applied(made("price", of="port", at=("rail-start",), factor=3.0))
    assert gateways_that_differ(state, found.state) == {"rail-start"}


def test_a_change_of_gauge_takes_the_hours_that_are_set():
    state = world().state
    found = applied(made("gauge", at=("pk-cn-rail",), time_h=2.0))
    assert gateways_that_differ(state, found.state) == {"pk-cn-rail"}
    costs = priced(found.state, ON).transfer_costs - priced(state, ON).transfer_costs
    assert costs[costs[:, 0] != 0][:, 0].tolist() == [-10, -10]


def test_a_railway_in_another_gauge_moves_the_break_to_its_end():
    found = applied(made("gauge", stretch=("pk-cn-rail", "cn-kz-rail"), gauge_mm=1520))
    network = found.state.network
    joined = {
        gateway.id: {network.cells[cell].gauge_mm for cell in network.end_cell[network.end_gateway == number]}
        for number, gateway in enumerate(network.gateways)
    }
    assert joined["pk-cn-rail"] >= {1676, 1520}
    assert joined["cn-kz-rail"] >= {1520}
    before, after = (
        type(world())(state).distance_km("J", "M", "rail") for state in (world().state, found.state)
    )
    assert after == pytest.approx(before)


def test_a_line_that_is_built_over_a_border_goes_through_its_post():
    measure = made("build", mode="road", via=("A", "north-road", "B"), length_km=80.0, speed_kmh=100.0)
    found = applied(measure)
    assert len({cell.territory for cell in found.state.network.cells if cell.service}) == 2
    assert found.touched[0].links >= 2


def test_a_service_is_waited_for_as_often_as_it_leaves():
    measure = made("service", runs="block_train", origin="rail-start", destination="rail-end", per_week=2.0)
    found = applied(measure)
    services = found.state.book.services
    assert services.per_week("rail", "rail-start", "rail-end").value == 2
    assert found.touched[0].rows["services"]


def test_tir_in_force_is_a_row_of_law_and_touches_no_price():
    rows = world().state.facts.rows(Regime)
    pattern = Regime(
        id="tir-pk", name="TIR in PK", kind="tir", territories=("PK",), others=(), relation="each", at=(),
        modes=("road",), since=None, until=None, state="signed", is_switch=False, goods=("all",),
        except_goods=(), effect="guarantees", allows="through", who_signs="", meaning="", last_seen=None,
        evidence=Evidence.ASSUMED, sources=("drawn",), note="",
    )  # fmt: skip
    assert rows == ()
    state = replace(world().state, facts=world().state.facts.with_rows({Regime: [pattern]}))
    found = apply(state, of_measures("tir", [made("procedure", territory="*", tir=True)]), ON)
    law = {row.territories[0]: row.state for row in found.state.facts.rows(Regime)}
    assert law == {"PK": "in_force", "CN": "in_force", "KZ": "in_force"}
    assert (found.reach.cells, found.reach.gateways) == ((), ())


def test_a_truck_that_is_admitted_has_a_row_of_its_own():
    found = applied(made("procedure", home="PK", territory="KZ", admitted="yes"))
    (row,) = found.state.facts.rows(Admission)
    assert (row.home, row.territory, row.admitted, row.reach) == ("PK", "KZ", "yes", "all")


def test_a_season_shuts_a_post_in_the_other_months():
    state = world().state
    found = applied(made("season", at=("north-road",), months=(5, 6, 7)))
    assert gateways_that_differ(state, found.state, date(2026, 11, 24)) == {"north-road"}
    assert gateways_that_differ(state, found.state, date(2026, 6, 1)) == set()


def test_a_stretch_that_is_closed_is_gone_and_the_way_goes_round():
    before = world().distance_km("A", "E")
    found = applied(made("close", stretch=("A", "E"), mode="road"))
    after = type(world())(found.state).distance_km("A", "E")
    assert found.touched[0].links >= 1
    assert after is None or after > before


def test_a_faster_stretch_is_a_cell_of_its_own_with_a_speed_of_its_own():
    found = applied(made("upgrade", stretch=("D", "I"), mode="road", speed_kmh=100.0))
    (name,) = {row.territory for row in found.state.facts.rows(Rate) if row.value == 100}
    cell = next(cell for cell in found.state.network.cells if cell.service == name)
    assert (cell.parent, cell.territory) == ("road:KZ", "KZ")
    rates = priced(found.state, ON).cell_rates
    keys = [one.key for one in found.state.network.cells]
    mine, parent = rates[keys.index(cell.key)], rates[keys.index("road:KZ")]
    assert mine.tolist() == [pytest.approx(parent[0] / 2), parent[1], parent[2]]
    assert type(world())(found.state).distance_km("C", "I") == pytest.approx(world().distance_km("C", "I"))


def test_a_railway_that_is_upgraded_in_a_territory_touches_its_cells():
    state = world().state
    found = applied(made("upgrade", territory="KZ", mode="rail", speed_factor=2.0))
    assert cells_that_differ(state, found.state) == {"rail:KZ:1520"}


def test_a_road_that_is_built_joins_what_it_leads_to():
    before = world().distance_km("B", "F")
    measure = made("build", mode="road", via=("B", "F"), length_km=45.0, speed_kmh=80.0)
    found = applied(measure)
    after = type(world())(found.state).distance_km("B", "F")
    assert after == pytest.approx(45.0, abs=1)
    assert before is None or before > after


def test_a_hazard_holds_on_its_days_alone():
    measure = made(
        "hazard", stretch=("D", "I"), mode="road", since=date(2026, 11, 1), days=30, speed_left=0.5
    )
    assert applied(measure, on=date(2026, 11, 30)).touched[0].not_yet == ""
    found = applied(measure, on=date(2026, 12, 1))
    assert "2026-12-01" in found.touched[0].not_yet
    assert found.state.network is world().state.network


def test_a_flood_takes_all_links_in_its_area():
    lons, lats = zip(*((place.lon, place.lat) for place in map(place_of, "DI")), strict=True)
    west, east, south, north = min(lons) - 0.05, max(lons) + 0.05, min(lats) + 0.05, max(lats) - 0.05
    area = ((west, south), (east, south), (east, north), (west, north))
    measure = made("hazard", area=area, since=date(2026, 11, 1), days=30)
    found = type(world())(applied(measure).state)
    assert found.distance_km("D", "I") is None or found.distance_km("D", "I") > world().distance_km("D", "I")


def place_of(name):
    return world().places(name)[0]


def test_every_laid_row_tells_that_it_is_assumed_and_where_it_comes_from():
    found = applied(made("close", at=("north-road",)), made("price", of="tariff", mode="road", factor=1.5))
    sources = found.state.facts.by_id(Source)
    for touched in found.touched:
        for table, ids in touched.rows.items():
            kind = {"crossing_periods": CrossingPeriod, "rates": Rate}.get(table)
            for row in [found.state.facts.by_id(kind)[one] for one in ids] if kind else []:
                assert row.evidence is Evidence.ASSUMED
                assert row.note == "a test"
                assert all("scenario test" in sources[one].title for one in row.sources)


def test_a_source_of_ours_is_cited_as_it_is():
    measure = KINDS["close"](at=("north-road",), source="drawn")
    found = applied(measure)
    assert "sources" not in found.touched[0].rows
    (row,) = [row for row in found.state.facts.rows(CrossingPeriod) if row.state == "closed"]
    assert row.sources == ("drawn",)


def test_a_measure_without_days_of_its_own_waits_for_its_period():
    measure = made("price", of="tariff", mode="road", factor=2.0, since=date(2027, 1, 1))
    assert applied(measure).touched[0].not_yet == "holds from 2027-01-01, asked about 2026-11-24"
    assert applied(measure, on=date(2027, 1, 1)).touched[0].not_yet == ""


def test_a_closure_that_is_to_come_is_laid_and_told_as_such():
    found = applied(made("close", at=("north-road",), since=date(2027, 1, 1)))
    assert found.touched[0].not_yet == "holds from 2027-01-01, asked about 2026-11-24"
    assert gateways_that_differ(world().state, found.state, date(2027, 1, 1)) == {"north-road"}


def test_return_loads_that_are_matched_leave_nothing_empty():
    row = EmptyReturn(
        id="any", mode="road", origin="*", destination="*", unit="truck", share=0.5, share_low=None,
        share_high=None, share_in_rate=0.25, cost_factor=0.8, year=None, evidence=Evidence.ASSUMED,
        sources=("drawn",), note="",
    )  # fmt: skip
    state = replace(world().state, facts=world().state.facts.with_rows({EmptyReturn: [row]}))
    measure = made("price", of="empties", border=("PK", "KZ"), to=0.0)
    rows = apply(state, of_measures("matched", [measure]), ON).state.facts.rows(EmptyReturn)
    told = {(one.origin, one.destination): (one.share, one.share_in_rate) for one in rows}
    assert told == {("*", "*"): (0.5, 0.25), ("PK", "KZ"): (0, 0.25), ("KZ", "PK"): (0, 0.25)}


def test_the_day_is_that_of_the_last_measure_if_nobody_names_one():
    measures = [made("close", at=("north-road",), since=date(2031, 3, 1)), made("close", at=("east-road",))]
    found = apply(world().state, of_measures("later", measures))
    assert found.on == date(2031, 3, 1)
    assert found.state.facts.day == date(2031, 3, 1)
