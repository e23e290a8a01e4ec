"""Which cells and gateways a change of fact tables reaches: what has to be priced anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from karwan.facts.load import Facts
from karwan.facts.row import Row, Source
from karwan.facts.rows import (
    BorderAverage,
    Crossing,
    CrossingHours,
    CrossingMeasure,
    CrossingPeriod,
    Deflator,
    Emission,
    ExceptionalYear,
    GatewayMeasure,
    OperationDefault,
    Rate,
    Territory,
)
from karwan.network.record import Network

# Rates that a kilometre is priced by; others stand beside the model.
_BY_DISTANCE = ("speed_kmh", "driving_h_per_day", "haul_usd_tkm", "haul_usd_teukm", "truckload_t")
# Rates that are paid where a cell is entered.
_AT_ENTRY = ("base_usd_teu", "base_usd_t")


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change reaches.

    Attributes:
        cells: keys of cells whose rates may differ. gateways: ids of those whose transfers may.
        entered: keys of cells into which every transfer may cost another price.
        is_everywhere: whether all that is priced may differ.
    """

    cells: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    is_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """One thing that a row is about: `what` is cell, gateway, entered or everywhere."""

    what: str
    id: str = ""


def touched_by(facts: Facts, network: Network, changed: Mapping[type[Any], Iterable[Any]]) -> Reach:
    """What rows reach that came, went or changed; both the old and the new row are to be named.

    Args:
        facts: as they are after the change.
        network: whose cells and gateways are meant.
        changed: rows by the record of their table. A table that no price reads reaches nothing.
    """
    told = {
        place
        for kind, rows in changed.items()
        for row in rows
        for place in _PLACES.get(kind, _nothing)(row, facts, network)
    }

    def of(what: str, known: Iterable[str]) -> tuple[str, ...]:
        wanted = {place.id for place in told if place.what == what}
        return tuple(one for one in known if one in wanted)

    cells = [cell.key for cell in network.cells]
    return Reach(
        of("cell", cells),
        of("gateway", (gateway.id for gateway in network.gateways)),
        of("entered", cells),
        _Place("everywhere") in told,
    )


def joined(one: Reach, other: Reach) -> Reach:
    """What either of two changes reaches."""

    def both(first: Collection[str], second: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*first, *second)))

    return Reach(
        both(one.cells, other.cells),
        both(one.gateways, other.gateways),
        both(one.entered, other.entered),
        one.is_everywhere or other.is_everywhere,
    )


def _nothing(row: Row, facts: Facts, network: Network) -> Iterator[_Place]:
    del row, facts, network
    yield from ()


def _everywhere(row: Row, facts: Facts, network: Network) -> Iterator[_Place]:
    del row, facts, network
    yield _Place("everywhere")


def _post(row: Any, facts: Facts, network: Network) -> Iterator[_Place]:  # noqa: ANN401 - rows with a crossing
    del facts, network
    yield _Place("gateway", row.crossing)


def _crossing(row: Crossing, facts: Facts, network: Network) -> Iterator[_Place]:
    del facts, network
    yield _Place("gateway", row.id)


def _gateway(row: GatewayMeasure, facts: Facts, network: Network) -> Iterator[_Place]:
    del facts, network
    yield _Place("gateway", row.gateway)


def _average(row: BorderAverage, facts: Facts, network: Network) -> Iterator[_Place]:
    """The posts of the territory, or of the members of the union, for which the average stands in."""
    del network
    members = {one.id for one in facts.rows(Territory) if row.territory in (one.id, one.border_union)}
    for post in facts.rows(Crossing):
        if members & {post.territory_a, post.territory_b}:
            yield _Place("gateway", post.id)


def _default(row: OperationDefault, facts: Facts, network: Network) -> Iterator[_Place]:
    """The gateway that a default is about, or everything."""
    del facts
    name = row.between.split(":")[0]
    is_here = any(gateway.id == name for gateway in network.gateways)
    yield _Place("gateway", name) if is_here else _Place("everywhere")


def _rate(row: Rate | Emission, facts: Facts, network: Network) -> Iterator[_Place]:
    """The cells of the mode in the territory, basin or ferry; of the whole mode by its default."""
    del facts
    if isinstance(row, Rate) and row.metric not in (*_BY_DISTANCE, *_AT_ENTRY):
        return
    is_entry = isinstance(row, Rate) and row.metric in _AT_ENTRY
    for cell in network.cells:
        if cell.mode == row.mode and row.territory in ("*", *cell.rated_as):
            yield _Place("entered" if is_entry else "cell", cell.key)
    if row.mode not in {cell.mode for cell in network.cells}:
        yield _Place("everywhere")


_PLACES: Mapping[type[Row | Source], Callable[[Any, Facts, Network], Iterator[_Place]]] = {
    CrossingPeriod: _post,
    CrossingHours: _post,
    CrossingMeasure: _post,
    Crossing: _crossing,
    GatewayMeasure: _gateway,
    BorderAverage: _average,
    OperationDefault: _default,
    Rate: _rate,
    Emission: _rate,
    Territory: _everywhere,
    ExceptionalYear: _everywhere,
    Deflator: _everywhere,
}

PRICED_TABLES = frozenset(_PLACES)
"""Records of the tables that prices are read from; a test holds them against what `price` reads."""
