"""Takes links of cells away, or gives them a cell of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from karwan.errors import InputError, unknown
from karwan.network.change.draft import Changed, Draft, End, Part, with_nodes
from karwan.network.record import Cell, Gateway, GatewayKind, Network

Links = Mapping[str, NDArray[np.integer[Any]]]
"""Links by the key of their cell, counted from the cell's first."""


def remove(network: Network, links: Links) -> Changed:
    """The network without some links: a stretch that is closed, flooded or torn up.

    Nodes that are left without a link go too, but for those of gateways: a post stays, though no road leads
    to it. A cell of which nothing is left goes.

    Args:
        network: before.
        links: of each cell.

    Raises:
        InputError: there is no such cell or link.
    """
    wanted = _wanted(network, links)
    if not wanted:
        return Changed(network, frozenset())
    draft = Draft(network)
    for key, gone in wanted.items():
        part, ends = draft.part(key), draft.ends_in(key)
        stay = np.ones(part.a.size, np.bool_)
        stay[gone] = False
        rest = _with_links(part, stay)
        keep = _touched_nodes(rest)
        keep[[end.node for end in ends]] = True
        _settle(draft, key, rest, keep, ends)
    return draft.done("remove", _told(wanted))


def split_off(network: Network, links: Links, name: str, title: str = "") -> Changed:
    """The network with some links in cells of their own, so that they can have rates of their own.

    Each cell that loses links gives one new cell, of the same mode, territory, gauge and basin, whose
    `service` is `name`. Old and new cell meet at joins, one for each node that has links of both. An end of a
    gateway goes along where its node has links of the new cell alone.

    Args:
        network: before.
        links: of each cell.
        name: id of what splits them off; tables hold figures of the new cells under it.
        title: what the joins are called; `name` if empty.

    Raises:
        InputError: there is no such cell or link, or a cell of that name was split off before.
    """
    wanted = _wanted(network, links)
    if not wanted:
        return Changed(network, frozenset())
    draft = Draft(network)
    for key, taken in wanted.items():
        own = cell_of_change(draft.part(key).cell, name)
        if draft.has(own.key):
            raise InputError(f"'{name}' has a cell {own.key} already; give each change an id of its own")
        _split(draft, own, draft.part(key), taken, title or name)
    return draft.done("split", name, title, _told(wanted))


def cell_of_change(cell: Cell, name: str) -> Cell:
    """The cell of a stretch that is split off from a cell."""
    return replace(cell, key=f"{cell.key}:{name}", service=name, parent=cell.parent or cell.key)


def made_id(kind: str, key: str, number: int | None = None) -> str:
    """Id of a gateway that a change made: its kind, the cell that it made it for, and a number there."""
    words = [kind, *re.findall(r"[a-z0-9]+", key.casefold())]
    return "-".join(words if number is None else [*words, str(number)])


def _wanted(network: Network, links: Links) -> dict[str, NDArray[np.int64]]:
    """The links of each cell, sorted, each once; cells without any left out."""
    numbers = {cell.key: index for index, cell in enumerate(network.cells)}
    found = {}
    for key in sorted(links):
        if key not in numbers:
            raise InputError(unknown("cell", key, numbers, "karwan network info lists them"))
        cell = numbers[key]
        own = np.unique(np.asarray(links[key], np.int64))
        count = int(network.link_first[cell + 1] - network.link_first[cell])
        if own.size and not 0 <= own[0] <= own[-1] < count:
            raise InputError(f"{key} has links 0 to {count - 1}, not {own[0]} to {own[-1]}")
        if own.size:
            found[key] = own
    return found


def _told(wanted: Mapping[str, NDArray[np.int64]]) -> list[tuple[str, list[int]]]:
    return [(key, own.tolist()) for key, own in wanted.items()]


def _with_links(part: Part, keep: NDArray[np.bool_]) -> Part:
    return replace(part, a=part.a[keep], b=part.b[keep], km=part.km[keep], origin=part.origin[keep])


def _touched_nodes(part: Part) -> NDArray[np.bool_]:
    """(nodes,) whether a node has a link."""
    found = np.zeros(part.lon.size, np.bool_)
    found[part.a] = found[part.b] = True
    return found


def _settle(draft: Draft, key: str, rest: Part, keep: NDArray[np.bool_], ends: list[End]) -> None:
    """Puts what is left of a cell in its place, with its ends at the same nodes."""
    if not keep.any():
        draft.replace_ends(key, ())
        draft.drop(key)
        return
    slim, number = with_nodes(rest, keep)
    draft.put(slim)
    draft.replace_ends(key, [end._replace(node=int(number[end.node])) for end in ends])


def _split(draft: Draft, own: Cell, part: Part, taken: NDArray[np.int64], title: str) -> None:
    """Splits links off one cell; their nodes stay in the order in which they were."""
    is_taken = np.zeros(part.a.size, np.bool_)
    is_taken[taken] = True
    stretch, rest = _with_links(part, is_taken), _with_links(part, ~is_taken)
    inside, outside = _touched_nodes(stretch), _touched_nodes(rest)
    ends = draft.ends_in(part.cell.key)
    moved = [end for end in ends if inside[end.node] and not outside[end.node]]
    stayed = [end for end in ends if end not in moved]
    outside[[end.node for end in stayed]] = True
    slim, number = with_nodes(replace(stretch, cell=own), inside)
    draft.put(slim)
    _settle(draft, part.cell.key, rest, outside, stayed)
    for end in moved:
        draft.add_end(End(end.gateway, own.key, int(number[end.node]), end.access_km))
    left = (np.cumsum(outside) - 1).tolist()
    joins = {
        end.node: end.gateway
        for end in draft.ends_in(part.cell.key)
        if (gate := draft.gateway(end.gateway)) is not None and gate.kind is GatewayKind.JOIN
    }
    for node in np.flatnonzero(inside & outside).tolist():
        here = int(number[node])
        if left[node] not in joins:
            lon, lat = float(part.lon[node]), float(part.lat[node])
            sides = (own.territory,) if own.territory else ()
            gate = Gateway(made_id("join", own.key, here), GatewayKind.JOIN, title, lon, lat, sides)
            draft.gateways[gate.id] = gate
            draft.add_end(End(gate.id, part.cell.key, left[node], 0.0))
            joins[left[node]] = gate.id
        draft.add_end(End(joins[left[node]], own.key, here, 0.0))
