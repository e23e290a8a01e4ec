"""A skim as a file: CSV with a line a pair, npz or a folder of npy with a matrix a figure; row by row."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from karwan.answers.skim_answer import FIELDS, LEAST, SkimQuestion
from karwan.errors import StorageError, unusable
from karwan.report.csv_text import safe
from karwan.storage import atomic
from karwan.words.place import Place

# Rows that are held at once while a file is written.
_ROWS = 64
Rows = Callable[[int, int], NDArray[np.float32]]
Told = Callable[[str, float | None], None]
_DIGITS: Mapping[str, str] = {field: "%.3f" for field in FIELDS + LEAST if field.endswith("_h")}


def write(path: Path, question: SkimQuestion, about: Mapping[str, Any], rows: Rows, told: Told) -> None:
    """Puts the skim in place whole, by the ending of its name: .csv, .npz, or a folder.

    Args:
        path: where.
        question: places and fields.
        about: what decides the content, for `question.json` of npz and folder.
        rows: gives the figures of the origins from one to before another, (rows, destinations x fields).
        told: called with what is at work, and the share that is done.

    Raises:
        StorageError: it cannot be written; what was there before stays.
    """
    ending = path.suffix.casefold()
    if ending == ".csv":
        with atomic.replacing(path) as file:
            _csv(file, question, rows, told)
    elif ending == ".npz":
        with atomic.replacing(path) as file, zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            _members(question, about, rows, told, lambda name: archive.open(f"{name}", "w", force_zip64=True))
    else:
        _folder(path, question, about, rows, told)


def _csv(file: BinaryIO, question: SkimQuestion, rows: Rows, told: Told) -> None:
    fields = question.fields
    head = ("origin", "destination", "origin_id", "destination_id", *fields)
    file.write((",".join(head) + "\n").encode())
    pattern = ",".join(_DIGITS.get(field, "%.2f") for field in fields)
    none = "," * (len(fields) - 1)
    one, other = (
        [(_quoted(place.name), _quoted(place.id)) for place in side]
        for side in (question.origins, question.destinations)
    )
    for first, block in _blocks(question, rows, told):
        for row, numbers in enumerate(block.reshape(block.shape[0], len(other), -1), first):
            name, id_ = one[row]
            lines = [
                f"{name},{to},{id_},{to_id},{none if each[0] == np.inf else pattern % tuple(each)}\n"
                for (to, to_id), each in zip(other, numbers.tolist(), strict=True)
            ]
            file.write("".join(lines).encode())


def _members(
    question: SkimQuestion, about: Mapping[str, Any], rows: Rows, told: Told, opened: Callable[[str], Any]
) -> None:
    """Writes a matrix a figure, the places, and the question; one matrix after another."""
    shape = len(question.origins), len(question.destinations)
    for at, field in enumerate(question.fields):
        with opened(f"{field}.npy") as member:
            header = {"descr": "<f4", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(member, header)
            for _, block in _blocks(question, rows, told):
                figures = block.reshape(block.shape[0], shape[1], -1)[..., at]
                member.write(np.ascontiguousarray(figures, "<f4").tobytes())
    for name, places in (("origins", question.origins), ("destinations", question.destinations)):
        with opened(f"{name}.npy") as member:
            np.lib.format.write_array(member, np.array([place.id for place in places], np.str_))
    with opened("question.json") as member:
        member.write(json.dumps(about, indent=2, sort_keys=True).encode())
    with opened("places.csv") as member:
        member.write(_places(question).encode())


def _folder(path: Path, question: SkimQuestion, about: Mapping[str, Any], rows: Rows, told: Told) -> None:
    """A folder is written aside, then takes the place of an older skim."""
    aside, old = path.with_name(f".{path.name}.tmp"), path.with_name(f".{path.name}.old")
    try:
        for each in (aside, old):
            if each.exists():
                shutil.rmtree(each)
        aside.mkdir()
        _members(question, about, rows, told, lambda name: (aside / name).open("wb"))
        if path.exists():
            path.rename(old)
        aside.rename(path)
    except OSError as error:
        raise StorageError(unusable("write", path, error)) from error
    finally:
        for each in (aside, old):
            with suppress(OSError):
                shutil.rmtree(each)


def _blocks(question: SkimQuestion, rows: Rows, told: Told) -> Iterator[tuple[int, NDArray[np.float32]]]:
    count = len(question.origins)
    for first in range(0, count, _ROWS):
        told("writing", first / count)
        yield first, rows(first, min(first + _ROWS, count))


def _places(question: SkimQuestion) -> str:
    text = io.StringIO()
    text.write("side,number,id,name,territory,lat,lon\n")
    sides: Sequence[tuple[str, tuple[Place, ...]]] = (
        ("origin", question.origins),
        ("destination", question.destinations),
    )
    for side, places in sides:
        for number, place in enumerate(places):
            told = (side, number, _quoted(place.id), _quoted(place.name), place.territory or "")
            text.write(",".join(str(cell) for cell in (*told, place.lat, place.lon)) + "\n")
    return text.getvalue()


def _quoted(text: str) -> str:
    text = safe(text)
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\n\r') else text
