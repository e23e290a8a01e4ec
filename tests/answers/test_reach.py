"""What a place reaches, market access and hinterlands, held against skims, searches and drawn worlds."""

import csv
import io
from datetime import date

import numpy as np
import pytest

from karwan.answers import search
from karwan.answers.access import access_question, ask_access, discounted
from karwan.answers.cities import cities_of
from karwan.answers.hinterland import ask_hinterland, hinterland_question
from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, routes_question
from karwan.answers.reach import ask_reach, reach_question
from karwan.answers.reach_costs import Runs
from karwan.answers.reach_times import Times
from karwan.answers.skims import ask_skim, skim_question
from karwan.answers.ways import ways_of_class
from karwan.errors import InputError
from karwan.facts.places import find
from karwan.opening import open_state
from karwan.report import access_table, hinterland_table, reach_table
from karwan.report.reach_areas import grid_of
from karwan.scenario import of_measures
from karwan.scenario.measures.close import Close
from karwan.testing import draw

ON = date(2026, 11, 24)
SURFACE = ("road", "rail", "sea")


@pytest.fixture(scope="module")
def state():
    return open_state()


def reach(state, name="Lahore", bands=None, chance=None, **asked):
    options = {"on": ON, "by": "time"} | asked
    question = reach_question(state.facts, find(name, state.facts), bands, options, chance)
    return ask_reach(state, question)


def line(**more):
    """A--B | C--D | E: three territories in a row."""
    return draw(
        "A----B----C----D----E",
        territories={"PK": "AB", "CN": "CD", "KZ": "E"},
        posts={"bc-road": "BC", "de-road": "DE"},
        **more,
    )


@pytest.mark.parametrize("by", ["time", "cost", "generalised"])
def test_cities_are_reached_at_the_cost_of_a_skim(state, by):
    answer = reach(state, by=by)
    some = answer.cities[::120]
    asked = {"on": ON, "by": by, "modes": SURFACE}
    question = skim_question(state.facts, [answer.question.origin], [city.place for city in some], asked)
    skim = ask_skim(state, question)
    for field in ("generalised", "time_h", "cost_usd", "co2e_kg"):
        figures = [getattr(city, field) for city in some]
        mine = np.array([np.inf if figure is None else figure for figure in figures])
        np.testing.assert_allclose(mine, skim.matrix(field)[0], rtol=1e-5, atol=1e-6)


def test_cities_are_reached_at_the_cost_of_the_search_for_routes(state):
    answer = {city.place.name: city for city in reach(state, by="generalised", modes=("road",)).cities}
    for name in ("Almaty", "Tehran", "Multan"):
        asked = Asked(origin="Lahore", destination=answer[name].place.id, on=ON, modes=("road",))
        found = search.prepared(state, routes_question(state.facts, asked))
        ways = [
            way
            for kind in search.classes_of(found)
            for way in ways_of_class(found.ground, found.spans, found.field, kind)
        ]
        least = min(way.stretches[0][1].cost for way in ways)
        assert answer[name].generalised == pytest.approx(least, rel=1e-5)


def test_the_band_of_a_city_is_that_which_routes_shows_of_the_same_way(state):
    answer = {city.place.name: city for city in reach(state, by="time", modes=("road",)).cities}
    for name in ("Almaty", "Tehran", "Karachi", "Istanbul", "Khorugh"):
        asked = Asked(origin="Lahore", destination=answer[name].place.id, on=ON, modes=("road",), by="time")
        ways = [offer.route for offer in ask_routes(state, routes_question(state.facts, asked)).routes]
        same = [route for route in ways if route.time_h == pytest.approx(answer[name].time_h, rel=1e-6)]
        assert same
        _, p50, p90 = same[0].time_quantiles_h()
        assert answer[name].time_p50_h == pytest.approx(p50, rel=5e-3)
        assert answer[name].time_p90_h == pytest.approx(p90, rel=5e-3)


@pytest.mark.parametrize("by", ["time", "cost"])
def test_quantiles_of_all_cities_are_those_of_the_lattice(state, by):
    answer = reach(state, by=by)
    found, runs = answer.costs.reached(cities_of(state).feet, cities_of(state).places)
    del found
    hours = answer.times.of(runs)
    for at in np.flatnonzero(runs.terms >= 0)[::60].tolist():
        alone = Runs(*(each[at : at + 1] for each in (runs.terms, runs.cell, runs.seed, runs.km)))
        np.testing.assert_allclose(hours[at], Times(answer.costs).of(alone)[0], rtol=0.015)


def test_9_of_10_arrive_no_sooner_than_5_of_10(state):
    answer = reach(state)
    for city in answer.cities:
        assert (city.time_p50_h is None) is (city.time_p90_h is None) is (city.time_h is None)
        if city.time_h:
            assert 0 < city.time_p50_h < city.time_p90_h
    sure = reach(state, chance="p90")
    assert [city.time_p90_h for city in sure.cities] == [city.time_p90_h for city in answer.cities]
    for one, other in zip(answer.cities, sure.cities, strict=True):
        assert other.band is None or other.band >= one.band
    nodes, later = answer.at_nodes(), sure.at_nodes()
    assert (np.isfinite(nodes) == np.isfinite(later)).all()
    assert (later[np.isfinite(later)] > nodes[np.isfinite(nodes)]).all()


@pytest.mark.parametrize(("chance", "bands"), [("p95", None), ("p90", "$1000,$2000")])
def test_a_chance_that_bands_do_not_count_is_refused(state, chance, bands):
    with pytest.raises(InputError, match="chance"):
        reach(state, bands=bands, chance=chance)


def test_wider_bands_hold_all_that_narrow_ones_do(state):
    narrow, wide = reach(state, bands="4d,7d"), reach(state, bands="2d,4d,7d,10d")
    for one, other in zip(narrow.cities, wide.cities, strict=True):
        assert one.place == other.place
        if one.band is not None:
            assert other.band is not None
            assert wide.limits.limits[other.band] <= narrow.limits.limits[one.band]
    assert narrow.bands[0].population == sum(band.population for band in wide.bands[:2])


def test_every_city_lies_in_a_band_beyond_or_without_a_way(state):
    answer = reach(state)
    assert sum(band.cities for band in answer.bands) == sum(city.band is not None for city in answer.cities)
    for row in answer.territories:
        assert sum(row.by_band) + row.no_way <= row.population
    assert sum(row.cities for row in answer.territories) == len(answer.cities)
    assert answer.territories[0].nearest.place.name == "Lahore"
    assert answer.territories[0].nearest.time_h == 0
    assert answer.as_json()["territories"][0]["nearest"] == "Lahore"


def test_closing_a_post_brings_no_city_and_no_node_nearer(state):
    before, after = reach(state), reach(state, avoid=("khunjerab-road",))
    assert (after.costs.at_nodes()[:, 0] >= before.costs.at_nodes()[:, 0] * (1 - 1e-9)).all()
    later = 0
    for one, other in zip(before.cities, after.cities, strict=True):
        if other.time_h is not None:
            assert other.time_h >= one.time_h * (1 - 1e-9)
            later += other.time_h > one.time_h + 1
    assert later > 100


def test_nodes_and_the_cities_beside_them_cost_alike(state):
    answer = reach(state, modes=("road",))
    nodes = answer.at_nodes()
    for city in answer.cities[:200]:
        if city.time_h:
            lon, lat = state.network.node_lon, state.network.node_lat
            near = (np.abs(lon - city.place.lon) < 0.3) & (np.abs(lat - city.place.lat) < 0.3)
            assert np.min(nodes[near], initial=np.inf) < city.time_h * 1.05 + 5


def test_hours_along_a_drawn_road_are_those_of_the_hand():
    answer = reach(line().state, "A", bands="1h,3h,9d")
    # 50 km at 50 km/h to the next letter; loading, unloading and posts as the drawn tables have them.
    hours = {city.place.name: city.time_h for city in answer.cities}
    assert hours["A"] == 0
    assert hours["D"] - hours["C"] == pytest.approx(1.0, abs=0.01)
    assert hours["B"] < hours["C"] < hours["D"] < hours["E"]
    assert [row.code for row in answer.territories] == ["PK", "CN", "KZ"]


def test_where_no_way_leads_nothing_is_reached():
    world = draw("A----B    C----D", territories={"PK": "AB", "CN": "CD"}, posts={})
    answer = reach(world.state, "A")
    assert [city.place.name for city in answer.cities if city.time_h is None] == ["C", "D"]
    assert answer.territories[-1].nearest is None
    assert answer.territories[-1].no_way == answer.territories[-1].population


def test_bands_of_dollars_are_found_where_none_are_named():
    answer = reach(line().state, "A", by="cost")
    assert not answer.limits.is_time
    assert answer.unit == "USD"
    assert all(low < high for low, high in zip(answer.limits.limits, answer.limits.limits[1:], strict=False))


def test_areas_of_bands_lie_within_each_other_and_beside_roads(state):
    answer = reach(state)
    limits = answer.limits.limits
    grid = grid_of(state.network, answer.at_nodes(), limits[-1])
    assert grid.is_near[np.isfinite(grid.value)].all()
    assert [bool(areas) for areas in grid.areas(limits)] == [True] * len(limits)
    assert all(ring[0] == ring[-1] for areas in grid.areas(limits) for ring in areas)
    closed = grid_of(state.network, reach(state, avoid=("khunjerab-road",)).at_nodes(), limits[-1], like=grid)
    # The way of the least mean need not be that of the least median.
    assert (closed.value >= grid.value * 0.95).all()
    most, outlines = closed.changed(limits, grid)
    assert outlines
    assert 0 <= most < len(limits)


def test_a_scenario_is_told_beside_the_world_without_it():
    world = line()
    scenario = world.apply(_closing("de-road"))
    answer = scenario.reach("A", "1d,9d", before=world, on=ON)
    assert {after.place.name for _, after in answer.moved()} == {"E"}
    told = answer.as_json()
    assert told["bands"][1]["base_cities"] >= told["bands"][1]["cities"]
    assert "lost: E" in " ".join(reach_table.moved_lines(answer, 3))
    rows = list(csv.DictReader(io.StringIO(reach_table.csv_text(answer))))
    assert {row["name"]: bool(row["time_h"]) for row in rows}["E"] is False
    assert all(row["base_time_h"] for row in rows)


def _closing(post):
    return of_measures("closed", [Close(at=(post,), reason="a test")])


def test_the_same_world_twice_moves_nothing():
    world = line()
    assert world.reach("A", before=world, on=ON).moved() == []


def test_market_access_is_the_discounted_sum_of_people():
    people, cost = np.array([100.0, 50.0]), np.array([0.0, 1000.0])
    assert discounted(people, cost, elasticity=2.0, value_usd=1000.0) == pytest.approx(100 + 50 / 4)


def test_market_access_falls_with_every_closure_and_grows_with_nearness(state):
    def access(**asked):
        places = [find(name, state.facts) for name in ("Lahore", "Peshawar")]
        return ask_access(state, access_question(state.facts, places, {"on": ON, "modes": SURFACE} | asked))

    before, after = access(), access(avoid=("khunjerab-road",))
    for one, other in zip(before.rows, after.rows, strict=True):
        assert 0 < other.people < one.people < one.reached_people
    told = before.as_json()["elasticity"]
    assert told["low"] < told["used"] == told["value"] < told["high"]
    assert told["sources"]


def test_a_higher_elasticity_leaves_less_of_a_market():
    world = line(tables={"rates": [_elasticity()]})
    usual, high = world.access(["A"], on=ON), world.access(["A"], on=ON, elasticity=20.0)
    assert high.rows[0].people < usual.rows[0].people
    assert usual.rows[0].reached == 4
    assert "change" in access_table.csv_text(world.access(["A"], on=ON, before=world))


def _elasticity():
    return {
        "id": "trade-elasticity",
        "mode": "road",
        "territory": "*",
        "metric": "trade_elasticity",
        "value": 8,
        "unit": "ratio",
    }


def test_a_city_belongs_to_the_gate_from_which_it_costs_least(state):
    gates = ("port-karachi", "port-bandar-abbas", "port-gwadar")
    asked = {"on": ON, "modes": ("road",)}
    answer = ask_hinterland(state, hinterland_question(state.facts, gates, asked))
    alone = [reach(state, gate, by="generalised", modes=("road",)).cities for gate in gates]
    for at, city in enumerate(answer.cities):
        costs = [np.inf if each[at].generalised is None else each[at].generalised for each in alone]
        if city.gate is None:
            assert np.isinf(costs).all()
        else:
            assert costs[city.gate] == min(costs)
            assert city.value == pytest.approx(min(costs))
    assert sum(gate.cities for gate in answer.gates) == sum(city.gate is not None for city in answer.cities)
    rows = list(csv.DictReader(io.StringIO(hinterland_table.csv_text(answer))))
    assert len(rows) == len(answer.cities)


def test_a_closed_border_gives_cities_beyond_it_to_the_gate_on_their_side():
    world = line()
    before = world.hinterland(["A", "E"], on=ON)
    after = world.apply(_closing("bc-road")).hinterland(["A", "E"], on=ON, before=world)
    names = {city.place.name: city.gate for city in after.cities}
    assert names == {"A": 0, "B": 0, "C": 1, "D": 1, "E": 1}
    assert {now.place.name for _, now in after.moved()} == {
        city.place.name for city in before.cities if names[city.place.name] != city.gate
    }


def test_a_post_is_a_gate_on_either_side(state):
    sides = [
        hinterland_question(state.facts, (f"torkham-road{side}", "port-karachi"), {"on": ON})
        .gates[0]
        .territory
        for side in ("", "@AF", "@PK")
    ]
    assert sides[0] in sides[1:]
    assert sides[1:] == ["AF", "PK"]
    with pytest.raises(InputError, match="lies between"):
        hinterland_question(state.facts, ("torkham-road@IR", "port-karachi"), {"on": ON})


def test_all_gateways_of_a_kind_are_gates_by_one_word(state):
    question = hinterland_question(state.facts, ("kind=dry_port",), {"on": ON})
    assert len(question.gates) > 5
    with pytest.raises(InputError, match="did you mean port"):
        hinterland_question(state.facts, ("kind=prot",), {"on": ON})


@pytest.mark.parametrize(
    ("asked", "mend"),
    [({"modes": ("air",)}, "road, rail and sea"), ({"by": "co2e"}, "write one of time, cost, generalised")],
)
def test_what_reach_does_not_measure_is_refused(state, asked, mend):
    with pytest.raises(InputError, match=mend):
        reach(state, **asked)
