"""The shortest way by one mode, in drawn worlds and on the network of today."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan.answers.distance import Pair, distance, distances
from karwan.answers.question import Exclusions
from karwan.facts import load
from karwan.facts.rows import PlaceRow
from karwan.network import open_network
from karwan.storage.store import Store, folder
from karwan.testing import Sketch
from karwan.words.mode import Mode
from karwan.words.place import Place

MAP = """
    A----B----C
    |         |
    D---------E    F----G
"""
TERRITORIES = {"PK": "ABD", "CN": "CE", "KZ": "FG"}
POSTS = {"north-road": "BC", "south-road": "DE"}


@pytest.fixture(scope="module")
def world():
    """A network in which a character is 30 km wide and high, and its towns."""
    state = Sketch(MAP, TERRITORIES, POSTS, km=30).build().state
    towns = {
        town.name: Place(town.name, town.name, town.lon, town.lat) for town in state.facts.rows(PlaceRow)
    }
    return state.network, towns


@pytest.fixture(scope="module")
def network():
    return open_network(load(), Store(folder()))


def km(world, start, goal, mode=Mode.ROAD, shut=None, **more):
    network, town = world
    return distance(network, Pair(town[start], town[goal], mode, **more), shut).distance_km


def test_the_shortest_way_is_taken_over_open_borders(world):
    assert km(world, "A", "C") == pytest.approx(300, rel=1e-3)
    assert km(world, "A", "E") == pytest.approx(360, rel=1e-3)


def test_a_way_by_a_place_visits_it(world):
    _, town = world
    assert km(world, "A", "C", via=(town["D"],)) == pytest.approx(60 + 60 + 300, rel=1e-3)
    assert km(world, "A", "C", via=(town["E"],)) == pytest.approx(360 + 60, rel=1e-3)


def test_shut_posts_and_what_is_avoided_are_gone_round(world):
    _, town = world
    assert km(world, "A", "C", shut={"north-road"}) == pytest.approx(420, rel=1e-3)
    for kept in (Exclusions(gateways=frozenset({"north-road"})), Exclusions(places=(town["B"],))):
        assert km(world, "A", "C", excluded=kept) == pytest.approx(420, rel=1e-3)
    assert km(world, "A", "C", excluded=Exclusions(territories=frozenset({"CN"}))) is None


def test_a_place_that_cannot_be_reached_says_why(world):
    network, town = world

    def told(goal):
        return distance(network, Pair(town["A"], goal, Mode.ROAD))

    apart, nowhere, same = told(town["G"]), told(Place("x", "Nowhere", 0, 50)), told(town["A"])
    assert (apart.why, apart.is_far) == ("no road leads from A to G", False)
    assert (nowhere.why, nowhere.is_far) == ("no road within 50 km of Nowhere", True)
    assert same.distance_km is None


def test_places_on_one_link_do_not_go_round_by_its_ends(world):
    network, town = world
    lon, lat = town["D"].lon, town["D"].lat
    one, other = (Place("x", "x", lon + share, lat) for share in (0.2, 0.5))
    direct = distance(network, Pair(one, other, Mode.ROAD)).distance_km
    assert direct == pytest.approx(0.3 * 111.195, rel=1e-2)


def test_answers_come_in_the_order_of_the_questions(world):
    network, town = world
    ways = (("A", "E", Mode.ROAD), ("B", "A", Mode.AIR), ("A", "C", Mode.ROAD))
    asked = [Pair(town[start], town[goal], mode) for start, goal, mode in ways]
    assert [answer.pair for answer in distances(network, asked)] == asked


def place(lat, lon):
    return Place(f"{lat},{lon}", f"{lat},{lon}", lon, lat, "coordinate")


HOME = st.tuples(st.floats(26, 50), st.floats(50, 85))


@settings(max_examples=8)
@given(HOME, HOME, st.sampled_from([Mode.ROAD, Mode.RAIL]))
def test_the_way_back_is_as_long_as_the_way_there(one, other, mode):
    network = open_network(load(), Store(folder()))
    there, back = (Pair(place(*a), place(*b), mode) for a, b in ((one, other), (other, one)))
    first, second = distances(network, [there, back])
    assert (first.distance_km is None) == (second.distance_km is None)
    if first.distance_km is not None:
        assert first.distance_km == pytest.approx(second.distance_km, rel=1e-9)


KARACHI, ROTTERDAM, SHANGHAI = place(24.82, 66.97), place(51.95, 4.05), place(30.6, 122.1)


def sea(network, one, other, *avoid):
    kept = Exclusions(gateways=frozenset(avoid))
    return distance(network, Pair(one, other, Mode.SEA, excluded=kept)).distance_km


def test_karachi_to_rotterdam_by_suez_and_by_the_cape(network):
    assert sea(network, KARACHI, ROTTERDAM) == pytest.approx(11_407, rel=0.01)
    assert sea(network, KARACHI, ROTTERDAM, "suez") == pytest.approx(20_290, rel=0.01)


def test_ships_do_not_sail_north_of_siberia(network):
    assert sea(network, SHANGHAI, ROTTERDAM) > 18_000


def test_no_sea_leads_out_of_the_caspian(network):
    assert sea(network, place(43.6, 51.2), place(42.15, 41.65)) is None


def test_an_island_has_no_way_by_road(network):
    apart = distance(network, Pair(place(6.93, 79.86), place(13.08, 80.27), Mode.ROAD))
    assert apart.why
    assert apart.distance_km is None
