"""The network at a glance: its main lines and its gateways, for the map below everything else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

from fastapi import Request, Response

from karwan.answers.names import shown_names
from karwan.answers.trunk import trunk
from karwan.languages import ENGLISH, messages
from karwan.network.record import GatewayKind
from karwan.report.geojson import cut_at_date_line
from karwan.report.simplify import Point, simplified
from karwan.serve.bench import Bench
from karwan.serve.context import Context, Shared, subject
from karwan.serve.faults import responses
from karwan.serve.packed import Packed, packed_json
from karwan.serve.words import Language
from karwan.state import State
from karwan.words.mode import Mode

# Parts of a degree, two kilometres: a pixel or two at the closest that the lines are looked at alone.
_SCALE = 50
# In degrees, about five kilometres.
_TOLERANCE = 0.06
_BEST = 9
_DIGITS = 3
_POINT = 2
_NOT_SHOWN = (GatewayKind.JOIN,)
router = subject("network")


@router.get("/network", responses=responses())
async def network(request: Request, context: Shared, language: Language = ENGLISH) -> Response:
    """Give the lines between neighbouring gateways by mode, simplified, and every gateway.

    A line is lon, lat of its first point, as what they add to the first point of the line before, and then
    what each point adds to the one before; all in degrees times `scale`: a third of the bytes.
    """
    answer = await context.desk.ask(_key(context, language), partial(_packed, language))
    return answer.response(request, cache="no-cache")


def prepare(context: Context) -> None:
    """Begins to make the answer, which takes ten seconds the first time that a network is shown."""
    context.desk.begin(_key(context, ENGLISH), partial(_packed, ENGLISH))


def _key(context: Context, language: str) -> tuple[str, str, str]:
    return "network", language, context.base.network.digest


def _packed(language: str, bench: Bench) -> Packed:
    return packed_json(network_json(bench.base, language), _BEST)


def network_json(state: State, language: str) -> dict[str, Any]:
    """The network as JSON types."""
    words = messages(language, state.facts)
    shown = [one for one in state.network.gateways if one.kind not in _NOT_SHOWN]
    names = shown_names(state.facts, state.network.gateways, {one.id for one in shown})
    return {
        "network": state.network.digest,
        "scale": _SCALE,
        "lines": {
            str(mode): _chained(
                _steps(simplified(part, _TOLERANCE)) for line in lines for part in cut_at_date_line(line)
            )
            for mode, lines in trunk(state).items()
            if mode is not Mode.SEA  # a mesh of lanes, which says nothing at a glance
        },
        "gateways": [
            {
                "id": one.id,
                "kind": str(one.kind),
                "name": words.name(one.id, names.get(one.id, one.name)),
                "lon": round(one.lon, _DIGITS),
                "lat": round(one.lat, _DIGITS),
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
    return told


def _chained(lines: Iterable[list[int]]) -> list[list[int]]:
    """Lines from west to east, each begun from the first point of the one before, none of one point."""
    told: list[list[int]] = []
    before = 0, 0
    for lon, lat, *steps in sorted(line for line in lines if len(line) > _POINT):
        told.append([lon - before[0], lat - before[1], *steps])
        before = lon, lat
    return told
