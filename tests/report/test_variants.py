"""Variants are told apart by what differs."""

from dataclasses import replace

from karwan.answers.routes import Variant
from karwan.report.shown import time_of
from karwan.report.variants import gateway_kind, variant_words
from karwan.words.evidence import Evidence, Figure
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

ROAD, RAIL = Mode.ROAD, Mode.RAIL
NAMES = {"khorgos-road": "Khorgos", "khorgos-rail": "Khorgos", "dostyk-rail": "Dostyk", "yard": "Yard (old)"}


def run(*stretches):
    """Legs `(mode, from, to)` one after another."""
    figures = (Figure(10.0, Evidence.ASSUMED), 1.0, Figure(0.0), Figure(0.0))
    return Route(
        tuple(Step("leg", Operation.HAUL, mode, a, b, "CN", 100.0, *figures) for mode, a, b in stretches)
    )


def offer_of(answer, route, *variants):
    """The first offer of an answer on another route, with variants of one hour and one dollar more each."""
    told = tuple(Variant(f"v{number}", gates(way), way, 1.0, 1.0) for number, way in enumerate(variants))
    return replace(answer.routes[0], route=route, gateways=gates(route), variants=told)


def gates(route):
    return tuple(leg.destination for leg in route.legs)[:-1]


def words(offer):
    """What is said of each variant before its time and dollars."""
    return [
        told.removesuffix(f" {time_of(variant.route)} +$1")
        for told, variant in zip(variant_words(offer, NAMES), offer.variants, strict=True)
    ]


BY_ROAD = run((ROAD, "A", "khorgos-road"), (ROAD, "khorgos-road", "B"))
BY_RAIL = run((ROAD, "A", "yard"), (RAIL, "yard", "khorgos-rail"), (RAIL, "khorgos-rail", "B"))


def test_only_the_gateways_that_differ_are_named(answer):
    other = run((RAIL, "A", "dostyk-rail"), (RAIL, "dostyk-rail", "B"))
    assert words(offer_of(answer, BY_ROAD, other)) == ["by Dostyk"]


def test_the_same_post_by_another_mode_says_its_mode(answer):
    other = run((RAIL, "A", "khorgos-rail"), (RAIL, "khorgos-rail", "B"))
    assert words(offer_of(answer, BY_ROAD, other)) == ["by Khorgos (rail post)"]


def test_a_terminal_of_the_name_of_the_destination_says_what_it_is(answer):
    other = run((RAIL, "A", "terminal-B"), (ROAD, "terminal-B", "B"))
    offer = offer_of(answer, run((RAIL, "A", "B")), other)
    assert variant_words(offer, {"terminal-B": "B"}) == ["by B (terminal) 20–22 h +$1"]


def test_a_stretch_by_another_mode_is_told_by_its_two_ends(answer):
    other = run((ROAD, "A", "yard"), (RAIL, "yard", "terminal"), (ROAD, "terminal", "B"))
    assert words(offer_of(answer, run((ROAD, "A", "B")), other)) == ["by rail from Yard to terminal"]


def test_variants_of_the_same_words_are_told_apart_by_kind_or_else_by_id(answer):
    rail = run((RAIL, "A", "khorgos-rail"), (RAIL, "khorgos-rail", "B"))
    told = words(offer_of(answer, run((ROAD, "A", "B")), BY_ROAD, rail))
    assert told == ["by Khorgos (road post)", "by Khorgos (rail post)"]
    told = words(offer_of(answer, run((ROAD, "A", "B")), BY_ROAD, BY_ROAD))
    assert told == ["by Khorgos (road post), khorgos-road"] * 2


def test_a_gateway_is_told_by_what_it_is():
    assert gateway_kind(BY_ROAD, "khorgos-road") == "road post"
    assert gateway_kind(BY_RAIL, "khorgos-rail") == "rail post"
    assert gateway_kind(BY_RAIL, "yard") == "terminal"
    assert gateway_kind(run((RAIL, "A", "P"), (Mode.SEA, "P", "B")), "P") == "port"
    assert gateway_kind(run((ROAD, "A", "P"), (Mode.AIR, "P", "B")), "P") == "airport"
