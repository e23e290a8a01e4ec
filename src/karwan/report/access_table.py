"""Market access, as a table and as CSV."""

from __future__ import annotations

from karwan.answers.access import AccessAnswer
from karwan.report import shown
from karwan.report.csv_text import as_csv
from karwan.report.reach_table import people

CSV_HEADER = ("id", "name", "territory", "access", "reached_cities", "reached_people")
CSV_BASE = ("base_access", "base_reached_cities", "base_reached_people", "change")


def title(answer: AccessAnswer) -> str:
    """What was asked, in one line."""
    asked = answer.question.asked
    return f"Market access; {shown.cargo(asked.shipment)}, on {shown.day(asked.on)}"


def header(answer: AccessAnswer) -> tuple[str, ...]:
    """Titles of the columns of `rows`."""
    both = ("access before", "change") if answer.base else ()
    return ("place", "in", "access", *both, "cities", "people there")


def rows(answer: AccessAnswer) -> list[tuple[str, ...]]:
    """A row a place."""
    found = []
    for at, one in enumerate(answer.rows):
        both: tuple[str, ...] = ()
        if answer.base:
            change = answer.change(at)
            told = "-" if change is None else f"{100 * change:+.1f} %"
            both = (people(round(answer.base[at].people)), told)
        place = one.place
        told_of = (place.name, place.territory or "", people(round(one.people)), *both)
        found.append((*told_of, f"{one.reached:,}", people(one.reached_people)))
    return found


def notes(answer: AccessAnswer) -> list[str]:
    """What the figure is, and what it rests on."""
    row = answer.elasticity
    own = "the user's own" if answer.question.elasticity is not None else ", ".join(row.sources)
    kind = "" if answer.question.elasticity is not None else f", {row.evidence}"
    ranked_by, value = answer.question.asked.ranked_by, f"{answer.value_usd:,.0f}"
    by = {"cost": "dollars", "logistics": "logistics cost"}.get(ranked_by, "generalised cost")
    return [
        "access: people of all other cities, each times (1 + cost / value) ** -elasticity",
        f"cost: of the best way by {by}; value of the goods: USD {value}",
        f"elasticity: {answer.used:g} ({own}{kind}); compare access between places and scenarios",
    ]


def csv_text(answer: AccessAnswer) -> str:
    """A row a place, with what was before the scenario where one holds."""
    found = []
    for at, one in enumerate(answer.rows):
        row: list[object] = [one.place.id, one.place.name, one.place.territory, *one.as_json().values()]
        if answer.base:
            row += [*answer.base[at].as_json().values(), answer.change(at)]
        found.append(row)
    return as_csv((*CSV_HEADER, *(CSV_BASE if answer.base else ())), found)
