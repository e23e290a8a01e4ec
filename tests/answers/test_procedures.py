"""What is done at each post follows from where the goods come from, go to, and under which guarantee."""

from datetime import date

from karwan.answers.procedures import at_posts
from karwan.testing import draw

DAY = date(2026, 2, 10)
ROAD = "A----B----C----D"
THREE = {"PK": "A", "KG": "BC", "KZ": "D"}
POSTS = {"one-road": "AB", "two-road": "CD"}


def act(direction, regime, mode="road", **more):
    row = {
        "order": 1, "territory": "*", "direction": direction, "mode": mode, "regime": regime,
        "act": f"{direction} {regime}", "who": "customs", "in_post_cost": "no",
    }  # fmt: skip
    name = f"{direction}-{regime}-{mode}-{more.get('crossing')}-{more.get('territory')}-{more.get('order')}"
    return {"id": name, **row, **more}


EVERY = [
    act(direction, regime)
    for direction in ("start", "out", "in", "end")
    for regime in ("tir", "transit", "export", "import", "union")
]


def tir(*codes):
    return [
        {
            "id": f"tir-{code}", "name": "TIR", "kind": "tir", "territories": code, "relation": "each",
            "modes": "road", "state": "in_force", "since": "2020-01-01", "is_switch": "no", "goods": "all",
            "effect": "guarantees", "meaning": "carnet",
        }
        for code in codes
    ]  # fmt: skip


def union(*codes):
    return {
        "id": "union", "name": "a union", "kind": "customs_union", "territories": ";".join(codes),
        "relation": "members", "modes": "road;rail", "state": "in_force", "is_switch": "no", "goods": "all",
        "effect": "joins", "meaning": "no border",
    }  # fmt: skip


def told(map_, procedures, *, regimes=(), on=DAY, ends=("A", "D"), **parts):
    options = {"territories": THREE, "posts": POSTS, **parts}
    world = draw(map_, tables={"procedures": procedures, "regimes": regimes}, **options)
    answer = world.routes(*ends, on=on).answer
    route, shipment = answer.routes[0].route, answer.question.shipment
    return at_posts(world.state.facts, route, shipment, on)


def regimes_of(posts):
    return [(post.where, post.territory, post.direction, post.regime) for post in posts]


def test_goods_are_exported_carried_in_transit_and_imported():
    assert regimes_of(told(ROAD, EVERY)) == [
        ("place-A", "PK", "start", "export"),
        ("one-road", "PK", "out", "export"),
        ("one-road", "KG", "in", "transit"),
        ("two-road", "KG", "out", "transit"),
        ("two-road", "KZ", "in", "import"),
        ("place-D", "KZ", "end", "import"),
    ]


def test_a_carnet_is_opened_after_export_and_ended_before_import_where_tir_works_all_the_way():
    assert regimes_of(told(ROAD, EVERY, regimes=tir("PK", "KG", "KZ"))) == [
        ("place-A", "PK", "start", "export"),
        ("place-A", "PK", "start", "tir"),
        ("one-road", "PK", "out", "tir"),
        ("one-road", "KG", "in", "tir"),
        ("two-road", "KG", "out", "tir"),
        ("two-road", "KZ", "in", "tir"),
        ("place-D", "KZ", "end", "tir"),
        ("place-D", "KZ", "end", "import"),
    ]


def test_there_is_no_carnet_where_one_territory_does_not_work_it_or_none_lies_between():
    assert not {post.regime for post in told(ROAD, EVERY, regimes=tir("PK", "KZ"))} & {"tir"}
    before = told(ROAD, EVERY, regimes=tir("PK", "KG", "KZ"), on=date(2019, 1, 1))
    assert not {post.regime for post in before} & {"tir"}
    two = {"PK": "AB", "KZ": "CD"}
    short = told(ROAD, EVERY, regimes=tir("PK", "KZ"), territories=two, posts={"one-road": "BC"})
    assert not {post.regime for post in short} & {"tir"}


def test_inside_a_customs_union_no_customs_look():
    posts = told(ROAD, EVERY, regimes=[*tir("PK", "KG", "KZ"), union("KG", "KZ")])
    assert [(post.where, post.regime) for post in posts if post.regime == "union"] == [
        ("two-road", "union")
    ] * 2


def test_the_rows_of_a_post_go_before_those_of_its_territory_and_these_before_those_of_anywhere():
    rows = [
        *EVERY,
        act("in", "transit", territory="KG", order=2),
        act("in", "transit", territory="KG", order=1),
        act("out", "export", territory="PK"),
        act("out", "any", territory="PK", crossing="one-road"),
    ]
    acts = {(post.where, post.direction): [one.row.id for one in post.acts] for post in told(ROAD, rows)}
    assert acts["one-road", "out"] == ["out-any-road-one-road-PK-None"]
    assert acts["one-road", "in"] == ["in-transit-road-None-KG-1", "in-transit-road-None-KG-2"]
    assert acts["two-road", "in"] == ["in-import-road-None-None-None"]


def test_a_charge_is_for_the_whole_shipment():
    rows = [
        act("start", "export", charge_usd=10, charge_unit="USD/truck", year=2024),
        act("end", "import", charge_usd=3, charge_unit="USD/container", year=2024),
        act("in", "transit"),
    ]
    charges = [one.charge_usd for post in told(ROAD, rows) for one in post.acts]
    assert charges == [10, None, 3]


def test_goods_that_leave_by_a_port_are_cleared_there():
    sea = """
    A----B~~~~C----D
    """
    rows = [*EVERY, *(act(way, regime, "sea") for way in ("start", "end") for regime in ("export", "import"))]
    posts = told(
        sea, rows, territories={"PK": "AB", "IR": "CD"}, posts={}, gateways={"port-b": "B", "port-c": "C"}
    )
    assert regimes_of(posts) == [("port-b", "PK", "start", "export"), ("port-c", "IR", "end", "import")]


def test_goods_that_come_by_sea_into_a_third_territory_begin_their_transit_at_its_port():
    sea = """
    A----B~~~~C----D----E
    """
    rows = [*EVERY, *(act(way, "transit", "sea") for way in ("in", "start"))]
    posts = told(
        sea,
        rows,
        ends=("A", "E"),
        territories={"PK": "AB", "IR": "CD", "TM": "E"},
        posts={"one-road": "DE"},
        gateways={"port-b": "B", "port-c": "C"},
    )
    assert regimes_of(posts) == [
        ("port-c", "IR", "in", "transit"),
        ("port-c", "IR", "start", "transit"),
        ("one-road", "IR", "out", "transit"),
        ("one-road", "TM", "in", "import"),
        ("place-E", "TM", "end", "import"),
    ]


def test_within_one_territory_no_customs_are_met():
    assert told(ROAD, EVERY, ends=("B", "C")) == ()
