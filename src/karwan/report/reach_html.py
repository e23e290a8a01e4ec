"""The reach of a place as one HTML file that asks no network: bands as areas, cities with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from karwan.answers.reach_answer import CityReached, ReachAnswer
from karwan.network.record import Network
from karwan.report import page_parts, reach_table, shown
from karwan.report.land.read import Lines, land
from karwan.report.legend_html import BUTTONS
from karwan.report.palette import REACH_SEA, SCENARIO, SURFACES, Hue, reach_hues
from karwan.report.projection import WORLD, mercator
from karwan.report.reach_areas import Spots, grids_of, land_modes, near_words

_NAMED = 22
_BAR_PX = 120
# Bars have the fourth of five shades.
_SHADES, _BAR = 5, 3
_ON_MAP = 400
_MOSTLY = 8


@dataclass(frozen=True, slots=True, eq=False)
class ReachMap:
    """What a map of a reach draws.

    Attributes:
        areas: outlines of what lies within each limit, the nearest band first.
        edge: outlines of what one limit gains or loses under the scenario. moved: what these are, in words.
        named: cities in the list. box: west, south, east, north of these and the origin.
    """

    areas: list[list[Spots]]
    edge: list[Spots]
    moved: str
    named: list[CityReached]
    box: tuple[float, float, float, float]


def reach_map(answer: ReachAnswer, network: Network, base_network: Network | None = None) -> ReachMap:
    """The areas of an answer; where a scenario is compared those before it, and what it moves.

    Args:
        answer: what is shown.
        network: that it was found on.
        base_network: that its base was found on; the same if None.
    """
    limits = answer.limits.limits
    before, now = grids_of(answer, network, base_network)
    edge: list[Spots] = []
    moved = ""
    if now is not None:
        most, edge = now.changed(limits, before)
        one, other = (grid.value <= limits[most] for grid in (now, before))
        gains, loses = int((one & ~other).sum()), int((other & ~one).sum())
        # A line that is built takes some squares over from the next one.
        words = "gained or lost within"
        if max(gains, loses) > _MOSTLY * min(gains, loses):
            words = "within" if gains > loses else "no more within"
        moved = f"{words} {answer.limits.written()[most]} under the scenario"
    named = reach_table.named_cities(answer, _NAMED)
    places = [city.place for city in named] + [answer.question.origin]
    lons, lats = [place.lon for place in places], [place.lat for place in places]
    box = min(lons), min(lats), max(lons), max(lats)
    return ReachMap(before.areas(limits), edge, moved, named, box)


def reach_html(answer: ReachAnswer, drawn: ReachMap, borders: Lines | None = None) -> str:
    """The whole file as text; `borders`: in place of those that ship."""
    hues = reach_hues(len(answer.bands))
    title = f"Reach of {shown.place(answer.question.origin)}"
    asked = answer.question.asked
    bands = "".join(area(f"b{at}", drawn.areas[at]) for at in reversed(range(len(hues))))
    return page_parts.page(
        title=title,
        style=_style(hues),
        head=(
            f"<p>{escape(shown.cargo(asked.shipment))}, on {shown.day(asked.on)}</p>"
            f'<p class="order">{escape(reach_table.what(answer).capitalize())}</p>'
        ),
        canvas=page_parts.canvas(title, ground(bands, _rings(drawn.edge), borders)),
        over=_legend(drawn) + BUTTONS,
        side=_scale(answer) + _towns(answer, drawn.named) + _explained(answer),
        foot=(
            f"{near(answer)}. Figures: the whole shipment; {figures(answer)}.",
            f"{page_parts.attribution()} · {shown.BORDERS}",
        ),
        data=_data(answer, drawn),
    )


def figures(answer: ReachAnswer) -> str:
    """What the figures of cities are."""
    if answer.limits.is_time:
        return "days within which 5 and 9 of 10 arrive (P50–P90)"
    return "dollars are means"


def near(answer: ReachAnswer) -> str:
    """What the areas of a map are."""
    return f"{near_words(land_modes(answer.question.asked))}, in the band of the nearest"


def _style(hues: Sequence[Hue]) -> str:
    own = {"reach-sea": REACH_SEA, "scenario": SCENARIO, "b-bar": reach_hues(_SHADES)[_BAR]} | {
        f"b{at}": hue for at, hue in enumerate(hues)
    }
    bands = "".join(f".b{at}{{fill:var(--b{at});background:var(--b{at})}}" for at in range(len(hues)))
    return (
        page_parts.colours(SURFACES | own) + bands + page_parts.part("map.css") + page_parts.part("reach.css")
    )


def ground(areas: str, edge: str = "", borders: Lines | None = None) -> str:
    """Land, areas as paths up to the shore, water, borders (None: those that ship); over all of it a line."""
    line = f'<path class="under" d="{edge}"/><path class="over" d="{edge}"/>' if edge else ""
    shore = f"M0 0H{WORLD}V{WORLD}H0Z" + "".join(page_parts.path(ring) + "Z" for ring in land().rings)
    return (
        f'<rect class="sheet" width="{WORLD}" height="{WORLD}"/>{areas}<path class="water" d="{shore}"/>'
        f"{page_parts.frontier(borders)}{line}"
    )


def area(name: str, rings: Sequence[Spots]) -> str:
    """Outlines as one path of a class."""
    return f'<path class="area {name}" d="{_rings(rings)}"/>'


def _rings(rings: Sequence[Spots]) -> str:
    return "".join(page_parts.steps([(round(x), round(y)) for x, y in ring]) for ring in rings)


def _legend(drawn: ReachMap) -> str:
    if not drawn.edge:
        return '<div class="legend" hidden></div>'
    swatch = '<svg viewBox="0 0 26 16" aria-hidden="true"><path class="over" d="M1 8H25"/></svg>'
    return f'<div class="legend"><div>{swatch}{escape(drawn.moved)}</div></div>'


def _scale(answer: ReachAnswer) -> str:
    """The bands with the cities and people in each."""
    cells = []
    for at, band in enumerate(answer.bands):
        before = answer.base.bands[at] if answer.base else band
        then = f'<span class="then">{reach_table.people(band.population)}</span>' if answer.base else ""
        told = f"<span>{reach_table.people(before.population)}</span>{then}"
        cells.append(f'<div><i class="b{at}"></i><b>{escape(band.name)}</b>{told}</div>')
    both = "now, then under the scenario" if answer.base else "of the gazetteer"
    return (
        f'<section class="part"><h2>People in reach<span>{both}</span></h2>'
        f'<div class="scale">{"".join(cells)}</div></section>'
    )


def _towns(answer: ReachAnswer, named: Sequence[CityReached]) -> str:
    """The named cities with bars to one scale."""
    before = {city.place.id: city for city in answer.base.cities} if answer.base else {}
    last = answer.limits.limits[-1]
    rows = []
    for city in named:
        old = before.get(city.place.id, city)
        values = [answer.value(one) for one in (old, city)]
        bar = 0.0 if values[0] is None else min(values[0] / last, 1.15) * _BAR_PX
        tick, then = "", ""
        if answer.base:
            then = '<td class="n"></td>'
            if reach_table.figure(answer, old) != reach_table.figure(answer, city):
                at = None if values[1] is None else min(values[1] / last, 1.15) * _BAR_PX
                tick = "" if at is None else f'<path class="tick" d="M{at:.1f} -1V13"/>'
                then = f'<td class="n then">{reach_table.figure(answer, city)}</td>'
        rows.append(
            f"<tr><td>{escape(city.place.name)}</td><td>{escape(city.place.territory or '')}</td>"
            f'<td><svg viewBox="0 0 {_BAR_PX} 12" aria-hidden="true">'
            f'<rect class="from" y="2" width="{bar:.1f}" height="8"/>{tick}</svg></td>'
            f'<td class="n">{reach_table.figure(answer, old)}</td>{then}</tr>'
        )
    both = (
        f"{reach_table.unit(answer)}: now → under the scenario" if answer.base else reach_table.unit(answer)
    )
    return (
        f'<section class="part"><h2>Cities<span>{escape(both)}</span></h2>'
        f'<table class="towns">{"".join(rows)}</table></section>'
    )


def _explained(answer: ReachAnswer) -> str:
    told = f"Bands: {reach_table.what(answer)}. Ways are those that `karwan skim` finds."
    people = "People: of the cities that the gazetteer knows."
    lines = [f"{told} {people}", *reach_table.moved_lines(answer, 5)]
    return f'<section class="part">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</section>'


def _data(answer: ReachAnswer, drawn: ReachMap) -> dict[str, Any]:
    west, south, east, north = drawn.box
    (left, bottom), (right, top) = mercator((west, south)), mercator((east, north))
    origin, first = answer.question.origin, answer.base or answer
    reached = [city for city in first.cities if city.time_h is not None and city.place.id != origin.id]
    return page_parts.ground_data() | {
        "box": [left, top, right, bottom],
        "signs": [
            {
                "kind": "end",
                "name": shown.short(origin.name),
                "at": mercator((origin.lon, origin.lat)),
                "ways": [],
                "told": [],
            }
        ],
        "towns": [
            {
                "name": f"{city.place.name} {reach_table.figure(first, city)}",
                "at": mercator((city.place.lon, city.place.lat)),
            }
            for city in reached[:_ON_MAP]
        ],
    }
