"""`karwan routes --explain` and `karwan needs` on the facts as they are."""

import math

import pytest

ASKED = ("routes", "Lahore", "Almaty", "--as-of", "2026-02-10")


def again(figure):
    factors = figure["factors"]
    return math.prod(1 / one["value"] if one["is_divisor"] else one["value"] for one in factors)


@pytest.mark.parametrize("word", ["A", "C", "x1"])
def test_the_inputs_that_are_told_give_the_figures_of_the_way_again(karwan, word):
    told = karwan(*ASKED, "--explain", word, "--json").json
    ways = {"A": told["routes"][0], "C": told["routes"][2], "x1": None}
    steps = told["explained"]["steps"]
    hours = dollars = 0.0
    for step in steps:
        for figure in step["figures"]:
            if figure["value"]:
                assert again(figure) == pytest.approx(figure["value"], rel=1e-9), (step, figure)
            hours += again(figure) if figure["what"] == "hours" and figure["value"] else 0.0
            dollars += again(figure) if figure["what"] == "dollars" and figure["value"] else 0.0
    assert hours == pytest.approx(told["explained"]["totals"]["time_h"])
    assert dollars == pytest.approx(told["explained"]["totals"]["cost_usd"])
    if ways[word]:
        assert ways[word]["time_h"] == pytest.approx(hours)


def test_every_source_that_is_cited_stands_in_the_list(karwan):
    told = karwan(*ASKED, "--explain", "A", "--json").json["explained"]
    listed = {source["id"] for source in told["sources"]}
    cited = {
        source
        for step in told["steps"]
        for figure in step["figures"]
        for factor in figure["factors"]
        if factor["input"]
        for source in factor["input"]["source"]
    }
    assert cited == listed


def test_a_way_that_is_none_is_a_mistake_that_lists_those_there_are(karwan):
    told = karwan(*ASKED, "--count", "3", "--explain", "Q")
    assert told.code == 2
    assert "unknown way 'Q'; the ways of this answer are A, B, C, x1" in told.faults[-1]


def test_steps_tell_what_is_done_at_each_post(karwan):
    told = karwan(*ASKED, "--count", "1", "--steps").out
    assert "Khunjerab Pass, into CN, by road, TIR" in told
    assert "no customs; border guards look" in told


def test_needs_tell_the_agenda_of_the_best_way_that_is_open_and_of_the_best_that_is_shut(karwan):
    told = karwan("needs", "Lahore", "Almaty", "--as-of", "2026-02-10", "--json").json
    assert [way["is_offered"] for way in told["ways"]] == [True, False]
    states = {item["state"] for item in told["ways"][1]["agenda"]}
    assert {"shut", "suspended", "missing", "signed"} <= states
    assert any("Wakhan" in row["name"] for row in told["spoken_of"])


def test_a_sanctioned_territory_names_the_goods_that_may_be_paid_for(karwan):
    told = karwan("needs", "Quetta", "Tehran", "A", "--as-of", "2026-02-10", "--json").json
    iran = next(one for one in told["ways"][0]["territories"] if one["territory"] == "IR")
    bars = {dealing["regime"]: dealing for dealing in iran["dealings"] if dealing["bars"]}
    assert "pharmaceuticals" in bars["sanc-ir-us"]["may_be_paid"]
    assert not bars["sanc-ir-us"]["asked_may"]
