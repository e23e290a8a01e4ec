"""What would make a way the best, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from karwan.answers.why_answer import Switch, Value, WayWeighed, WhyAnswer
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.shown import amount_of_time, percents, reason_words, short, time_of, tonnes, usd
from karwan.words.mode import Mode

NONE = "-"
NOT_ALONE = "not alone"
_HAULS = set(map(str, Mode))
HEADER = (
    ("at", False), ("what", False), ("hours", True), ("to be", True), ("change", True),
    ("USD", True), ("to be", True), ("change", True), ("rests on", False),
)  # fmt: skip


def heading(answer: WhyAnswer) -> list[tuple[str, str]]:
    """The wanted way and the best, with their figures; what has to go first."""
    lines = [("wanted", _way(answer.wanted))]
    if answer.best is not None:
        lines.append(("best of the others" if answer.is_best else "best", _way(answer.best)))
    lines += [("shut", reason_words(reason, answer.answer.names)) for reason in answer.reasons]
    return lines


def verdict(answer: WhyAnswer) -> list[str]:
    """What it comes to, in sentences."""
    by = {"time": "h", "co2e": "kg"}.get(answer.question.ranked_by, "USD")
    gap = f"{abs(answer.gap):,.1f} {by}"
    if answer.is_best:
        lines = [f"It is the best as it is, by {gap} of generalised cost."]
    elif answer.wins_when_open:
        lines = [f"Opened, it is the best, by {gap} of generalised cost."]
    else:
        first = "Opened, it still costs" if answer.reasons else "It costs"
        lines = [f"{first} {gap} more (generalised cost, the spread of time in it)."]
        lines.append(f"In all it would take {_in_all(answer)}.")
    lines.append(_value_of_time(answer))
    return lines


def rows(switches: Sequence[Switch]) -> list[tuple[str, ...]]:
    """A row for each place: what it takes, and what it would have to take for that alone to do it."""
    return [
        (_place(switch), ", ".join(switch.operations).replace("_", " "), *_hours(switch.hours),
         *_dollars(switch.dollars), _rests(switch))
        for switch in switches
    ]  # fmt: skip


def _way(way: WayWeighed) -> str:
    word = f"{way.word} " if way.word else ""
    figures = f"{time_of(way.route)}, {usd(way.route.cost_usd)}, {tonnes(way.route.co2e_kg)} t CO2e"
    return f"{word}{way.label}: {figures}, generalised {way.generalised_usd:,.0f}"


def _in_all(answer: WhyAnswer) -> str:
    parts = []
    if answer.in_all_usd is not None:
        parts.append(f"{usd(answer.in_all_usd)} less")
    if answer.in_all_h is not None:
        parts.append(f"{amount_of_time(answer.in_all_h)} less (the spread as it is)")
    return " or ".join(parts) or "more than all its hours or dollars"


def _value_of_time(answer: WhyAnswer) -> str:
    weights, tonnes_of = answer.question.weights, answer.question.shipment.tonnes
    now = f"now ${weights.usd_per_h / tonnes_of:,.3f}"
    if not weights.usd:
        return "Ranked by one criterion: no value of time changes that."
    if answer.value_of_time is None:
        return f"At no value of time is it the best of these ways ({now} a tonne and hour)."
    low, high = (value / tonnes_of for value in answer.value_of_time)
    span = f"from ${low:,.3f} to ${high:,.3f}" if high != float("inf") else f"from ${low:,.3f} on"
    return f"It is the best of these ways where an hour of a tonne is worth {span} ({now})."


def _place(switch: Switch) -> str:
    if switch.kind in _HAULS:
        return f"{switch.kind} in {switch.name}" if switch.kind in ("road", "rail") else switch.name
    return short(switch.name)


def _hours(value: Value | None) -> tuple[str, str, str]:
    if value is None:
        return NONE, NONE, NONE
    if value.needed is None or value.change is None:
        return f"{value.now:,.1f}", NOT_ALONE, NONE
    return f"{value.now:,.1f}", f"{value.needed:,.1f}", f"{value.change:+,.1f}"


def _dollars(value: Value | None) -> tuple[str, str, str]:
    if value is None:
        return NONE, NONE, NONE
    if value.needed is None or value.change is None:
        return f"{value.now:,.0f}", NOT_ALONE, NONE
    return f"{value.now:,.0f}", f"{value.needed:,.0f}", f"{value.change:+,.0f}"


def _rests(switch: Switch) -> str:
    """What its hours and its dollars rest on."""
    told = [
        " ".join(f"{EVIDENCE_SIGNS[kind]}{share}" for kind, share in percents(value.evidence).items())
        for value in (switch.hours, switch.dollars)
        if value is not None
    ]
    return " / ".join(told)
