"""What scenarios change for a list of pairs: the typed answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from karwan.answers.as_json import reason_json, totals
from karwan.answers.compose import Way
from karwan.answers.flows import Flow
from karwan.operations.permission import Reason
from karwan.state import State
from karwan.words.route import Route


class Fate(StrEnum):
    """What becomes of a pair."""

    SAME = "same"
    FIGURES = "figures"  # the same way takes or costs something else
    WAY = "way"
    CUT_OFF = "cut_off"
    JOINED = "joined"
    NONE = "none"  # no way in either world


@dataclass(frozen=True, slots=True)
class WayTold:
    """The best way of a pair in one world.

    Attributes:
        id, family, gateways: as of `routes`. label: in words.
        route: its steps. generalised_usd: by the weights of that world, spread included.
        way: what the search found, from which its line is drawn.
    """

    id: str
    label: str
    family: str
    gateways: tuple[str, ...]
    route: Route
    generalised_usd: float
    way: Way

    def as_json(self) -> dict[str, Any]:
        """The way as JSON types."""
        return {
            "id": self.id,
            "label": self.label,
            "family": self.family,
            "modes": [str(mode) for mode in self.route.modes],
            "territories": list(self.route.territories),
            "gateways": list(self.gateways),
            **totals(self.route),
            "generalised_usd": round(self.generalised_usd, 6),
            "source": list(dict.fromkeys(source for step in self.route.steps for source in step.sources)),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What one scenario changes for one pair; figures are None where a world has no way.

    Attributes:
        fate: what becomes of it.
        time_h: of the mean. p50_h, p90_h: of the quantiles. cost_usd, co2e_kg: of the whole shipment.
        generalised_usd: by the weights of the base.
        shut: why the way before is not there after; opened: why the way after was not there before.
    """

    fate: Fate
    time_h: float | None = None
    p50_h: float | None = None
    p90_h: float | None = None
    cost_usd: float | None = None
    co2e_kg: float | None = None
    generalised_usd: float | None = None
    shut: tuple[Reason, ...] = ()
    opened: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The change as JSON types."""
        return {
            "fate": str(self.fate),
            "time_h": _rounded(self.time_h),
            "time_p50_h": _rounded(self.p50_h),
            "time_p90_h": _rounded(self.p90_h),
            "cost_usd": _rounded(self.cost_usd),
            "co2e_kg": _rounded(self.co2e_kg),
            "generalised_usd": _rounded(self.generalised_usd),
            "shut": [reason_json(reason) for reason in self.shut],
            "opened": [reason_json(reason) for reason in self.opened],
        }


@dataclass(frozen=True, slots=True)
class PairCompared:
    """One pair: `ways` of the base, then of each scenario (None: no way); `changes` of each scenario."""

    flow: Flow
    ways: tuple[WayTold | None, ...]
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The pair as JSON types."""
        asked = self.flow.question
        return {
            "name": self.flow.name,
            "origin": asked.origin.name,
            "destination": asked.destination.name,
            "on": asked.on.isoformat(),
            "cargo": asked.shipment.cargo,
            "commodity": asked.shipment.commodity,
            "product": asked.shipment.product,
            "tonnes": round(asked.shipment.tonnes, 3),
            "weight": round(self.flow.weight, 3),
            "ways": [None if way is None else way.as_json() for way in self.ways],
            "changes": [change.as_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Passed:
    """What passes one gateway in the base and in one scenario.

    Attributes:
        before, after: how many pairs. tonnes_before, tonnes_after: of the list, else of one shipment of each.
        gained, lost: names of the pairs that pass it after and not before; before and not after.
    """

    before: int
    after: int
    tonnes_before: float
    tonnes_after: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as JSON types."""
        return {
            "pairs_before": self.before,
            "pairs_after": self.after,
            "tonnes_before": round(self.tonnes_before, 3),
            "tonnes_after": round(self.tonnes_after, 3),
            "gained": list(self.gained),
            "lost": list(self.lost),
        }


@dataclass(frozen=True, slots=True)
class GatewayCompared:
    """A post, port or terminal through which other pairs pass than before: `passed` of each scenario."""

    id: str
    name: str
    kind: str
    passed: tuple[Passed, ...]

    def as_json(self) -> dict[str, Any]:
        """The gateway as JSON types."""
        told = [one.as_json() for one in self.passed]
        return {"id": self.id, "name": self.name, "kind": self.kind, "by_scenario": told}


@dataclass(frozen=True, slots=True)
class Compared:
    """One world of the answer: `id` is the hash of its scenario, None for the state as it is."""

    name: str
    id: str | None
    measures: int

    def as_json(self) -> dict[str, Any]:
        """The world as JSON types."""
        return {"name": self.name, "id": self.id, "measures": self.measures}


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Worlds side by side over a list of pairs.

    Attributes:
        network: digest of the base. ranked_by: as in `routes`. on: ISO day of pairs that name no month.
        is_weighted: whether the list says its tonnes.
        worlds: the base first. pairs: those that change most first, cut off and joined before others.
        gateways: those that gain or lose most first. names: of every gateway and place.
        state_on: of each world the state on a day, from which lines are drawn; () where nobody searched.
    """

    network: str
    ranked_by: str
    on: str
    is_weighted: bool
    worlds: tuple[Compared, ...]
    pairs: tuple[PairCompared, ...]
    gateways: tuple[GatewayCompared, ...]
    names: Mapping[str, str]
    state_on: tuple[Callable[[date], State], ...] = ()

    def of_fate(self, scenario: int, *fates: Fate) -> list[PairCompared]:
        """The pairs of which one scenario (from 0) makes that."""
        return [pair for pair in self.pairs if pair.changes[scenario].fate in fates]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "network": self.network,
            "ranked_by": self.ranked_by,
            "on": self.on,
            "is_weighted": self.is_weighted,
            "worlds": [world.as_json() for world in self.worlds],
            "pairs": [pair.as_json() for pair in self.pairs],
            "gateways": [gateway.as_json() for gateway in self.gateways],
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6) + 0.0
