"""Reads scenarios: from files, by name from the library, from Python; all faults of a file at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from karwan.errors import Fault, InputError, all_faults, nearest, unknown, unusable
from karwan.scenario import library
from karwan.scenario.fields import BadValueError, Spec, specs_of
from karwan.scenario.lines import Block, blocks
from karwan.scenario.measure import Measure
from karwan.scenario.measures import KINDS
from karwan.scenario.record import Scenario
from karwan.scenario.scene import Origin

ENDING = ".toml"
_MOST_FAULTS = 200
_MOST_BYTES = 5_000_000
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")

# What stands above the measures of a file.
HEAD: Mapping[str, Spec] = {
    "name": Spec("name", "text", "the name of the scenario"),
    "notes": Spec("notes", "text", "what a reader should know"),
    "on": Spec("on", "day", "the day that is asked about when a question names none"),
    "base": Spec("base", "texts", "names or files of scenarios on which this one rests"),
}


def scenario_of(named: str | Path | Scenario, *, to_apply: bool = False) -> Scenario:
    """The scenario that a name of the library or a file means.

    Args:
        named: a name, a file, or a scenario itself.
        to_apply: keep what is wrong with single measures for `apply`, which tells all faults at once.

    Raises:
        InputError: there is none, or something is wrong with it: every fault with file, line and mend.
    """
    if isinstance(named, Scenario):
        return named
    faults: list[Fault] = []
    found = _named(str(named), None, (), faults)
    if found is None or (faults and not to_apply):
        raise InputError(all_faults(_shortened(faults)))
    return replace(found, faults=tuple(faults))


def read(text: str, file: str, *, to_apply: bool = False) -> Scenario:
    """The scenario of a TOML text; bases beside `file` or of the library; more as of `scenario_of`.

    Raises:
        InputError: every fault with file, line and mend.
    """
    faults: list[Fault] = []
    found = _read(text, file, (), faults)
    if found is None or (faults and not to_apply):
        raise InputError(all_faults(_shortened(faults)))
    return replace(found, faults=tuple(faults))


def measure_of(told: Mapping[str, Any], origin: Origin, faults: list[Fault]) -> Measure | None:
    """The measure of a kind and its fields, None with faults if they are none."""
    word = told.get("kind")
    kind = KINDS.get(word) if isinstance(word, str) else None
    if kind is None:
        what = unknown("kind", str(word), KINDS) if word else "no kind"
        faults.append(origin.fault("kind", what, f"write one of {', '.join(KINDS)}"))
        return None
    specs = {spec.name: (name, spec) for name, spec in specs_of(kind).items()}
    had = len(faults)
    filled = {}
    for name, value in told.items():
        if name == "kind":
            continue
        if name not in specs:
            near = nearest(name, specs, 1)
            mend = f"did you mean {near[0]}?" if near else f"{word} has {', '.join(specs)}"
            faults.append(origin.fault(name, f"{word} has no field '{name}'", mend))
            continue
        try:
            filled[specs[name][0]] = specs[name][1].read(value)
        except BadValueError as error:
            faults.append(origin.fault(name, error.what, error.mend))
    return kind(**filled) if len(faults) == had else None


def _named(word: str, beside: Path | None, above: Sequence[str], faults: list[Fault]) -> Scenario | None:
    """A scenario by file (a path, or beside the file that names it) or by name of the library."""
    path = Path(word) if beside is None else beside / word
    if word.casefold().endswith(ENDING) or path.is_file():
        if (content := _content(path, faults)) is None:
            return None
        return _read(content, str(path), above, faults)
    found = library.path_of(word)
    if found is None:
        way_out = "`karwan scenario list` names those of the library; a file ends in .toml"
        faults.append(Fault(word, 0, "-", unknown("scenario", word, library.names()), way_out))
        return None
    return _read(found.read_text("utf-8"), f"library/{found.name}", above, faults)


def _content(path: Path, faults: list[Fault]) -> str | None:
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            faults.append(Fault(str(path), 0, "-", "the file is too large for a scenario", "take some out"))
            return None
        return content.decode("utf-8-sig")
    except OSError as error:
        faults.append(Fault(str(path), 0, "-", unusable("read", path, error), "check the name"))
    except UnicodeDecodeError:
        faults.append(Fault(str(path), 0, "-", "the file is not UTF-8", "save it as UTF-8"))
    return None


def _read(text: str, file: str, above: Sequence[str], faults: list[Fault]) -> Scenario | None:
    key = str(Path(file).resolve()) if not file.startswith("library/") else file
    if key in above:
        chain = " > ".join(Path(one).name for one in (*above[above.index(key) :], key))
        faults.append(Fault(file, 1, "base", f"bases in a circle: {chain}", "take one of them out"))
        return None
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        what = f"not readable as TOML ({_PLACE.sub('', str(error)).strip().rstrip('.')})"
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        faults.append(Fault(file, line, "-", what, "mend it; texts stand in quotes"))
        return None
    found = blocks(text)
    head = Origin(file, 1, found[0].keys)
    values = _head(told, head, faults)
    name = values.get("name") or Path(file).stem
    measures, origins = _measures(told.get("measures", []), file, found, str(name), faults)
    bases = [_named(base, _folder(file), (*above, key), faults) for base in values.get("base", ())]
    return Scenario(
        name=str(name),
        measures=tuple(measures),
        notes=values.get("notes") or "",
        on=values.get("on"),
        bases=tuple(base for base in bases if base),
        origins=tuple(origins),
    )


def _folder(file: str) -> Path:
    return library.FOLDER if file.startswith("library/") else Path(file).parent


def _head(told: Mapping[str, Any], origin: Origin, faults: list[Fault]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name == "measures":
            continue
        if name not in HEAD:
            near = nearest(name, (*HEAD, "measures"), 1)
            mend = (
                f"did you mean {near[0]}?" if near else f"a scenario has {', '.join(HEAD)} and [[measures]]"
            )
            faults.append(origin.fault(name, f"a scenario has no '{name}'", mend))
            continue
        try:
            values[name] = HEAD[name].read(value)
        except BadValueError as error:
            faults.append(origin.fault(name, error.what, error.mend))
    return values


def _measures(
    told: object, file: str, found: Sequence[Block], name: str, faults: list[Fault]
) -> tuple[list[Measure], list[Origin]]:
    line = found[0].keys.get("measures", 1)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        faults.append(Fault(file, line, "measures", "measures are no list", "head each with [[measures]]"))
        return [], []
    heads = found[1:] if len(found) - 1 == len(told) else [Block(line)] * len(told)
    measures, origins = [], []
    for one, block in zip(told, heads, strict=True):
        origin = Origin(file, block.line, block.keys, name)
        measure = measure_of(one, origin, faults)
        if measure is not None:
            measures.append(measure)
            origins.append(origin)
    return measures, origins


def _shortened(faults: Sequence[Fault]) -> list[Fault]:
    told = list(dict.fromkeys(faults))
    rest = len(told) - _MOST_FAULTS
    if rest <= 0:
        return told
    last = told[_MOST_FAULTS]
    more = Fault(last.file, last.line, "-", f"and {rest} more faults from here on", "mend these first")
    return [*told[:_MOST_FAULTS], more]
