"""The scenarios that ship, and the check of one that is being made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request, Response
from pydantic import Field

from karwan.answers.names import shown_names
from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.facts.places import find
from karwan.facts.rows import Regime, Territory
from karwan.languages import ENGLISH, Messages, messages
from karwan.scenario import Scenario, library, scenario_of, together
from karwan.scenario.schema import json_schema
from karwan.scenario.written import as_json, as_toml
from karwan.serve.api.measures import WorldWords, faults_json, of_toml
from karwan.serve.bench import Bench
from karwan.serve.context import Shared, subject
from karwan.serve.faults import responses
from karwan.serve.words import Language, Said
from karwan.words.day import day_of

_LONGEST = 500_000
# The fields of measures that hold words for places, gateways, territories and rules.
_PLACES = ("at", "border", "territory", "stretch", "via", "origin", "destination", "home", "regime")
router = subject("scenarios")


class CheckWords(WorldWords, Said):
    """A scenario as TOML, or as names of the library and measures."""

    toml: str | None = Field(
        default=None, max_length=_LONGEST, description="A scenario file; all else stays out."
    )


@router.get("/scenarios", responses=responses())
async def scenarios(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """List the scenarios that ship, with their measures.

    `names` has their titles and the names of what their measures are about in the language.
    """
    key = "scenarios", language, context.base.facts.day
    answer = await context.desk.ask(key, partial(_library, language))
    return answer.response(request, cache="no-cache")


@router.get("/scenarios/schema", responses=responses())
async def schema(request: Request, context: Shared) -> Response:
    """Give the JSON schema of a scenario: every kind of measure, and what its fields may hold."""
    return await context.told(request, json_schema)


@router.post("/scenarios/check", responses=responses(413, 415))
async def check(request: Request, context: Shared, words: CheckWords) -> Response:
    """Apply a scenario: what each measure touched, or all that is wrong; and the scenario as TOML."""
    context.admit(request)
    key = ("check", context.base.facts.day, words.digest)
    answer = await context.desk.ask(key, partial(_checked, words))
    return answer.response(request)


def _library(language: str, bench: Bench) -> dict[str, Any]:
    found = {name: scenario_of(library.path_of(name) or name) for name in library.names()}
    words = messages(language)
    titles = {name: words.turned("scenario", one.name) for name, one in found.items()}
    told = [{"file": name, **as_json(one)} for name, one in found.items()]
    measures = [measure for one in told for measure in one["measures"]]
    return {"scenarios": told, "names": _named(bench, language, measures) | titles}


def _named(bench: Bench, language: str, measures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The names of places, gateways, territories and rules that measures name, by the word for them."""
    facts = bench.base.facts
    words = messages(language, facts)
    values = [measure[field] for measure in measures for field in _PLACES if field in measure]
    meant = {word for value in values for word in (value if isinstance(value, list) else [value])}
    gateways = shown_names(facts, bench.base.network.gateways, meant)
    rows = {row.id: row.name for row in facts.rows(Territory)}
    rows |= {row.id: row.name for row in facts.rows(Regime)}
    english = {word: gateways.get(word) or rows.get(word) for word in meant if isinstance(word, str)}
    return {
        word: words.name(word, name) if name else _place(words, facts, word) for word, name in english.items()
    }


def _place(words: Messages, facts: Facts, word: str) -> str:
    try:
        place = find(word, facts)
    except InputError:
        return word
    return words.name(place.id, place.name)


def _checked(words: CheckWords, bench: Bench) -> dict[str, Any]:
    messages(words.language)
    told: dict[str, Any] = {
        "scenario": None,
        "on": None,
        "touched": [],
        "faults": [],
        "toml": None,
        "names": {},
    }
    try:
        found = _meant(words)
    except InputError as error:
        return told | {"faults": faults_json(error)}
    told |= {"scenario": as_json(found), "toml": as_toml(found)}
    told["names"] = _named(bench, words.language, told["scenario"]["measures"])
    try:
        applied = bench.world([found], None if words.on is None else day_of(words.on))
    except InputError as error:
        return told | {"faults": faults_json(error)}
    if applied is None:
        return told
    return told | {
        "on": applied.on.isoformat(),
        "touched": [one.as_json() for one in applied.touched],
    }


def _meant(words: CheckWords) -> Scenario:
    """The scenario that the words mean."""
    if words.toml is None:
        found = words.scenarios()
        return together(found) if found else Scenario(words.name, notes=words.notes)
    if words.measures or words.scenario:
        raise InputError("send toml, or scenario and measures, and not both")
    return of_toml(words.toml)
