"""Published transit times beside karwan's: docs/validation/transits.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from karwan.world import World
from published.asked import Asked, ask, rows
from published.table import PAGES, Figure, cell, days, line, median, share, table

TABLE = Path(__file__).with_name("transits.csv")
PAGE = PAGES / "transits.md"
HEAD = """\
# Transit times against published ones

Made by `python tests/published/pages.py`; a test holds it against the model of today. Each row is a time
that somebody published. Its way is asked of karwan as the row says (modes, what it passes and does not
pass), in the middle of its year, so that posts count that were open then; the hours, though, are those of
the tables of today. A row from terminal to terminal has no loading, unloading and first wait; by sea it
is from quay to quay.

No parameter is set to make a row come out. Where a row showed that a fact was wrong in itself, the fact
was mended from a source of its own, for all ways alike; what still misses stays, with the reason. Bands
are judged on rows of ordinary service. Timetables, announcements, trial runs and first trains stand
apart: they are claims of a party, no input of karwan, and are set beside the P10, since what is promised
is seldom the usual. Sources are in `tests/published/transits.csv`."""


def compared(world: World) -> list[Asked]:
    """Every published time beside the model's."""
    return [ask(world, row, _covers(row)) for row in rows(TABLE)]


def _covers(row: dict[str, str]) -> str:
    return "door" if row["kind"] == "door_to_door" else "through"


def published_days(one: Asked) -> float:
    """The published time."""
    return float(one.row["days"])


def is_inside(one: Asked) -> bool:
    """Whether the published time lies between P10 and P90."""
    p10, _, p90 = one.quantiles_days
    return p10 <= published_days(one) <= p90


def error(one: Asked) -> float:
    """Error of the P50, per cent of the published time; infinite without a way."""
    return 100 * (one.quantiles_days[1] / published_days(one) - 1)


def width(one: Asked) -> float:
    """(P90 - P10) / P50."""
    p10, p50, p90 = one.quantiles_days
    return (p90 - p10) / p50


def ordinary(found: Iterable[Asked]) -> list[Asked]:
    """Rows of ordinary service."""
    return [one for one in found if one.is_ordinary]


def figures(found: Sequence[Asked]) -> list[Figure]:
    """The results that have goals."""
    usual = ordinary(found)
    count = len(usual)
    inside = share(is_inside(one) for one in usual)
    errors = median(abs(error(one)) for one in usual)
    widths = median(width(one) for one in usual if one.route)
    return [
        Figure("published times between P10 and P90", PAGE.name, inside, 70, at_least=True, rows=count),
        Figure("times: median error of P50", PAGE.name, errors, 20, at_least=False, rows=count),
        Figure(
            "times: median (P90 - P10) / P50", PAGE.name, widths, 0.8, at_least=False, rows=count, unit=""
        ),
    ]


def page(found: Sequence[Asked]) -> str:
    """The page: results, by mode and corridor, every ordinary row worst first, the claims."""
    usual = ordinary(found)
    claims = [one for one in found if not one.is_ordinary]
    results = table(["", ">rows", ">reached", "goal", "page"], (one.line() for one in figures(found)))
    head = ["", ">rows", ">inside P10 to P90", ">median error", ">median bias", ">median width"]
    parts = [HEAD, results]
    for name in ("mode", "corridor"):
        keys = sorted({one.row[name] for one in usual})
        groups = ([one for one in usual if one.row[name] == key] for key in keys)
        lines = (_group(key, group) for key, group in zip(keys, groups, strict=True))
        parts += [f"## By {name}", table([name, *head[1:]], lines)]
    parts += ["## Ordinary service, worst first", _rows(usual, ">error of P50"), _asides(usual)]
    parts += ["## Claims, beside P10", _claims(claims), _asides(claims)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _group(key: str, group: Sequence[Asked]) -> str:
    inside = f"{sum(map(is_inside, group))} of {len(group)}"
    sizes = cell(median(abs(error(one)) for one in group), ".0f")
    bias = cell(median(error(one) for one in group), "+.0f")
    widths = cell(median(width(one) for one in group if one.route), ".2f")
    return line(key, len(group), inside, f"{sizes} %", f"{bias} %", widths)


def _rows(found: Sequence[Asked], head: str) -> str:
    ranked = sorted(found, key=lambda one: (-abs(error(one)), one.row["id"]))
    columns = ["row", "mode", "way", ">published days", ">P10", ">P50", ">P90", head, "inside", "why"]
    return table(columns, (_line(one) for one in ranked))


def _line(one: Asked) -> str:
    row = one.row
    told = f"{cell(error(one), '+.0f')} %", "yes" if is_inside(one) else "no", row["why"]
    quantiles = (cell(value) for value in one.quantiles_days)
    published = days(row["low_days"], row["days"], row["high_days"])
    return line(
        row["id"], row["mode"], way(one), f"{published}, {row['year'] or 'no year'}", *quantiles, *told
    )


def _claims(found: Sequence[Asked]) -> str:
    def beside(one: Asked) -> float:
        return one.quantiles_days[0] / published_days(one) - 1

    ranked = sorted(found, key=lambda one: (-abs(beside(one)), one.row["id"]))
    columns = ["row", "mode", "way", "kind", ">claimed days", ">P10", ">P50", ">P10 beside the claim", "why"]
    lines = []
    for one in ranked:
        row = one.row
        p10, p50, _ = one.quantiles_days
        claimed = f"{days(row['low_days'], row['days'], row['high_days'])}, {row['year'] or 'no year'}"
        kind = row["kind"].replace("_", " ")
        told = cell(p10), cell(p50), f"{cell(100 * beside(one), '+.0f')} %", row["why"]
        lines.append(line(row["id"], row["mode"], way(one), kind, claimed, *told))
    return table(columns, lines)


def way(one: Asked) -> str:
    """A row's ends and what it passes, as published."""
    row = one.row
    by = ", ".join(row["via"].split(";"))
    return f"{row['origin']} to {row['destination']}" + (f" by {by}" if by else "")


def _asides(found: Sequence[Asked]) -> str:
    """Rows for which there is no way."""
    return "\n".join(f"- {one.row['id']}: no way was found: {one.label}." for one in found if not one.route)
