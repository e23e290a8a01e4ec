"""Price: fuel, tariffs, tolls, carbon, port charges, ocean freight, empty returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from karwan.errors import unknown
from karwan.facts.rows import Basin, Rate, Row
from karwan.network.record import GatewayKind
from karwan.scenario import figures, where
from karwan.scenario.empties import empties
from karwan.scenario.fields import a
from karwan.scenario.figures import Change
from karwan.scenario.measure import Measure
from karwan.scenario.scene import Effect, Scene
from karwan.words.mode import Mode
from karwan.words.step import Operation

OF = ("fuel", "tariff", "toll", "carbon", "port", "ocean", "empties")
_UNITS = {
    "USD/t-km": "haul_usd_tkm",
    "USD/TEU-km": "haul_usd_teukm",
    "USD/TEU": "base_usd_teu",
    "USD/t": "base_usd_t",
}
CARBON = "carbon_price_usd_t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Measure):
    """Prices by a factor, a sum or a new figure: hauls, tolls, carbon, ports, the sea, empty returns."""

    kind: ClassVar[str] = "price"
    example: ClassVar[str] = 'of = "tariff"\nmode = "rail"\nterritory = "KZ"\nfactor = 0.8'
    of: str | None = a(
        "text",
        "what: fuel, tariff, toll, carbon, port, ocean; empties: the share of returns without a load",
        words=OF,
    )
    mode: str | None = where.mode()
    territory: str | None = a("text", "a territory by code or name; everywhere if not named")
    basin: str | None = a("text", "a basin of the sea, such as caspian; every one if not named")
    at: tuple[str, ...] = a("texts", "ports, by id or name")
    border: tuple[str, ...] = a("texts", "for empties: two territories, both ways between them")
    factor: float | None = a("number", "by so much", least=0, most=1_000)
    add: float | None = a("number", "so many dollars more", unit="USD", least=-1e6, most=1e6)
    to: float | None = a(
        "number", "so many dollars; for empties the share itself", unit="USD", least=0, most=1e6
    )
    unit: str | None = a("text", "what dollars are per", words=(*_UNITS, "USD/truck-km", "USD/t CO2e"))
    share: float | None = a("number", "share of fuel in the price of a haul", least=0, most=1)

    def plan(self, scene: Scene) -> Effect:
        """Rates with other dollars."""
        if self.of is None:
            scene.fault("of", "a price of what?", f"write one of {', '.join(OF)}")
            return Effect()
        given = [name for name in ("factor", "add", "to") if getattr(self, name) is not None]
        if len(given) != 1:
            scene.fault("", f"{len(given) or 'none'} of factor, add and to", "write one of them")
            return Effect()
        rows = list(_ROWS[self.of](self, scene))
        if not rows and not scene.is_faulty():
            scene.fault("of", f"no {self.of} price is known there", "name another mode, territory or port")
        return scene.own(rows, is_relative=self.to is None)

    @property
    def change(self) -> Change:
        """What becomes of a figure."""
        if self.factor is not None:
            return figures.times(self.factor)
        if self.add is not None:
            return figures.plus(self.add)
        set_to = self.to or 0.0
        return lambda _: set_to


def _fuel(price: Price, scene: Scene) -> Iterator[Row]:
    """A price of fuel reaches a haul by the share that fuel has in it."""
    if price.factor is None or price.share is None:
        scene.fault(
            "share", "fuel needs a factor and the share of fuel in the haul", "write factor and share"
        )
        return
    change = figures.times(1 + price.share * (price.factor - 1))
    for mode in [price.mode] if price.mode else ["road", "rail", "sea", "air"]:
        yield from figures.rates(scene, mode, _place(price, scene), figures.HAUL, change)


def _tariff(price: Price, scene: Scene) -> Iterator[Row]:
    """A carrier's price of a kilometre."""
    if price.mode is None:
        scene.fault("mode", "a tariff of which mode?", 'write mode = "rail"')
        return
    place = _place(price, scene)
    if price.factor is not None:
        yield from figures.rates(scene, price.mode, place, (*figures.HAUL, *figures.BASE), price.change)
    elif (metric := _metric(price, scene)) is not None:
        yield from _dollars(price, scene, place, metric)


def _toll(price: Price, scene: Scene) -> Iterator[Row]:
    """So many dollars a kilometre for a truck, as part of the rate by weight of a full load."""
    load = scene.book.rate(Mode.ROAD, None, "truckload_t")
    place = _place(price, scene)
    if price.add is None or price.unit not in (None, "USD/truck-km"):
        scene.fault(
            "add", "a toll is added, in dollars a truck and kilometre", 'write add and unit = "USD/truck-km"'
        )
    elif place is None or load is None:
        scene.fault("territory", "a toll of which territory?", 'write territory = "PK"')
    else:
        change = figures.plus(price.add / load.figure.value)
        yield from figures.rates(scene, "road", place, ["haul_usd_tkm"], change)


def _carbon(price: Price, scene: Scene) -> Iterator[Row]:
    """A price of a tonne of CO2e, by which ways are ranked."""
    if price.to is None or price.territory or price.mode:
        scene.fault(
            "to", "a carbon price is set, in dollars a tonne, everywhere", "write to = 100 and no place"
        )
        return
    yield scene.row(Rate, mode="road", territory="*", metric=CARBON, value=price.to, unit="USD/t")


def _port(price: Price, scene: Scene) -> Iterator[Row]:
    """What handling costs at ports, terminals and airports."""
    ports = scene.gateways("at", price.at)
    if price.territory and (code := scene.territory("territory", price.territory)):
        home = scene.home(code)
        ports += [
            one.id
            for one in scene.network.gateways
            if one.kind is GatewayKind.PORT and home in one.territories and one.id not in ports
        ]
    if not ports and not scene.is_faulty():
        scene.fault("at", "charges of which port?", 'write at = "port-karachi", or a territory')
    for port in ports:
        found = figures.at_gateway(scene, port, Operation.TRANSSHIP, "cost_usd", price.change)
        yield from found if price.to is None else figures.settled(found)


def _ocean(price: Price, scene: Scene) -> Iterator[Row]:
    """Freight at sea: by a factor all of it, by a sum the part that does not grow with distance."""
    place = price.basin
    basins = {one for row in scene.facts.rows(Basin) for one in (row.basin_a, row.basin_b)}
    if place is not None and place not in basins:
        scene.fault("basin", unknown("basin", place, basins), f"the basins are {', '.join(sorted(basins))}")
    elif price.factor is not None:
        yield from figures.rates(scene, "sea", place, (*figures.HAUL, *figures.BASE), price.change)
    else:
        yield from _dollars(price, scene, place, _UNITS.get(price.unit or "", "base_usd_teu"))


def _dollars(price: Price, scene: Scene, place: str | None, metric: str) -> Iterator[Row]:
    found = figures.rates(scene, price.mode or "sea", place, [metric], price.change)
    yield from found if price.to is None else figures.settled(found)


def _metric(price: Price, scene: Scene) -> str | None:
    metric = _UNITS.get(price.unit or "")
    if metric is None:
        scene.fault("unit", "dollars per what?", f"write unit as one of {', '.join(_UNITS)}")
    return metric


def _place(price: Price, scene: Scene) -> str | None:
    """The code under which rates are written: of the border union, if the territory is in one."""
    if price.territory is None:
        return None
    code = scene.territory("territory", price.territory)
    return None if code is None else scene.home(code)


_ROWS = {
    "fuel": _fuel,
    "tariff": _tariff,
    "toll": _toll,
    "carbon": _carbon,
    "port": _port,
    "ocean": _ocean,
    "empties": empties,
}
