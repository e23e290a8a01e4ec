"""A railway that is laid in another gauge: its links go, and a line in their place comes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from karwan.network.change import (
    At,
    Changed,
    Line,
    Nearest,
    Run,
    Want,
    add_lines,
    give_ends,
    least_km,
    remove,
)
from karwan.network.record import GatewayKind
from karwan.scenario import stretches
from karwan.scenario.scene import Scene
from karwan.words.mode import Mode

# A station on the line is so near to it.
_STATION_KM = 5.0
_BOUNDARY = (GatewayKind.POST, GatewayKind.UNLISTED)


def regauged(scene: Scene, words: Sequence[str], gauge_mm: int) -> Changed | None:
    """The network with the railway between places in another gauge; faults go to the scene."""
    run = stretches.run_of(scene, words, Mode.RAIL)
    if run is None:
        return None
    cells = {cell.key: cell for cell in scene.network.cells}
    territories = {cells[key].territory for key, links in run.links.items() if links.size}
    if len(territories) > 1:
        told = ", ".join(sorted(str(code) for code in territories))
        scene.fault(
            "stretch", f"the line lies in {told}", "write a measure for each territory, up to the post"
        )
        return None
    if {cells[key].gauge_mm for key, links in run.links.items() if links.size} == {gauge_mm}:
        scene.fault("gauge_mm", f"the line is of {gauge_mm} mm already", "take the measure out")
        return None
    return stretches.tried(scene, lambda: _laid(scene, words, run, str(territories.pop()), gauge_mm))


def _laid(scene: Scene, words: Sequence[str], run: Run, territory: str, gauge_mm: int) -> Changed:
    """Takes the links, adds the line, and gives it the stations that lie on it."""
    title = f"{words[0]} - {words[-1]}"
    points = [(lon, lat) for lon, lat in zip(run.lon.tolist(), run.lat.tolist(), strict=True)]
    points = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    before = scene.network
    known = {gateway.id: gateway for gateway in before.gateways}
    ends = [stretches.stop(scene, "stretch", word) for word in (words[0], words[-1])]
    ties = [At(end) if isinstance(end, str) else Nearest() for end in ends]
    gone = remove(before, run.links)
    line = Line(
        stretches.own_name(scene, title), title, Mode.RAIL, territory, tuple(points),
        max(run.km, least_km(points)), gauge_mm, ties[0], ties[1],
    )  # fmt: skip
    made = add_lines(gone.network, [line])
    touched = gone.touched | made.touched
    for station in _stations(scene, run):
        if station not in ends:
            want = Want(Mode.RAIL, territory, gauge_mm, within_km=_STATION_KM)
            made = give_ends(made.network, known[station], [want])
            touched |= made.touched
    return Changed(made.network, touched)


def _stations(scene: Scene, run: Run) -> list[str]:
    """Terminals and ports that stand on the nodes of a run."""
    network = scene.network
    number = {cell.key: index for index, cell in enumerate(network.cells)}
    nodes = np.concatenate(
        [
            np.union1d(network.link_a[first + links], network.link_b[first + links])
            for key, links in run.links.items()
            for first in [int(network.link_first[number[key]])]
        ]
    )
    here = np.flatnonzero(np.isin(network.end_node, nodes))
    found = (network.gateways[gate] for gate in dict.fromkeys(network.end_gateway[here].tolist()))
    return [gate.id for gate in found if gate.kind not in (*_BOUNDARY, GatewayKind.GAUGE, GatewayKind.JOIN)]
