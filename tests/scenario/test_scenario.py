"""Scenarios as such: identity, order, bases, composition, difference, writing and the schema."""

import json
from datetime import date
from pathlib import Path

import pytest

from drawn_scenarios import priced, world
from karwan.errors import InputError
from karwan.scenario import Scenario, apply, of_measures, scenario_of, together
from karwan.scenario.diff import difference
from karwan.scenario.fields import READERS, specs_of
from karwan.scenario.measures import KINDS
from karwan.scenario.read import read
from karwan.scenario.schema import json_schema
from karwan.scenario.written import as_toml, template

ON = date(2026, 11, 24)
SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "scenario.schema.json"


def made(kind, **fields):
    return KINDS[kind](**fields, reason="a test")


def test_the_id_is_that_of_the_content_and_not_of_name_order_of_fields_or_notes():
    one = read('[[measures]]\nkind = "close"\nat = "north-road"\nreason = "x"\n', "a.toml")
    other = read(
        'name = "b"\nnotes = "n"\n[[measures]]\nreason = "x"\nat = ["north-road"]\nkind = "close"\n', "b.toml"
    )
    assert one.id == other.id
    assert one.id != Scenario("nothing").id
    assert together([one, other]).id == one.id


def test_a_scenario_that_is_written_and_read_again_is_the_same():
    measures = [
        made("close", at=("north-road",), since=date(2026, 5, 1)),
        made("procedure", at=("east-road",), time_h=2.5, opens="08:00", closes="24:00"),
        made("hazard", area=((66.0, 2.0), (67.0, 2.0), (67.0, 3.0)), since=date(2026, 1, 1), days=3),
        made("season", at=("west-road",), months=(1, 2)),
    ]
    written = of_measures('a "test" of \\ signs', measures, notes="two\nlines", on=ON)
    again = read(as_toml(written), "again.toml")
    assert again.measures == written.measures
    assert (again.id, again.name, again.on) == (written.id, written.name, ON)


def test_a_scenario_may_override_its_base_and_two_side_by_side_may_not():
    base = of_measures("base", [made("procedure", at=("north-road",), time_h=4)])
    other = [made("procedure", at=("north-road",), time_h=5)]
    over = apply(world().state, of_measures("over", other, bases=(base,)), ON)
    alone = apply(world().state, of_measures("alone", other), ON)
    assert (priced(over.state, ON).transfer_costs == priced(alone.state, ON).transfer_costs).all()
    with pytest.raises(InputError, match="conflict: measure 1"):
        apply(world().state, together([base, of_measures("other", other)]), ON)


def test_a_base_that_two_scenarios_share_is_applied_once():
    base = of_measures("base", [made("price", of="tariff", mode="road", factor=2.0)])
    both = together([of_measures(name, [], bases=(base,)) for name in ("one", "two")])
    assert len(apply(world().state, both, ON).touched) == 1


def test_two_scenarios_may_agree():
    one, other = (of_measures(n, [made("close", at=("north-road",))], notes=n) for n in ("one", "other"))
    more = of_measures("more", [made("close", at=("north-road",)), made("close", at=("east-road",))])
    found = apply(world().state, together([one, more]), ON)
    assert [touched.same_as for touched in found.touched] == [None, 1, None]
    assert len(apply(world().state, together([one, other]), ON).touched) == 1
    with pytest.raises(InputError, match="no effect"):
        apply(world().state, of_measures("twice", [*one.measures, *one.measures]), ON)


def test_factors_of_two_scenarios_compound():
    halves = [of_measures(str(n), [made("price", of="tariff", mode="road", factor=n)]) for n in (2.0, 0.25)]
    found = apply(world().state, together(halves), ON)
    alone = apply(world().state, of_measures("x", [made("price", of="tariff", mode="road", factor=0.5)]), ON)
    assert (priced(found.state, ON).cell_rates == priced(alone.state, ON).cell_rates).all()


def test_an_opening_may_follow_a_closure():
    text = """
[[measures]]
kind = "close"
at = "north-road"
from = 2026-01-01
reason = "x"
[[measures]]
kind = "open"
at = "north-road"
from = 2026-06-01
reason = "x"
"""
    assert len(apply(world().state, read(text, "x.toml"), ON).touched) == 2


def test_a_difference_tells_measures_of_one_alone_and_those_that_differ():
    one = of_measures(
        "one", [made("procedure", at=("north-road",), time_h=4), made("close", at=("east-road",))]
    )
    other = of_measures(
        "other", [made("procedure", at=("north-road",), time_h=5), made("close", at=("west-road",))]
    )
    found = difference(one, other)
    assert [measure.at for measure in found.only_first] == [("east-road",)]
    assert [measure.at for measure in found.only_second] == [("west-road",)]
    assert [change.fields for change in found.changed] == [(("time_h", 4, 5),)]
    assert difference(one, one).is_none


def test_bases_are_found_beside_the_file_and_in_the_library(tmp_path):
    (tmp_path / "base.toml").write_text('[[measures]]\nkind = "close"\nat = "north-road"\nreason = "x"\n')
    (tmp_path / "a.toml").write_text('base = ["base.toml", "carbon-price-100"]\n')
    assert len(apply(world().state, scenario_of(tmp_path / "a.toml"), ON).touched) == 2


def test_a_world_under_a_scenario_is_another_world():
    after = world().apply(of_measures("closed", [made("close", at=("north-road",))]), on="2026-11-24")
    told = after.routes("A", "D", count=1)
    assert "north-road" not in told.routes[0].gateways
    assert [held["name"] for held in told.as_json()["scenarios"]] == ["closed"]
    assert [one.gateways for one in after.touched] == [("north-road",)]
    assert world().state.scenarios == ()
    again = after.apply(of_measures("open", [made("open", at=("north-road",))]), on=ON)
    assert [held.name for held in again.state.scenarios] == ["closed", "open"]


def test_the_template_is_a_scenario_and_shows_every_kind():
    text = template("mine")
    assert read(text, "mine.toml").name == "mine"
    assert all(f'kind = "{kind}"' in text for kind in KINDS)


def test_every_example_of_a_kind_can_be_read():
    for word, kind in KINDS.items():
        text = f'[[measures]]\nkind = "{word}"\n{kind.example}\nreason = "x"\n'
        assert read(text, f"{word}.toml").measures[0].kind == word


def test_every_field_says_what_it_is_and_can_be_read():
    for kind in KINDS.values():
        assert kind.__doc__
        for spec in specs_of(kind).values():
            assert spec.description
            assert spec.type in READERS


def test_the_schema_that_ships_is_the_one_that_is_made():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


def test_the_schema_knows_every_kind_and_field():
    kinds = {
        one["title"]: one["properties"] for one in json_schema()["properties"]["measures"]["items"]["oneOf"]
    }
    assert kinds.keys() == KINDS.keys()
    for word, kind in KINDS.items():
        assert {spec.name for spec in specs_of(kind).values()} < kinds[word].keys()
