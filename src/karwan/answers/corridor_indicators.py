"""The indicators of CAREC for a corridor: what the model says, beside what the survey observed.

TFI1: hours at one side of a post, all that is done there. TFI2: dollars there, a truck or wagon. TFI3:
dollars of the trip for 500 km with 20 t, posts in it. TFI4: speed, while moving, and with all delay.
A trip begins and ends on the vehicle: what is done at its two ends is left out, and so is what is charged for
the way as a whole (guarantee, insurance, demurrage, cooling, empties), which the survey does not ask for.

Source: CAREC Corridor Performance Measurement and Monitoring, Annual Report 2023, on the four indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from karwan.answers.corridor_rows import CardRow, RowKind, is_crossing
from karwan.facts.load import Facts
from karwan.facts.row import Measure
from karwan.facts.rows import BorderAverage, CrossingMeasure, ExceptionalYear, Rate
from karwan.operations.money import AS_RECORDED, Money
from karwan.operations.shelf import entry_of
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment
from karwan.words.step import Operation, Step

TRIP_KM, TRIP_T = 500.0, 20.0
# On a shorter run the posts at its ends outweigh all else, and no trip of 500 km can be told from it.
_LEAST_KM = 100.0
_LAND = (Mode.ROAD, Mode.RAIL)


@dataclass(frozen=True, slots=True)
class Observed:
    """One observed figure: its value, the years that it is a mean of, and its sources."""

    value: float
    years: tuple[int, ...]
    sources: tuple[str, ...]


# In the order of the indicators; TFI4 is two of them.
NAMES = ("post_time_h", "post_cost_usd", "trip_cost_usd", "speed_kmh", "speed_with_delay_kmh")


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators of one mode in one territory, or of a whole corridor (None for both).

    `modelled` and `observed` hold a value for each of NAMES; None where the model passes no post or runs less
    than 100 km, or where nothing observed was found. `sides` is how many sides of posts the model passes.
    """

    territory: str | None
    mode: Mode | None
    sides: int
    modelled: Mapping[str, float | None]
    observed: Mapping[str, Observed | None]


def indicators(
    facts: Facts, rows: Sequence[CardRow], shipment: Shipment, money: Money = AS_RECORDED
) -> tuple[Indicators, ...]:
    """The indicators of the whole corridor, then of each mode in each territory in order of travel.

    What was observed is brought to `money`, that of the model, so that the two can be compared.
    """
    trip = [row for row in rows if row.kind is not RowKind.GAP and not row.is_end]
    grounds = dict.fromkeys(
        (step.territory, step.mode)
        for row in trip
        for step in row.steps
        if row.kind is RowKind.SECTION and step.territory and step.mode in _LAND
    )
    whole = Indicators(None, None, *_modelled(trip, None, shipment), _observed_on(facts, trip, money))
    found = [whole]
    for territory, mode in grounds:
        if territory and mode:
            modelled = _modelled(trip, (territory, mode), shipment)
            found.append(Indicators(territory, mode, *modelled, _observed_in(facts, territory, mode, money)))
    return tuple(found)


def _modelled(
    trip: Sequence[CardRow], ground: tuple[str, Mode] | None, shipment: Shipment
) -> tuple[int, dict[str, float | None]]:
    """Sides of posts, and the indicators of the steps of one mode in one territory, or of all."""

    def own(row: CardRow) -> list[Step]:
        return [step for step in row.steps if ground in (None, (step.territory, step.mode))]

    steps = [step for row in trip for step in own(row)]
    at_posts = [step for row in trip if is_crossing(row) for step in own(row)]
    sides = len({(step.origin, step.territory) for step in at_posts if step.operation is Operation.CROSS})
    km = sum(step.distance_km for step in steps)
    moving_h = sum(step.time.value for step in steps if step.operation is Operation.HAUL)
    all_h = sum(step.time.value for step in steps)
    usd = sum(step.cost.value for step in steps)
    loads = usd * TRIP_KM * TRIP_T / shipment.tonnes
    return sides, {
        "post_time_h": _over(sum(step.time.value for step in at_posts), sides),
        "post_cost_usd": _over(sum(_a_vehicle(step, shipment) for step in at_posts), sides),
        "trip_cost_usd": _over(loads, km if km >= _LEAST_KM else 0.0),
        "speed_kmh": _over(km, moving_h),
        "speed_with_delay_kmh": _over(km, all_h if km >= _LEAST_KM else 0.0),
    }


def _over(amount: float, count: float) -> float | None:
    return amount / count if count and amount else None


def _a_vehicle(step: Step, shipment: Shipment) -> float:
    vehicles = shipment.wagons if step.mode is Mode.RAIL else shipment.trucks
    return step.cost.value / vehicles if vehicles else step.cost.value


def _observed_on(facts: Facts, trip: Sequence[CardRow], money: Money) -> dict[str, Observed | None]:
    """What was surveyed at the posts of the corridor: the mean over those sides that were."""
    sides = {
        (row.origin, step.territory)
        for row in trip
        if is_crossing(row)
        for step in row.steps
        if step.operation is Operation.CROSS
    }
    ways = {row.origin: (row.steps[0].territory, row.steps[-1].territory) for row in trip if is_crossing(row)}
    found: dict[str, Observed | None] = dict.fromkeys(NAMES)
    for name, metric in (("post_time_h", "time_h"), ("post_cost_usd", "cost_usd")):
        by_side: dict[tuple[str, str], list[Measure]] = {}
        for row in facts.rows(CrossingMeasure):
            own = (row.crossing, row.side)
            if row.metric == metric and row.side and own in sides:
                directions = ("both", ">".join(str(code) for code in ways[row.crossing]))
                if row.direction in directions:
                    by_side.setdefault((row.crossing, row.side), []).append(row)
        found[name] = _mean([_observed(facts, rows, side, money) for (_, side), rows in by_side.items()])
    return found


def _observed_in(facts: Facts, territory: str, mode: Mode, money: Money) -> dict[str, Observed | None]:
    """What was surveyed in a territory: the averages of its posts in both directions, and of its trips."""
    averages = [row for row in facts.rows(BorderAverage) if (row.territory, row.mode) == (territory, mode)]
    rates = [row for row in facts.rows(Rate) if (row.territory, row.mode) == (territory, mode)]

    def at_posts(metric: str) -> Observed | None:
        ways: dict[str, list[Measure]] = {}
        for row in averages:
            if row.metric == metric:
                ways.setdefault(row.direction, []).append(row)
        return _mean([_observed(facts, rows, territory, money) for rows in ways.values()])

    def of_trips(metric: str) -> Observed | None:
        return _observed(facts, [row for row in rates if row.metric == metric], territory, money)

    trip = of_trips("trip_usd_tkm")
    return {
        "post_time_h": at_posts("time_h"),
        "post_cost_usd": at_posts("cost_usd"),
        "trip_cost_usd": trip and Observed(trip.value * TRIP_KM * TRIP_T, trip.years, trip.sources),
        "speed_kmh": of_trips("speed_kmh"),
        "speed_with_delay_kmh": of_trips("speed_with_delay_kmh"),
    }


def _observed(facts: Facts, rows: Sequence[Measure], territory: str, money: Money) -> Observed | None:
    """The mean of the last two surveyed years, exceptional ones left out unless they stand alone (4.1)."""
    surveyed = [row for row in rows if row.evidence is Evidence.MEASURED]
    exceptional = {row.year for row in facts.rows(ExceptionalYear) if row.territory in ("*", territory)}
    entry = entry_of(surveyed, exceptional, money)
    if entry is None:
        return None
    years = {row.year for row in surveyed if row.year}
    return Observed(
        entry.figure.value, tuple(sorted(years - exceptional or years)[-2:]), entry.figure.sources
    )


def _mean(found: Iterable[Observed | None]) -> Observed | None:
    known = [one for one in found if one is not None]
    if not known:
        return None
    return Observed(
        value=sum(one.value for one in known) / len(known),
        years=tuple(sorted(set(chain.from_iterable(one.years for one in known)))),
        sources=tuple(dict.fromkeys(chain.from_iterable(one.sources for one in known))),
    )
