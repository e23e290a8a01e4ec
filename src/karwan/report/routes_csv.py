"""Every step of every route as CSV, one row a step, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.answers.routes import RoutesAnswer
from karwan.report import shown
from karwan.report.csv_text import as_csv
from karwan.report.shown import ShownWay
from karwan.words.step import Step

COLUMNS = (
    "route",
    "letter",
    "label",
    "step",
    "kind",
    "operation",
    "what",
    "mode",
    "from",
    "from_name",
    "to",
    "to_name",
    "territory",
    "distance_km",
    "time_h",
    "time_sd_h",
    "time_p50_h",
    "time_p90_h",
    "distribution",
    "cost_usd",
    "co2e_kg",
    "evidence_time",
    "evidence_cost",
    "sources",
)


def routes_csv(answer: RoutesAnswer) -> str:
    """The text of the file: header and rows, lines ended by a line feed; figures as in the JSON."""
    return as_csv(
        COLUMNS,
        (
            _cells(way, number, step)
            for way in shown.shown_ways(answer)
            for number, step in enumerate(way.route.steps, 1)
        ),
    )


def _cells(way: ShownWay, number: int, step: Step) -> Iterator[object]:
    yield from (way.offer.id, way.letter, way.offer.label, number, step.kind, step.operation)
    yield from (step.what, step.mode or "")
    for end in (step.origin, step.destination):
        yield from (end, way.names.get(end, end))
    yield step.territory or ""
    times = (step.time.value, step.time_sd_h, step.time_quantile_h(0.5), step.time_quantile_h(0.9))
    yield from (round(figure, 6) for figure in (step.distance_km, *times))
    yield step.distribution
    yield from (round(figure, 6) for figure in (step.cost.value, step.co2e.value))
    yield from (step.time.evidence, step.cost.evidence, ";".join(step.sources))
