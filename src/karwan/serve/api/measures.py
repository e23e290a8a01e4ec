"""From the JSON or TOML of a stranger to a scenario; no word of it is ever taken for a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from karwan.errors import Fault, InputError, unknown
from karwan.scenario import Measure, Scenario, library
from karwan.scenario.read import measure_of, read
from karwan.scenario.scene import Origin
from karwan.serve.words import Named, Word, Words, shipped
from karwan.words.day import day_of

# As `errors.Fault` is written.
_FAULT = re.compile(r"(?P<file>.+?):(?P<line>\d+):(?P<field>[^:]*): (?P<what>.*)")
_NUMBERED = re.compile(r"measure (\d+)")
_FILE = "library/yours.toml"
MOST_MEASURES = 1_000


class WorldWords(Named):
    """Scenarios that hold: those of the library by name, then measures of one's own."""

    name: Word = Field(default="scenario", description="Its name, as shown.")
    notes: str = Field(default="", max_length=10_000, description="What a reader should know.")
    on: Word | None = Field(
        default=None, description="The day that is asked about where a question names none."
    )
    scenario: Words = Field(default=[], description="Names of /scenarios, in order, before the measures.")
    measures: list[dict[str, Any]] = Field(
        default=[], max_length=MOST_MEASURES, description="Each with its kind and its fields, as in TOML."
    )

    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios that these words mean, in order; none for the base."""
        found = shipped(self.scenario)
        if not self.measures:
            return found
        return (*found, own(self))


def own(words: WorldWords) -> Scenario:
    """The measures alone as a scenario, with all faults in it.

    Raises:
        InputError: the day is none.
    """
    faults: list[Fault] = []
    read_ones: list[Measure] = []
    origins: list[Origin] = []
    for number, told in enumerate(words.measures, 1):
        origin = Origin(f"measure {number}", 0, {}, words.name)
        measure = measure_of(told, origin, faults)
        if measure is not None:
            read_ones.append(measure)
            origins.append(origin)
    return Scenario(
        name=words.name,
        measures=tuple(read_ones),
        notes=words.notes,
        on=None if words.on is None else day_of(words.on),
        origins=tuple(origins),
        faults=tuple(faults),
    )


def of_toml(text: str) -> Scenario:
    """The scenario of a TOML text, whose bases are those of the library.

    Raises:
        InputError: it is no TOML, or rests on a file.
    """
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        told = {}  # read tells what is wrong
    bases = told.get("base", [])
    for word in [bases] if isinstance(bases, str) else bases if isinstance(bases, list) else []:
        if isinstance(word, str) and library.path_of(word) is None:
            raise InputError(
                f"{_FILE}:1:base: {unknown('scenario', word, library.names())}; name one of /api/v1/scenarios"
            )
    return read(text, _FILE, to_apply=True)


def faults_json(error: InputError) -> list[dict[str, Any]]:
    """The faults of an error as JSON types, each with the number of its measure or its line."""
    return [_fault(line) for line in str(error).splitlines() if line.strip()]


def _fault(text: str) -> dict[str, Any]:
    found = _FAULT.fullmatch(text)
    if found is None:
        return {"measure": None, "line": None, "field": None, "what": text, "mend": None}
    what, _, mend = found["what"].rpartition("; ")
    number = _NUMBERED.fullmatch(found["file"])
    return {
        "measure": int(number[1]) if number else None,
        "line": int(found["line"]) or None,
        "field": None if found["field"] in ("", "-") else found["field"],
        "what": what or mend,
        "mend": mend if what else None,
    }


def key_of(scenarios: Sequence[Scenario]) -> tuple[Any, ...]:
    """What decides the worlds of scenarios, what is shown of them and what is wrong with them."""
    return tuple((one.id, one.name, one.notes, one.faults) for one in scenarios)
