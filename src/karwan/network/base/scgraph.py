"""Roads and railways, out of the text of scgraph_data, which is never installed nor executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from karwan.errors import NetworkError
from karwan.network.base.lines import Lines, shortest

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PUNCTUATION = bytes.maketrans(b"[]{}:,", b"      ")


def parse(text: bytes, member: str) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Nodes and arcs of a module of scgraph_data, read as text.

    The module holds two literals, each on a line: `graph=[{to: km, ...}, ...]` and `nodes=[[lat, lon], ...]`.

    Returns:
        (nodes, 2) latitude and longitude in degrees; (arcs, 2) node ids; (arcs,) kilometres.

    Raises:
        NetworkError: the text has another structure.
    """
    lines = {line.split(b"=", 1)[0]: line.split(b"=", 1)[1] for line in text.splitlines() if b"=[" in line}
    if set(lines) != {b"graph", b"nodes"}:
        raise NetworkError(f"{member}: expected the lines `graph=[` and `nodes=[`, found {sorted(lines)}")
    graph = lines[b"graph"]
    characters = np.frombuffer(graph, dtype=np.uint8)
    ends = np.flatnonzero(characters == ord("}"))
    colons = np.flatnonzero(characters == ord(":"))
    numbers = np.fromstring(graph.translate(_PUNCTUATION), sep=" ")
    nodes = np.fromstring(lines[b"nodes"].translate(_PUNCTUATION), sep=" ").reshape(-1, 2)
    if len(numbers) != 2 * len(colons) or len(ends) != len(nodes):
        raise NetworkError(f"{member}: {len(nodes)} nodes and {len(ends)} lists of neighbours do not agree")
    degree = np.diff(np.searchsorted(colons, ends), prepend=0)
    arcs = np.column_stack((np.repeat(np.arange(len(nodes)), degree), numbers[::2].astype(np.int64)))
    if len(arcs) and (arcs[:, 1].min() < 0 or arcs[:, 1].max() >= len(nodes)):
        raise NetworkError(f"{member}: an arc leads to a node that does not exist")
    return nodes, arcs, numbers[1::2]


def lines(text: bytes, member: str, box: tuple[float, float, float, float]) -> Lines:
    """Undirected links inside a box, without loops, the shortest of each pair; coordinates in 1/1000 degree.

    Args:
        text: of the module.
        member: its name, for errors.
        box: lon_min, lon_max, lat_min, lat_max in degrees.
    """
    nodes, arcs, km = parse(text, member)
    lat, lon = nodes.T
    inside = (lon >= box[0]) & (lon <= box[1]) & (lat >= box[2]) & (lat <= box[3])
    use = inside[arcs[:, 0]] & inside[arcs[:, 1]] & (arcs[:, 0] != arcs[:, 1])
    pair, metres = np.sort(arcs[use], axis=1), np.rint(km[use] * 1000).astype(np.int32)
    pair, metres = shortest(pair, metres)
    kept, renumbered = np.unique(pair, return_inverse=True)
    ends = renumbered.reshape(-1, 2).astype(np.int32)
    scaled = np.rint(nodes[kept] * 1000).astype(np.int32)
    return Lines(scaled[:, 1], scaled[:, 0], ends[:, 0], ends[:, 1], metres)
