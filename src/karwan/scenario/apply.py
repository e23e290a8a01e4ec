"""Applies a scenario to a state: all faults of all measures at once, nothing half applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from karwan.errors import InputError, all_faults
from karwan.facts.load import Facts
from karwan.facts.row import Row, Source
from karwan.network.change import Changed
from karwan.network.record import Network
from karwan.operations.touched import joined, touched_by
from karwan.routing.renew import renewed
from karwan.scenario.conflicts import Claims
from karwan.scenario.effect import changes
from karwan.scenario.measure import Measure
from karwan.scenario.measures.hazard import Hazard
from karwan.scenario.record import Applied, Owner, Scenario, Touched, layered
from karwan.scenario.scene import Effect, Origin, Scene
from karwan.state import State
from karwan.words.scenario import Held

MOST_MEASURES = 1_000
_MOST_FAULTS = 200
# Fields of measures that name places.
_PLACES = ("at", "border", "territory", "stretch", "via")


def apply(state: State, scenario: Scenario, on: date | None = None) -> Applied:
    """The state that a scenario makes, which shares all that the scenario left alone.

    Args:
        state: stays as it is.
        scenario: its measures are applied in order, those of its bases first.
        on: the day that is asked about; without it the scenario says (`Scenario.day`). A measure on a table
            without days, or on the network, is applied only if the day lies in its period.

    Raises:
        InputError: all faults of all measures, each with its file, line and mend.
    """
    day = on or scenario.day(state.facts.day)
    measures = list(layered(scenario))
    if len(measures) > MOST_MEASURES:
        what = f"{scenario.name}: {len(measures):,} measures; a scenario holds at most {MOST_MEASURES:,}"
        raise InputError(f"{what}: name territories, borders or areas instead of each post")
    scene = Scene(state.facts, state.book, state.network, day, faults=list(scenario.faults))
    claims = Claims()
    done = []
    for number, (measure, origin, owner) in enumerate(measures, 1):
        scene.turn_to(measure, origin)
        done.append(_applied(scene, number, claims, owner))
    if scene.faults:
        raise InputError(all_faults(_shortened(scene)))
    if not measures:
        return Applied(state, scenario, day, ())
    facts = scene.facts.with_rows({}, day=day)
    cut = tuple(
        measure.area
        for measure, _, _ in measures
        if isinstance(measure, Hazard) and measure.area and measure.holds_on(day) and not measure.speed_left
    )
    told = tuple((measure.kind, _places(measure)) for measure, _, _ in measures)
    held = (*state.scenarios, Held(scenario.id, scenario.name, day, cut, told))
    lines = renewed(state.overlay, scene.network, scene.renewed) if scene.renewed else state.overlay
    made = replace(
        state,
        facts=facts,
        book=scene.book_of(facts),
        network=scene.network,
        overlay=lines,
        scenarios=held,
    )
    reach = replace(scene.reach, is_everywhere=scene.reach.is_everywhere or bool(scene.renewed))
    return Applied(made, scenario, day, tuple(done), reach)


def _places(measure: Measure) -> tuple[str, ...]:
    """The words for the places that a measure is about."""
    found = [getattr(measure, name, None) for name in _PLACES]
    words = [(one,) if isinstance(one, str) else one for one in found if one]
    return tuple(str(word) for some in words for word in some)


def _applied(scene: Scene, number: int, claims: Claims, owner: Owner) -> Touched:
    """Applies one measure to the scene if nothing is wrong with it."""
    measure = scene.measure
    told = Touched(number, measure.kind, measure.reason or measure.source or "", scene.origin.scenario)
    had = len(scene.faults)
    if not (measure.source or measure.reason):
        mend = 'say where it comes from: source = "..." or reason = "..."'
        scene.fault("", f"this {measure.kind} has neither source nor reason", mend)
    if measure.since and measure.until and measure.since > measure.until:
        scene.fault("until", f"{measure.until} is before from ({measure.since})", "mend from or until")
    effect = measure.plan(scene)
    if len(scene.faults) > had:
        return told
    if not measure.holds_on(scene.on):
        told = replace(told, not_yet=f"holds {_period(measure)}, asked about {scene.on}")
        if not _is_dated(effect):
            return told
    return _laid(scene, effect, told, claims, owner)


def _laid(scene: Scene, effect: Effect, told: Touched, claims: Claims, owner: Owner) -> Touched:
    """Lays the rows of a measure, unless they change nothing or undo what another measure set."""
    rows: dict[type[Any], list[Any]] = {}
    for row in effect.rows:
        rows.setdefault(type(row), []).append(row)
    kinds = tuple(dict.fromkeys((*rows, *effect.removed)))
    before = scene.facts
    after = before.with_rows(rows, effect.removed)
    gone = {kind: _difference(before, after, kind) for kind in kinds}
    come = {kind: _difference(after, before, kind) for kind in kinds}
    links = _links(scene.network, effect.network)
    if not links and not any(changes(kind, gone[kind], come[kind]) for kind in kinds):
        if (other := claims.same_as(gone, effect, owner)) is not None:
            return replace(told, same_as=other)
        scene.fault("", "the measure has no effect", "it is so already on every day; take it out, or mend it")
        return told
    if problem := claims.taken(gone, effect, owner):
        scene.fault("", *problem)
        return told
    claims.add(rows, gone, scene, told.number, owner)
    scene.facts = after
    scene.forget(kinds)
    if effect.network is not None:
        scene.network = effect.network.network
        scene.renewed |= effect.network.touched
    reached = touched_by(after, scene.network, {kind: [*gone[kind], *come[kind]] for kind in kinds})
    scene.reach = joined(scene.reach, reached)
    return replace(
        told,
        rows={kind.table: tuple(row.id for row in rows.get(kind, ())) for kind in kinds if rows.get(kind)},
        aside={kind.table: _ids(gone[kind]) for kind in kinds if gone[kind]},
        gateways=reached.gateways,
        cells=tuple(sorted({*reached.cells, *(effect.network.touched if effect.network else ())})),
        links=links,
    )


def _links(before: Network, changed: Changed | None) -> int:
    """How many links of the touched cells came, went or moved to another cell; at least 1 if any cell did."""
    if changed is None or not changed.touched:
        return 0
    sizes: list[dict[str, int]] = []
    for network in (before, changed.network):
        count = (network.link_first[1:] - network.link_first[:-1]).tolist()
        sizes.append({cell.key: links for cell, links in zip(network.cells, count, strict=True)})
    return max(1, sum(abs(sizes[0].get(key, 0) - sizes[1].get(key, 0)) for key in changed.touched))


def _difference(one: Facts, other: Facts, kind: type[Row | Source]) -> list[Any]:
    """Rows of the first that the other does not have as they are."""
    there: dict[str, Any] = {row.id: row for row in other.rows(kind)}
    return [row for row in one.rows(kind) if there.get(row.id) is not row]


def _ids(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)


def _is_dated(effect: Effect) -> bool:
    """Whether the tables themselves tell on which days the measure holds."""
    kinds: set[type[Any]] = {type(row) for row in effect.rows} | set(effect.removed)
    return effect.network is None and all(kind is Source or hasattr(kind, "since") for kind in kinds)


def _period(measure: Measure) -> str:
    ends = (("from", measure.since), ("until", measure.last_day))
    return " ".join(f"{word} {day}" for word, day in ends if day)


def _shortened(scene: Scene) -> list[Any]:
    faults = sorted(dict.fromkeys(scene.faults), key=lambda fault: (fault.file, fault.line))
    rest = len(faults) - _MOST_FAULTS
    if rest <= 0:
        return faults
    last = faults[_MOST_FAULTS]
    more = Origin(last.file, last.line).fault("", f"and {rest} more faults from here on", "mend these first")
    return [*faults[:_MOST_FAULTS], more]
