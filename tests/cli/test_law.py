"""What is allowed and what is not, on the real tables."""

from datetime import date

import pytest

from karwan.facts.load import load
from karwan.operations.admission import Border, Trucks
from karwan.operations.book import Book


@pytest.fixture(scope="module")
def book():
    return Book(load())


def on_road(answer):
    return [route for route in answer["routes"] if route["modes"] == ["road"]]


def test_trucks_of_pakistan_go_through_to_almaty_unless_the_post_transloads(karwan):
    """The agreement of four states: Khunjerab, Torugart and Ak-Tilek without a change."""
    answer = karwan("routes", "Lahore", "Almaty", "--as-of", "2026-06-01", "--modes", "road", "--json").json
    (through,) = [route for route in answer["routes"] if {"KG"} == set(route["territories"][2:3])]
    assert through["territories"] == ["PK", "CN", "KG", "KZ"]
    assert [step for step in through["steps"] if step["why"]] == []
    for route in answer["routes"]:
        changed = {step["from"] for step in route["steps"] if step["operation"] == "transship"}
        assert changed == {"kolzhat-road"} & set(route["gateways"])


@pytest.mark.parametrize(("day", "count"), [(date(2024, 6, 19), 1), (date(2024, 6, 20), 0)])
def test_chinese_and_kazakh_trucks_go_on_in_both_since_their_agreement(book, day, count):
    trucks = Trucks(book, day, ("CN", "KZ"), {"general"})
    found = trucks.changes(("CN", "KZ"), (Border("a-post-without-transloading"),))
    assert len(found) == count
    by = "admissions cn-in-kz-before" if count else None
    assert trucks.refusal("CN", "KZ") == by


def test_what_the_union_leaves_free_may_go_on_by_russian_trucks(book):
    on, ends = date(2026, 6, 1), ("RU", "EU")
    assert (
        Trucks(book, on, ends, {"machinery"}).refusal("RU", "EU", "terehova-road")
        == "regimes sanc-ru-eu-road"
    )
    free = Trucks(book, on, ends, {"food"})
    assert free.refusal("RU", "EU", "terehova-road") is None
    assert free.refusal("RU", "EU", "kozlovichi-road") == "regimes pl-by-trucks-2023"


def test_who_is_under_sanctions_gets_no_way_through_iran_and_the_others_a_note(karwan):
    asked = ("routes", "Islamabad", "Istanbul", "--as-of", "2026-06-10", "--json")
    free, bound = karwan(*asked).json, karwan(*asked, "--sanctions", "all").json
    by_iran = [route for route in free["routes"] if "IR" in route["territories"]]
    assert by_iran
    assert all("sanc-ir-us" in {note["rule"] for note in route["limited"]} for route in by_iran)
    assert all("fruit" in note["what"] for note in by_iran[0]["limited"] if note["rule"] == "sanc-ir-us")
    assert not any("IR" in route["territories"] for route in bound["routes"])
    refused = [way for way in bound["not_offered"] if "IR" in way["territories"]]
    assert refused
    assert all("sanc-ir-us" in {reason["rule"] for reason in way["reasons"]} for way in refused)


def test_food_may_pass_iran_under_the_sanctions_of_the_united_states(karwan):
    asked = ("routes", "Tehran", "Istanbul", "--sanctions", "sanc-ir-us", "--modes", "road", "--json")
    assert karwan(*asked, "--commodity", "general").json["routes"] == []
    assert karwan(*asked, "--commodity", "food").json["routes"] != []


def test_no_way_leads_to_india_and_what_would_have_to_go_is_said(karwan):
    answer = karwan("routes", "Karachi", "Delhi", "--as-of", "2026-06-10", "--json").json
    assert answer["routes"] == []
    assert [reason["rule"] for reason in answer["to_open"]["reasons"]] == ["in-pk-2025"]
    told = karwan("routes", "Karachi", "Delhi", "--as-of", "2026-06-10").out
    assert "To open x1, Sea from Karachi to Mundra" in " ".join(told.split())


def test_nothing_flies_between_russia_and_the_union(karwan):
    answer = karwan("routes", "Moscow", "Berlin", "--as-of", "2026-06-10", "--json").json
    assert not any("air" in route["modes"] for route in answer["routes"])
    (flight,) = [way for way in answer["not_offered"] if "air" in way["modes"]]
    assert [reason["rule"] for reason in flight["reasons"]] == ["sanc-ru-air"]


def test_the_wakhan_is_named_with_its_reason_and_what_serves_instead(karwan):
    answer = karwan("routes", "Lahore", "Almaty", "--json").json
    (wakhan,) = [row for row in answer["spoken_of"] if row["id"] == "wakhan-china"]
    assert wakhan["state"] == "no_road"
    assert wakhan["instead"]
    assert "Wakhan corridor to China: no road" in karwan("routes", "Lahore", "Almaty").out


def test_the_marks_of_ways_not_offered_are_those_that_explain_takes(karwan):
    told = karwan("routes", "Lahore", "Almaty", "--as-of", "2026-06-10").out
    assert "\nx1  Road by Khyber Pass (Torkham)" in told
    assert karwan("routes", "Lahore", "Almaty", "--as-of", "2026-06-10", "--explain", "x1").code == 0


def test_a_post_that_is_wanted_is_not_passed_to_turn_back_behind_it(karwan):
    answer = karwan("routes", "Lahore", "Urumqi", "--via", "khorgos-rail", "--json").json
    for route in answer["routes"]:
        gates = [gate for gate in route["gateways"] if gate.startswith("khorgos")]
        assert gates == ["khorgos-rail"]


def test_a_change_of_trucks_says_what_makes_it(karwan):
    asked = ("routes", "Ulaanbaatar", "Beijing", "--modes", "road", "--as-of", "2026-06-10")
    why = "no truck of MN may go on in CN (admissions mn-in-cn); one of CN does"
    assert why in karwan(*asked, "--steps").out
    assert why in karwan(*asked, "--explain", "A").out
    assert why in {step["why"] for step in karwan(*asked, "--json").json["routes"][0]["steps"]}


def test_a_sanction_that_is_none_is_refused_with_the_nearest(karwan):
    told = karwan("routes", "Lahore", "Almaty", "--sanctions", "sanc-ir")
    assert told.code == 2
    assert "sanc-ir-us" in told.err


def test_a_waiver_for_chabahar_frees_the_way_by_that_port_alone_as_long_as_it_holds(karwan):
    asked = ("routes", "Mumbai", "Herat", "--sanctions", "sanc-ir-us", "--modes", "sea,road", "--json")
    for day, ports in (("2026-01-15", {"port-chabahar"}), ("2026-06-15", set())):
        answer = karwan(*asked, "--count", "6", "--as-of", day).json
        by_iran = [route for route in answer["routes"] if "IR" in route["territories"]]
        landed = {gate for route in by_iran for gate in route["gateways"]}
        assert landed & {"port-chabahar", "port-bandar-abbas"} == ports
