"""The answer on corridors as JSON types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from karwan.answers.as_json import totals
from karwan.answers.corridor_indicators import Indicators, Observed
from karwan.answers.corridor_rows import CardRow, GaugeBreak
from karwan.answers.facts_shown import source_json
from karwan.facts.rows_of_law import Regime
from karwan.operations.permission import Reason

if TYPE_CHECKING:
    from karwan.answers.corridor import CorridorAnswer, CorridorCard


def answer_json(answer: CorridorAnswer) -> dict[str, Any]:
    """The cards with the question that they answer."""
    shipment = answer.question.shipment
    return {
        "on": answer.question.on.isoformat(),
        "cargo": {"cargo": shipment.cargo, "tonnes": shipment.tonnes, "commodity": shipment.commodity},
        "network": answer.network,
        "also": list(answer.question.also),
        "corridors": [_card(card) for card in answer.cards],
    }


def _card(card: CorridorCard) -> dict[str, Any]:
    row = card.corridor
    return {
        "id": row.id,
        "name": row.name,
        "status": row.status,
        "opened": row.opened or None,
        "note": row.note or None,
        "modes": [str(mode) for mode in card.route.modes],
        "territories": list(card.route.territories),
        **totals(card.route),
        "rows": [_row(one, card) for one in card.rows],
        "reasons": [_reason(reason) for reason in card.reasons],
        "limited": [_reason(reason) for reason in card.limited],
        "shut_stretches": [list(pair) for pair in card.shut_stretches],
        "gauge_breaks": [_gauge_break(one) for one in card.gauge_breaks],
        "worst_by_hours": [one.origin for one in card.worst_by_hours],
        "worst_by_dollars": [one.origin for one in card.worst_by_dollars],
        "prices_of": card.prices_of,
        "indicators": [_indicators(one) for one in card.indicators],
        "regimes": [
            {
                "territory": ground.territory,
                "mode": str(ground.mode),
                "in_force": [_regime(regime) for regime in ground.regimes],
            }
            for ground in card.law.grounds
        ],
        "bars": [_regime(regime) for regime in card.law.bars],
        "not_in_force": [_regime(regime) for regime in card.law.idle],
        "sources": [source_json(source) for source in card.sources],
    }


def _row(row: CardRow, card: CorridorCard) -> dict[str, Any]:
    return {
        "kind": str(row.kind),
        "from": row.origin,
        "to": row.destination,
        "from_name": card.names.get(row.origin, row.origin),
        "to_name": card.names.get(row.destination, row.destination),
        "mode": str(row.mode) if row.mode else None,
        "territory": row.territory,
        "gauge_mm": row.gauge_mm,
        "is_planned": row.gap.is_planned if row.gap else None,
        "great_circle_km": _round(row.gap.great_circle_km) if row.gap else None,
        "distance_km": _round(row.distance_km),
        "time_h": _round(row.time_h),
        "time_p50_h": _round(row.p50_h),
        "time_p90_h": _round(row.p90_h),
        "cost_usd": _round(row.cost_usd),
        "total_km": _round(row.total_km),
        "total_time_h": _round(row.total_h),
        "total_p50_h": _round(row.total_p50_h),
        "total_p90_h": _round(row.total_p90_h),
        "total_cost_usd": _round(row.total_usd),
        "reasons": [_reason(reason) for reason in row.reasons],
        "steps": [
            {
                "operation": str(step.operation),
                "territory": step.territory,
                "time_h": _round(step.time.value),
                "time_p50_h": _round(step.time_quantile_h(0.5)),
                "time_p90_h": _round(step.time_quantile_h(0.9)),
                "cost_usd": _round(step.cost.value),
                "evidence": {"time": str(step.time.evidence), "cost": str(step.cost.evidence)},
                "source": list(step.sources),
            }
            for step in row.steps
        ],
    }


def _gauge_break(one: GaugeBreak) -> dict[str, Any]:
    return {
        "where": one.where,
        "from_mm": one.from_mm,
        "to_mm": one.to_mm,
        "time_h": _round(one.time_h),
        "time_p50_h": _round(one.p50_h),
        "time_p90_h": _round(one.p90_h),
        "cost_usd": _round(one.cost_usd),
    }


def _indicators(one: Indicators) -> dict[str, Any]:
    return {
        "territory": one.territory,
        "mode": str(one.mode) if one.mode else None,
        "post_sides": one.sides,
        "modelled": {name: _round_or_none(value) for name, value in one.modelled.items()},
        "observed": {name: _observed(value) for name, value in one.observed.items()},
    }


def _observed(one: Observed | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"value": _round(one.value), "years": list(one.years), "source": list(one.sources)}


def _regime(row: Regime) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "state": row.state,
        "effect": row.effect,
        "is_switch": row.is_switch,
        "since": row.since.isoformat() if row.since else None,
        "who_signs": row.who_signs or None,
        "meaning": row.meaning,
        "source": list(row.sources),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "what": reason.what,
        "where": reason.where,
        "since": reason.since.isoformat() if reason.since else None,
        "source": list(reason.sources),
    }


def _round(value: float) -> float:
    """Rounded so that sums of rows still equal totals to any digit that is shown."""
    return round(value, 6)


def _round_or_none(value: float | None) -> float | None:
    return None if value is None else _round(value)
