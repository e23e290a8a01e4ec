"""The Python face: a thin handle over one state. Nothing inside karwan imports it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from karwan.answers.access import AccessAnswer, access_question, ask_access, compare_access
from karwan.answers.asking import asked_for, read_options
from karwan.answers.brief import ask_brief, brief_question
from karwan.answers.compare import ask_compare
from karwan.answers.compared import CompareAnswer
from karwan.answers.corridor import CorridorAnswer, ask_corridor, corridor_question
from karwan.answers.critical import CriticalAnswer, ask_critical
from karwan.answers.facts_diff import OURS, FactsDiff, ask_facts_diff
from karwan.answers.flows import flows_between, flows_named
from karwan.answers.hinterland import (
    HinterlandAnswer,
    ask_hinterland,
    compare_hinterland,
    hinterland_question,
)
from karwan.answers.needs import NeedsAsked, ask_needs, needs_question
from karwan.answers.needs_answer import NeedsAnswer
from karwan.answers.offers import ask_routes
from karwan.answers.pairs import PairAsked, measure_one
from karwan.answers.question import routes_question
from karwan.answers.reach import ask_reach, compare_reach, reach_question
from karwan.answers.reach_answer import ReachAnswer
from karwan.answers.round_trip import round_trips
from karwan.answers.skim_answer import SkimAnswer
from karwan.answers.skims import ask_skim, skim_question
from karwan.answers.walk import Walk, depart_from
from karwan.answers.why import ask_why
from karwan.answers.why_answer import WhyAnswer
from karwan.answers.worlds import FlowsAsked, day_of_all
from karwan.errors import InputError
from karwan.facts.places import find, search
from karwan.opening import open_state
from karwan.results import BriefResult, RoutesResult
from karwan.scenario import Scenario, Touched, apply, scenario_of, together
from karwan.state import State
from karwan.words.day import day_of
from karwan.words.place import Place

# Options of questions on many pairs.
_OF_MANY = (
    "cargo",
    "commodity",
    "product",
    "modes",
    "avoid",
    "sanctions",
    "by",
    "value_of_time",
    "carbon_price",
    "on",
    "prices_of",
)


class World:
    """What a Python user holds; `karwan.open()` gives one."""

    def __init__(self, state: State, touched: tuple[Touched, ...] = ()) -> None:
        self.state = state
        self.touched = touched

    def apply(self, *scenarios: str | Path | Scenario, on: date | str | None = None) -> World:
        """This world under scenarios: files, names of the library, or made in Python; this one stays.

        `World.touched` of what comes back tells what each measure touched.

        Args:
            *scenarios: in the order in which they are applied.
            on: the day that is asked about; without it the scenarios say.

        Raises:
            InputError: every fault of every measure, with file, line and mend.
        """
        scenario = together([scenario_of(one, to_apply=True) for one in scenarios])
        applied = apply(self.state, scenario, None if on is None else day_of(on))
        return World(applied.state, applied.touched)

    @property
    def replaced(self) -> tuple[tuple[str, str], ...]:
        """(table, id) of each row of ours that the user's own rows replace."""
        return self.state.facts.replaced

    def routes(self, origin: str | Place, destination: str | Place, **options: Any) -> RoutesResult:  # noqa: ANN401
        """Every sensible way from one place to another.

        Args:
            origin: a name, a code, an id, `lat,lon` or a place of `places`.
            destination: the same.
            **options: cargo, commodity, product, modes, via, avoid, by, value_of_time, carbon_price, count,
                on and others, as in `answers.question.Asked`; one text or several, a date or its ISO text.
                With `depart` the ways are walked forward from that moment, with `round_trip` the way back
                is told too.

        Raises:
            InputError: a word or an option means nothing, with the nearest that does.
        """
        asked = asked_for(origin, destination, options)
        answer = ask_routes(self.state, routes_question(self.state.facts, asked))
        walks: Mapping[str, Walk] = {}
        if asked.depart is not None:
            found = depart_from(self.state, answer, asked.depart)
            answer, walks = found.answer, found.walks
        trips = round_trips(self.state, answer) if asked.round_trip else {}
        return RoutesResult(answer, self.state, walks, trips)

    def needs(self, origin: str, destination: str, **options: Any) -> NeedsAnswer:  # noqa: ANN401
        """What lets a shipment pass, and what is missing; options as in `answers.needs.NeedsAsked`."""
        asked = NeedsAsked(origin=origin, destination=destination, **read_options(NeedsAsked, options))
        return ask_needs(self.state, needs_question(self.state.facts, asked))

    def corridor(self, *names: str, **options: Any) -> CorridorAnswer:  # noqa: ANN401
        """The cards of corridors by id or name; options as in `answers.corridor.corridor_question`."""
        known = ("cargo", "commodity", "product", "on", "prices_of")
        read = read_options(known, options)
        return ask_corridor(self.state, corridor_question(self.state.facts, names, **read))

    def skim(
        self,
        places: Sequence[str | Place],
        to: Sequence[str | Place] | None = None,
        *,
        least: bool = False,
        **options: Any,  # noqa: ANN401
    ) -> SkimAnswer:
        """Matrices between places, of the ways that are best by the weights.

        Args:
            places: origins, by name or as Place.
            to: destinations; the same if None.
            least: whether the least of each criterion is wanted too, whatever way has it.
            **options: as of `routes`, but for via, count, deadline and depart.

        Raises:
            InputError: a word or an option means nothing.
        """
        facts = self.state.facts
        ends = [
            None if each is None else [one if isinstance(one, Place) else find(one, facts) for one in each]
            for each in (places, to)
        ]
        read = read_options(_OF_MANY, options)
        question = skim_question(facts, ends[0] or [], ends[1], read, with_least=least)
        return ask_skim(self.state, question)

    def critical(
        self,
        pairs: str | Path | None = None,
        *,
        places: Sequence[str] = (),
        **options: Any,  # noqa: ANN401
    ) -> CriticalAnswer:
        """What closing each post, port, terminal, strait and territory alone costs a list of pairs.

        Args:
            pairs: a CSV file, or the name of a shipped list; or else all pairs of `places`.
            places: names.
            **options: as of `skim`; those of a row of the list come first.

        Raises:
            InputError: a word or an option means nothing, or the list has faults.
        """
        facts, read = self.state.facts, read_options(_OF_MANY, options)
        if (pairs is None) == (not places):
            raise InputError("name a list of pairs, or places, and not both")
        if pairs is None:
            return ask_critical(self.state, flows_between(facts, places, read))
        today = read.get("on") or date.today()  # noqa: DTZ011 - the user's own day
        return ask_critical(self.state, flows_named(facts, str(pairs), read, today))

    def reach(
        self,
        origin: str | Place,
        bands: str | None = None,
        *,
        chance: str | None = None,
        before: World | None = None,
        **options: Any,  # noqa: ANN401
    ) -> ReachAnswer:
        """What a place reaches within bands of days (`2d,4d,7d`) or dollars (`$1000,$2500`).

        Args:
            origin: a name, or a place.
            bands: upper limits; those that suit the ranking if None.
            chance: of arriving within bands of days: `p50` or `p90`; the first if None.
            before: the world without a scenario, to be told beside this one.
            **options: as of `skim`; ranked by time where `by` is left out.

        Raises:
            InputError: a word or an option means nothing.
        """
        facts = self.state.facts
        place = origin if isinstance(origin, Place) else find(origin, facts)
        asked = read_options(_OF_MANY, {"by": "time"} | options)
        question = reach_question(facts, place, bands, asked, chance)
        if before is None:
            return ask_reach(self.state, question)
        return compare_reach(before.state, self.state, question)

    def access(
        self,
        places: Sequence[str | Place],
        *,
        elasticity: float | None = None,
        before: World | None = None,
        **options: Any,  # noqa: ANN401
    ) -> AccessAnswer:
        """The market access of places; `before` and options as of `reach`, ranked by generalised cost."""
        facts = self.state.facts
        found = [one if isinstance(one, Place) else find(one, facts) for one in places]
        question = access_question(facts, found, read_options(_OF_MANY, options), elasticity)
        if before is None:
            return ask_access(self.state, question)
        return compare_access(before.state, self.state, question)

    def hinterland(
        self,
        gates: Sequence[str | Place],
        *,
        before: World | None = None,
        **options: Any,  # noqa: ANN401
    ) -> HinterlandAnswer:
        """Which gate (ids, or `kind=port`) is nearest to which city; `before` and options as above."""
        question = hinterland_question(self.state.facts, gates, read_options(_OF_MANY, options))
        if before is None:
            return ask_hinterland(self.state, question)
        return compare_hinterland(before.state, self.state, question)

    def compare(
        self,
        *scenarios: str | Path | Scenario,
        pairs: str | Path | None = None,
        places: Sequence[str] = (),
        base: str | Path | Scenario | None = None,
        **options: Any,  # noqa: ANN401
    ) -> CompareAnswer:
        """What scenarios change for pairs of places, and which posts gain and lose.

        Args:
            *scenarios: files, names of the library, or made in Python; each is laid over this world.
            pairs: a CSV file, or the name of a shipped list; or else all pairs of `places`.
            places: names.
            base: a scenario that is compared with; this world as it is if None.
            **options: as of `critical`.

        Raises:
            InputError: a word, an option, the list or a scenario has faults.
        """
        read = read_options(_OF_MANY, options)
        if (pairs is None) == (not places):
            raise InputError("name a list of pairs, or places, and not both")
        if not scenarios:
            raise InputError("name a scenario to compare with the base")
        worlds = [None if one is None else scenario_of(one, to_apply=True) for one in (base, *scenarios)]
        today = read.get("on") or day_of_all(worlds, self.state.facts.day)
        asked = FlowsAsked(read, today, None if pairs is None else str(pairs), tuple(places))
        return ask_compare(self.state, worlds, asked)

    def why(self, origin: str | Place, destination: str | Place, want: str, **options: Any) -> WhyAnswer:  # noqa: ANN401
        """What would make a way the best: `want` is its letter or id, a slug, or posts that it passes.

        Raises:
            InputError: no way is called so, or an option means nothing; options as of `routes`.
        """
        question = routes_question(self.state.facts, asked_for(origin, destination, options))
        return ask_why(self.state, question, want)

    def brief(self, origin: str | Place, destination: str | Place, **options: Any) -> BriefResult:  # noqa: ANN401
        """What a delegation asks first, on two pages: `.pdf("ru")`, `.html("en")`, `.as_json()`.

        Args:
            origin: as of `routes`.
            destination: the same.
            **options: as of `skim`; with `since`, from which day on changes are told (a year before the day),
                and `tonnes_year`, what goes from origin to destination in a year.

        Raises:
            InputError: a word or an option means nothing.
        """
        since, tonnes = options.pop("since", None), options.pop("tonnes_year", None)
        asked = asked_for(origin, destination, options)
        begin = None if since is None else day_of(since)
        return BriefResult(
            ask_brief(self.state, brief_question(self.state.facts, asked, begin, tonnes)), self.state
        )

    def facts_diff(
        self, first: str | Path, second: str | Path = OURS, pairs: str | Path | None = "pk-kz"
    ) -> FactsDiff:
        """Two folders of rows side by side (`ours`: the shipped tables), each dispute tried on pairs.

        Args:
            first: a folder, as of `karwan.open(facts=...)`.
            second: another.
            pairs: a CSV file or a shipped list; None: nothing is tried.
        """
        asked = None if pairs is None else FlowsAsked({}, self.state.facts.day, str(pairs))
        return ask_facts_diff(self.state, (str(first), str(second)), asked)

    def distance_km(self, origin: str, destination: str, mode: str = "road") -> float | None:
        """The shortest way by one mode, borders open; None where there is none."""
        asked = PairAsked(origin, destination, mode)
        return measure_one(self.state.facts, self.state.network, asked).pairs[0].distance_km

    def places(self, query: str, count: int = 10) -> list[Place]:
        """Places whose name looks like the query, best first."""
        return search(query, self.state.facts, count)


def open_world(*, facts: str | Path | Sequence[str | Path] = ()) -> World:
    """A world on the shipped facts, with the user's own rows of one or more folders laid over them.

    `World.replaced` tells which rows of ours they replace.
    """
    folders = [facts] if isinstance(facts, str | Path) else facts
    return World(open_state(facts_dirs=[Path(folder) for folder in folders]))
