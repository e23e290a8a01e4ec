"""Whether a way suits the goods: season, shelf life, limits on weight, size and danger (docs/rules, 11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from karwan.answers.compose import Way
from karwan.answers.ground import Ground
from karwan.facts.load import Facts
from karwan.facts.rows import Product, Territory
from karwan.network.record import Cell, Gateway
from karwan.operations.hours import months_told
from karwan.operations.permission import Reason
from karwan.words.mode import Mode
from karwan.words.place import Place
from karwan.words.route import Route
from karwan.words.shipment import Shipment

_DAY_H = 24.0
# What is said of a way whose limits are those of the mode, which has no territory.
_NOWHERE: Mapping[Mode, str] = {Mode.SEA: "sea", Mode.AIR: "air"}


def cell_limits(ground: Ground, cell: Cell) -> list[Reason]:
    """What refuses the shipment all over a cell."""
    where = where_of(cell.mode, cell.territory)
    return [one.reason(where) for one in ground.limits.whole(cell.mode, cell.territory) if one.is_refused]


def gateway_limits(ground: Ground, passing: tuple[Gateway, Cell, Cell]) -> list[Reason]:
    """What refuses the shipment at a gateway."""
    gateway, before, after = passing
    sides = [(cell.mode, cell.territory) for cell in (before, after)]
    return [one.reason(at) for one, at in ground.limits.at_gateway(gateway.id, sides) if one.is_refused]


def shelf_life(ground: Ground, way: Way) -> list[Reason]:
    """That the goods would not last on a way: nine in ten arrive later than they keep at the very most."""
    keeps = ground.shipment.keeps_days
    if keeps is None or _lasts(way.route, keeps[1]) or (p90_days := _p90_days(way)) <= keeps[1]:
        return []
    what = f"not for this cargo: P90 {p90_days:.1f} days, keeps {_told_days(keeps)}"
    return [_of_product(ground, what)]


def at_risk(ground: Ground, way: Way) -> list[Reason]:
    """That one in ten arrives later than the goods are sure to keep, though not later than they may."""
    keeps = ground.shipment.keeps_days
    if keeps is None or not keeps[0] < (p90_days := _p90_days(way)) <= keeps[1]:
        return []
    return [_of_product(ground, f"at risk: P90 {p90_days:.1f} days, keeps {_told_days(keeps)}")]


def season(facts: Facts, shipment: Shipment, origin: Place, on: date) -> tuple[Reason, ...]:
    """That a product is not sent from its origin in the month of a day; () if it is, or nobody says.

    A planner may ask in November about January, so it is told and bars nothing.
    """
    if shipment.product is None:
        return ()
    row = facts.by_id(Product)[shipment.product]
    if not row.season_months or on.month in row.season_months or row.origin not in ("*", origin.territory):
        return ()
    home = facts.by_id(Territory).get(row.origin)
    months = months_told(row.season_months)
    what = f"out of season on {on.isoformat()}: leaves {home.name if home else origin.name} in {months}"
    return (Reason(what, row.id, None, row.sources),)


def names(facts: Facts) -> dict[str, str]:
    """Shown names of what a reason may name beside gateways and places: territories, unions and products."""
    rows = facts.rows(Territory)
    unions = {row.border_union: row.border_union for row in rows if row.border_union}
    alone = {row.id: row.name for row in rows if not row.border_union}
    return unions | alone | {row.id: row.name for row in facts.rows(Product)}


def where_of(mode: Mode, territory: str | None) -> str:
    """What a reason names where it holds all over a territory, at sea or in the air."""
    return territory or _NOWHERE.get(mode, str(mode))


def _of_product(ground: Ground, what: str) -> Reason:
    product = ground.shipment.product or ground.shipment.commodity
    row = ground.book.facts.by_id(Product).get(product)
    return Reason(what, product, None, row.sources if row else ())


def _lasts(route: Route, days: float) -> bool:
    """Whether mean and deviation alone say that nine in ten arrive within some days: quick, as most do.

    Source: Cantelli's inequality, whatever the distribution: P(T > mean + k sd) <= 1 / (1 + k^2).
    """
    return route.time_h + 3 * route.time_sd_h <= days * _DAY_H


def _p90_days(way: Way) -> float:
    return way.route.time_quantile_h(0.9) / _DAY_H


def _told_days(keeps: tuple[float, float]) -> str:
    low, high = keeps
    return f"{low:g} days" if low == high else f"{low:g} to {high:g} days"
