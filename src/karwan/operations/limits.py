"""What a shipment exceeds of the limits on weight, size and dangerous goods, and where (docs/rules, 11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Limit
from karwan.operations.permission import Reason
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment, Vehicle

REFUSED = "refused"
# What is said of an effect that lets pass after all.
EFFECTS: Mapping[str, str] = {
    REFUSED: "refused",
    "permit": "by special permit",
    "escorted": "under escort",
    "night": "by night only",
    "lighter": "only with a lighter load",
}
_ANY = "*"
_METRICS: Mapping[str, tuple[str, str]] = {
    "gross_t": ("gross weight", "t"),
    "axle_t": ("axle load", "t"),
    "payload_t": ("load", "t"),
    "height_m": ("height", "m"),
    "width_m": ("width", "m"),
    "length_m": ("length", "m"),
}
_DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that a shipment exceeds: its row, and by what."""

    row: Limit
    by: str

    @property
    def is_refused(self) -> bool:
        """Whether it shuts the territory or place."""
        return self.row.effect == REFUSED

    def reason(self, where: str) -> Reason:
        """What is said of it at a gateway or in a territory."""
        at = f" ({self.row.place})" if self.row.place else ""
        return Reason(f"{EFFECTS[self.row.effect]}: {self.by}{at}", where, self.row.since, self.row.sources)


class Limits:
    """The limits that one shipment exceeds on one day, by mode and territory, and at gateways.

    Args:
        facts: with the table `limits`.
        shipment: what is sent.
        on: the day.
        is_international: whether it crosses a border, so that some limits spare it.
    """

    def __init__(self, facts: Facts, shipment: Shipment, on: date, *, is_international: bool) -> None:
        self._shipment = shipment
        rows: dict[tuple[str, str], list[Limit]] = defaultdict(list)
        for row in facts.rows(Limit):
            if _holds(row, on) and not (row.spares_international and is_international):
                rows[row.mode, row.territory].append(row)
        self._rows = rows
        self._gateways = frozenset(at for found in rows.values() for row in found for at in row.at)
        self._told: dict[tuple[str, str | None], tuple[Exceeded, ...]] = {}

    def whole(self, mode: Mode, territory: str | None) -> tuple[Exceeded, ...]:
        """What is exceeded all over a territory, at sea or in the air (territory None)."""
        return tuple(one for one in self._exceeded(mode, territory) if not _is_special(one.row))

    def at_gateway(
        self, gateway: str, sides: Sequence[tuple[Mode, str | None]]
    ) -> tuple[tuple[Exceeded, str], ...]:
        """What is exceeded at a gateway, by the mode and territory of its two sides."""
        if gateway not in self._gateways:
            return ()
        found = (one for mode, territory in sides for one in self._exceeded(mode, territory))
        return tuple(dict.fromkeys((one, gateway) for one in found if gateway in one.row.at))

    def at_places(self, mode: Mode, territory: str | None) -> tuple[Exceeded, ...]:
        """What is exceeded at tunnels, roads and stretches of a territory that are no gateways."""
        return tuple(
            one for one in self._exceeded(mode, territory) if _is_special(one.row) and not one.row.at
        )

    def _exceeded(self, mode: Mode, territory: str | None) -> tuple[Exceeded, ...]:
        if (mode, territory) not in self._told:
            self._told[mode, territory] = tuple(self._find(mode, territory))
        return self._told[mode, territory]

    def _find(self, mode: Mode, territory: str | None) -> Iterator[Exceeded]:
        vehicle = self._vehicle(mode)
        own = self._rows.get((mode, territory), []) if territory else []
        anywhere = self._rows.get((mode, _ANY), [])
        for metric in (*_METRICS, _DANGEROUS):
            here = [row for row in own if row.metric == metric and _rank(row, vehicle) is not None]
            default = [row for row in anywhere if row.metric == metric and _rank(row, vehicle) is not None]
            stands_in = [row for row in default if _is_special(row)]
            if not any(not _is_special(row) for row in here):
                stands_in = default
            for row in _binding([*here, *stands_in], vehicle):
                if by := self._by(row, vehicle):
                    yield Exceeded(row, by)

    def _vehicle(self, mode: Mode) -> Vehicle | None:
        return {Mode.ROAD: self._shipment.truck, Mode.RAIL: self._shipment.wagon}.get(mode)

    def _by(self, row: Limit, vehicle: Vehicle | None) -> str | None:
        """In words what of the shipment a limit is exceeded by, None if it is not."""
        if row.metric == _DANGEROUS:
            un_class = self._shipment.un_class
            named = {un_class, un_class.split(".", maxsplit=1)[0]} if un_class else set()
            return f"dangerous goods of class {un_class}" if named & set(row.un_classes) else None
        value = None if vehicle is None else getattr(vehicle, row.metric)
        if value is None or row.value is None or value <= row.value:
            return None
        name, unit = _METRICS[row.metric]
        return f"{name} {value:.4g} {unit}, over {row.value:g} {unit}"


def refuse_too_heavy(facts: Facts, shipment: Shipment) -> None:
    """Refuses a truck that weighs more than any territory lets a truck weigh.

    Raises:
        InputError: naming both weights and the way out; a table without weights refuses nothing.
    """
    rows = [
        row
        for row in facts.rows(Limit)
        if row.mode == Mode.ROAD and row.metric == "gross_t" and row.value and not _is_special(row)
    ]
    gross = shipment.truck.gross_t if shipment.truck else None
    top = max(rows, key=lambda row: row.value or 0.0, default=None)
    if gross is not None and top is not None and gross > (top.value or 0.0):
        raise InputError(
            f"cargo '{shipment.cargo}': no truck carries it, each would weigh {gross:.4g} t and no territory "
            f"lets pass more than {top.value:g} t ({top.territory}); load less in each, or leave road out"
        )


def _holds(row: Limit, on: date) -> bool:
    in_period = (row.since or date.min) <= on <= (row.until or date.max)
    return in_period and (not row.months or on.month in row.months)


def _is_special(row: Limit) -> bool:
    """Whether a row is about a gateway, tunnel or stretch and not about a whole territory."""
    return bool(row.at or row.place)


def _rank(row: Limit, vehicle: Vehicle | None) -> int | None:
    """How well a row fits a vehicle, 0 best: the very one, its kind, any, another of its kind; None: not."""
    kind = vehicle.kind if vehicle and vehicle.kind else "any"
    family = kind.split("_", maxsplit=1)[0]
    for rank, name in enumerate((kind, family, "any")):
        if row.vehicle == name:
            return rank
    return 3 if row.vehicle.split("_", maxsplit=1)[0] == family else None


def _binding(rows: Iterable[Limit], vehicle: Vehicle | None) -> Iterator[Limit]:
    """Of the lasting limits of a whole territory those that fit the vehicle best; all others beside them."""
    lasting = []
    for row in rows:
        if _is_special(row) or row.months or row.metric == _DANGEROUS:
            yield row
        else:
            lasting.append((_rank(row, vehicle), row))
    best = min((rank for rank, _ in lasting if rank is not None), default=None)
    yield from (row for rank, row in lasting if rank == best)
