"""Laws that hold in every world, tried on random small ones built by the production builder."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karwan.testing import Sketch, read_map

COLUMNS, ROWS = 4, 3
LETTERS = "ABCDEFGIJKLM"  # without H, which draws a railway
CODES = ("PK", "CN", "KG", "KZ")
SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def grid(horizontal: list[str], vertical: list[str]) -> str:
    """A grid of letters; `-`, `=` or blank between neighbours of a row, `|`, `H` or blank of a column."""
    lines = []
    for row in range(ROWS):
        names = LETTERS[row * COLUMNS : (row + 1) * COLUMNS]
        signs = horizontal[row * (COLUMNS - 1) : (row + 1) * (COLUMNS - 1)]
        lines.append(names[0] + "".join(sign * 4 + name for sign, name in zip(signs, names[1:], strict=True)))
        if row < ROWS - 1:
            downs = vertical[row * COLUMNS : (row + 1) * COLUMNS]
            lines += ["    ".join(downs)] * 2
    return "\n".join(line or " " for line in lines)


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """A world of four territories in columns, joined by roads and railways at posts of random hours."""
    horizontal = draw(st.lists(st.sampled_from("--=  "), min_size=9, max_size=9))
    vertical = draw(st.lists(st.sampled_from("||H "), min_size=8, max_size=8))
    modes = {"-": "road", "=": "rail"}
    posts, periods, hours = {}, [], []
    for row in range(ROWS):
        names = LETTERS[row * COLUMNS : (row + 1) * COLUMNS]
        signs = horizontal[row * (COLUMNS - 1) : (row + 1) * (COLUMNS - 1)]
        for (a, b), sign in zip(pairwise(names), signs, strict=True):
            if sign in modes:
                post = f"{a}{b}-{modes[sign]}".lower()
                posts[post] = a + b
                state = draw(st.sampled_from(("open", "open", "closed")))
                periods.append({"id": f"{post}-1", "crossing": post, "state": state, "direction": "both"})
                time_h = draw(st.integers(1, 60))
                measure = {"id": post, "crossing": post, "direction": "both", "metric": "time_h"}
                hours.append(measure | {"value": time_h, "unit": "h"})
    terminals = {f"rail-{letter.lower()}": letter for letter in draw(st.sets(st.sampled_from(LETTERS)))}
    return Sketch(
        grid(horizontal, vertical),
        territories={code: LETTERS[i::COLUMNS] for i, code in enumerate(CODES)},
        posts=posts,
        gateways=terminals,
        tables={"crossing_periods": periods, "crossing_measures": hours},
    )


def ask(sketch: Sketch, **options):
    drawn = {letter for _, a, b, _ in read_map(sketch.map, sketch.km).links for letter in a + b}
    if not {"A", "M"} <= drawn:
        return None
    return sketch.build().routes("A", "M", on=date(2026, 1, 1), **options)


@SLOW
@given(sketches())
def test_totals_are_the_sums_of_steps_and_shares_of_evidence_add_up_to_one(sketch):
    answer = ask(sketch)
    for offer in answer.routes if answer else ():
        shown = answer.as_json()["routes"][0]
        for name in ("time_h", "cost_usd", "co2e_kg", "distance_km"):
            assert math.fsum(step[name] for step in shown["steps"]) == pytest.approx(shown[name], abs=1e-3)
        for part in ("time", "cost"):
            assert sum(shown["evidence"][part].values()) == pytest.approx(1)
        assert offer.route.time_quantiles_h()[1] <= offer.route.time_h + 1e-9


@SLOW
@given(sketches())
def test_no_route_that_is_called_pareto_is_beaten_by_another(sketch):
    answer = ask(sketch)
    if not answer:
        return
    kept = [offer.route for offer in answer.routes if offer.is_pareto]
    for one in kept:
        for other in kept:
            gained = [getattr(one, name) - getattr(other, name) for name in ("time_h", "cost_usd", "co2e_kg")]
            assert min(gained) < 0 or max(gained) <= 0


@SLOW
@given(sketches(), st.sampled_from(("time", "cost", "co2e")))
def test_avoiding_a_gateway_never_makes_the_best_route_better(sketch, by):
    answer = ask(sketch, by=by)
    if not (answer and answer.routes):
        return
    best = min(offer.generalised_usd for offer in answer.routes)
    for gateway in answer.routes[0].gateways[:2]:
        without = ask(sketch, by=by, avoid=[gateway])
        assert all(gateway not in offer.gateways for offer in without.routes)
        assert min((offer.generalised_usd for offer in without.routes), default=math.inf) >= best - 1e-6


@SLOW
@given(sketches())
def test_no_offered_route_passes_a_closed_post_and_every_other_way_says_why(sketch):
    answer = ask(sketch)
    if not answer:
        return
    shut = {row["crossing"] for row in sketch.tables["crossing_periods"] if row["state"] == "closed"}
    assert not any(shut & set(offer.gateways) for offer in answer.routes)
    for way in answer.not_offered:
        assert {reason.where for reason in way.reasons} == shut & set(way.gateways)
        assert way.reasons


@SLOW
@given(sketches())
def test_the_same_question_gives_the_same_answer(sketch):
    first, second = ask(sketch), ask(sketch)
    assert (first and first.as_json()) == (second and second.as_json())
