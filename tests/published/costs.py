"""Published prices beside karwan's: docs/validation/costs.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from karwan.world import World
from published.asked import Asked, ask, rows
from published.table import PAGES, Figure, cell, line, median, share, table
from published.transits import way

TABLE = Path(__file__).with_name("costs.csv")
PAGE = PAGES / "costs.md"
# Per what a price is published -> the tonnes or boxes of a shipment of which it is a part.
_TONNES = "per t"
HEAD = """\
# Costs against published ones

Made by `python tests/published/pages.py`; a test holds it against the model of today. Each row is a price
that somebody published, and what karwan says for the same: *haul* is the carrier's rate alone (by sea
with its fixed part and canals, without terminals), *carriers* all that railways, ships and the terminals
between them charge from the first departure to the last arrival, without what is paid at posts, *door*
all, charges included. Money is of the row's year: karwan's figures are brought there by the price level
(docs/rules, 4.5), which follows no freight market. No parameter is set to make a row come out. Sources
are in `tests/published/costs.csv`."""


def compared(world: World) -> list[Asked]:
    """Every published price beside the model's."""
    return [ask(world, row, row["covers"]) for row in rows(TABLE)]


def published_usd(one: Asked) -> float:
    """The published price."""
    return float(one.row["cost_usd"])


def model_usd(one: Asked) -> float:
    """The model's, of what the price is per."""
    if one.route is None:
        return float("inf")
    per = float(one.row["tonnes"]) if one.row["unit"] == _TONNES else 1.0
    return one.route.cost_usd / per


def error(one: Asked) -> float:
    """Per cent of the published price."""
    return 100 * (model_usd(one) / published_usd(one) - 1)


def figures(found: Sequence[Asked]) -> list[Figure]:
    """The results that have goals."""
    sizes = median(abs(error(one)) for one in found)
    return [Figure("costs: median error", PAGE.name, sizes, 25, at_least=False, rows=len(found))]


def page(found: Sequence[Asked]) -> str:
    """The page: result, by mode and coverage, every row worst first."""
    results = table(["", ">rows", ">reached", "goal", "page"], (one.line() for one in figures(found)))
    parts = [HEAD, results]
    for name, told in (("mode", "By mode"), ("covers", "By what the price covers")):
        keys = sorted({one.row[name] for one in found})
        lines = [_group(key, [one for one in found if one.row[name] == key]) for key in keys]
        head = [name, ">rows", ">median error", ">median bias", ">within 25 %"]
        parts += [f"## {told}", table(head, lines)]
    ranked = sorted(found, key=lambda one: (-abs(error(one)), one.row["id"]))
    columns = ["row", "mode", "way", "unit", "covers", ">published USD", ">karwan USD", ">error", "why"]
    parts += ["## Rows, worst first", table(columns, map(_line, ranked))]
    missing = [f"- {one.row['id']}: no way was found: {one.label}." for one in found if one.route is None]
    return "\n\n".join([*parts, *(["\n".join(missing)] if missing else [])]) + "\n"


def _group(key: str, group: Sequence[Asked]) -> str:
    sizes, bias = (
        median(values) for values in zip(*((abs(error(one)), error(one)) for one in group), strict=True)
    )
    within = share(abs(error(one)) <= 25 for one in group)
    return line(key, len(group), f"{cell(sizes, '.0f')} %", f"{cell(bias, '+.0f')} %", f"{within:.0f} %")


def _line(one: Asked) -> str:
    row = one.row
    low, high = (float(row[key]) for key in ("low", "high"))
    span = f" ({low:,.0f} to {high:,.0f})" if low < high else ""
    published = f"{published_usd(one):,.0f}{span}, {row['year'] or 'no year'}"
    ours = cell(model_usd(one), ",.0f"), f"{cell(error(one), '+.0f')} %"
    return line(row["id"], row["mode"], way(one), row["unit"], row["covers"], published, *ours, row["why"])
