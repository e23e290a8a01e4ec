"""Which trains and ferries run on a day: links that nothing serves, trains that do not (docs/rules, 5.10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Service, ServicePeriod
from karwan.operations.permission import Reason
from karwan.operations.priced import Passing

NO_SERVICE = "no service"
# What joins two gateways over water: without it nothing passes there. A train goes where others may, too.
_LINKS = frozenset({"ferry", "feeder", "liner"})
_RUNS = "runs"
_IDLE = frozenset({"suspended", "planned"})
_TOLD = {
    "suspended": "suspended",
    "planned": "planned, no run seen",
    "trial": "trial runs alone",
}


class Running:
    """What runs on a day, and what does not.

    Attributes:
        ferries: why nothing passes, by key of a cell that is a ferry's own way.
    """

    def __init__(self, facts: Facts, on: date, passings: Iterable[Passing] = ()) -> None:
        """Of the tables.

        Args:
            facts: with services and their periods.
            on: the day.
            passings: gateway and cells of each transfer of the network.
        """
        rows = [row for row in facts.rows(ServicePeriod) if holds(row, on)]
        self._idle_trains = [
            row for row in rows if row.kind not in _LINKS and row.through and row.state != _RUNS
        ]
        self._shut = _shut_links(facts, [row for row in rows if row.kind in _LINKS])
        self.ferries: Mapping[str, Reason] = self._shut_ferries(passings) if self._shut else {}

    def link(self, origin: str, destination: str) -> Reason | None:
        """Why nothing goes over the water from one gateway to another, or None."""
        return self._shut.get(frozenset({origin, destination}))

    def trains(self, gateways: Sequence[str]) -> Iterator[Reason]:
        """The trains that do not run, of those that pass posts of a way, in either direction."""
        for row in self._idle_trains:
            if _leads_through(gateways, row.through) or _leads_through(gateways, row.through[::-1]):
                yield _reason(row, row.through[0])

    def _shut_ferries(self, passings: Iterable[Passing]) -> dict[str, Reason]:
        ends: dict[str, set[str]] = {}
        for gateway, *cells in passings:
            for cell in cells:
                if cell.is_ferry:
                    ends.setdefault(cell.key, set()).add(gateway.id)
        return {
            key: reason
            for key, pair in ends.items()
            if (reason := self._shut.get(frozenset(pair))) is not None
        }


def _shut_links(facts: Facts, rows: Sequence[ServicePeriod]) -> dict[frozenset[str], Reason]:
    """Why nothing passes, by pair of gateways whose only known service does not run."""
    idle = {_pair(row): row for row in rows if row.state in _IDLE}
    if not idle:
        return {}
    served = {_pair(row) for row in rows if row.state not in _IDLE}
    for service in facts.rows(Service):
        row = idle.get(_pair(service))
        if row is not None and service.kind in _LINKS and service.kind != row.kind:
            served.add(_pair(row))
    return {pair: _reason(row, row.origin) for pair, row in idle.items() if pair not in served}


def _pair(row: Service | ServicePeriod) -> frozenset[str]:
    return frozenset({row.origin, row.destination})


def _reason(row: ServicePeriod, where: str) -> Reason:
    why = f" ({row.why})" if row.why else ""
    return Reason(f"{NO_SERVICE}: {row.name} {_TOLD[row.state]}{why}", where, row.since, row.sources)


def _leads_through(gateways: Sequence[str], posts: Sequence[str]) -> bool:
    """Whether some posts are passed in their order."""
    left = iter(gateways)
    return all(post in left for post in posts)
