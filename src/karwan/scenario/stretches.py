"""Stretches and areas of the network that measures name, and the cells of their own that they become."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from karwan.errors import InputError
from karwan.network.change import Changed, Run, links_in, remove, run_between, split_off
from karwan.network.record import Cell
from karwan.scenario.fields import a
from karwan.scenario.scene import Scene
from karwan.words.mode import Mode

_AT_LEAST = 2
_ON_LAND = (Mode.ROAD, Mode.RAIL)
Links = Mapping[str, NDArray[np.int64]]


def stretch() -> Any:  # noqa: ANN401 - a field
    """A stretch between places."""
    return a("texts", 'places or posts, such as ["Sost", "Gilgit"]: the shortest way from one to the next')


def area() -> Any:  # noqa: ANN401
    """A polygon."""
    return a("points", "corners of a polygon as [lon, lat]: all links in it (of the mode)")


class _Stretch(Protocol):
    """A measure that is about links."""

    @property
    def stretch(self) -> tuple[str, ...]: ...
    @property
    def area(self) -> tuple[tuple[float, float], ...]: ...
    @property
    def mode(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Split:
    """A stretch that was given cells of its own.

    Attributes:
        network: after it. cells: the new ones, each with the name of its figures first in `rated_as`.
    """

    network: Changed
    cells: tuple[Cell, ...]


def links_of(scene: Scene, measure: _Stretch) -> Links:
    """The links that a measure names, by cell; nothing if it names none; faults go to the scene."""
    if measure.area and measure.stretch:
        scene.fault("area", "both a stretch and an area are named", "leave one of them out")
    if measure.area:
        modes = [Mode(measure.mode)] if measure.mode else list(_ON_LAND)
        found = {
            key: links for mode in modes for key, links in links_in(scene.network, mode, measure.area).items()
        }
        if not found:
            scene.fault("area", "no link of the network lies in the area", "draw it over a road or railway")
        return found
    run = run_of(scene, measure.stretch, Mode(measure.mode or Mode.ROAD)) if measure.stretch else None
    return {} if run is None else run.links


def run_of(scene: Scene, words: Sequence[str], mode: Mode) -> Run | None:
    """The shortest run by a mode from place to place; a fault and None where there is none."""
    if len(words) < _AT_LEAST:
        scene.fault("stretch", "a stretch of one place", "name two places or more, in order")
        return None
    stops = [stop(scene, "stretch", word) for word in words]
    known = [one for one in stops if one is not None]
    if len(known) < len(stops):
        return None
    try:
        run = run_between(scene.network, mode, known)
    except InputError as error:
        scene.fault("stretch", str(error), "name places near the network, or another mode")
        return None
    if run is None or not any(links.size for links in run.links.values()):
        ends = f"{words[0]} and {words[-1]}"
        scene.fault("stretch", f"there is no way by {mode} between {ends}", "name other places or a mode")
        return None
    return run


def stop(scene: Scene, name: str, word: str) -> tuple[float, float] | str | None:
    """A place as lon, lat, or the id of a gateway of the network; a fault and None if it is unknown."""
    gateway = scene.names.by_id.get(word.casefold())
    if gateway is not None and any(one.id == gateway for one in scene.network.gateways):
        return gateway
    place = scene.place(name, word)
    return None if place is None else (place.lon, place.lat)


def without(scene: Scene, links: Links) -> Changed | None:
    """The network without some links."""
    return tried(scene, lambda: remove(scene.network, links))


def split(scene: Scene, links: Links, title: str) -> Split | None:
    """The network with some links in cells of their own, named apart by what their cells are rated as."""
    network, touched, cells = scene.network, frozenset[str](), []
    by_place: dict[tuple[str, ...], dict[str, NDArray[np.int64]]] = {}
    here = {cell.key: cell for cell in network.cells}
    for key, some in links.items():
        by_place.setdefault((here[key].mode, *here[key].rated_as), {})[key] = some
    for number, some_links in enumerate(by_place.values(), 1):
        name = own_name(scene, title, None if len(by_place) == 1 else number)
        made = tried(scene, lambda: split_off(network, some_links, name, title))  # noqa: B023 - called at once
        if made is None:
            return None
        known = {cell.key for cell in network.cells}
        cells += [cell for cell in made.network.cells if cell.key not in known]
        network, touched = made.network, touched | made.touched
    return Split(Changed(network, touched), tuple(cells))


def own_name(scene: Scene, title: str, number: int | None = None) -> str:
    """The name under which tables hold the figures of what a measure made."""
    words = re.findall(r"[a-z0-9]+", title.casefold())[:4] or ["stretch"]
    parts = [*words, scene.measure.digest[:4], *([] if number is None else [str(number)])]
    return "-".join(parts)


def title_of(measure: _Stretch) -> str:
    """What a stretch is called."""
    return " - ".join(dict.fromkeys((measure.stretch[0], measure.stretch[-1]))) if measure.stretch else "area"


def tried(scene: Scene, change: Callable[[], Changed]) -> Changed | None:
    """What a change gives; faults, one a line, and None where it cannot be made."""
    try:
        return change()
    except InputError as error:
        for line in str(error).splitlines():
            what, _, mend = line.partition("; ")
            scene.fault("", what, mend or "mend the measure")
        return None
