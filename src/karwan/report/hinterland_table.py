"""Hinterlands, as tables and as CSV."""

from __future__ import annotations

from karwan.answers.hinterland import CityServed, HinterlandAnswer
from karwan.report import shown
from karwan.report.csv_text import as_csv
from karwan.report.reach_table import DAYS, days, people

NONE = "-"
CSV_HEADER = (
    "id", "name", "territory", "population", "gate", "value",
    "time_h", "time_p50_h", "time_p90_h", "cost_usd", "next_gate", "next_value",
)  # fmt: skip


def title(answer: HinterlandAnswer) -> str:
    """What was asked, in one line."""
    asked = answer.question.asked
    what = {"time": "hours", "cost": "dollars"}.get(asked.ranked_by, "generalised cost")
    cargo = shown.cargo(asked.shipment)
    return f"Nearest of {len(answer.gates)} gates by {what}; {cargo}, on {shown.day(asked.on)}"


def gate_header(answer: HinterlandAnswer) -> tuple[str, ...]:
    """Titles of the columns of `gate_rows`."""
    both = ("cities before", "people before") if answer.base else ()
    return ("gate", "in", "cities", "people", *both, f"mean {DAYS}", "mean USD")


def gate_rows(answer: HinterlandAnswer, count: int) -> list[tuple[str, ...]]:
    """The gates with most people first."""
    rows = []
    for at in order(answer)[:count]:
        gate = answer.gates[at]
        before = answer.base.gates[at] if answer.base else None
        both = (f"{before.cities:,}", people(before.population)) if before else ()
        means = (days(gate.mean_time_p50_h, gate.mean_time_p90_h), _number(gate.mean_cost_usd))
        name, where = shown.short(gate.place.name), gate.place.territory or ""
        rows.append((name, where, f"{gate.cities:,}", people(gate.population), *both, *means))
    return rows


def order(answer: HinterlandAnswer) -> list[int]:
    """Numbers of the gates, that with most people, now or before, first."""
    before = answer.base or answer
    most = [
        max(one.population, other.population) for one, other in zip(answer.gates, before.gates, strict=True)
    ]
    return sorted(range(len(most)), key=lambda at: (-most[at], answer.gates[at].place.id))


def city_header(answer: HinterlandAnswer) -> tuple[str, ...]:
    """Titles of the columns of `city_rows`."""
    before = ("gate before",) if answer.base else ()
    return ("city", "in", "nearest gate", *before, DAYS, "USD", "next gate", "farther by")


def city_rows(answer: HinterlandAnswer, count: int) -> list[tuple[str, ...]]:
    """The largest cities; under a scenario those that it gives to another gate."""
    chosen: list[tuple[CityServed | None, CityServed]] = (
        [*answer.moved()]
        if answer.base
        else [(None, city) for city in answer.cities if city.gate is not None]
    )
    rows = []
    for old, city in chosen[:count]:
        before = (name_of(answer, old.gate),) if old else ()
        more = NONE
        if city.value and city.next_value is not None:
            more = f"{100 * (city.next_value / city.value - 1):,.0f} %"
        place = city.place
        told = (place.name, place.territory or "", name_of(answer, city.gate), *before)
        figures = (days(city.time_p50_h, city.time_p90_h), _number(city.cost_usd))
        rows.append((*told, *figures, name_of(answer, city.next_gate), more))
    return rows


def name_of(answer: HinterlandAnswer, gate: int | None) -> str:
    """The name of a gate by its number."""
    return NONE if gate is None else shown.short(answer.gates[gate].place.name)


def csv_text(answer: HinterlandAnswer) -> str:
    """Every city, the largest first, with its gate before the scenario where one holds."""
    header = (*CSV_HEADER, *(("base_gate",) if answer.base else ()))
    return as_csv(header, ([city[name] for name in header] for city in answer.as_json()["cities"]))


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:,.0f}"
