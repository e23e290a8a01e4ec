"""What is printed says what the answer says, and fits."""

import io
import math
import re
from dataclasses import replace

import pytest
from rich.console import Console

from karwan.operations.permission import Reason
from karwan.report import shown
from karwan.report.routes_table import print_routes
from karwan.words.evidence import Evidence
from karwan.words.step import Operation


def printed(answer, *, width=None, encoding=None, **options):
    if encoding:
        raw = io.BytesIO()
        file = io.TextIOWrapper(raw, encoding=encoding)
        print_routes(answer, Console(file=file), **options)
        file.flush()
        return raw.getvalue().decode(encoding)
    file = io.StringIO()
    console = (
        Console(file=file, width=width, force_terminal=True, color_system="truecolor")
        if width
        else Console(file=file)
    )
    print_routes(answer, console, **options)
    return file.getvalue()


def without_codes(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_every_figure_of_a_way_is_printed_as_the_answer_has_it(answer):
    text = printed(answer)
    for offer in answer.routes:
        route = offer.route
        _, p50, p90 = route.time_quantiles_h()
        line = next(line for line in text.splitlines() if f"{route.cost_usd:,.0f}" in line)
        assert f"{route.distance_km:,.0f}" in line
        assert f"{route.co2e_kg / 1000:,.1f}" in line
        days = f"{p50 / 24:.1f}–{p90 / 24:.1f} d" if p50 >= 48 else f"{p50:.0f}–{p90:.0f} h"
        assert days in line
        assert f"●{100 * route.time_evidence[Evidence.MEASURED]:.0f}" in line


def test_below_two_days_time_is_told_in_hours(answer):
    assert shown.span(47.9, 60) == ("48–60", "h")
    assert shown.span(48, 60) == ("2.0–2.5", "d")


@pytest.mark.parametrize("width", [None, 100, 80, 60])
def test_no_line_is_wider_than_the_terminal_or_a_hundred_columns(answer, width):
    lines = without_codes(printed(answer, width=width, show_steps=width != 60)).splitlines()
    assert max(map(len, lines)) <= (width or 100)


def test_where_the_output_is_no_terminal_there_are_no_codes(answer):
    assert "\x1b" not in printed(answer, show_steps=True)
    assert "\x1b" in printed(answer, width=100)


def test_where_the_output_knows_ascii_alone_signs_turn_into_letters(answer):
    text = printed(answer, encoding="ascii", show_steps=True)
    assert "m86 p8" in text
    assert "?" not in text


def test_figures_are_never_cut_however_large(answer):
    offer = answer.routes[0]
    step = offer.route.steps[1]
    dear = replace(step, cost=replace(step.cost, value=123_456_789.0), distance_km=1_234_567.0)
    route = replace(offer.route, steps=(dear,))
    text = printed(replace(answer, routes=(replace(offer, route=route),)), show_steps=True)
    assert text.count("123,456,789") == 5
    assert "1,234,567" in text


def test_the_three_stops_that_take_most_hours_are_named_worst_first(answer):
    stops = shown.worst_stops(answer.routes[0].route, answer.names)
    assert [stop.name for stop in stops] == ["Torugart", "Sost–Khunjerab", "Kordai"]
    assert f"most hours at {' · '.join(stop.told for stop in stops)}" in printed(answer)


def test_hours_at_a_stop_are_told_as_median_and_90th_percentile(answer):
    (stop,) = (one for one in shown.worst_stops(answer.routes[0].route, answer.names) if one.id == "torugart")
    # one step of 50.4 h that varies by half
    s = math.sqrt(math.log1p(0.25))
    p50 = 50.4 * math.exp(-s * s / 2)
    assert stop.told == f"Torugart {p50:.0f}–{p50 * math.exp(1.28155 * s):.0f} h"


def test_a_way_that_loses_says_to_which_and_by_how_much(answer):
    assert "loses to D: +9.8 to +12.1 d, +$1,900, +0.62 t CO₂e" in printed(answer)


def test_variants_name_only_the_posts_that_differ(answer):
    (variant,) = answer.routes[0].variants
    assert f"or by Irkeshtam {shown.time_of(variant.route)} +$240" in printed(answer)


def test_a_way_not_offered_tells_its_reason_since_when_by_which_source_and_what_it_would_be(answer):
    text = printed(answer)
    shut = text[text.index("Not offered") :]
    assert "Torkham closed: shut to trade after clashes, since 12 Oct 2025 [npr-2026-01]" in shut
    assert "Torghundi excluded by the user" in shut
    assert f"{answer.not_offered[0].otherwise.cost_usd:,.0f}" in shut


def test_an_answer_without_any_way_says_so_and_still_tells_why(answer):
    text = printed(replace(answer, routes=()))
    assert "No way is offered." in text
    assert "Torkham closed" in text


def test_every_table_bears_the_attribution(answer):
    assert "© OpenStreetMap contributors (ODbL)" in printed(answer)


def test_steps_show_every_operation_and_the_total(answer):
    text = printed(answer, show_steps=True)
    assert text.count("haul by") == sum(len(list(offer.route.legs)) for offer in answer.routes)
    assert "Karachi (KPT: KICT," in text
    for offer in answer.routes:
        assert f"{offer.route.co2e_kg:,.0f}" in text


def test_percents_add_up_to_a_hundred():
    third = 1 / 3
    shares = {Evidence.MEASURED: third, Evidence.PUBLISHED: third, Evidence.ASSUMED: third}
    assert sum(shown.percents(shares).values()) == 100
    assert shown.percents({Evidence.MEASURED: 1.0, Evidence.ASSUMED: 0.0}) == {Evidence.MEASURED: 100}


def test_letters_go_on_after_z():
    assert [shown.letter(index) for index in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_dollars_keep_their_sign():
    assert [shown.usd(-90), shown.usd(300, sign=True), shown.usd(-0.2)] == ["-$90", "+$300", "$0"]


def test_the_head_says_in_which_territories_the_two_places_lie(answer):
    assert printed(answer).startswith("Lahore, PK → Almaty, KZ")
    point = replace(answer.question.origin, name="31.5,74.3", territory=None)
    text = printed(replace(answer, question=replace(answer.question, origin=point)))
    assert text.startswith("31.5,74.3 → Almaty, KZ")


def test_the_ranking_says_whose_value_an_hour_has_and_whether_spread_counts(answer):
    question = answer.question
    words = shown.ranked_by(question)
    assert "$3.20 an hour (the value of time of commodity general, $60,000 in all) plus" in words
    assert "an hour of spread counts as 0.8 h" in words
    without = replace(question, weights=replace(question.weights, reliability_ratio=0.0, usd_per_h=9.0))
    assert "$9.00 an hour (as you value time)" in shown.ranked_by(without)
    assert "the spread of time does not count" in shown.ranked_by(without)


def test_what_limits_a_way_is_told_under_it_with_its_source(answer):
    slow = Reason("limited: long queues", "torugart", None, ("fiata-2026",))
    offer = replace(answer.routes[0], limited=(slow,))
    text = printed(replace(answer, routes=(offer, *answer.routes[1:])))
    assert "Torugart limited: long queues [fiata-2026]" in text
    assert "limited" not in printed(answer)


def test_what_limits_several_ways_is_told_in_full_once(answer):
    slow = Reason("limited: long queues", "torugart", None, ("fiata-2026",))
    routes = tuple(replace(offer, limited=(slow,)) for offer in answer.routes[:3])
    text = printed(replace(answer, routes=routes))
    assert text.count("Torugart limited: long queues") == 1
    assert text.count("Torugart: limited as above") == 2


def test_a_wait_on_the_way_is_the_driver_s_rest(answer):
    step = answer.routes[0].route.steps[1]
    rest = replace(step, operation=Operation.WAIT, distance_km=0.0)
    route = replace(answer.routes[0].route, steps=(step, rest))
    text = printed(replace(answer, routes=(replace(answer.routes[0], route=route),)), show_steps=True)
    assert text.count("driver rests") == 1


def test_where_nothing_leads_at_all_the_answer_says_what_stands_in_between(answer):
    text = printed(replace(answer, routes=(), not_offered=(), why_none="10,10 lies outside the region"))
    assert "No way is offered." in text
    assert "10,10 lies outside the region." in text


def test_hours_at_a_post_and_the_terminal_of_its_name_are_one_stop(answer):
    names = {**answer.names, "kordai": "Torugart"}
    stops = shown.worst_stops(answer.routes[0].route, names)
    assert [(stop.name, round(stop.route.time_h, 1)) for stop in stops] == [
        ("Torugart", 56.4),
        ("Sost–Khunjerab", 48.0),
    ]


def test_steps_cite_sources_by_number_and_each_source_stands_once_below(answer):
    lines = printed(answer, show_steps=True).splitlines()
    assert [line for line in lines if re.fullmatch(r"1 +default-handling|\d+ +cpmm-2023", line.strip())]
    cited = [line for line in lines if "cpmm-2023" in line]
    assert len(cited) == 1


def test_a_step_at_a_border_post_says_on_which_side(answer):
    assert "Torugart, KG side" in printed(answer, show_steps=True)
