"""Where nothing leads at all, the answer says what stands in between."""

from karwan.answers.no_way import why_no_way
from karwan.facts.places import find
from karwan.routing.attach import attach
from karwan.routing.snap import cell_links
from karwan.testing import draw
from karwan.words.mode import Mode


def told(world, origin, destination):
    state, reach = world.state, {Mode.ROAD: 50.0, Mode.RAIL: 25.0}
    places = tuple(find(name, state.facts) for name in (origin, destination))
    ends = [
        attach(state.overlay, lambda cell: cell_links(state.network, cell), place.lon, place.lat, reach)
        for place in places
    ]
    return why_no_way(state, places, *ends)


def test_a_place_whose_borders_have_no_known_post_lies_outside_the_region():
    world = draw(
        "A----B----C----D",
        territories={"PK": "A", "AF": "B", "NG": "CD"},
        posts={"torkham-road": "AB"},
    )
    for ends in (("A", "D"), ("D", "A")):
        text = told(world, *ends)
        assert text.startswith("D lies outside the region that the network covers")
        assert "through NG" in text
        assert text.endswith("joins that to A")


def test_a_place_without_any_post_or_port_is_an_island():
    world = draw(
        "A----B    C----D", territories={"PK": "A", "AF": "B", "LK": "CD"}, posts={"torkham-road": "AB"}
    )
    assert told(world, "A", "D").startswith("D lies on an island without a port that is known here")


def test_places_that_posts_join_are_not_called_apart():
    world = draw("A----B", territories={"PK": "A", "AF": "B"}, posts={"torkham-road": "AB"})
    assert "only by ways that cost far too much" in told(world, "A", "B")
