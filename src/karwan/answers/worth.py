"""What time is worth to the goods of a question: a late day, stock that is held (docs/rules, section 6)."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from statistics import NormalDist

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.rows import Commodity
from karwan.words.day import day_of
from karwan.words.evidence import Figure
from karwan.words.shipment import Shipment
from karwan.words.weights import Weights

_YEAR_H = 8760.0
_HOURS = {"h": 1.0, "d": 24.0, "w": 168.0}
_SPAN = re.compile(
    r"^\s*(?P<count>[-+]?[\d.]+(?:e[-+]?\d+)?|nan|[-+]?inf)\s*(?P<unit>[hdw])\s*$", re.IGNORECASE
)
# Longer than any way of goods takes: surely a slip of the keys.
_LONGEST_H = 3 * _YEAR_H
_MEND = "write hours or days from departure, such as 36h or 14d, or a day after it"


def deadline_h(text: str | None, leaves: datetime | date) -> float | None:
    """Hours from departure within which goods are to arrive, None if no deadline is set.

    Args:
        text: `36h`, `14d`, `2w`, or a day (its end counts) or moment as ISO writes it.
        leaves: the moment of departure; of a day its first hour.

    Raises:
        InputError: it is none of these, not after the departure, or far off.
    """
    if text is None:
        return None
    span = _SPAN.match(text)
    hours = _number(span["count"]) * _HOURS[span["unit"].casefold()] if span else _until(text, leaves)
    if not hours > 0:
        raise InputError(f"deadline '{text}': it is not after the departure; {_MEND}")
    if hours > _LONGEST_H:
        raise InputError(f"deadline '{text}': it is over three years after the departure; {_MEND}")
    return hours


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _until(text: str, leaves: datetime | date) -> float:
    start = leaves if isinstance(leaves, datetime) else datetime.combine(leaves, time())
    try:
        moment = datetime.fromisoformat(text.strip())
        day_of(moment)
    except (ValueError, InputError):
        raise InputError(f"deadline '{text}' is no span of time and no day; {_MEND}") from None
    if len(text.strip()) <= len("2026-12-20"):
        moment = datetime.combine(moment.date(), time()) + timedelta(days=1)
    return (moment.replace(tzinfo=None) - start) / timedelta(hours=1)


def late_day(facts: Facts, shipment: Shipment) -> Figure | None:
    """What a day after the date agreed costs the owner of the shipment; None where nobody says."""
    row = facts.by_id(Commodity)[shipment.commodity]
    if row.late_usd_t_day is None:
        return None
    return Figure(row.late_usd_t_day * shipment.tonnes, row.evidence, row.sources)


def logistics_weights(facts: Facts, shipment: Shipment, carbon_price: float) -> Weights:
    """Weights by which a ranking is that by total logistics cost.

    An hour on the way costs value x holding share / hours of a year; an hour of standard deviation z times as
    much, z being the score of the share of cycles in which the safety stock lasts. The stock is that of a
    receiver who uses goods evenly, so that its cost for a shipment does not depend on how often they come.

    Source: Baumol and Vinod 1970, An inventory theoretic model of freight transport demand, Management
    Science 16(7), equation 4, with the spread of the time and without that of demand.

    Raises:
        InputError: the commodity lacks a figure that this needs.
    """
    row = facts.by_id(Commodity)[shipment.commodity]
    if row.holding_share_year is None or row.stock_service_share is None:
        raise InputError(
            f"commodity {row.id} has no holding_share_year and stock_service_share, so --by logistics cannot "
            "be reckoned; give them in a commodities.csv of your own"
        )
    per_hour = shipment.value_usd * row.holding_share_year / _YEAR_H
    return Weights(1.0, per_hour, carbon_price / 1000, NormalDist().inv_cdf(row.stock_service_share))
