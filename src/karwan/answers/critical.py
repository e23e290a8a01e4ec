"""What each post, port, terminal, strait and territory is worth to a list of pairs: each closed alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.closures import TERRITORY, Closure
from karwan.answers.detours import TREES_FROM, Detour, Detours, Told, detours_of
from karwan.answers.flows import Flow, Flows
from karwan.answers.names import shown_names
from karwan.errors import InputError
from karwan.facts.rows import Territory
from karwan.state import State
from karwan.words.mode import Mode

# Dollars, hours or kg: what pairs are ranked by tells the unit of what a closure adds.
_UNITS = {"time": "h", "co2e": "kg/t"}


@dataclass(frozen=True, slots=True)
class Substitute:
    """What carries most of the diverted pairs that did not pass it before.

    Attributes:
        kind, id, name: a gateway or, for a territory, a territory. share: of the diverted weight, 0 to 1.
    """

    kind: str
    id: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """One thing closed alone.

    Attributes:
        kind: post, port, terminal, strait, territory... id, name: of it.
        pairs: how many use it. share: their share of the weight of all pairs.
        lost: names of pairs that have no way left. lost_share: their share of the weight.
        added: by the ranking a tonne, over all pairs that keep a way, mean by weight; in the answer's unit.
        added_p50_h, added_p90_h: what is added to P50 and P90 of the hours, over the same pairs.
        added_diverted: as `added`, over the diverted pairs alone; None if none has a way left.
        added_time_h: mean hours, over the diverted pairs. added_time_p50_h, added_time_p90_h: what is added
            to P50 and to P90, mean over these. added_cost_usd_t: dollars a tonne. None as above.
        substitute: None if nothing carries the pairs that stands for it.
    """

    kind: str
    id: str
    name: str
    pairs: int
    share: float
    lost: tuple[str, ...]
    lost_share: float
    added: float
    added_p50_h: float
    added_p90_h: float
    added_diverted: float | None
    added_time_h: float | None
    added_time_p50_h: float | None
    added_time_p90_h: float | None
    added_cost_usd_t: float | None
    substitute: Substitute | None

    def as_json(self) -> dict[str, Any]:
        """The row as JSON types."""
        stand_in = self.substitute
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "pairs": self.pairs,
            "share": round(self.share, 4),
            "lost": list(self.lost),
            "lost_share": round(self.lost_share, 4),
            "added": round(self.added, 3),
            "added_p50_h": round(self.added_p50_h, 3),
            "added_p90_h": round(self.added_p90_h, 3),
            "added_diverted": _rounded(self.added_diverted, 3),
            "added_time_h": _rounded(self.added_time_h, 2),
            "added_time_p50_h": _rounded(self.added_time_p50_h, 2),
            "added_time_p90_h": _rounded(self.added_time_p90_h, 2),
            "added_cost_usd_t": _rounded(self.added_cost_usd_t, 3),
            "substitute": None
            if stand_in is None
            else {
                "kind": stand_in.kind,
                "id": stand_in.id,
                "name": stand_in.name,
                "share": round(stand_in.share, 4),
            },
        }


@dataclass(frozen=True, slots=True)
class PairBest:
    """The best way of one pair; None where there is no way.

    Attributes:
        name: of the pair. origin, destination: names, and their ids. on: the day asked, ISO. cargo: as asked.
        tonnes: of one shipment. weight: tonnes of the list, else 1. gateways: names, and their ids, in order.
        time_h, cost_usd, co2e_kg: means, as the search has them. time_p50_h, time_p90_h: hours.
    """

    name: str
    origin: str
    origin_id: str
    destination: str
    destination_id: str
    on: str
    cargo: str
    tonnes: float
    weight: float
    time_h: float | None
    time_p50_h: float | None
    time_p90_h: float | None
    cost_usd: float | None
    co2e_kg: float | None
    gateways: tuple[str, ...]
    gateway_ids: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The pair as JSON types."""
        return {
            "name": self.name,
            "origin": self.origin,
            "origin_id": self.origin_id,
            "destination": self.destination,
            "destination_id": self.destination_id,
            "on": self.on,
            "cargo": self.cargo,
            "tonnes": round(self.tonnes, 3),
            "weight": round(self.weight, 3),
            "time_h": _rounded(self.time_h, 2),
            "time_p50_h": _rounded(self.time_p50_h, 2),
            "time_p90_h": _rounded(self.time_p90_h, 2),
            "cost_usd": _rounded(self.cost_usd, 2),
            "co2e_kg": _rounded(self.co2e_kg, 2),
            "gateways": list(self.gateways),
            "gateway_ids": list(self.gateway_ids),
        }


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """The ranking.

    Attributes:
        network: digest. ranked_by: as in `routes`. unit: of `added`. is_weighted: whether tonnes are known.
        pairs: the best way of each. ranking: what costs most when it is closed, first; pairs that are left
            without a way count before cost.
    """

    network: str
    ranked_by: str
    unit: str
    is_weighted: bool
    pairs: tuple[PairBest, ...]
    ranking: tuple[Ranked, ...]

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        return {
            "network": self.network,
            "ranked_by": self.ranked_by,
            "unit": self.unit,
            "is_weighted": self.is_weighted,
            "pairs": [pair.as_json() for pair in self.pairs],
            "ranking": [row.as_json() for row in self.ranking],
        }


def ask_critical(
    state: State, flows: Flows, told: Told | None = None, trees_from: int = TREES_FROM
) -> CriticalAnswer:
    """Closes alone whatever the best ways of some pairs use, and ranks it by what that costs.

    Args:
        state: facts and network.
        flows: pairs, by road, rail and sea; flights are left out.
        told: called with what is at work, and the share that is done.
        trees_from: as of `detours_of`.

    Raises:
        InputError: a place lies too far from every road and railway, or only flights are asked for.
    """
    surface = {Mode.ROAD, Mode.RAIL, Mode.SEA}
    if any(surface <= flow.question.excluded.modes for flow in flows.flows):
        raise InputError("critical ranks by ways of road, rail and sea; name one of these modes")
    found = detours_of(state, flows.flows, told, trees_from)
    ranked_by = flows.flows[0].question.ranked_by
    ids = {found.closures[gateway].id for best in found.best if best for gateway in best.gateways}
    ids |= {closure.id for closure in (found.closures[number] for number in found.gained)}
    ids |= {
        found.closures[int(number)].id
        for by_gateway, _ in found.gained.values()
        for number in np.flatnonzero(by_gateway)
    }
    names = shown_names(state.facts, state.network.gateways, ids) | _territories(state)
    sums = _Sums(flows.flows, found, names, is_per_tonne=ranked_by != "time")
    ranking = [sums.ranked(number, each) for number, each in _by_closure(found.detours).items()]
    return CriticalAnswer(
        network=state.network.digest,
        ranked_by=ranked_by,
        unit=_UNITS.get(ranked_by, "USD/t"),
        is_weighted=flows.is_weighted,
        pairs=tuple(_pair(flow, found, at, names) for at, flow in enumerate(flows.flows)),
        ranking=tuple(sorted(ranking, key=lambda row: (-row.lost_share, -row.added, row.kind, row.id))),
    )


def _by_closure(detours: Sequence[Detour]) -> Mapping[int, list[Detour]]:
    found: dict[int, list[Detour]] = defaultdict(list)
    for detour in detours:
        found[detour.closure].append(detour)
    return found


class _Sums:
    """Adds up what closures do to flows."""

    def __init__(
        self, flows: Sequence[Flow], found: Detours, names: Mapping[str, str], *, is_per_tonne: bool
    ) -> None:
        self._flows, self._found, self._names = flows, found, names
        self._is_per_tonne = is_per_tonne
        self._all = sum(flow.weight for flow, best in zip(flows, found.best, strict=True) if best)

    def ranked(self, number: int, detours: Sequence[Detour]) -> Ranked:
        """The row of one closure."""
        closure = self._found.closures[number]
        kept = [one for one in detours if one.criteria is not None]
        lost = sorted(one.flow for one in detours if one.criteria is None)
        weights = np.array([self._flows[one.flow].weight for one in kept])
        added = np.array([self._added(one) for one in kept]).reshape(-1, 5)
        means = weights @ added / weights.sum() if kept else None
        lost_weight = sum(self._flows[flow].weight for flow in lost)
        over_all = weights @ added / (self._all - lost_weight) if kept else np.zeros(added.shape[1])
        return Ranked(
            kind=closure.kind,
            id=closure.id,
            name=self._name(closure),
            pairs=len(detours),
            share=(float(weights.sum()) + lost_weight) / self._all,
            lost=tuple(self._flows[flow].name for flow in lost),
            lost_share=lost_weight / self._all,
            added=float(over_all[0]),
            added_p50_h=float(over_all[2]),
            added_p90_h=float(over_all[3]),
            added_diverted=None if means is None else float(means[0]),
            added_time_h=None if means is None else float(means[1]),
            added_time_p50_h=None if means is None else float(means[2]),
            added_time_p90_h=None if means is None else float(means[3]),
            added_cost_usd_t=None if means is None else float(means[4]),
            substitute=self._substitute(closure, number, float(weights.sum())),
        )

    def _added(self, one: Detour) -> tuple[float, float, float, float, float]:
        """By the ranking a tonne (or, of time, a shipment), hours (mean, P50, P90), dollars a tonne."""
        flow, best = self._flows[one.flow], self._found.best[one.flow]
        if best is None or one.criteria is None or one.hours is None:
            raise ValueError("a flow without a way has no detour that adds to it")
        more: NDArray[np.float64] = one.criteria - best.criteria
        tonnes = flow.question.shipment.tonnes
        whole = float(more @ np.array(flow.question.weights.vector))
        p50, p90 = (now - before for now, before in zip(one.hours, best.hours, strict=True))
        ranked = whole / (tonnes if self._is_per_tonne else 1.0)
        return ranked, float(more[0]), p50, p90, float(more[1]) / tonnes

    def _substitute(self, closure: Closure, number: int, diverted: float) -> Substitute | None:
        if not diverted or number not in self._found.gained:
            return None
        by_gateway, by_area = self._found.gained[number]
        first = by_gateway.size if closure.kind == TERRITORY else 0
        weight = by_area if closure.kind == TERRITORY else by_gateway
        others = self._found.closures[first : first + weight.size]
        like = np.array([other.kind == closure.kind for other in others])
        weight = np.where(like, weight, 0.0) if (weight[like] > 0).any() else weight
        best = int(np.argmax(weight))
        if not weight[best]:
            return None
        instead = others[best]
        return Substitute(instead.kind, instead.id, self._name(instead), float(weight[best]) / diverted)

    def _name(self, closure: Closure) -> str:
        """The name of what is closed; a post of railways and the road beside it have the same."""
        name = self._names.get(closure.id, closure.id)
        return f"{name} (rail)" if closure.is_rail and closure.kind == "post" else name


def _pair(flow: Flow, found: Detours, at: int, names: Mapping[str, str]) -> PairBest:
    best, asked = found.best[at], flow.question
    hours, dollars, kg = (None, None, None) if best is None else best.criteria.tolist()
    p50, p90 = (None, None) if best is None else best.hours
    passed = () if best is None else [found.closures[gateway].id for gateway in best.gateways]
    return PairBest(
        name=flow.name,
        origin=asked.origin.name,
        origin_id=asked.origin.id,
        destination=asked.destination.name,
        destination_id=asked.destination.id,
        on=asked.on.isoformat(),
        cargo=asked.shipment.cargo,
        tonnes=asked.shipment.tonnes,
        weight=flow.weight,
        time_h=hours,
        time_p50_h=p50,
        time_p90_h=p90,
        cost_usd=dollars,
        co2e_kg=kg,
        gateways=tuple(names.get(gateway, gateway) for gateway in passed),
        gateway_ids=tuple(passed),
    )


def _territories(state: State) -> dict[str, str]:
    rows = state.facts.rows(Territory)
    return {row.id: row.name for row in rows if not row.border_union}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
