"""The rows of a corridor card: sections and stops in order, with what they take and what has added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from karwan.answers.compose import Way
from karwan.answers.corridor_way import Gap
from karwan.network.record import Cell
from karwan.operations.permission import Reason
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step
from karwan.words.together import Correlations

_WORST = 3


class RowKind(StrEnum):
    """What a row of the card is."""

    SECTION = "section"  # a run inside one cell
    STOP = "stop"  # all that is done at one post, terminal or port, or at an end
    CHARGE = "charge"  # what is paid for a way as a whole, at its end: a row for each line of the price
    GAP = "gap"  # planned, or without a way on the network: not priced


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row of the card; what it takes and the totals at its end are for the whole shipment.

    Attributes:
        kind: see RowKind. origin, destination: ids of waypoints or gateways; equal for a stop and a charge.
        mode: of the run, at a stop of what leaves it. territory: None at sea and in the air.
        gauge_mm: of a rail section. is_end: a stop at one of the two ends of a priced way, or a charge.
        steps: the operations. gap: what is not priced.
        distance_km, time_h, p50_h, p90_h, cost_usd: of the row; a gap has no km, its great circle stands in
            `gap`.
        total_km, total_h, total_p50_h, total_p90_h, total_usd: from the start to the end of the row.
        reasons: why the post is shut or limited on the day, or the stretch before it.
    """

    kind: RowKind
    origin: str
    destination: str
    mode: Mode | None
    territory: str | None
    gauge_mm: int | None
    is_end: bool
    steps: tuple[Step, ...]
    gap: Gap | None
    distance_km: float
    time_h: float
    p50_h: float
    p90_h: float
    cost_usd: float
    total_km: float
    total_h: float
    total_p50_h: float
    total_p90_h: float
    total_usd: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class GaugeBreak:
    """Where the gauge changes: at which row's stop (none where nothing is done there), from and to.

    `time_h` is the mean of all that is done there, `p50_h` and `p90_h` its median and 90th percentile.
    """

    where: str
    from_mm: int
    to_mm: int
    time_h: float
    p50_h: float
    p90_h: float
    cost_usd: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a row is made of before totals are known; `at` is the end of the way that is charged for."""

    kind: RowKind
    steps: tuple[Step, ...] = ()
    cell: Cell | None = None
    gap: Gap | None = None
    is_end: bool = False
    at: str = ""


def card_rows(
    parts: Sequence[Way | Gap], reasons: Sequence[Reason], correlations: Correlations
) -> tuple[CardRow, ...]:
    """The rows of the ways and gaps of a corridor, in order.

    Args:
        parts: of the corridor.
        reasons: what shuts or limits it on the day; each is told at the stop or gap where it is.
        correlations: of the times of two steps.
    """
    rows: list[CardRow] = []
    so_far: tuple[Step, ...] = ()
    for piece in (piece for part in parts for piece in _pieces(part)):
        so_far += piece.steps
        rows.append(_row(piece, Route(so_far, correlations), reasons))
    return tuple(rows)


def gauge_breaks(rows: Sequence[CardRow]) -> tuple[GaugeBreak, ...]:
    """The changes of gauge between one rail section and the next."""
    found = []
    before: CardRow | None = None
    stop: CardRow | None = None
    for row in rows:
        if row.kind is RowKind.STOP:
            stop = row
            continue
        is_rail = row.kind is RowKind.SECTION and row.mode is Mode.RAIL
        if is_rail and before and before.gauge_mm and row.gauge_mm and before.gauge_mm != row.gauge_mm:
            at = stop if stop and stop.origin == row.origin else None
            taken = (at.time_h, at.p50_h, at.p90_h, at.cost_usd) if at else (0.0, 0.0, 0.0, 0.0)
            found.append(GaugeBreak(row.origin, before.gauge_mm, row.gauge_mm, *taken))
        before = row if is_rail else None
    return tuple(found)


def worst_by_hours(rows: Sequence[CardRow]) -> tuple[CardRow, ...]:
    """The stops on the way that take most hours, the worst first; loading at the two ends is left out."""
    return _worst([(row.time_h, row) for row in rows])


def worst_by_dollars(rows: Sequence[CardRow]) -> tuple[CardRow, ...]:
    """The stops on the way that cost most, the worst first."""
    return _worst([(row.cost_usd, row) for row in rows])


def _worst(weighed: Sequence[tuple[float, CardRow]]) -> tuple[CardRow, ...]:
    kept = [
        (weight, row) for weight, row in weighed if row.kind is RowKind.STOP and not row.is_end and weight > 0
    ]
    return tuple(row for _, row in sorted(kept, key=lambda pair: -pair[0])[:_WORST])


def _pieces(part: Way | Gap) -> Iterator[_Piece]:
    """Sections and stops of a way, its legs in the order of its runs; then what is charged for it."""
    if isinstance(part, Gap):
        yield _Piece(RowKind.GAP, gap=part)
        return
    runs = iter(part.runs)
    moves = part.route.moves
    ends = moves[0].origin, moves[-1].destination
    for (kind, origin, destination), steps in groupby(moves, key=_place_of):
        if kind == "leg":
            yield _Piece(RowKind.SECTION, tuple(steps), next(runs)[0])
        else:
            yield _Piece(RowKind.STOP, tuple(steps), is_end=origin == destination and origin in ends)
    charged: dict[Operation, list[Step]] = {}
    for step in part.route.steps:
        if step.kind == "charge" and step.cost.value:
            charged.setdefault(step.operation, []).append(step)
    for lines in charged.values():
        yield _Piece(RowKind.CHARGE, tuple(lines), is_end=True, at=ends[1])


def _place_of(step: Step) -> tuple[str, str, str]:
    return step.kind, step.origin, step.destination


def _row(piece: _Piece, so_far: Route, reasons: Sequence[Reason]) -> CardRow:
    own = so_far.of_steps(piece.steps)
    _, own_p50, own_p90 = own.time_quantiles_h()
    _, p50, p90 = so_far.time_quantiles_h()
    gap = piece.gap
    origin, destination = _ends(piece)
    is_stop = piece.kind is RowKind.STOP
    is_charge = piece.kind is RowKind.CHARGE
    return CardRow(
        kind=piece.kind,
        origin=origin,
        destination=destination,
        mode=gap.mode if gap else None if is_charge else piece.steps[-1].mode,
        territory=gap.origin.territory if gap else None if is_charge else piece.steps[0].territory,
        gauge_mm=piece.cell.gauge_mm if piece.cell else None,
        is_end=piece.is_end,
        steps=piece.steps,
        gap=gap,
        distance_km=own.distance_km,
        time_h=own.time_h,
        p50_h=own_p50,
        p90_h=own_p90,
        cost_usd=own.cost_usd,
        total_km=so_far.distance_km,
        total_h=so_far.time_h,
        total_p50_h=p50,
        total_p90_h=p90,
        total_usd=so_far.cost_usd,
        reasons=tuple(reason for reason in reasons if is_stop and reason.where == origin),
    )


def _ends(piece: _Piece) -> tuple[str, str]:
    """Where a row begins and ends."""
    if piece.gap:
        return piece.gap.origin.id, piece.gap.destination.id
    if piece.at:
        return piece.at, piece.at
    return piece.steps[0].origin, piece.steps[0].destination


def is_crossing(row: CardRow) -> bool:
    """Whether a stop is a border post: something is crossed there by road or rail."""
    return row.kind is RowKind.STOP and any(
        step.operation is Operation.CROSS and step.mode in (Mode.ROAD, Mode.RAIL) for step in row.steps
    )
