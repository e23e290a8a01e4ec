"""What a deadline and the stock that a way needs cost, in words."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.answers.routes import Offer
from karwan.report import shown
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.words.lateness import Lateness
from karwan.words.weights import LogisticsCost

_PERCENT = 100
# Chances are told in whole percents, but none is called sure that is not.
_LEAST, _MOST = 0.01, 0.99


def worth_words(offer: Offer) -> Iterator[str]:
    """A line on the deadline and one on total logistics cost, of those that were asked for."""
    if offer.lateness:
        yield _late(offer.lateness)
    if offer.logistics:
        yield _logistics(offer.logistics)


def _late(late: Lateness) -> str:
    within = f"within {shown.amount_of_time(late.deadline_h)}: {_chance(late.chance)}"
    days = f"expected {shown.amount_of_time(late.late_h)} late"
    if late.loss_usd is None or late.late_usd_day is None:
        return f"{within}, {days}"
    a_day = f"{shown.usd(late.late_usd_day.value)} a late day {EVIDENCE_SIGNS[late.late_usd_day.evidence]}"
    return f"{within}, {days}, loss {shown.usd(late.loss_usd)} ({a_day})"


def _chance(chance: float) -> str:
    if chance < _LEAST:
        return "chance under 1 %"
    if chance > _MOST:
        return "chance over 99 %"
    return f"chance {chance * _PERCENT:.0f} %"


def _logistics(cost: LogisticsCost) -> str:
    carbon = f", CO₂e {shown.usd(cost.carbon_usd)}" if cost.carbon_usd else ""
    return (
        f"logistics {shown.usd(cost.total_usd)}: freight {shown.usd(cost.freight_usd)}, stock in transit "
        f"{shown.usd(cost.in_transit_usd)}, safety stock {shown.usd(cost.safety_usd)}{carbon}"
    )
