"""Hinterlands as one HTML file that asks no network: each gate with the area that it is nearest to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.answers.hinterland import HinterlandAnswer
from karwan.network.record import Network
from karwan.report import hinterland_table, page_parts, shown
from karwan.report.land.read import Lines
from karwan.report.legend_html import BUTTONS
from karwan.report.palette import REACH_SEA, SCENARIO, SURFACES, Hue, gate_hues
from karwan.report.projection import mercator
from karwan.report.reach_areas import Grid, grid_of, land_modes, near_words
from karwan.report.reach_html import area, ground
from karwan.report.reach_table import people

_GATES, _CITIES = 30, 200
_INNER = 0.02  # of the people left out at each edge of the view


def hinterland_html(
    answer: HinterlandAnswer,
    network: Network,
    nearest: NDArray[np.float64],
    towns: Sequence[str] = (),
    borders: Lines | None = None,
) -> str:
    """The whole file as text.

    Args:
        answer: what is shown.
        network: that it was found on.
        nearest: of each node the number of its gate; inf without a way.
        towns: ids of cities that are named first.
        borders: in place of those that ship.
    """
    order = hinterland_table.order(answer)
    serving = [at for at in order if answer.gates[at].cities]
    hues = dict(zip(serving, gate_hues(len(serving)), strict=True))
    modes = land_modes(answer.question.asked)
    grid = grid_of(network, nearest, float(len(answer.gates)), modes)
    title = "Hinterlands"
    told = hinterland_table.title(answer)
    first, _, rest = told.partition("; ")
    return page_parts.page(
        title=title,
        style=_style(hues),
        head=f'<p>{escape(rest)}</p><p class="order">{escape(first)}</p>',
        canvas=page_parts.canvas(title, _ground(grid, hues, borders)),
        over='<div class="legend" hidden></div>' + BUTTONS,
        side=_gates(answer, order) + _moved(answer),
        foot=(
            f"{near_words(modes)}, with the gate of the nearest.",
            f"{page_parts.attribution()} · {shown.BORDERS}",
        ),
        data=_data(answer, serving, set(towns)),
    )


def _style(hues: Mapping[int, Hue]) -> str:
    own = {"reach-sea": REACH_SEA, "scenario": SCENARIO} | {f"g{at}": hue for at, hue in hues.items()}
    rules = "".join(f".g{at}{{fill:var(--g{at});background:var(--g{at})}}" for at in hues)
    sheets = page_parts.part("map.css") + page_parts.part("reach.css")
    return page_parts.colours(SURFACES | own) + sheets + rules


def _ground(grid: Grid, hues: Mapping[int, Hue], borders: Lines | None) -> str:
    return ground("".join(area(f"land g{at}", grid.where(float(at))) for at in hues), borders=borders)


def _gates(answer: HinterlandAnswer, order: Sequence[int]) -> str:
    rows = []
    for at in order[:_GATES]:
        gate = answer.gates[at]
        before = answer.base.gates[at].population if answer.base else gate.population
        then = ""
        if answer.base:
            changed = people(gate.population) if before != gate.population else ""
            then = f'<td class="n then">{changed}</td>'
        rows.append(
            f'<tr><td><span class="key g{at}"></span>{escape(shown.short(gate.place.name))}</td>'
            f"<td>{escape(gate.place.territory or '')}</td>"
            f'<td class="n">{people(before)}</td>{then}</tr>'
        )
    both = "people: now, then under the scenario" if answer.base else "people nearest to each"
    return (
        f'<section class="part"><h2>Gates<span>{both}</span></h2>'
        f'<table class="towns">{"".join(rows)}</table></section>'
    )


def _moved(answer: HinterlandAnswer) -> str:
    """The largest cities that the scenario gives to another gate."""
    if not answer.moved():
        return ""
    lines = "".join(
        f"<p>{escape(now.place.name)}: {escape(hinterland_table.name_of(answer, old.gate))} → "
        f"{escape(hinterland_table.name_of(answer, now.gate))}</p>"
        for old, now in answer.moved()[:12]
    )
    count = f"{len(answer.moved()):,}"
    return f'<section class="part"><h2>Cities that change<span>{count}</span></h2>{lines}</section>'


def _data(answer: HinterlandAnswer, serving: Sequence[int], first: set[str]) -> dict[str, Any]:
    served = [city for city in answer.cities if city.gate is not None]
    weight = np.array([city.population for city in served], float)
    box = []
    for spots in ([city.place.lon for city in served], [city.place.lat for city in served]):
        by_spot = np.argsort(spots)
        share = np.cumsum(weight[by_spot]) / max(weight.sum(), 1.0)
        ends = np.searchsorted(share, (_INNER, 1 - _INNER))
        box.append([spots[by_spot[min(int(end), len(spots) - 1)]] for end in ends])
    (left, bottom), (right, top) = mercator((box[0][0], box[1][0])), mercator((box[0][1], box[1][1]))
    served.sort(key=lambda city: city.place.id not in first)
    gates = [answer.gates[at] for at in serving]
    return page_parts.ground_data() | {
        "box": [left, top, right, bottom],
        "signs": [
            {
                "kind": "port",
                "name": shown.short(gate.place.name),
                "at": mercator((gate.place.lon, gate.place.lat)),
                "ways": [],
                "told": [f"{gate.cities:,} cities, {people(gate.population)} people"],
            }
            for gate in gates
        ],
        "towns": [
            {"name": city.place.name, "at": mercator((city.place.lon, city.place.lat))}
            for city in served[:_CITIES]
        ],
    }
