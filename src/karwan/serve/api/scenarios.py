"""The scenarios that ship, and the check of one that is being made."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request, Response
from pydantic import Field

from karwan.errors import InputError
from karwan.scenario import Scenario, library, scenario_of, together
from karwan.scenario.schema import json_schema
from karwan.scenario.written import as_json, as_toml
from karwan.serve.api.measures import WorldWords, faults_json, of_toml
from karwan.serve.context import Context, Shared, subject
from karwan.serve.faults import responses
from karwan.serve.packed import Packed, packed_json
from karwan.words.day import day_of

_LONGEST = 500_000
router = subject("scenarios")


class CheckWords(WorldWords):
    """A scenario as TOML, or as names of the library and measures."""

    toml: str | None = Field(
        default=None, max_length=_LONGEST, description="A scenario file; all else stays out."
    )


@router.get("/scenarios", responses=responses())
async def scenarios(request: Request, context: Shared) -> Response:
    """List the scenarios that ship, with their measures."""
    del context
    return _library().response(request, cache="no-cache")


@router.get("/scenarios/schema", responses=responses())
async def schema(request: Request, context: Shared) -> Response:
    """Give the JSON schema of a scenario: every kind of measure, and what its fields may hold."""
    return await context.told(request, json_schema)


@router.post("/scenarios/check", responses=responses(413, 415))
async def check(request: Request, context: Shared, words: CheckWords) -> Response:
    """Apply a scenario: what each measure touched, or all that is wrong; and the scenario as TOML."""
    context.admit(request)
    key = ("check", context.base.facts.day, words.digest)
    answer = await context.desk.ask(key, lambda: _checked(context, words))
    return answer.response(request)


@cache
def _library() -> Packed:
    found = {name: scenario_of(library.path_of(name) or name) for name in library.names()}
    return packed_json({"scenarios": [{"file": name, **as_json(one)} for name, one in found.items()]})


def _checked(context: Context, words: CheckWords) -> dict[str, Any]:
    told: dict[str, Any] = {"scenario": None, "on": None, "touched": [], "faults": [], "toml": None}
    try:
        found = _meant(words)
    except InputError as error:
        return told | {"faults": faults_json(error)}
    told |= {"scenario": as_json(found), "toml": as_toml(found)}
    try:
        applied = context.desk.world([found], None if words.on is None else day_of(words.on))
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
