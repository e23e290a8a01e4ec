"""What answers say of places, routes, steps and barriers, as JSON types (docs/reference/json.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from karwan.answers.held_back import Hold
from karwan.operations.permission import Reason
from karwan.words.evidence import Evidence
from karwan.words.place import Place
from karwan.words.price import price_lines
from karwan.words.route import Route
from karwan.words.step import Step


def totals(route: Route) -> dict[str, Any]:
    """Totals of a route as JSON types: means, spread, quantiles, shares of evidence."""
    p10, p50, p90 = route.time_quantiles_h()
    return {
        "distance_km": rounded(route.distance_km),
        "time_h": rounded(route.time_h),
        "time_sd_h": rounded(route.time_sd_h),
        "time_p10_h": rounded(p10),
        "time_p50_h": rounded(p50),
        "time_p90_h": rounded(p90),
        "time_p95_h": rounded(route.time_quantile_h(0.95)),
        "cost_usd": rounded(route.cost_usd),
        "co2e_kg": rounded(route.co2e_kg),
        "evidence": {"time": shares_json(route.time_evidence), "cost": shares_json(route.cost_evidence)},
    }


def price_json(route: Route) -> list[dict[str, Any]]:
    """The lines of the price of a route as JSON types; they add up to its cost."""
    return [
        {
            "name": line.name,
            "cost_usd": rounded(line.usd),
            "evidence": shares_json(line.evidence),
            "source": list(line.sources),
        }
        for line in price_lines(route)
    ]


def reason_json(reason: Reason) -> dict[str, Any]:
    """A barrier as JSON types."""
    return {
        "what": reason.what,
        "where": reason.where,
        "since": reason.since.isoformat() if reason.since else None,
        "source": list(reason.sources),
        "rule": reason.rule,
    }


def hold_json(hold: Hold) -> dict[str, Any]:
    """What holds a way back as JSON types."""
    _, p50, p90 = hold.part.time_quantiles_h()
    sources = (*hold.reason.sources, *(source for step in hold.part.steps for source in step.sources))
    return {
        "kind": str(hold.kind),
        **reason_json(hold.reason),
        "time_h": rounded(hold.part.time_h),
        "time_p50_h": rounded(p50),
        "time_p90_h": rounded(p90),
        "cost_usd": rounded(hold.part.cost_usd),
        "evidence": {
            "time": shares_json(hold.part.time_evidence),
            "cost": shares_json(hold.part.cost_evidence),
        },
        "source": list(dict.fromkeys(sources)),
    }


def step_json(step: Step) -> dict[str, Any]:
    """A step as JSON types."""
    return {
        "kind": step.kind,
        "operation": str(step.operation),
        "what": step.what or None,
        "mode": str(step.mode) if step.mode else None,
        "from": step.origin,
        "to": step.destination,
        "territory": step.territory,
        "distance_km": rounded(step.distance_km),
        "time_h": rounded(step.time.value),
        "time_sd_h": rounded(step.time_sd_h),
        "time_p50_h": rounded(step.time_quantile_h(0.5)),
        "time_p90_h": rounded(step.time_quantile_h(0.9)),
        "distribution": str(step.distribution),
        "cost_usd": rounded(step.cost.value),
        "co2e_kg": rounded(step.co2e.value),
        "evidence": {"time": str(step.time.evidence), "cost": str(step.cost.evidence)},
        "source": list(step.sources),
        "why": step.why or None,
    }


def place_json(place: Place) -> dict[str, Any]:
    """A place as JSON types."""
    return {
        "id": place.id,
        "name": place.name,
        "territory": place.territory,
        "lon": place.lon,
        "lat": place.lat,
    }


def shares_json(evidence: Mapping[Evidence, float]) -> dict[str, float]:
    """Shares that a route may rest on; claimed figures never enter one."""
    return {str(kind): evidence[kind] for kind in (Evidence.MEASURED, Evidence.PUBLISHED, Evidence.ASSUMED)}


def rounded(value: float) -> float:
    """Rounded so that sums of steps still equal totals to any digit that is shown."""
    return round(value, 6)
