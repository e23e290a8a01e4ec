"""From what a user writes (`40ft`, `3x20ft`, `500t`) to a shipment."""

from __future__ import annotations

import math
import re

from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import CargoUnit, Commodity
from karwan.words.shipment import Shipment

DEFAULT_CARGO = "40ft"
DEFAULT_COMMODITY = "general"
# More than a year's traffic of the busiest land posts: surely a slip of the keys.
_MAX_TONNES = 1e7
_COUNTED = re.compile(r"^\s*(?:(?P<count>[\d.]+)\s*[x*]\s*)?(?P<unit>[a-z0-9-]+)\s*$", re.IGNORECASE)
_TONNES = re.compile(r"^\s*(?P<tonnes>[-+.\deE]+|nan|inf)\s*(?:t|tonnes?)\s*$", re.IGNORECASE)


def shipment_of(facts: Facts, cargo: str = DEFAULT_CARGO, commodity: str = DEFAULT_COMMODITY) -> Shipment:
    """The shipment that a cargo and a commodity describe.

    Args:
        facts: for the tables `cargo_units` and `commodities`.
        cargo: a unit (`40ft`, `20ft`, `20t`), several (`3x40ft`) or loose tonnes (`500t`).
        commodity: id or name of a freight group.

    Raises:
        InputError: unknown unit or commodity; a count or weight that is not positive, finite and sensible.
    """
    units = {row.id.casefold(): row for row in facts.rows(CargoUnit)}
    group = _commodity(facts, commodity)
    counted = _COUNTED.match(cargo)
    if counted and counted["unit"].casefold() in units:
        unit = units[counted["unit"].casefold()]
        count = _positive(counted["count"] or "1", cargo)
    elif loose := _TONNES.match(cargo):
        unit = units["t"]
        count = _positive(loose["tonnes"], cargo)
    else:
        word = counted["unit"] if counted else cargo
        raise InputError(unknown("cargo", word, units, f"write one of {', '.join(units)}, or tonnes as 500t"))
    if count * unit.tonnes > _MAX_TONNES:
        raise InputError(
            f"cargo '{cargo}': {count * unit.tonnes:g} t is more than {_MAX_TONNES:g} t; write less"
        )
    return _shipment(cargo, unit, count, group)


def _shipment(cargo: str, unit: CargoUnit, count: float, group: Commodity) -> Shipment:
    tonnes = unit.tonnes * count
    return Shipment(
        cargo=cargo.strip(),
        unit=unit.id,
        units=count,
        trucks=unit.trucks * count,
        wagons=unit.wagons * count,
        tonnes=tonnes,
        teu=unit.teu * count,
        rail_teu=unit.rail_teu * count,
        commodity=group.id,
        value_usd=group.value_usd_per_t * tonnes,
        value_of_time_usd_h=group.value_of_time_usd_t_h * tonnes,
    )


def _commodity(facts: Facts, word: str) -> Commodity:
    rows = facts.rows(Commodity)
    for row in rows:
        if word.casefold() in (row.id.casefold(), row.name.casefold()):
            return row
    raise InputError(
        unknown("commodity", word, [row.id for row in rows], "karwan facts commodities lists them")
    )


def _positive(text: str, cargo: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise InputError(f"cargo '{cargo}': '{text}' is not a number above zero; write 40ft, 3x20ft or 500t")
    return value
