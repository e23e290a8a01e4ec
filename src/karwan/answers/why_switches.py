"""What would have to change at each place, one place at a time, for another way to be the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from karwan.answers.routes import RoutesAnswer
from karwan.answers.switching import DOLLARS, HOURS, Place, amounts, places_of
from karwan.answers.why_answer import Switch, Value
from karwan.answers.why_settled import Settled
from karwan.words.evidence import shares
from karwan.words.route import Route
from karwan.words.step import Step

# Less than this at a place, in hours or dollars, is not worth a line.
_LEAST = 1e-6


def less_at_wanted(settled: Settled, answer: RoutesAnswer) -> tuple[Switch, ...]:
    """At each place of the wanted way, how little it would have to take; the least change first."""
    return _sorted(
        _switch(place, steps, answer, lambda *about: settled.factor(*about, is_less=True))
        for place, steps in places_of(settled.rivals.wanted).items()
    )


def more_at_best(settled: Settled, answer: RoutesAnswer, best: Route) -> tuple[Switch, ...]:
    """At each place of the best way that the wanted one has not, how much it would have to take."""
    own = places_of(settled.rivals.wanted)
    return _sorted(
        _switch(place, steps, answer, lambda *about: settled.factor(*about, is_less=False))
        for place, steps in places_of(best).items()
        if place not in own
    )


def _switch(
    place: Place,
    steps: Sequence[Step],
    answer: RoutesAnswer,
    factor_of: Callable[[Place, Sequence[Step], str], tuple[float | None, Mapping[str, object] | None]],
) -> Switch:
    now = amounts(steps)
    values = {
        figure: _value(steps, figure, now[figure], *factor_of(place, steps, figure))
        if now[figure] > _LEAST
        else None
        for figure in (HOURS, DOLLARS)
    }
    kind, where = place
    return Switch(
        kind="gateway" if kind == "at" else kind,
        id=where,
        name=answer.names.get(where, where.replace("_", " ")),
        operations=tuple(dict.fromkeys(str(step.operation) for step in steps)),
        hours=values[HOURS],
        dollars=values[DOLLARS],
    )


def _value(
    steps: Sequence[Step],
    figure: str,
    now: float,
    factor: float | None,
    measure: Mapping[str, object] | None,
) -> Value:
    figures = [step.time if figure == HOURS else step.cost for step in steps]
    sources = dict.fromkeys(source for one in figures if one.value for source in one.sources)
    needed = None if factor is None else now * factor
    return Value(now, needed, shares(figures), tuple(sources), measure)


def _sorted(switches: Iterable[Switch]) -> tuple[Switch, ...]:
    """What takes nothing is left out; the least change stands first."""
    told = (switch for switch in switches if switch.hours or switch.dollars)
    return tuple(sorted(told, key=lambda switch: switch.least))
