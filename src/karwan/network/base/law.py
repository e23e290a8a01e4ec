"""The length law: how much longer a road is than the simplified line that the source kept of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from karwan.network.base.lines import metres_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from karwan.network.base.lines import Lines
    from karwan.network.base.relief import Relief

FACTOR_UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Law:
    """The numbers of law.csv, which says what each is and how it was fitted."""

    flat_share: float
    relief_share: float
    full_chord_km: float
    relief_unit: float
    chord_points: float


def law() -> Law:
    """The length law as law.csv has it."""
    text = files("karwan.network.base").joinpath("law.csv").read_text(encoding="utf-8")
    values = {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
    return Law(**{field.name: values[field.name] for field in fields(Law)})


def road_factor(lines: Lines, scale: int, relief: Relief, law: Law) -> NDArray[np.uint16]:
    """True length over the source's length of each road link, in ten thousandths.

    factor = 1 + min(chord / full_chord, 1) * (flat_share + relief_share * q^2), q = relief / relief_unit,
    with the mean relief of evenly spaced points of the chord that lie on land.

    Source: fitted for this project; law.csv tells on what.
    """
    west, south, east, north = (
        value / scale
        for value in (lines.lon[lines.a], lines.lat[lines.a], lines.lon[lines.b], lines.lat[lines.b])
    )
    total, count = np.zeros(len(lines.a)), np.zeros(len(lines.a))
    for share in np.linspace(0, 1, int(law.chord_points)):
        height, known = relief.at(west + share * (east - west), south + share * (north - south))
        total += height
        count += known
    q = total / np.maximum(count, 1) / law.relief_unit
    chord_km = (
        metres_between(lines.lon[lines.a], lines.lat[lines.a], lines.lon[lines.b], lines.lat[lines.b], scale)
        / 1000
    )
    long_share = np.minimum(chord_km / law.full_chord_km, 1)
    factor = 1 + long_share * (law.flat_share + law.relief_share * q * q)
    return np.rint(factor * FACTOR_UNIT).astype(np.uint16)
