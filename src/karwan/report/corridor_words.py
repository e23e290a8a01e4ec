"""What tables and charts of corridors say in words, the same on every face."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from karwan.answers.corridor import CorridorAnswer, CorridorCard
from karwan.answers.corridor_rows import CardRow, RowKind
from karwan.answers.corridor_way import Gap
from karwan.answers.letters import letter
from karwan.facts.rows_of_law import Regime
from karwan.network.record import GatewayKind
from karwan.report import shown
from karwan.words.mode import Mode
from karwan.words.step import Operation, Step

LEGEND = (
    "● measured  ◐ published  ○ assumed: the weakest figure of the row's hours and dollars.  Hours are "
    "the median and the 90th percentile, of a row and from the start: they do not add up.  "
    "All figures are for the whole shipment; shut posts are priced as if open."
)
_WHOLE_FROM_H = 9.95
# What a planner calls the kinds of gateways, where that is another word.
_KINDS = {
    GatewayKind.UNLISTED: "border",
    GatewayKind.GAUGE: "gauge break",
    GatewayKind.FERRY: "ferry berth",
    GatewayKind.PASSAGE: "strait",
}


def letters(answer: CorridorAnswer) -> list[str]:
    """A, B, C ... of the cards of an answer."""
    return [letter(index) for index in range(len(answer.cards))]


def days(card: CorridorCard) -> str:
    """`19.4–23.6 d`: median and 90th percentile."""
    _, p50, p90 = card.route.time_quantiles_h()
    return " ".join(shown.span(p50, p90))


def finding(card: CorridorCard) -> str:
    """The card in one line: `6,687 km · 19.4–23.6 d (P50–P90) · $4,894 · PK IR TR · rail, sea, rail`."""
    route = card.route
    parts = [f"{route.distance_km:,.0f} km", f"{days(card)} (P50–P90)", shown.usd(route.cost_usd)]
    parts += [" ".join(route.territories), ", ".join(map(str, route.modes))]
    if card.gaps:
        parts.append(
            f"{len(card.gaps)} stretches not priced" if len(card.gaps) > 1 else "1 stretch not priced"
        )
    return " · ".join(part for part in parts if part)


def is_usable(card: CorridorCard) -> bool:
    """Whether the table calls a corridor open, nothing on it is shut, and all of it is there."""
    return card.corridor.status == "open" and not card.reasons and not card.gaps


def ends(card: CorridorCard) -> tuple[str, str]:
    """Names of the two ends, without brackets."""
    return name(card.rows[0].origin, card.names), name(card.rows[-1].destination, card.names)


def hours(amount: float) -> str:
    """Hours without unit: whole from ten on, else one decimal."""
    return f"{amount:,.0f}" if amount >= _WHOLE_FROM_H else f"{amount:.1f}"


def ground(row: CardRow) -> str:
    """Where a section runs: `PK rail 1676 mm`, `sea`."""
    gauge = f" {row.gauge_mm} mm" if row.gauge_mm else ""
    return f"{row.territory} {row.mode}{gauge}" if row.territory else str(row.mode)


def regimes(rows: Sequence[Regime]) -> str:
    """Names of rules, one after another."""
    return "; ".join(row.name for row in rows)


def name(id_: str, names: Mapping[str, str]) -> str:
    """The shown name of a waypoint or gateway, without brackets."""
    return shown.short(names.get(id_, id_))


def stop(row: CardRow, card: CorridorCard) -> str:
    """What a stop is called: `post Taftan`, `port Aktau`, or the name of an end."""
    kind = card.kinds.get(row.origin)
    called = name(row.origin, card.names)
    return f"{_KINDS.get(kind, kind)} {called}" if kind else called


def label(row: CardRow, card: CorridorCard) -> str:
    """The label of a row: from and to, or the stop with what is done there and its hours."""
    if row.kind is RowKind.SECTION:
        return _from_to(row, card)
    if row.kind is RowKind.CHARGE:
        return f"charged: {_operation(row.steps[0])}"
    done = ", ".join(_done(row))
    return f"{stop(row, card)}: {done}{' h' if done[-1:].isdigit() else ''}"


def _from_to(row: CardRow, card: CorridorCard) -> str:
    """From and to; a town and its own post or terminal are told apart."""
    ids = row.origin, row.destination
    called = [name(id_, card.names) for id_ in ids]
    if called[0] == called[1]:
        kinds = [card.kinds.get(id_) for id_ in ids]
        called = [
            f"its {_KINDS.get(kind, kind)}" if kind else text
            for kind, text in zip(kinds, called, strict=True)
        ]
    return " → ".join(called)


def _done(row: CardRow) -> Iterator[str]:
    """Each operation of a stop with its hours where it takes any: `PK side 80`."""
    for step in row.steps:
        if step.time.value or step.cost.value:
            p50, p90 = step.time_quantile_h(0.5), step.time_quantile_h(0.9)
            taken = f" {shown.range_of_hours(p50, p90)}" if step.time.value else ""
            yield f"{_operation(step)}{taken}"


def _operation(step: Step) -> str:
    if step.operation is Operation.CROSS and step.territory:
        return f"{step.territory} side"
    if step.operation is Operation.LOAD and step.mode is Mode.SEA:
        return "fare"
    return str(step.operation).replace("_", " ")


def gap(gap: Gap) -> str:
    """What is said of a stretch that is not priced."""
    ends = f"{shown.short(gap.origin.name)} → {shown.short(gap.destination.name)}"
    about = f"{gap.great_circle_km:,.0f} km as the crow flies"
    if gap.is_planned:
        return f"{ends}: planned {gap.mode}, {about}, not priced"
    return f"{ends}: no way by {gap.mode} on the network, {about}, not priced"


def shut(card: CorridorCard) -> Iterator[str]:
    """Why a corridor cannot be used as usual on the day, one line each; it is priced all the same.

    What limits a stop that has a row is told there.
    """
    for reason in card.reasons:
        yield f"Shut: {shown.reason_words(reason, card.names)}; priced as if open"
    told = {reason for row in card.rows for reason in row.reasons}
    for reason in card.limited:
        if reason not in told:
            yield f"Not as usual: {shown.reason_words(reason, card.names)}"
    if card.shut_stretches and not card.reasons:
        pairs = (
            f"{name(one, card.names)} to {name(other, card.names)}" for one, other in card.shut_stretches
        )
        yield f"The table of corridors calls {', '.join(pairs)} closed"
