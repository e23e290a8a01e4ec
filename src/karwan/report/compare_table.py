"""Worlds side by side in the terminal and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.answers.compared import Change, CompareAnswer, Fate, GatewayCompared, PairCompared, WayTold
from karwan.report.csv_text import as_csv
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.shown import amount_of_time, percents, reason_words, time_of, tonnes, usd
from karwan.words.evidence import Evidence

NONE = "-"
FATES = {
    Fate.SAME: "nothing changes",
    Fate.FIGURES: "same way",
    Fate.WAY: "another way",
    Fate.CUT_OFF: "cut off",
    Fate.JOINED: "newly joined",
    Fate.NONE: "no way in either",
}
_MOST_NAMED = 4
_CSV = (
    "pair", "origin", "destination", "on", "cargo", "tonnes", "weight", "scenario", "fate",
    "time_p50_h_before", "time_p50_h_after", "time_p90_h_before", "time_p90_h_after", "cost_usd_before",
    "cost_usd_after", "co2e_kg_before", "co2e_kg_after", "generalised_usd_change", "way_before", "way_after",
    "gateways_before", "gateways_after", "shut", "opened",
)  # fmt: skip


def header(answer: CompareAnswer) -> list[tuple[str, bool]]:
    """Titles of the columns of `rows`, and whether each is of numbers."""
    if len(answer.worlds) == 2:  # noqa: PLR2004 - a base and one scenario
        figures = ["P50-P90", "change", "P90", "USD", "change", "t CO2e", "change"]
    else:
        names = [world.name for world in answer.worlds]
        figures = [names[0], "USD", *(title for name in names[1:] for title in (name, "USD"))]
    return [("pair", False), *((title, True) for title in figures), ("", False)]


def rows(answer: CompareAnswer, count: int) -> list[tuple[str, ...]]:
    """The first pairs, those that change most first, as shown text."""
    one = len(answer.worlds) == 2  # noqa: PLR2004 - a base and one scenario
    return [(_one if one else _several)(pair) for pair in answer.pairs[:count]]


def ways(answer: CompareAnswer, count: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For each of the first pairs whose way changes: its name, and lines on its ways before and after."""
    for pair in answer.pairs[:count]:
        lines = []
        seen = {None if pair.ways[0] is None else pair.ways[0].id}
        for number, change in enumerate(pair.changes):
            after = pair.ways[number + 1]
            if change.fate in (Fate.SAME, Fate.FIGURES, Fate.NONE):
                continue
            name = answer.worlds[number + 1].name
            is_told = after is not None and after.id in seen
            lines.append((name, after.label if after and is_told else _way(after)))
            seen.add(None if after is None else after.id)
            for what, reasons in (("shut then", change.shut), ("shut before", change.opened)):
                if reasons:
                    told = [reason_words(reason, answer.names) for reason in reasons]
                    lines.append((what, "; ".join(told)))
        if lines:
            yield pair.flow.name, [(answer.worlds[0].name, _way(pair.ways[0])), *lines]


def gateway_header(answer: CompareAnswer) -> list[tuple[str, bool]]:
    """Titles of the columns of `gateway_rows`."""
    names = [world.name for world in answer.worlds[1:]]
    figures = [title for name in names for title in (f"pairs: {name}", "tonnes")]
    figures = ["pairs", "tonnes"] if len(names) == 1 else figures
    return [("gateway", False), ("kind", False), *((title, True) for title in figures), ("pairs", False)]


def gateway_rows(answer: CompareAnswer, count: int) -> list[tuple[str, ...]]:
    """The first gateways that gain or lose, as shown text."""
    return [_gateway(gateway) for gateway in answer.gateways[:count]]


def summary(answer: CompareAnswer) -> list[str]:
    """A line for each scenario: how many pairs it changes, and who is cut off or joined."""
    lines = []
    for number, world in enumerate(answer.worlds[1:]):
        counts = {fate: len(answer.of_fate(number, fate)) for fate in Fate}
        told = ", ".join(f"{FATES[fate]} {count}" for fate, count in counts.items() if count)
        lines.append(f"{world.name}: {len(answer.pairs)} pairs; {told}")
        found = {fate: answer.of_fate(number, fate) for fate in (Fate.CUT_OFF, Fate.JOINED)}
        lines += [
            f"  {FATES[fate]}: {', '.join(pair.flow.name for pair in pairs)}"
            for fate, pairs in found.items()
            if pairs
        ]
    return lines


def csv_text(answer: CompareAnswer) -> str:
    """A row for each pair and scenario; ids of gateways and reasons have `;` between them."""
    return as_csv(
        _CSV,
        (_cells(answer, pair, number) for pair in answer.pairs for number in range(len(pair.changes))),
    )


def _cells(answer: CompareAnswer, pair: PairCompared, number: int) -> Iterator[object]:
    """What one scenario, by its number, changes for a pair."""
    told, own = pair.as_json(), pair.changes[number]
    change = told["changes"][number]
    ways = told["ways"][0] or {}, told["ways"][number + 1] or {}
    yield from (told[key] for key in ("name", "origin", "destination", "on", "cargo", "tonnes", "weight"))
    yield from (answer.worlds[number + 1].name, change["fate"])
    for key in ("time_p50_h", "time_p90_h", "cost_usd", "co2e_kg"):
        yield from (way.get(key) for way in ways)
    yield change["generalised_usd"]
    yield from (way.get("label") for way in ways)
    yield from (";".join(way.get("gateways", ())) for way in ways)
    for reasons in (own.shut, own.opened):
        yield ";".join(reason_words(reason, answer.names) for reason in reasons)


def _one(pair: PairCompared) -> tuple[str, ...]:
    change, way = pair.changes[0], pair.ways[1] or pair.ways[0]
    if way is None:
        return pair.flow.name, *(NONE for _ in range(7)), FATES[change.fate]
    route = way.route
    return (
        pair.flow.name,
        time_of(route),
        _time(change.p50_h),
        _time(change.p90_h),
        f"{route.cost_usd:,.0f}",
        _dollars(change),
        tonnes(route.co2e_kg),
        NONE if change.co2e_kg is None else _tonnes(change.co2e_kg),
        FATES[change.fate],
    )


def _several(pair: PairCompared) -> tuple[str, ...]:
    before = pair.ways[0]
    cells = [NONE, NONE] if before is None else [time_of(before.route), f"{before.route.cost_usd:,.0f}"]
    for change in pair.changes:
        gone = change.fate in (Fate.CUT_OFF, Fate.JOINED)
        cells += [FATES[change.fate] if gone else _times(change), _dollars(change)]
    fates = dict.fromkeys(FATES[change.fate] for change in pair.changes)
    return pair.flow.name, *cells, ", ".join(fates)


def _gateway(gateway: GatewayCompared) -> tuple[str, ...]:
    cells = []
    for one in gateway.passed:
        cells += [f"{one.before} > {one.after}", f"{one.tonnes_before:,.0f} > {one.tonnes_after:,.0f}"]
    named = dict.fromkeys(
        [f"+{name}" for one in gateway.passed for name in one.gained]
        + [f"-{name}" for one in gateway.passed for name in one.lost]
    )
    more = f" and {len(named) - _MOST_NAMED} more" * (len(named) > _MOST_NAMED)
    return gateway.name, gateway.kind, *cells, ", ".join(list(named)[:_MOST_NAMED]) + more


def _way(way: WayTold | None) -> str:
    """A way in words, with its figures and what they rest on."""
    if way is None:
        return "no way"
    route = way.route
    hours, dollars = (_shares(percents(each)) for each in (route.time_evidence, route.cost_evidence))
    figures = f"{time_of(route)}, {usd(route.cost_usd)}, {tonnes(route.co2e_kg)} t CO2e"
    return f"{way.label}: {figures} (hours {hours}, dollars {dollars})"


def _shares(shares: dict[Evidence, int]) -> str:
    return " ".join(f"{EVIDENCE_SIGNS[kind]}{share}" for kind, share in shares.items())


def _time(hours: float | None) -> str:
    return NONE if hours is None or abs(hours) < 0.05 else amount_of_time(hours, sign=True)  # noqa: PLR2004


def _times(change: Change) -> str:
    """The change of P50 and of P90."""
    both = [_time(change.p50_h), _time(change.p90_h)]
    return NONE if both == [NONE, NONE] else " / ".join(both)


def _dollars(change: Change) -> str:
    if change.cost_usd is None or abs(change.cost_usd) < 0.5:  # noqa: PLR2004
        return NONE
    return f"{change.cost_usd:+,.0f}"


def _tonnes(kilograms: float) -> str:
    return NONE if abs(kilograms) < 5 else tonnes(kilograms, sign=True)  # noqa: PLR2004
