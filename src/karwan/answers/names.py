"""The name by which a planner knows a post, port or terminal, the same on every face.

A post has a name on each side, and often that of the way through it. Stops, steps, maps and files say the
post (`Torugart`, never once `Tuergate` and once `Torugart Pass`), labels the way (`Torugart Pass`), with the
post behind it where the way does not say it: `Karakoram Highway (Khunjerab Pass)`.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from karwan.facts.load import Facts
from karwan.facts.rows import Basin, Crossing, GatewayRow
from karwan.facts.spelling import key
from karwan.network.record import Gateway, GatewayKind
from karwan.words.sphere import distance_km

# Name, longitude, latitude.
Towns = Sequence[tuple[str, float, float]]

# Spellings of one name (`Horgos`, `Khorgos`) are at least so alike.
_LIKENESS = 0.8
# A terminal so near a post whose name is spelt nearly the same is the same town.
_SAME_TOWN_KM = 25.0
# Something nameless is told by what has a name within so many km.
_NEAR_KM = 80.0
_ABOUT_DEGREES = 0.8
_PLACEHOLDER = "side of "
_NAMELESS = {
    GatewayKind.GAUGE: "break of gauge",
    GatewayKind.UNLISTED: "border",
}


def shown_names(
    facts: Facts, gateways: Iterable[Gateway] = (), wanted: Collection[str] | None = None
) -> dict[str, str]:
    """The shown name of every post, terminal, port, airport and passage of the tables, by id.

    Args:
        facts: the tables.
        gateways: of the network; those that no table names are told by what lies near.
        wanted: ids of the terminals, ports and airports that are asked for; all if None. Joins always are.
    """
    posts = {row.id: _post(row) for row in facts.rows(Crossing)}
    towns = [(posts[row.id], row.lon, row.lat) for row in facts.rows(Crossing)]
    names = {row.id: plain(row.name) for row in facts.rows(Basin)} | posts
    rows = facts.rows(GatewayRow)
    names |= {row.id: _spelt(row, towns) for row in rows if wanted is None or row.id in wanted}
    towns += [
        (names.get(row.id) or plain(row.name), row.lon, row.lat) for row in rows if row.kind != "airport"
    ]
    for gateway in gateways:
        is_wanted = wanted is None or gateway.id in wanted or gateway.kind is GatewayKind.JOIN
        if gateway.id not in names and is_wanted:
            names[gateway.id] = _nameless(gateway, towns)
    return names


def way_names(facts: Facts, names: Mapping[str, str]) -> dict[str, str]:
    """Shown names for labels: of a post the name of the way through it, where it has one."""
    ways = {row.id: _way(row, names[row.id]) for row in facts.rows(Crossing) if row.way_name}
    return dict(names) | ways


def plain(name: str) -> str:
    """A name without what stands in brackets after it, or behind a slash."""
    return re.split(r" [(/]", name, maxsplit=1)[0]


def _post(row: Crossing) -> str:
    """The side whose name the way bears, spelt as there; else the first side that has one."""
    sides = [plain(side) for side in (row.name, row.name_other_side) if side]
    for way in _parts(row.way_name):
        for alike in (1.0, _LIKENESS):
            for side in sides:
                if (words := _within(side, way, alike)) is not None:
                    return side if alike == 1.0 else words
    named = [side for side in sides if not side.startswith(_PLACEHOLDER)]
    return named[0] if named else f"{row.territory_a}-{row.territory_b} border"


def _way(row: Crossing, post: str) -> str:
    """The part of the way's name that holds the post, else its first part with the post in brackets."""
    parts = _parts(row.way_name)
    for part in parts:
        if _within(post, part, 1.0) is not None:
            return part
    return f"{parts[0]} ({post})"


def _parts(way_name: str | None) -> list[str]:
    return (way_name or "").split(" and ") if way_name else []


def _within(name: str, way: str, alike: float) -> str | None:
    """The words of a way's name that are, or are spelt nearly as, some name; None if none are."""
    wanted = key(name)
    words = re.split(r"[\s-]+", way)
    count = len(wanted.split())
    for run in (words[start : start + count] for start in range(len(words) - count + 1)):
        found = key(" ".join(run))
        if found == wanted or (alike < 1.0 and _likeness(found, wanted) >= alike):
            return " ".join(run)
    return None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _spelt(row: GatewayRow, towns: Towns) -> str:
    """The name of a terminal, spelt as the post of the same town beside it."""
    name = plain(row.name)
    for km, town in _near(row, towns):
        if km <= _SAME_TOWN_KM and town != name and _likeness(key(town), key(name)) >= _LIKENESS:
            return town
    return name


def _near(point: GatewayRow | Gateway, towns: Towns) -> Iterator[tuple[float, str]]:
    """Towns near enough to reckon the distance of, with their km."""
    for name, lon, lat in towns:
        if abs(lat - point.lat) < _ABOUT_DEGREES and abs(lon - point.lon) < 2 * _ABOUT_DEGREES:
            yield distance_km(point.lon, point.lat, lon, lat), name


def _nameless(gateway: Gateway, towns: Towns) -> str:
    what = gateway.name if gateway.kind is GatewayKind.JOIN else _NAMELESS.get(gateway.kind)
    if what is None:
        return plain(gateway.name)
    km, name = min(_near(gateway, towns), default=(math.inf, ""))
    pair = "-".join(gateway.territories) + " " if gateway.kind is GatewayKind.UNLISTED else ""
    return f"{pair}{what} near {name}" if km <= _NEAR_KM else plain(gateway.name)
