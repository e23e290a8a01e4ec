"""One panel of the corridor chart: axes, lines by mode, steps with their signs and names, territories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from karwan.answers.corridor import CorridorCard
from karwan.answers.corridor_rows import CardRow, is_crossing
from karwan.network.record import GatewayKind
from karwan.report import corridor_words as words
from karwan.report import shown
from karwan.report.corridor_track import Bend, Drawn, longest_km
from karwan.report.labels import Room
from karwan.report.palette import CHOSEN_PX, LINES
from karwan.report.sheet import PT, Sheet, colour
from karwan.report.ticks import ticks
from karwan.words.mode import Mode

_DAY_H = 24.0
_LINE_PX = 3.2
_STRIP, _STRIP_GAP = 21.0, 34.0
# Steps smaller than this share of the axis are drawn and not named.
_NAMED_SHARE = 0.012
_LABEL_PX = 11.0
# A territory is named in the strip where it is so wide.
_NAMED_PX = 22.0
_WORST_PLACE = 60.0
# How far up or down the total may move from the end of its line, where another line runs there.
_END_SHIFTS = (0.0, -14.0, 14.0, -26.0, 26.0, -38.0, 38.0)


@dataclass
class Panel:
    """One amount over distance, on a sheet.

    Attributes:
        sheet: to draw on. cards: ways with letter and colour. box: left, top, width, height in px.
        is_time: days, else dollars.
    """

    sheet: Sheet
    cards: Sequence[Drawn]
    box: tuple[float, float, float, float]
    is_time: bool
    _room: Room = field(init=False)
    _most_km: float = field(init=False)
    _marks: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Scales of both axes: round marks beyond the greatest of all ways."""
        self._most_km = longest_km([drawn.bends for drawn in self.cards])
        most = max(self._top(drawn.bends[-1]) for drawn in self.cards)
        self._marks = tuple(mark * _DAY_H for mark in ticks(most / _DAY_H)) if self.is_time else ticks(most)
        self._room = Room(self.sheet.width, self.sheet.height)

    def draw(self) -> None:
        """Axes first, then all ways, then their names where there is room."""
        self._axes()
        for drawn in self.cards:
            self._band(drawn)
        for index, drawn in enumerate(self.cards):
            self._way(drawn, index)
            self._strip(drawn, index)
        for drawn in self.cards:
            self._end(drawn)
        for drawn, bend, before in self._steps():
            self._sign(drawn, bend, before)
        for drawn, bend, before in self._steps():
            self._name(drawn, bend, before)

    def _amount(self, bend: Bend) -> float:
        return bend.hours if self.is_time else bend.usd

    def _top(self, bend: Bend) -> float:
        return max(bend.hours, bend.p90_h) if self.is_time else bend.usd

    def _x(self, km: float) -> float:
        return self.box[0] + km / self._most_km * self.box[2]

    def _y(self, amount: float) -> float:
        _, top, _, height = self.box
        return top + height - amount / (self._marks[-1] or 1.0) * height

    def _axes(self) -> None:
        left, top, width, height = self.box
        title = "Days from the start" if self.is_time else "Dollars from the start"
        self.sheet.text(left - 40, top - 22, title, 13, "text", weight="bold")
        for mark in self._marks:
            y = self._y(mark)
            self._line([(left, y), (left + width, y)], colour("rule" if mark else "edge"), 1.0)
            told = f"{mark / _DAY_H:g}" if self.is_time else f"{mark:,.0f}"
            self.sheet.text(left - 8, y, told, 11, "quiet", align="right")
        for mark in ticks(self._most_km, 6):
            if mark <= self._most_km:
                x = self._x(mark)
                self._line([(x, top + height), (x, top + height + 4)], colour("edge"), 1.0)
                self.sheet.text(x, top + height + 14, f"{mark:,.0f}", 11, "quiet", align="center")
        self.sheet.text(left + width + 30, top + height + 14, "km", 11, "quiet")

    def _band(self, drawn: Drawn) -> None:
        """From the mean up to the 90th percentile."""
        if not self.is_time:
            return
        bends = drawn.bends
        self.sheet.axes.fill_between(
            [self._x(bend.km) for bend in bends],
            [self._y(bend.hours) for bend in bends],
            [self._y(self._top(bend)) for bend in bends],
            color=drawn.hue.light,
            alpha=0.10,
            linewidth=0,
            zorder=2,
        )

    def _way(self, drawn: Drawn, index: int) -> None:
        """Stretches in the style of their mode, steps thick, gaps thin and grey."""
        for before, after in pairwise(drawn.bends):
            line = [self._point(before), self._point(after)]
            self._room.follow(line, index)
            if after.is_gap:
                self._line(line, colour("shut"), 1.6, dashes=(4.0, 4.0))
            elif after.is_stop:
                self._line(line, drawn.hue.light, CHOSEN_PX, zorder=5.0)
            elif after.row and after.row.mode:
                self._stretch(line, drawn.hue.light, after.row.mode)

    def _stretch(self, line: Sequence[tuple[float, float]], paint: str, mode: Mode) -> None:
        style = LINES[mode]
        self._line(line, paint, _LINE_PX, dashes=style.dashes, is_round=style.is_round, zorder=4.0)
        if style.core:
            self._line(line, colour("paper"), _LINE_PX * 0.45, dashes=style.core, zorder=4.1)

    def _line(
        self,
        line: Sequence[tuple[float, float]],
        paint: str,
        px: float,
        *,
        dashes: Sequence[float] = (),
        is_round: bool = False,
        zorder: float = 3.0,
    ) -> None:
        xs, ys = zip(*line, strict=True)
        cap = "round" if is_round else "butt"
        pattern = (0.0, tuple(dash / px for dash in dashes)) if dashes else "-"
        self.sheet.axes.plot(
            xs,
            ys,
            color=paint,
            linewidth=px * PT,
            linestyle=pattern,
            dash_capstyle=cap,
            solid_capstyle="butt",
            zorder=zorder,
        )

    def _point(self, bend: Bend) -> tuple[float, float]:
        return self._x(bend.km), self._y(self._amount(bend))

    def _steps(self) -> Iterator[tuple[Drawn, Bend, Bend]]:
        """Steps on the way, the greatest first, with the bend that they rise from."""
        found = [
            (drawn, after, before)
            for drawn in self.cards
            for before, after in pairwise(drawn.bends)
            if after.is_stop and after.row and not after.row.is_end
        ]
        yield from sorted(found, key=lambda one: self._amount(one[2]) - self._amount(one[1]))

    def _sign(self, drawn: Drawn, bend: Bend, before: Bend) -> None:
        """The sign of a post, break of gauge or terminal, in the middle of its step."""
        if bend.row is None:
            return
        x, y = self._point(bend)
        spot = (x, (y + self._point(before)[1]) / 2)
        self.sheet.draw_sign(_sign_of(drawn.card, bend.row), spot)
        self._room.taken.append((x - 7, spot[1] - 7, x + 7, spot[1] + 7))

    def _name(self, drawn: Drawn, bend: Bend, before: Bend) -> None:
        """`Taftan 2.9–6.8 d` beside its step, where there is room."""
        rise = self._amount(bend) - self._amount(before)
        if bend.row is None or rise < _NAMED_SHARE * self._marks[-1]:
            return
        taken = shown.between(bend.row.p50_h, bend.row.p90_h) if self.is_time else shown.usd(rise)
        told = f"{words.name(bend.row.origin, drawn.card.names)} {taken}"
        x, y = self._point(bend)
        spot = (x, (y + self._point(before)[1]) / 2)
        size = (self.sheet.width_of(told, _LABEL_PX, "bold") + 4, _LABEL_PX + 5)
        box = self._room.beside(spot, size, 12, _WORST_PLACE)
        if box and box[0] > self.box[0] - 4:
            middle = (box[1] + box[3]) / 2
            self.sheet.text(box[0] + 2, middle, told, _LABEL_PX, drawn.hue.light, weight="bold")

    def _end(self, drawn: Drawn) -> None:
        """The letter and the total at the end of a line."""
        told = words.days(drawn.card) if self.is_time else shown.usd(self._amount(drawn.bends[-1]))
        x, y = self._point(drawn.bends[-1])
        wide = 31 + self.sheet.width_of(told, 12, "bold")
        boxes = [(x + 6, y + shift - 11, x + wide, y + shift + 11) for shift in _END_SHIFTS]
        free = [box for box in boxes if self._room.is_free(box)] or boxes
        box = min(free, key=lambda box: (self._room.crossed(box), abs(box[1] + 11 - y)))
        self._room.taken.append(box)
        middle = box[1] + 11
        self.sheet.badge(x + 8, middle - 9, drawn.letter, drawn.hue.light)
        self.sheet.text(x + 31, middle, told, 12, drawn.hue.light, weight="bold")

    def _strip(self, drawn: Drawn, index: int) -> None:
        """The territories along the way, under the axis."""
        left, top, _, height = self.box
        y = top + height + _STRIP_GAP + index * _STRIP
        self.sheet.badge(left - 28, y - 9, drawn.letter, drawn.hue.light)
        for told, start, end in _territories(drawn.bends):
            x0, x1 = self._x(start), self._x(end)
            self._line([(x0 + 2.5, y + 8), (x1 - 2.5, y + 8)], drawn.hue.light, 3.0)
            self._line([(x1, y + 4), (x1, y + 12)], colour("second"), 1.2)
            if x1 - x0 >= max(_NAMED_PX, self.sheet.width_of(told, 11)):
                self.sheet.text((x0 + x1) / 2, y - 2, told, 11, "second", align="center")


def _sign_of(card: CorridorCard, row: CardRow) -> str:
    """Which sign stands at a stop."""
    if row.origin in {one.where for one in card.gauge_breaks}:
        return "gauge"
    if is_crossing(row):
        return "closed" if row.origin in {reason.where for reason in card.reasons} else "post"
    return "passage" if card.kinds.get(row.origin) is GatewayKind.PASSAGE else "port"


def _territories(bends: Sequence[Bend]) -> Iterator[tuple[str, float, float]]:
    """Territory (or mode at sea and in the air, or `planned`), from km, to km."""
    runs = [(_told(after), before.km, after.km) for before, after in pairwise(bends) if not after.is_stop]
    key: Callable[[tuple[str, float, float]], str] = lambda run: run[0]  # noqa: E731
    for told, group in groupby(runs, key=key):
        pieces = list(group)
        yield told, pieces[0][1], pieces[-1][2]


def _told(bend: Bend) -> str:
    if bend.row is None:
        return ""
    if bend.row.gap:
        return "planned" if bend.row.gap.is_planned else "no way"
    return bend.row.territory or str(bend.row.mode)
