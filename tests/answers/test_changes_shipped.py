"""Changes of the network that ships: a highway shut, a railway built, a road in a cell of its own."""

from dataclasses import replace
from datetime import date

import pytest

from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, routes_question
from karwan.network.change import At, Line, add_lines, remove, run_between, split_off
from karwan.network.record import Gateway, GatewayKind
from karwan.opening import open_state
from karwan.routing.overlay import build_overlay, to_arrays
from karwan.routing.renew import renewed
from karwan.words.mode import Mode

ON = date(2026, 7, 1)
GILGIT = (74.31, 35.92)
TORKHAM, JALALABAD = (71.09, 34.13), (70.45, 34.43)


@pytest.fixture(scope="module")
def state():
    return open_state()


def after(state, changed):
    overlay = renewed(state.overlay, changed.network, changed.touched)
    return replace(state, network=changed.network, overlay=overlay)


def asked(state, origin, destination, **options):
    return ask_routes(
        state, routes_question(state.facts, Asked(origin=origin, destination=destination, on=ON, **options))
    )


def keys(network):
    return [cell.key for cell in network.cells]


@pytest.mark.slow
def test_with_the_karakoram_highway_shut_kashgar_is_reached_by_other_posts_or_by_air(state):
    run = run_between(state.network, Mode.ROAD, [GILGIT, "khunjerab-road"])
    assert set(run.links) == {"road:PK"}
    assert 250 < run.km < 300
    before = asked(state, "Islamabad", "Kashgar")
    assert before.routes[0].gateways == ("khunjerab-road",)
    shut = after(state, remove(state.network, run.links))
    assert keys(shut.network) == keys(state.network)
    left = asked(shut, "Islamabad", "Kashgar")
    assert left.routes
    assert all("khunjerab-road" not in offer.gateways for offer in left.routes)


@pytest.mark.slow
def test_a_split_of_the_karakoram_highway_changes_no_way_to_kashgar(state):
    run = run_between(state.network, Mode.ROAD, [GILGIT, "khunjerab-road"])
    own = after(state, split_off(state.network, run.links, "kkh", "Karakoram Highway"))
    one, other = (asked(each, "Islamabad", "Kashgar") for each in (state, own))
    assert [offer.label for offer in one.routes] == [offer.label for offer in other.routes]
    for here, there in zip(one.routes, other.routes, strict=True):
        assert (here.family, here.gateways) == (there.family, there.gateways)
        assert here.route.distance_km == pytest.approx(there.route.distance_km, abs=1e-9)
        assert here.route.time_h == pytest.approx(there.route.time_h, abs=1e-9)
        assert here.route.cost_usd == pytest.approx(there.route.cost_usd, abs=1e-6)


@pytest.mark.slow
def test_the_road_from_torkham_to_jalalabad_becomes_a_cell_of_its_own(state):
    run = run_between(state.network, Mode.ROAD, [TORKHAM, JALALABAD])
    assert set(run.links) == {"road:AF"}
    assert 65 < run.km < 90
    changed = split_off(state.network, run.links, "jalalabad", "Jalalabad road")
    own = changed.network
    cell = keys(own).index("road:AF:jalalabad")
    assert float(own.link_km[own.link_first[cell] : own.link_first[cell + 1]].sum()) == pytest.approx(run.km)
    assert sum(gate.kind is GatewayKind.JOIN for gate in own.gateways) >= 2
    part = to_arrays(renewed(state.overlay, own, changed.touched))
    whole = to_arrays(build_overlay(own))
    assert part.keys() == whole.keys()
    assert all(part[name].tobytes() == whole[name].tobytes() for name in part)


@pytest.mark.slow
def test_a_railway_from_torghundi_by_herat_and_kandahar_leads_on_to_the_rails_at_chaman(state):
    torghundi = next(gate for gate in state.network.gateways if gate.id == "torghundi-rail")
    chaman = Gateway("chaman-rail", GatewayKind.POST, "Chaman", 66.45, 30.93, ("AF", "PK"))
    points = ((torghundi.lon, torghundi.lat), (62.20, 34.35), (65.71, 31.61), (chaman.lon, chaman.lat))
    ends = At("torghundi-rail"), At("chaman-rail")
    line = Line("trans", "Torghundi-Chaman railway", Mode.RAIL, "AF", points, 687.0, 1520, *ends)
    changed = add_lines(state.network, [line], [chaman])
    assert changed.touched == {"rail:AF:1520:trans", "rail:PK:1676"}
    own = after(state, changed)
    cell = keys(own.network).index("rail:AF:1520:trans")
    links = slice(own.network.link_first[cell], own.network.link_first[cell + 1])
    assert own.network.link_km[links].sum() == pytest.approx(687.0)
    vertices = slice(own.overlay.cell_first[cell], own.overlay.cell_first[cell + 1])
    joined = {own.network.gateways[gate].id for gate in own.overlay.vertex_gateway[vertices].tolist()}
    assert joined == {"torghundi-rail", "chaman-rail"}
    through = run_between(own.network, Mode.RAIL, [(67.0, 30.2), "torghundi-rail"])  # from Quetta
    assert "chaman-rail" in through.gateways
    assert set(through.links) == {"rail:PK:1676", "rail:AF:1520:trans"}
