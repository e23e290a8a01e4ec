"""Ways before and after on one map: HTML that asks no network, or a picture. Before grey, after coloured."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from karwan.answers.compared import CompareAnswer, Fate, PairCompared, WayTold
from karwan.answers.routes import NotOffered, Offer, RoutesAnswer
from karwan.report import shown
from karwan.report.compare_table import FATES
from karwan.report.drawing import NOT_OFFERED, Drawing, Shapes, Sign, Town, drawing
from karwan.report.extra import MAP, needs_matplotlib
from karwan.report.land.read import Lines
from karwan.report.legend_html import BUTTONS, legend
from karwan.report.map_html import data_of, style_of
from karwan.report.page_parts import attribution, canvas, ground, page

_TOLD = "Grey: the way before. Coloured: the way after. Times: median to 90th percentile, whole shipment."
_HEAD, _GAP, _ROW, _FOOT, _EDGE = 64.0, 24.0, 25.0, 40.0, 20.0


@dataclass(frozen=True, slots=True)
class Picture:
    """What one scenario changes, drawn: the answer that is drawn, the pairs on it, and the lines."""

    drawn: Drawing
    pairs: tuple[PairCompared, ...]
    scenario: int


def changed(answer: CompareAnswer, scenario: int = 0) -> list[PairCompared]:
    """The pairs whose way a scenario changes, in order; all with a way if it changes none."""
    found = answer.of_fate(scenario, Fate.WAY, Fate.CUT_OFF, Fate.JOINED)
    return found or answer.of_fate(scenario, Fate.FIGURES, Fate.SAME)


def ways_drawn(answer: CompareAnswer, scenario: int = 0) -> list[tuple[str, int, WayTold]]:
    """What is drawn: its key, the number of its world, the way; those before by `not-offered:PAIR`."""
    found = []
    for pair in changed(answer, scenario):
        before, after = pair.ways[0], pair.ways[scenario + 1]
        if after is not None:
            found.append((pair.flow.name, scenario + 1, after))
        if before is not None and (after is None or before.id != after.id):
            found.append((NOT_OFFERED + pair.flow.name, 0, before))
    return found


def picture(
    answer: CompareAnswer, shapes: Shapes, positions: Mapping[str, tuple[float, float]], scenario: int = 0
) -> Picture:
    """The drawing of what one scenario changes; `shapes` by the keys of `ways_drawn`."""
    pairs = changed(answer, scenario)
    routes, before = [], []
    for pair in pairs:
        one, other = pair.ways[0], pair.ways[scenario + 1]
        if other is not None:
            label = f"{pair.flow.name}: {other.label}"
            routes.append(
                Offer(
                    pair.flow.name,
                    label,
                    other.family,
                    other.gateways,
                    other.route,
                    0.0,
                    True,
                    None,
                    (),
                )
            )
        if one is not None:
            before.append(NotOffered(one.label, pair.flow.name, one.gateways, (), one.route))
    told = RoutesAnswer(
        question=pairs[0].flow.question if pairs else answer.pairs[0].flow.question,
        network=answer.network,
        routes=tuple(routes),
        not_offered=tuple(before),
        names=answer.names,
        positions=positions,
    )
    drawn = drawing(told, shapes)
    ends = {
        place.id: Sign(place.id, "end", shown.short(place.name), place.lon, place.lat)
        for pair in pairs
        for place in (pair.flow.question.origin, pair.flow.question.destination)
    }
    signs = (*ends.values(), *(sign for sign in drawn.signs if sign.kind != "end"))
    spots = [(sign.lon, sign.lat) for sign in ends.values()] or [(drawn.box[0], drawn.box[1])]
    lons, lats = zip(*spots, strict=True)
    west, south, east, north = drawn.box
    box = (min(west, *lons), min(south, *lats), max(east, *lons), max(north, *lats))
    return Picture(replace(drawn, signs=signs, box=box), tuple(pairs), scenario)


def compare_html(
    answer: CompareAnswer, made: Picture, towns: Sequence[Town] = (), borders: Lines | None = None
) -> str:
    """The map as one HTML file: a card for each pair, its ways before and after.

    `borders`: in place of those that ship.
    """
    title = _title(answer, made)
    numbers = {way.offer.id: at for at, way in enumerate(made.drawn.ways)}
    cards = "".join(_card(answer, made, pair, numbers) for pair in made.pairs)
    return page(
        title=title,
        style=style_of(made.drawn),
        head=f"<p>{escape(_TOLD)}</p>",
        canvas=canvas(title, ground(borders)),
        over=legend(has_shut=False) + BUTTONS,
        side=f"<ol>{cards}</ol>",
        foot=(escape(_TOLD), f"{attribution()} · {shown.BORDERS}"),
        data=data_of(made.drawn, towns),
    )


def compare_png(
    answer: CompareAnswer,
    made: Picture,
    towns: Sequence[Town] = (),
    borders: Lines | None = None,
    *,
    width_px: int = 1280,
) -> bytes:
    """The map as a PNG of twice `width_px`, with a line for each pair under it.

    `borders`: in place of those that ship.

    Raises:
        InputError: matplotlib is not installed.
    """
    with needs_matplotlib(MAP):
        from karwan.report.sheet import Sheet  # noqa: PLC0415
        from karwan.report.sheet_map import SheetMap, height_for  # noqa: PLC0415
    top = _HEAD + height_for(made.drawn, width_px) + _GAP
    sheet = Sheet(float(width_px), top + len(made.pairs) * _ROW + _FOOT)
    sheet.text(_EDGE, 25, _title(answer, made), 19, "text", weight="bold")
    sheet.text(_EDGE, 49, _TOLD, 11.5, "second")
    SheetMap(sheet, made.drawn, towns, _HEAD, borders).draw()
    letters = {way.offer.id: way for way in made.drawn.ways}
    for number, pair in enumerate(made.pairs):
        y = top + _ROW * number
        if (way := letters.get(pair.flow.name)) is not None:
            sheet.badge(_EDGE, y - 9, way.letter, way.hue.light)
        sheet.text(_EDGE + 30, y, pair.flow.name, 12.5, "text", weight="bold")
        sheet.text(sheet.width - _EDGE, y, _figures(pair, made.scenario), 12, "second", align="right")
    source = f"Network {shown.OSM}. Land {shown.NATURAL_EARTH}. {shown.BORDERS}"
    sheet.text(sheet.width - _EDGE, sheet.height - 14, source, 10.5, "quiet", align="right")
    out = io.BytesIO()
    sheet.figure.savefig(out, format="png", metadata={"Software": "karwan", "Copyright": shown.OSM})
    return out.getvalue()


def _title(answer: CompareAnswer, made: Picture) -> str:
    before, after = answer.worlds[0].name, answer.worlds[made.scenario + 1].name
    count = len(answer.of_fate(made.scenario, Fate.WAY, Fate.CUT_OFF, Fate.JOINED))
    return f"{before} and {after}: {count} of {len(answer.pairs)} pairs go another way"


def _figures(pair: PairCompared, scenario: int) -> str:
    change = pair.changes[scenario]
    if change.p50_h is None or change.p90_h is None or change.cost_usd is None:
        return FATES[change.fate]
    p50, p90 = (shown.amount_of_time(hours, sign=True) for hours in (change.p50_h, change.p90_h))
    return f"P50 {p50}, P90 {p90}, {shown.usd(change.cost_usd, sign=True)}"


def _card(answer: CompareAnswer, made: Picture, pair: PairCompared, numbers: Mapping[str, int]) -> str:
    letters = {way.offer.id: way.letter for way in made.drawn.ways}
    at = numbers.get(pair.flow.name)
    name = escape(pair.flow.name)
    before, after = (pair.ways[index] for index in (0, made.scenario + 1))
    change = pair.changes[made.scenario]
    rows = "".join(
        f'<p class="row">{escape(text)}</p>' for text in (_told("Before", before), _told("After", after))
    )
    why = "".join(
        f'<p class="row quiet">{escape(shown.reason_words(reason, answer.names))}</p>'
        for reason in (*change.shut, *change.opened)
    )
    head = f'<span class="badge">{letters[pair.flow.name]}</span>' if at is not None else ""
    frame = f'class="card w{at}" tabindex="0"' if at is not None else 'class="shut"'
    return (
        f'<li {frame}><div class="top">{head}<h2>{name}</h2></div>'
        f'<div class="sums"><span>{escape(_figures(pair, made.scenario))}</span></div>{rows}{why}</li>'
    )


def _told(when: str, way: WayTold | None) -> str:
    if way is None:
        return f"{when}: no way"
    return f"{when}: {way.label}, {shown.time_of(way.route)}, {shown.usd(way.route.cost_usd)}"
