"""Small checks across the fact tables: what the loader cannot see in one file alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

from karwan.facts import checks_of_law, schema, table
from karwan.facts.finding import Finding
from karwan.facts.load import Facts
from karwan.facts.rows import (
    TABLES,
    BorderAverage,
    Crossing,
    CrossingMeasure,
    CrossingPeriod,
    GatewayMeasure,
    GatewayRow,
    GaugeLine,
    Measure,
    OperationDefault,
    PlaceRow,
    Rate,
    Row,
    Service,
    Source,
    Spread,
    Waypoint,
)
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.sphere import distance_km

# A post or terminal farther than this from every town of its country lies in another one: the gazetteer has
# few towns in the far north and south-east of Asia.
_LONELIEST_KM = 1_200.0
# Stretches of gauge_lines that end this near to a post tell its gauge.
_NEAR_POST_KM = 40.0
# Longest leg between two waypoints of a corridor by land, and by sea.
_LONGEST_LEG_KM = {"sea": 12_000.0}
_LONGEST_LAND_LEG_KM = 3_200.0
_EVERY_MODE = ("speed_kmh",)
_HAUL = ("haul_usd_tkm", "haul_usd_teukm")


def findings(facts: Facts, on: date) -> tuple[Finding, ...]:
    """Everything that the checks find in the tables, overlays included.

    Args:
        facts: the tables.
        on: the day that every crossing must have a state for.
    """
    dated = (uncovered_crossings(facts, on), overlapping_periods(facts))
    return (
        *(finding for check in CHECKS for finding in check(facts)),
        *(f for found in dated for f in found),
    )


def unknown_ids(facts: Facts) -> Iterator[Finding]:
    """Cells that name a row of another table which is not there."""
    for kind in TABLES:
        if all(not attribute.refers_to for attribute in schema.of(kind)):
            continue
        for row in facts.rows(kind):
            for column, named, tables in table.references(kind, row):
                if not any(named in facts.by_id(schema.kind_of(other)) for other in tables):
                    what = f"{column} names '{named}', which is no id of {' or '.join(tables)}"
                    yield Finding("unknown_ids", kind.table, row.id, what)


def unused_sources(facts: Facts) -> Iterator[Finding]:
    """Sources that no row names."""
    named: set[str] = set()
    for kind in TABLES:
        named.update(source for row in facts.rows(kind) if isinstance(row, Row) for source in row.sources)
    for source in facts.rows(Source):
        if source.id not in named:
            yield Finding("unused_sources", Source.table, source.id, "no row names this source")


def assumed_without_reason(facts: Facts) -> Iterator[Finding]:
    """Assumed rows whose note does not say why."""
    for kind in TABLES:
        for row in facts.rows(kind):
            if isinstance(row, Row) and row.evidence is Evidence.ASSUMED and not row.note:
                yield Finding("assumed_without_reason", kind.table, row.id, "assumed, and no note says why")


def claimed_inputs(facts: Facts) -> Iterator[Finding]:
    """Claims among the tables that price routes by default: a claim stands beside the model, never in it."""
    for kind in (Rate, BorderAverage, OperationDefault):
        for row in facts.rows(kind):
            if row.evidence is Evidence.CLAIMED:
                what = "a claim is no input: call it assumed and cite the claim"
                yield Finding("claimed_inputs", kind.table, row.id, what)


def misplaced_rows(facts: Facts) -> Iterator[Finding]:
    """Posts and gateways that lie far from every town of their countries."""
    towns = defaultdict(list)
    for place in facts.rows(PlaceRow):
        towns[place.territory].append((place.lon, place.lat))
    sited: Iterable[tuple[str, str, str, float, float]] = (
        *(
            (Crossing.table, post.id, side, post.lat, post.lon)
            for post in facts.rows(Crossing)
            for side in (post.territory_a, post.territory_b)
        ),
        *((GatewayRow.table, row.id, row.territory, row.lat, row.lon) for row in facts.rows(GatewayRow)),
    )
    for name, row, territory, lat, lon in sited:
        if (
            towns[territory]
            and min(distance_km(lon, lat, *town) for town in towns[territory]) > _LONELIEST_KM
        ):
            what = f"lies over {_LONELIEST_KM:g} km from every town of {territory}"
            yield Finding("misplaced_rows", name, row, what)


def gauge_disagreements(facts: Facts) -> Iterator[Finding]:
    """Rail posts whose gauge on one side is not that of the lines there."""
    defaults: dict[str, tuple[int, ...]] = {}
    stretches = defaultdict(list)
    for line in facts.rows(GaugeLine):
        if line.is_default:
            defaults[line.territory] = line.gauges_mm
        stretches[line.territory].append(line)
    for post in facts.rows(Crossing):
        if post.mode != Mode.RAIL:
            continue
        sides = ((post.territory_a, post.gauge_a_mm), (post.territory_b, post.gauge_b_mm))
        for territory, gauge in sides:
            near = {g for line in stretches[territory] if _ends_near(line, post) for g in line.gauges_mm}
            allowed = near or set(defaults.get(territory, ()))
            if gauge not in allowed:
                found = " or ".join(str(mm) for mm in sorted(allowed)) or "none"
                what = f"gauge {gauge} on the side of {territory}, where gauge_lines says {found}"
                yield Finding("gauge_disagreements", Crossing.table, post.id, what)


def wrong_directions(facts: Facts) -> Iterator[Finding]:
    """Directions and sides that are not those of the post."""
    posts = facts.by_id(Crossing)
    rows: tuple[CrossingMeasure | CrossingPeriod, ...]
    rows = (*facts.rows(CrossingMeasure), *facts.rows(CrossingPeriod))
    for row in rows:
        post = posts.get(row.crossing)
        if post is None:
            continue
        pair = (post.territory_a, post.territory_b)
        if row.direction not in ("both", ">".join(pair), ">".join(reversed(pair))):
            what = f"direction {row.direction} at a post of {' and '.join(pair)}"
            yield Finding("wrong_directions", row.table, row.id, what)
        if isinstance(row, CrossingMeasure) and row.side is not None and row.side not in pair:
            what = f"side {row.side} at a post of {' and '.join(pair)}"
            yield Finding("wrong_directions", row.table, row.id, what)


def unsided_surveys(facts: Facts) -> Iterator[Finding]:
    """Surveyed border times and costs that do not say whose side they are: the two sides add up."""
    for row in facts.rows(CrossingMeasure):
        if row.metric in ("time_h", "cost_usd") and row.evidence is Evidence.MEASURED and row.side is None:
            yield Finding("unsided_surveys", CrossingMeasure.table, row.id, "measured, and no side is named")


def wrong_units(facts: Facts) -> Iterator[Finding]:
    """Figures whose unit is not one of their metric."""
    kinds: tuple[type[Measure], ...] = (
        Rate, BorderAverage, CrossingMeasure, GatewayMeasure, OperationDefault,
    )  # fmt: skip
    for kind in kinds:
        for row in facts.rows(kind):
            if not _unit_fits(row.metric, row.unit):
                what = f"unit {row.unit} of the metric {row.metric}"
                yield Finding("wrong_units", kind.table, row.id, what)


def mixed_units(facts: Facts) -> Iterator[Finding]:
    """Yearly figures of one thing in two units: their mean would mean nothing."""
    groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for rate in facts.rows(Rate):
        groups[Rate.table, rate.mode, rate.territory, rate.metric].add(rate.unit)
    for post in facts.rows(CrossingMeasure):
        groups[CrossingMeasure.table, post.crossing, post.direction, str(post.side), post.metric].add(
            post.unit
        )
    for average in facts.rows(BorderAverage):
        key = (BorderAverage.table, average.territory, average.mode, average.direction, average.metric)
        groups[key].add(average.unit)
    for (name, *thing), units in groups.items():
        if len(units) > 1:
            yield Finding("mixed_units", name, " ".join(thing), f"units {' and '.join(sorted(units))}")


def missing_defaults(facts: Facts) -> Iterator[Finding]:
    """Rates that a mode lacks a default for, so that a cell could stay without a price."""
    metrics = {(row.mode, row.metric) for row in facts.rows(Rate) if row.territory == "*"}
    varied = {
        row.mode
        for row in facts.rows(Spread)
        if (row.operation, row.territory, row.metric) == ("haul", "*", "time_cv") and row.is_input
    }
    for mode in Mode:
        for metric in _EVERY_MODE:
            if (mode, metric) not in metrics:
                yield Finding("missing_defaults", Rate.table, f"{mode} *", f"no default for {metric}")
        if not any((mode, metric) in metrics for metric in _HAUL):
            yield Finding("missing_defaults", Rate.table, f"{mode} *", "no default cost of haul")
        if mode not in varied:
            yield Finding("missing_defaults", Spread.table, f"{mode} *", "no default spread of haul")


def broken_chains(facts: Facts) -> Iterator[Finding]:
    """Corridors whose waypoints are not numbered from 1 on, end with a mode, or leap."""
    chains = defaultdict(list)
    for point in facts.rows(Waypoint):
        chains[point.corridor].append(point)
    for chain in chains.values():
        if [point.order for point in chain] != list(range(1, len(chain) + 1)):
            what = "waypoints are not numbered 1, 2, 3... in the order of the file"
            yield Finding("broken_chains", Waypoint.table, chain[0].corridor, what)
        for here, there in zip(chain, (*chain[1:], None), strict=True):
            yield from _broken_leg(here, there)


def services_without_ends(facts: Facts) -> Iterator[Finding]:
    """Services whose ends are no gateways or posts of the tables."""
    known = {*facts.by_id(GatewayRow), *facts.by_id(Crossing), "world"}
    for service in facts.rows(Service):
        for end in (service.origin, service.destination):
            if end not in known:
                what = f"'{end}' is no gateway or crossing"
                yield Finding("services_without_ends", Service.table, service.id, what)


def uncovered_crossings(facts: Facts, on: date) -> Iterator[Finding]:
    """Crossings that no period tells the state of on a day."""
    covered = {
        period.crossing
        for period in facts.rows(CrossingPeriod)
        if (period.since or date.min) <= on <= (period.until or date.max)
    }
    for post in facts.rows(Crossing):
        if post.id not in covered:
            yield Finding("uncovered_crossings", Crossing.table, post.id, f"no period covers {on}")


def overlapping_periods(facts: Facts) -> Iterator[Finding]:
    """Two periods of one crossing and direction that share a day."""
    groups = defaultdict(list)
    for period in facts.rows(CrossingPeriod):
        groups[period.crossing, period.direction].append(period)
    for periods in groups.values():
        ordered = sorted(periods, key=lambda period: period.since or date.min)
        for first, second in pairwise(ordered):
            if (first.until or date.max) >= (second.since or date.min):
                what = f"shares days with {first.id}"
                yield Finding("overlapping_periods", CrossingPeriod.table, second.id, what)


CHECKS: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    unknown_ids, unused_sources, assumed_without_reason, claimed_inputs, misplaced_rows, gauge_disagreements,
    wrong_directions, unsided_surveys, wrong_units, mixed_units, missing_defaults, broken_chains,
    services_without_ends, *checks_of_law.CHECKS,
)  # fmt: skip


def _broken_leg(here: Waypoint, there: Waypoint | None) -> Iterator[Finding]:
    if there is None:
        if here.mode_to_next is not None:
            yield Finding(
                "broken_chains", Waypoint.table, here.id, "the last waypoint has a mode to the next"
            )
        return
    if here.mode_to_next is None:
        yield Finding("broken_chains", Waypoint.table, here.id, "no mode to the next waypoint")
        return
    km = distance_km(here.lon, here.lat, there.lon, there.lat)
    if km > _LONGEST_LEG_KM.get(here.mode_to_next, _LONGEST_LAND_LEG_KM):
        yield Finding("broken_chains", Waypoint.table, here.id, f"{km:.0f} km to {there.name} in one leg")


def _ends_near(line: GaugeLine, post: Crossing) -> bool:
    ends = ((line.from_lat, line.from_lon), (line.to_lat, line.to_lon))
    return any(
        lat is not None and lon is not None and distance_km(lon, lat, post.lon, post.lat) < _NEAR_POST_KM
        for lat, lon in ends
    )


def _unit_fits(metric: str, unit: str) -> bool:
    if metric.endswith(("_cv", "_ratio", "_elasticity")):
        return unit == "ratio"
    if metric.endswith("_h") and "_usd" not in metric:
        return unit == "h"
    if metric.endswith("_kmh"):
        return unit == "km/h"
    if "_usd" in metric:
        return unit.startswith("USD/") and ("km" in unit) == metric.endswith("km")
    return not unit.startswith("USD") and unit not in ("h", "km/h", "ratio")
