"""Small networks drawn as points and links, and rows of tables in one line."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from karwan.facts.rows import Basin, Crossing, GatewayRow, GaugeLine, Patch, Territory, TerritoryFix
from karwan.network.geometry import great_circle_km
from karwan.network.graph import Graph, graph
from karwan.network.territory import unions
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode

CODES = ("AA", "BB", "CC", "DD")
KM = 1 / 111.195
"""Degrees of latitude, and of longitude near the equator, that make one kilometre."""


def row(kind, name, /, **values):
    """A row of a table; what is not said is empty."""
    base = {field.name: None for field in fields(kind)}
    base |= {"id": name, "evidence": Evidence.ASSUMED, "sources": ("drawn",), "note": ""}
    return kind(**(base | values))


def patch(name, mode, action, start, goal, **values):
    """A patch between two points in kilometres east and north of the origin."""
    (x, y), (u, v) = start, goal
    given = {
        "mode": mode,
        "action": action,
        "from_name": "here",
        "from_lon": x * KM,
        "from_lat": y * KM,
        "to_name": "there",
        "to_lon": u * KM,
        "to_lat": v * KM,
        "status": "open",
    }
    return row(Patch, name, **(given | values))


def shape(*points):
    """Points in kilometres as a patch writes them."""
    return ";".join(f"{x * KM} {y * KM}" for x, y in points)


def crossing(name, mode, sides, at, **values):
    return row(
        Crossing,
        name,
        name=name,
        mode=mode,
        territory_a=sides[0],
        territory_b=sides[1],
        lon=at[0] * KM,
        lat=at[1] * KM,
        **values,
    )


def gateway(name, kind, territory, at, modes):
    return row(
        GatewayRow,
        name,
        name=name,
        kind=kind,
        territory=territory,
        lon=at[0] * KM,
        lat=at[1] * KM,
        modes=tuple(modes),
    )


def gauge_line(name, territory, gauges, start=None, goal=None):
    ends = {}
    if start and goal:
        ends = {
            "from_lon": start[0] * KM,
            "from_lat": start[1] * KM,
            "to_lon": goal[0] * KM,
            "to_lat": goal[1] * KM,
        }
    return row(GaugeLine, name, territory=territory, line=name, gauges_mm=gauges, is_default=not ends, **ends)


def basin(name, sides, line, at, *, is_open=True):
    (x, y), (u, v) = line
    return row(
        Basin,
        name,
        name=name,
        basin_a=sides[0],
        basin_b=sides[1],
        lon=at[0],
        lat=at[1],
        line_lon_a=x,
        line_lat_a=y,
        line_lon_b=u,
        line_lat_b=v,
        is_open=is_open,
    )


def fix(name, mode, box, says, territory):
    west, south, east, north = (value * KM for value in box)
    return row(
        TerritoryFix,
        name,
        mode=mode,
        west=west,
        south=south,
        east=east,
        north=north,
        says=says,
        territory=territory,
    )


def union_of(**members):
    """Unions of CODES: `union_of(AA="XX", BB="XX")`."""
    table = [row(Territory, code, border_union=members.get(code)) for code in CODES]
    return unions(CODES, table)


def land(points, links, territory=None, mode=Mode.ROAD, km=None) -> Graph:
    """A graph of points (kilometres east, north) and links between their numbers."""
    x, y = np.array(points, float).T * KM
    a, b = np.array(links, np.int32).reshape(-1, 2).T
    length = great_circle_km(x[a], y[a], x[b], y[b]) if km is None else np.array(km, float)
    codes = territory or "AA " * len(points)
    index = np.array([CODES.index(code) for code in codes.split()])
    return graph(mode, x, y, a, b, length, codes=CODES, territory=index)


def node_at(whole: Graph, x, y):
    """The node at a point in kilometres; the nearest one."""
    return int(np.argmin((whole.lon - x * KM) ** 2 + (whole.lat - y * KM) ** 2))


def pairs(whole: Graph):
    """Links as pairs of points in whole kilometres, each the lower first."""
    found = set()
    for a, b in zip(whole.a.tolist(), whole.b.tolist(), strict=True):
        ends = [(round(float(whole.lon[n] / KM)), round(float(whole.lat[n] / KM))) for n in (a, b)]
        found.add(tuple(sorted(ends)))
    return found
