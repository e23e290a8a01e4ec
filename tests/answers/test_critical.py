import csv
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from karwan.answers.critical import ask_critical
from karwan.answers.flows import FOLDER, flows_between, next_day, read_flows, shipped, shipped_list
from karwan.answers.offers import ask_routes
from karwan.errors import InputError
from karwan.facts.rows import Source
from karwan.opening import open_state
from karwan.testing import draw

ON = date(2026, 11, 24)
TWO_POSTS = """
    A----B----D
    |         |
    |         |
    C----E----F
"""
WEIGHTS = ((1, 1), (3, 1), (30, 10))
POSTS = {"north-road": "BD", "south-road": "EF"}


@pytest.fixture(scope="module")
def world():
    return draw(TWO_POSTS, territories={"PK": "ABCE", "CN": "DF"}, posts=POSTS)


@pytest.fixture(scope="module")
def state():
    return open_state()


def asked(world, *places):
    return ask_critical(world.state, flows_between(world.state.facts, places, {"on": ON}))


def test_closing_the_nearer_of_two_posts_costs_the_detour_by_the_other(world):
    answer = asked(world, "A", "D")
    north = next(row for row in answer.ranking if row.id == "north-road")
    assert north.pairs == 2
    assert not north.lost
    assert north.substitute.id == "south-road"
    assert north.substitute.share == 1
    without = draw(TWO_POSTS, territories={"PK": "ABCE", "CN": "DF"}, posts={"south-road": "EF"})
    other = asked(without, "A", "D").pairs[0]
    assert north.added_time_h == pytest.approx(other.time_h - answer.pairs[0].time_h, rel=1e-6)
    assert north.added_cost_usd_t == pytest.approx(
        (other.cost_usd - answer.pairs[0].cost_usd) / other.tonnes, rel=1e-6
    )


def test_a_post_without_another_leaves_no_way():
    world = draw("A----B----C", territories={"PK": "AB", "CN": "C"}, posts={"only-road": "BC"})
    [row] = asked(world, "A", "C").ranking
    assert (row.kind, row.id, row.pairs, len(row.lost), row.lost_share) == ("post", "only-road", 2, 2, 1.0)
    assert row.substitute is None
    assert row.added_diverted is None


def test_a_territory_counts_as_transit_and_not_at_the_ends():
    world = draw(
        "A----B----C", territories={"PK": "A", "CN": "B", "KZ": "C"}, posts={"ab-road": "AB", "bc-road": "BC"}
    )
    ranking = asked(world, "A", "C").ranking
    assert {row.id for row in ranking if row.kind == "territory"} == {"CN"}
    assert all(row.lost for row in ranking)
    assert not [row for row in asked(world, "A", "B").ranking if row.kind == "territory"]


def test_trees_and_single_searches_rank_alike(state):
    places = ["Lahore", "Almaty", "Tashkent", "Istanbul", "Karachi", "Kunming", "Hanoi", "Delhi", "Berlin"]
    flows = flows_between(state.facts, places, {"on": ON})
    alone, together = (ask_critical(state, flows, trees_from=count) for count in (10_000, 1))
    assert [pair.gateways for pair in alone.pairs] == [pair.gateways for pair in together.pairs]
    assert {row.id for row in alone.ranking} == {row.id for row in together.ranking}
    found = {(row.kind, row.id): row for row in together.ranking}
    for row in alone.ranking:
        other = found[row.kind, row.id]
        assert (row.pairs, row.lost) == (other.pairs, other.lost)
        assert row.added == pytest.approx(other.added, rel=1e-4, abs=1e-3)
        assert (row.substitute is None) == (other.substitute is None)
        if row.substitute:
            assert row.substitute.share == pytest.approx(other.substitute.share)


def test_closing_never_helps_a_pair(state):
    answer = ask_critical(state, read_flows(state.facts, "pk-kz", shipped_list("pk-kz"), {}, ON))
    assert all(row.added_diverted is None or row.added_diverted >= -1e-6 for row in answer.ranking)


def test_tonnes_weigh_pairs(world):
    facts = world.state.facts
    lists = [f"origin,destination,tonnes\nA,D,{one}\nC,F,{other}\n".encode() for one, other in WEIGHTS]
    alike, thrice, tenfold = (
        {row.id: row for row in ask_critical(world.state, read_flows(facts, "list", each, {}, ON)).ranking}
        for each in lists
    )
    assert alike["north-road"].share == pytest.approx(0.5)
    assert thrice["north-road"].share == pytest.approx(0.75)
    assert thrice["north-road"].added == pytest.approx(1.5 * alike["north-road"].added)
    assert tenfold["north-road"].added == pytest.approx(thrice["north-road"].added)


def test_a_pair_that_is_to_pass_a_gateway_passes_it_and_does_not_count_against_it(world):
    listed = b"origin,destination,via\nA,D,south-road\n"
    answer = ask_critical(world.state, read_flows(world.state.facts, "list", listed, {}, ON))
    assert answer.pairs[0].gateways == ("south-road",)
    assert answer.ranking == ()


def test_the_ways_are_those_that_routes_finds_before_it_adds_what_depends_on_the_whole(state):
    flows = read_flows(state.facts, "pk-kz", shipped_list("pk-kz"), {}, ON)
    some = replace(flows, flows=tuple(flow for flow in flows.flows if not flow.question.via)[:6])
    for pair, flow in zip(ask_critical(state, some).pairs, some.flows, strict=True):
        offers = ask_routes(state, flow.question).routes
        best = min(offers, key=lambda offer: abs(offer.route.co2e_kg - pair.co2e_kg))
        assert best.route.co2e_kg == pytest.approx(pair.co2e_kg, rel=0.05)
        assert best.route.cost_usd >= pair.cost_usd * 0.98


def test_every_shipped_list_can_be_read_and_names_known_sources(state):
    known = set(state.facts.by_id(Source))
    for name in shipped():
        flows = read_flows(state.facts, name, shipped_list(name), {}, ON)
        assert len({flow.name for flow in flows.flows}) == len(flows.flows)
        for line in (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]:
            assert line.rstrip().endswith('"'), "a note says why the pair is there"
        with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
            named = {word for row in csv.DictReader(file) for word in row["sources"].split(";") if word}
        assert named <= known


def test_all_faults_of_a_list_are_told_with_their_lines(state):
    listed = b"origin,destination,month,tonnes\nLahore,Xyzzyq,1,1\nLahore,Almaty,Ju,1\nLahore,Almaty,7,-1\n"
    with pytest.raises(InputError) as told:
        read_flows(state.facts, "my.csv", listed, {}, ON)
    assert [line.split(":")[1] for line in str(told.value).splitlines()] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (b"", "origin"),
        (b"origin,destination\n", "no pair"),
        (b"origin,destination,tonnez\nLahore,Almaty,1\n", "tonnes"),
        (b"origin,destination,tonnes\nLahore,Almaty,1\nLahore,Almaty,\n", "some do not"),
        (b"origin,destination,via\nLahore,Almaty,Multan\n", "gateways"),
        (b"origin,destination\n\xff,Almaty\n", "UTF-8"),
    ],
)
def test_what_is_no_list_is_refused_with_the_mend(state, listed, said):
    with pytest.raises(InputError, match=said):
        read_flows(state.facts, "my.csv", listed, {}, ON)


def test_a_month_means_the_next_one():
    assert next_day(11, ON) == ON
    assert next_day(12, ON) == date(2026, 12, 15)
    assert next_day(2, ON) == date(2027, 2, 15)


def test_flights_alone_are_refused(state):
    flows = flows_between(state.facts, ["Lahore", "Almaty"], {"modes": ("air",), "on": ON})
    with pytest.raises(InputError, match="road, rail and sea"):
        ask_critical(state, flows)


def test_an_unweighted_share_is_a_share_of_pairs(world):
    answer = asked(world, "A", "D", "F")
    assert np.isclose(sum(pair.weight for pair in answer.pairs), 6)
    assert all(0 < row.share <= 1 for row in answer.ranking)
