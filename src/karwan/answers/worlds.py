"""Worlds side by side: the states that scenarios make of one state, by the days that are asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from karwan.answers.flows import Flows, flows_between, flows_named, read_flows
from karwan.answers.shared import Shared
from karwan.facts.load import Facts
from karwan.scenario import Applied, Scenario, apply
from karwan.scenario.record import layered

# Tables that no question on routes is read from: where a scenario changes others, pairs are read anew.
NOT_READ = frozenset(
    {
        "sources",
        "crossing_periods",
        "crossing_hours",
        "crossing_measures",
        "border_averages",
        "gateway_measures",
        "operation_defaults",
        "admissions",
        "services",
    }
)
BASE = "base"


@dataclass(frozen=True, slots=True)
class FlowsAsked:
    """A list of pairs in the user's words.

    Attributes:
        options: further fields of `Asked`, for what the list does not say.
        today: the day that is asked about where neither the list nor the options name one.
        pairs: a CSV file or a shipped list; or else `places`: all pairs of these.
        content: of the file, where it was read already.
    """

    options: Mapping[str, object]
    today: date
    pairs: str | None = None
    places: tuple[str, ...] = ()
    content: bytes | None = None

    def of(self, facts: Facts) -> Flows:
        """The pairs by the tables that know the words.

        Raises:
            InputError: the list has faults, or words mean nothing.
        """
        asked = {**self.options, "on": self.options.get("on") or self.today}
        if self.pairs is None:
            return flows_between(facts, self.places, asked)
        if self.content is not None:
            return read_flows(facts, self.pairs, self.content, asked, self.today)
        return flows_named(facts, self.pairs, asked, self.today)


class World:
    """What a scenario makes of a state, day by day.

    Args:
        state: before it. shared: what is known of that. scenario: None for the state as it is.
    """

    def __init__(self, shared: Shared, scenario: Scenario | None) -> None:
        self.scenario = scenario
        self._before = shared
        self._by_measures: dict[tuple[bool, ...], Shared] = {}
        self.tables: set[str] = set()

    @property
    def name(self) -> str:
        """As shown."""
        return BASE if self.scenario is None else self.scenario.name

    def on(self, day: date) -> Shared:
        """The state on a day: measures on tables without days, and on the network, hold in their period."""
        if self.scenario is None:
            return self._before
        key = tuple(measure.holds_on(day) for measure, _, _ in layered(self.scenario))
        if key not in self._by_measures:
            shared = shared_under(self._before, apply(self._before.state, self.scenario, day))
            self.tables |= set(shared.tables)
            self._by_measures[key] = shared
        return self._by_measures[key]

    def flows(self, asked: FlowsAsked, base: Flows) -> Flows:
        """The pairs as they are asked in this world: its tables may know other weights or goods."""
        changed = self.on(asked.today).state
        if self.tables <= NOT_READ:
            return base
        return asked.of(changed.facts)


def shared_under(before: Shared, applied: Applied) -> Shared:
    """What questions under a scenario share, with what it leaves of that of questions before it."""
    tables = {table for one in applied.touched for table in (*one.rows, *one.aside)}
    tables |= {"network"} if any(one.links for one in applied.touched) else set()
    return Shared(applied.state, before, applied.reach, tables)


def day_of_all(scenarios: Sequence[Scenario | None], today: date) -> date:
    """The day on which worlds are laid side by side: the latest that one of them names or begins on."""
    return max([scenario.day(today) for scenario in scenarios if scenario] or [today])


def worlds_of(shared: Shared, scenarios: Sequence[Scenario | None]) -> list[World]:
    """A world for each scenario; equal ones are one."""
    known: dict[str | None, World] = {}
    for scenario in scenarios:
        known.setdefault(None if scenario is None else scenario.id, World(shared, scenario))
    return [known[None if scenario is None else scenario.id] for scenario in scenarios]
