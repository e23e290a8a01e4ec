"""The network at a glance: its main lines and its gateways, for the map below everything else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from fastapi import Request, Response

from karwan.answers.names import shown_names
from karwan.answers.trunk import trunk
from karwan.network.record import GatewayKind
from karwan.report.geojson import cut_at_date_line
from karwan.report.simplify import Point, simplified
from karwan.serve.context import Context, Shared, subject
from karwan.serve.faults import responses
from karwan.words.mode import Mode

# In degrees, about three kilometres: a pixel at the zoom at which a continent fills the screen.
_TOLERANCE, _SCALE = 0.04, 100
_NOT_SHOWN = (GatewayKind.JOIN,)
router = subject("network")


@router.get("/network", responses=responses())
async def network(request: Request, context: Shared) -> Response:
    """Give the lines between neighbouring gateways by mode, simplified, and every gateway.

    A line is lon, lat of its first point and then what each point adds to the one before, all in degrees
    times `scale`: half the bytes.
    """
    answer = await context.desk.ask(_key(context), lambda: network_json(context))
    return answer.response(request, cache="no-cache")


def prepare(context: Context) -> None:
    """Begins to make the answer, which takes ten seconds the first time that a network is shown."""
    context.desk.begin(_key(context), lambda: network_json(context))


def _key(context: Context) -> tuple[str, str]:
    return "network", context.base.network.digest


def network_json(context: Context) -> dict[str, Any]:
    """The network as JSON types."""
    state = context.base
    shown = [one for one in state.network.gateways if one.kind not in _NOT_SHOWN]
    names = shown_names(state.facts, state.network.gateways, {one.id for one in shown})
    return {
        "network": state.network.digest,
        "scale": _SCALE,
        "lines": {
            str(mode): [
                _steps(simplified(part, _TOLERANCE)) for line in lines for part in cut_at_date_line(line)
            ]
            for mode, lines in trunk(state).items()
            if mode is not Mode.SEA  # a mesh of lanes, which says nothing at a glance
        },
        "gateways": [
            {
                "id": one.id,
                "kind": str(one.kind),
                "name": names.get(one.id, one.name),
                "lon": round(one.lon, 4),
                "lat": round(one.lat, 4),
                "territories": list(one.territories),
            }
            for one in shown
        ],
    }


def _steps(line: list[Point]) -> list[int]:
    """A line as its first point and steps, in whole parts of a degree; points that fall together once."""
    whole = [(round(lon * _SCALE), round(lat * _SCALE)) for lon, lat in line]
    told = list(whole[0])
    for (ax, ay), (bx, by) in pairwise(whole):
        if (ax, ay) != (bx, by):
            told += [bx - ax, by - ay]
    return told if len(told) > 2 else [*told, 0, 0]  # noqa: PLR2004  a line has two points
