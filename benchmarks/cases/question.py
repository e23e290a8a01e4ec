"""One question with date, law and spread beside the same one without: both as JSON, on one network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from statistics import median

from benchmarks import ground
from benchmarks.figures import Figure, clocked
from karwan.answers.offers import ask_routes
from karwan.answers.question import Asked, routes_question
from karwan.answers.walk import depart_from
from karwan.facts.rows import CrossingHours, CrossingPeriod, Limit, Service, Spread
from karwan.facts.rows_of_law import Admission, Regime
from karwan.operations.book import Book
from karwan.state import State

PAIRS = (*ground.NAMED, ("Islamabad", "Istanbul"), ("Karachi", "Moscow"))
GOAL, TIMES = 2.0, 3
ON = date(2026, 11, 24)
# What a question leaves out that asks for no day, law or spread.
DATED = (CrossingHours, CrossingPeriod, Service, Regime, Admission, Limit)


def measure() -> list[Figure]:
    full = ground.state()
    plain = bare(full)
    ours, others = [], []
    for a, b in PAIRS:
        whole = routes_question(full.facts, Asked(origin=a, destination=b, on=ON))
        simple = routes_question(plain.facts, Asked(origin=a, destination=b, on=ON))
        ask_routes(full, whole), ask_routes(plain, simple)  # kernels and indexes are made
        ours.append(clocked(lambda whole=whole: _dated(full, whole), TIMES)[1])
        others.append(clocked(lambda simple=simple: ask_routes(plain, simple).as_json(), TIMES)[1])
    ratios = [one / other for one, other in zip(ours, others, strict=True)]
    note = (
        f"{len(PAIRS)} named pairs, 16 families each at most; without: no closures, working hours, services, "
        "regimes, admissions and limits, every time constant, not walked forward"
    )
    return [
        Figure("with date, law and spread, walked from a departure", 1000 * median(ours), "ms"),
        Figure("the same without", 1000 * median(others), "ms", note=note),
        Figure("with over without, all pairs together", sum(ours) / sum(others), "times", GOAL),
        Figure("with over without, worst pair", max(ratios), "times", GOAL),
    ]


def _dated(state: State, question) -> object:
    answer = ask_routes(state, question)
    departed = depart_from(state, answer, datetime.combine(ON, time(8)))
    return departed.answer.as_json(), {key: walk.as_json() for key, walk in departed.walks.items()}


def bare(state: State) -> State:
    """The state without what a day, a law and chance add: steps then take their mean and nothing else."""
    facts = state.facts
    still = [replace(row, value=0.0) for row in facts.rows(Spread) if row.metric == "time_cv"]
    gone = {kind: [row.id for row in facts.rows(kind)] for kind in DATED}
    gone[Spread] = [row.id for row in facts.rows(Spread) if row.metric != "time_cv"]
    left = facts.with_rows({Spread: still}, gone)
    return replace(state, facts=left, book=Book(left))
