"""Colours, line styles and signs, the same on every table, map and chart.

Colour says which way, the line says which mode, grey says where the hours go; nothing is told by colour
alone. Every colour has a light and a dark twin. Pairs of ways stay apart for colour-blind eyes; text holds
4.5:1 and lines 3:1 on their ground.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.route import Route


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour on a light and on a dark ground."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a mode is drawn.

    Attributes:
        dashes: on and off, in px at a line 2.6 px wide; empty is solid.
        core: on and off of the white dashes inside the line; empty for none.
        is_round: whether dashes have round ends (dots).
    """

    dashes: tuple[float, ...] = ()
    core: tuple[float, ...] = ()
    is_round: bool = False


LINES = {
    Mode.ROAD: LineStyle(),
    Mode.RAIL: LineStyle(core=(5.0, 4.0)),
    Mode.SEA: LineStyle(dashes=(9.0, 5.0)),
    Mode.AIR: LineStyle(dashes=(0.1, 5.0), is_round=True),
}
LINE_PX, CHOSEN_PX, CASING_PX, APART_PX = 2.6, 4.6, 1.5, 4.0
# So wide is the widest bundle of ways side by side; more ways in it are drawn closer and thinner.
BUNDLE_PX = 15.0


def apart_px(crowd: int) -> float:
    """How far apart ways are drawn of which so many run side by side."""
    return APART_PX if crowd < 2 else min(APART_PX, BUNDLE_PX / (crowd - 1))  # noqa: PLR2004


def line_px(crowd: int, *, is_chosen: bool = False) -> float:
    """How wide a way is drawn where so many run side by side."""
    share = apart_px(crowd) / APART_PX
    return share * LINE_PX + (CHOSEN_PX - LINE_PX if is_chosen else 0.0)


EVIDENCE_SIGNS = {
    Evidence.MEASURED: "●",
    Evidence.PUBLISHED: "◐",
    Evidence.CLAIMED: "◌",
    Evidence.ASSUMED: "○",
}
# Where the output cannot carry the signs.
PLAIN_SIGNS = {
    "●": "m",
    "◐": "p",
    "◌": "c",
    "○": "a",
    "⊗": "x",
    "→": ">",
    "–": "-",
    "±": "+-",
    "₂": "2",
    "·": "-",
    "©": "(c)",
}

NOT_OFFERED = Hue("grey", "#80858B", "#77828C")
WARNING = Hue("warning", "#8A4B00", "#F4B869")

# Surfaces, text and the greys of hours, by the names that the style sheets use.
SURFACES = {
    "text": Hue("text", "#17212B", "#EAF0F4"),
    "second": Hue("second", "#47535F", "#B9C5CF"),
    "quiet": Hue("quiet", "#616D78", "#97A5B1"),
    "action": Hue("action", "#0F4C5C", "#7CC4D4"),
    "tint": Hue("tint", "#E6EFF1", "#1C3540"),
    "hover": Hue("hover", "#F3F1EC", "#1B2630"),
    "rule": Hue("rule", "#E2DFD8", "#26323D"),
    "edge": Hue("edge", "#8D9399", "#66757F"),
    "paper": Hue("paper", "#FFFFFF", "#141D26"),
    "land": Hue("land", "#F7F4EE", "#1B2630"),
    "sea": Hue("sea", "#DCE7EB", "#0D141B"),
    "border": Hue("border", "#B9B2A4", "#4A5865"),
    "country": Hue("country", "#736B5D", "#8C99A5"),
    "warning": WARNING,
    "shut": NOT_OFFERED,
    "moving": Hue("moving", "#C3CDD4", "#4A5A68"),
    "posts": Hue("posts", "#1F2E3B", "#F1F5F8"),
    "transshipment": Hue("transshipment", "#748896", "#8FA2B1"),
    "waiting": Hue("waiting", "#8794A0", "#6B7B89"),
}

# Bands of a reach, near to far: one hue, which fades into the ground on both.
_REACH = (
    Hue("near", "#0F4C5C", "#A9DCE5"),
    Hue("reach 2", "#2E7686", "#6FB3C0"),
    Hue("reach 3", "#62A1AD", "#45818F"),
    Hue("reach 4", "#9CC8CF", "#2C5B68"),
    Hue("far", "#CFE4E6", "#1F3F4A"),
)
# So much of the hue of a way is in the tint of an area.
_TINT = 0.55
REACH_SEA = Hue("sea of a reach", "#F1F4F5", "#0D141B")
SCENARIO = Hue("scenario", "#A84300", "#F59A55")


def reach_hues(count: int) -> list[Hue]:
    """Colours of so many bands, the nearest first."""
    at = [index * (len(_REACH) - 1) / max(count - 1, 1) for index in range(count)]
    grounds = [hue.light for hue in _REACH], [hue.dark for hue in _REACH]
    return [
        Hue(f"band {index + 1}", *(_between(where, ground) for ground in grounds))
        for index, where in enumerate(at)
    ]


def gate_hues(count: int) -> list[Hue]:
    """Tints for the areas of so many gates, the first in the hues of ways, the others in greys."""
    tints = [
        Hue(
            f"tint of {claim.hue.name}",
            _between(_TINT, (SURFACES["land"].light, claim.hue.light)),
            _between(_TINT, (SURFACES["land"].dark, claim.hue.dark)),
        )
        for claim in _claims()
    ]
    greys = [Hue("pale", "#D5D2CA", "#2A3641"), Hue("grey", "#BDBBB4", "#3A4854")]
    return [tints[at] if at < len(tints) else greys[at % len(greys)] for at in range(count)]


def _between(at: float, hues: Sequence[str]) -> str:
    """The colour at a place between some, as written."""
    low = min(int(at), len(hues) - 2)
    one, other = ([int(hue[i : i + 2], 16) for i in (1, 3, 5)] for hue in hues[low : low + 2])
    mixed = (round(a + (b - a) * (at - low)) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)


class Coloured(Protocol):
    """What takes a colour: a way of an answer, or a corridor."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def route(self) -> Route: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Claim:
    hue: Hue
    claim: str
    strength: int


@cache
def _claims() -> tuple[_Claim, ...]:
    with files("karwan.report").joinpath("hues.csv").open(encoding="utf-8") as file:
        return tuple(
            _Claim(Hue(row["name"], row["light"], row["dark"]), row["claim"], int(row["strength"]))
            for row in csv.DictReader(file)
        )


def hues(offers: Sequence[Coloured]) -> dict[str, Hue]:
    """The colour of each offer by its id.

    A way takes the hue that its mode or a territory of it claims (`hues.csv`, the strongest claim first); the
    others take the next free hue in the order of the file, and when all are taken they repeat from the first.
    """
    given: dict[str, Hue] = {}
    free = list(_claims())
    for offer in offers:
        own = {*map(str, offer.route.modes), *offer.route.territories}
        fitting = [claim for claim in _claims() if claim.claim in own]
        strongest = max((claim.strength for claim in fitting), default=0)
        taken = next((claim for claim in free if claim in fitting and claim.strength == strongest), None)
        if taken:
            free.remove(taken)
            given[offer.id] = taken.hue
    rest = [offer for offer in offers if offer.id not in given]
    for index, offer in enumerate(rest):
        order = free + [claim for claim in _claims() if claim not in free]
        given[offer.id] = order[index % len(order)].hue
    return given
