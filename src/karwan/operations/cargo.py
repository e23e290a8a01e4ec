"""From what a user writes (`40ft`, `3x20ft`, `500t`, a product) to a shipment."""

from __future__ import annotations

import math
import re

from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import CargoUnit, Commodity, Product
from karwan.words.shipment import Shipment, Vehicle

DEFAULT_CARGO = "40ft"
DEFAULT_COMMODITY = "general"
# What a product that must be cooled travels in where nothing else is named.
DEFAULT_REEFER = "reefer"
# More than a year's traffic of the busiest land posts: surely a slip of the keys.
_MAX_TONNES = 1e7
_COUNTED = re.compile(
    r"^\s*(?:(?P<count>[\d.]+)\s*[x*]\s*)?(?P<unit>[a-z0-9-]+)\s*(?::\s*(?P<load>[^:]*?)\s*t?)?\s*$",
    re.IGNORECASE,
)
_TONNES = re.compile(r"^\s*(?P<tonnes>[-+.\deE]+|nan|inf)\s*(?:t|tonnes?)\s*$", re.IGNORECASE)
_EXAMPLES = "write 40ft, 3x20ft, 40ft:26t or 500t"


def shipment_of(
    facts: Facts, cargo: str | None = None, commodity: str | None = None, product: str | None = None
) -> Shipment:
    """The shipment that a cargo and its goods describe.

    Args:
        facts: for the tables `cargo_units`, `commodities` and `products`.
        cargo: a unit (`40ft`, `20ft`, `20t`), several (`3x40ft`), a unit with so much in each (`40ft:26t`) or
            loose tonnes (`500t`). None: a 40-foot box, refrigerated where the product must be cooled.
        commodity: id or name of a freight group; that of the product, else general cargo, if None.
        product: id or one of the names of a row of `products`.

    Raises:
        InputError: unknown unit, commodity or product; a count or weight that is not positive, finite and
            sensible; more than a unit holds; a product that must be cooled in what does not cool.
    """
    goods = None if product is None else product_of(facts, product)
    group = _group(facts, commodity, goods)
    if cargo is None:
        cargo = DEFAULT_REEFER if goods and goods.needs_reefer else DEFAULT_CARGO
    unit, count, load = _counted(facts, cargo)
    if count * load > _MAX_TONNES:
        raise InputError(f"cargo '{cargo}': {count * load:g} t is more than {_MAX_TONNES:g} t; write less")
    if goods and goods.needs_reefer and not unit.is_reefer:
        raise InputError(_uncooled(facts, cargo, goods, count * load))
    return _shipment(cargo, unit, (count, load), group, goods)


def product_of(facts: Facts, word: str) -> Product:
    """The product that a word means, by its id or one of its names.

    Raises:
        InputError: there is none, with the nearest names.
    """
    names: dict[str, Product] = {}
    for row in facts.rows(Product):
        for name in (row.id, row.name, *row.names):
            names.setdefault(name.casefold(), row)
    if (found := names.get(word.strip().casefold())) is None:
        raise InputError(unknown("product", word, names, "karwan facts products lists them"))
    return found


def commodity_of(facts: Facts, word: str) -> Commodity:
    """The freight group that a word means, by its id or name.

    Raises:
        InputError: there is none, with the nearest ids.
    """
    rows = facts.rows(Commodity)
    for row in rows:
        if word.strip().casefold() in (row.id.casefold(), row.name.casefold()):
            return row
    raise InputError(
        unknown("commodity", word, [row.id for row in rows], "karwan facts commodities lists them")
    )


def _group(facts: Facts, commodity: str | None, product: Product | None) -> Commodity:
    group = None if commodity is None else commodity_of(facts, commodity)
    if product is None:
        return group or commodity_of(facts, DEFAULT_COMMODITY)
    if group is not None and group.id != product.commodity:
        raise InputError(
            f"{product.id} is of commodity {product.commodity}, not {group.id}; "
            "leave the commodity out, or write that"
        )
    return facts.by_id(Commodity)[product.commodity]


def _counted(facts: Facts, cargo: str) -> tuple[CargoUnit, float, float]:
    """The unit, how many of it, and the tonnes in each."""
    rows = facts.rows(CargoUnit)
    units = {name.casefold(): row for row in rows for name in row.names}
    units |= {row.id.casefold(): row for row in rows}
    counted = _COUNTED.match(cargo)
    if counted and counted["unit"].casefold() in units:
        unit = units[counted["unit"].casefold()]
        count = _positive(counted["count"] or "1", cargo)
        load = unit.tonnes if counted["load"] is None else _positive(counted["load"], cargo)
        if load > unit.max_tonnes:
            raise InputError(
                f"cargo '{cargo}': {load:g} t is more than a {unit.name} carries; write at most "
                f"{unit.id}:{unit.max_tonnes:g}t, or several"
            )
        return unit, count, load
    if loose := _TONNES.match(cargo):
        return units["t"], _positive(loose["tonnes"], cargo), 1.0
    word = counted["unit"] if counted else cargo
    ids = ", ".join(row.id for row in rows)
    raise InputError(unknown("cargo", word, units, f"write one of {ids}, or tonnes as 500t"))


def _uncooled(facts: Facts, cargo: str, product: Product, tonnes: float) -> str:
    """What is wrong with a product that must be cooled in a unit that does not cool, and the mend."""
    coolers = [row for row in facts.rows(CargoUnit) if row.is_reefer]
    mends = [f"{math.ceil(tonnes / row.max_tonnes)}x{row.id}".removeprefix("1x") for row in coolers]
    mend = f"write {' or '.join(mends)}" if mends else "give a cargo unit with is_reefer in cargo_units"
    return f"cargo '{cargo}': {product.name} must be cooled; {mend}"


def _shipment(
    cargo: str,
    unit: CargoUnit,
    loads: tuple[float, float],
    group: Commodity,
    product: Product | None,
) -> Shipment:
    count, load = loads
    tonnes = load * count
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
        product=product.id if product else None,
        un_class=product.un_class if product else None,
        is_reefer=bool(unit.is_reefer),
        keeps_days=_keeps(product),
        truck=_truck(unit, load),
        wagon=_wagon(unit, load),
    )


def _keeps(product: Product | None) -> tuple[float, float] | None:
    if product is None:
        return None
    ends = (product.shelf_life_days_low, product.shelf_life_days_high)
    known = [end for end in ends if end is not None]
    return (known[0], known[-1]) if known else None


def _truck(unit: CargoUnit, load: float) -> Vehicle | None:
    """One loaded truck of a unit; where several carry one unit each takes its share."""
    if unit.trucks <= 0:
        return None
    payload = (load + (unit.box_t or 0.0)) / unit.trucks
    gross = None if unit.truck_t is None else payload + unit.truck_t
    return Vehicle(
        kind=unit.truck,
        payload_t=payload,
        gross_t=gross,
        axle_t=_axle(gross, unit.truck_axle_share),
        height_m=unit.height_m,
        width_m=unit.width_m,
        length_m=unit.length_m,
    )


def _wagon(unit: CargoUnit, load: float) -> Vehicle | None:
    """One loaded wagon of a unit."""
    if unit.wagons <= 0:
        return None
    payload = (load + (unit.box_t or 0.0)) / unit.wagons
    gross = None if unit.wagon_t is None else payload + unit.wagon_t
    return Vehicle(unit.wagon, payload, gross, _axle(gross, unit.wagon_axle_share))


def _axle(gross_t: float | None, share: float | None) -> float | None:
    return None if gross_t is None or share is None else gross_t * share


def _positive(text: str, cargo: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise InputError(f"cargo '{cargo}': '{text}' is not a number above zero; {_EXAMPLES}")
    return value
