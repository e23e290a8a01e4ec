"""The steps of the build, in order, each with the named hashes of what it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from karwan.facts.rows import (
    Basin,
    Corridor,
    Crossing,
    GatewayRow,
    GaugeLine,
    Patch,
    PlaceRow,
    Row,
    Territory,
    TerritoryFix,
    Waypoint,
)
from karwan.network import (
    basins,
    border,
    breaks,
    cells,
    checks,
    ends,
    gauge,
    heal,
    opened,
    patch,
    split,
    territory,
    weave,
)
from karwan.network.base import Base
from karwan.network.draft import Point
from karwan.network.gates import Ferry, Gate
from karwan.network.geometry import great_circle_km
from karwan.network.graph import Graph, graph, with_law
from karwan.network.record import Network
from karwan.network.report import Finding
from karwan.storage.steps import Step, digest_of_files
from karwan.words.mode import Mode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from karwan.facts.load import Facts

LAND = (Mode.ROAD, Mode.RAIL)
SCALE = {Mode.ROAD: 1_000, Mode.RAIL: 1_000, Mode.SEA: 100_000}
LONG_KM, PIECE_KM = 40.0, 20.0
"""Railways above the first length get a node at least each second length: stations were lost on them."""
_HOUSE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Work:
    """What is handed from step to step.

    Attributes:
        base: the base network. union: which territories count as one.
        graphs: of road, rail and sea.
        shy, forbidden: see `patch.Patched`; of all modes.
        gates: gateways so far. unmatched: crossings that no link crosses. findings: what was found so far.
        network: the record, once it is put together.
    """

    base: Base
    union: territory.Unions
    graphs: Mapping[Mode, Graph]
    shy: tuple[Point, ...] = ()
    forbidden: tuple[tuple[Point, Point], ...] = ()
    gates: tuple[Gate, ...] = ()
    unmatched: tuple[Crossing, ...] = ()
    findings: tuple[Finding, ...] = ()
    network: Network | None = None


Run = Callable[["Facts", Work], Work]


def steps(facts: Facts, base: Base, digest: str) -> tuple[Step[Work], ...]:
    """All steps of a build from a base and some facts; `digest` names the network that they give."""
    status = opened.shut_digest(facts)
    plan: tuple[tuple[str, Run, tuple[type[Row], ...], tuple[str, ...], dict[str, str]], ...] = (
        ("read", _read, (Territory, TerritoryFix), ("graph", "territory"), {"base": base.digest}),
        ("patch", _patch, (Patch, Basin), ("patch", "draft", "basins"), {}),
        ("territories", _territories, (Crossing, TerritoryFix), ("territory",), {}),
        ("weaves", _weaves, (GatewayRow,), ("weave",), {}),
        ("heal", _heal, (GaugeLine,), ("heal", "dead_ends", "detour", "gauge", "split"), {}),
        ("posts", _posts, (Crossing,), ("posts", "border"), {"shut crossings": status}),
        ("gauge", _gauge, (GaugeLine, Crossing), ("gauge", "split"), {}),
        ("basins", _basins, (Basin,), ("basins",), {}),
        ("ends", _ends, (GatewayRow, Patch), ("ends", "near", "split"), {}),
        ("breaks", _breaks, (GatewayRow,), ("breaks",), {}),
        ("cells", partial(_cells, digest), (Patch,), ("cells",), {}),
        ("checks", _checks, (Corridor, Waypoint, PlaceRow), ("checks", "flat", "detour"), {}),
    )
    return tuple(
        Step(
            name,
            {
                **{kind.table: facts.digest(kind) for kind in tables},
                **{f"{file}.py": digest_of_files([_HOUSE / f"{file}.py"]) for file in code},
                **more,
            },
            partial(run, facts),
        )
        for name, run, tables, code, more in plan
    )


def start(facts: Facts, base: Base) -> Work:
    """What the first step takes."""
    codes = territory.all_codes(
        [str(code) for code in base.territories], facts.rows(Territory), facts.rows(TerritoryFix)
    )
    return Work(base, territory.unions(codes, facts.rows(Territory)), {})


def _read(facts: Facts, work: Work) -> Work:
    """The graphs of the base, with the boxes of the table that mend its territories."""
    codes = work.union.codes
    graphs = {
        mode: territory.fixed(_of_base(work.base, mode, codes), facts.rows(TerritoryFix))
        for mode in (*LAND, Mode.SEA)
    }
    return replace(work, graphs=graphs)


def _of_base(base: Base, mode: Mode, codes: tuple[str, ...]) -> Graph:
    def of(name: str) -> NDArray[Any]:
        array: NDArray[Any] = getattr(base, f"{mode}_{name}")
        return array

    is_land = mode is not Mode.SEA
    return graph(
        mode,
        of("lon") / SCALE[mode],
        of("lat") / SCALE[mode],
        of("a"),
        of("b"),
        of("m") / 1_000,
        codes=codes if is_land else (),
        territory=of("territory") if is_land else None,
        factor=of("factor") / 10_000 if mode is Mode.ROAD else None,
    )


def _patch(facts: Facts, work: Work) -> Work:
    """The rows of `patches`, then the length law on what they left."""
    rows = basins.uncovered(facts.rows(Patch), facts.rows(Basin))
    done = [patch.patched(whole, rows) for whole in work.graphs.values()]
    return replace(
        work,
        graphs={result.graph.mode: with_law(result.graph) for result in done},
        shy=tuple(point for result in done for point in result.shy),
        forbidden=tuple(pair for result in done for pair in result.forbidden),
        findings=work.findings + tuple(one for result in done for one in result.findings),
    )


def _territories(facts: Facts, work: Work) -> Work:
    """A territory for each node that a patch made; the boxes of the table hold for them too."""
    land = [work.graphs[mode] for mode in LAND]
    posts, fixes = facts.rows(Crossing), facts.rows(TerritoryFix)
    graphs = dict(work.graphs)
    for whole in land:
        graphs[whole.mode] = territory.fixed(territory.filled(whole, land, posts, work.union), fixes)
    return replace(work, graphs=graphs)


def _weaves(facts: Facts, work: Work) -> Work:
    """Small pieces inside another territory, given to it."""
    held = [(row.lon, row.lat) for row in facts.rows(GatewayRow)]
    graphs, findings = dict(work.graphs), list(work.findings)
    for mode in LAND:
        graphs[mode], given = weave.unwoven(graphs[mode], work.union, held)
        findings += given
    return replace(work, graphs=graphs, findings=tuple(findings))


def _heal(facts: Facts, work: Work) -> Work:
    """Dead ends joined by rule."""
    bounds = heal.Bounds(work.shy, work.forbidden)
    rail, _ = gauge.gauged(work.graphs[Mode.RAIL], facts.rows(GaugeLine))
    graphs, findings = dict(work.graphs), list(work.findings)
    for mode in LAND:
        graphs[mode], joins = heal.healed(
            graphs[mode], work.union, bounds, rail if mode is Mode.RAIL else None
        )
        findings += joins
    return replace(work, graphs=graphs, findings=tuple(findings))


def _posts(facts: Facts, work: Work) -> Work:
    """Boundary links split at posts."""
    posts, shut = facts.rows(Crossing), opened.shut(facts)
    graphs, findings, gates, unmatched = dict(work.graphs), list(work.findings), list(work.gates), []
    for mode in LAND:
        result = border.bordered(graphs[mode], posts, work.union, shut.keys())
        graphs[mode] = result.graph
        findings += result.findings
        gates += result.gates
        unmatched += [post for post in result.unmatched if shut.get(post.id) != "planned"]
    return replace(
        work, graphs=graphs, findings=tuple(findings), gates=tuple(gates), unmatched=tuple(unmatched)
    )


def _gauge(facts: Facts, work: Work) -> Work:
    """Gauge of each railway, and long railways cut into pieces."""
    rail, odd = gauge.gauged(work.graphs[Mode.RAIL], facts.rows(GaugeLine))
    against = gauge.disagreements(rail, work.gates, facts.rows(Crossing), work.union)
    rail = split.split_long(rail, LONG_KM, PIECE_KM)
    return replace(work, graphs={**work.graphs, Mode.RAIL: rail}, findings=(*work.findings, *odd, *against))


def _basins(facts: Facts, work: Work) -> Work:
    """The sea cut at its passages."""
    sea = basins.basins(work.graphs[Mode.SEA], facts.rows(Basin))
    return replace(
        work,
        graphs={**work.graphs, Mode.SEA: sea.graph},
        gates=work.gates + sea.gates,
        findings=work.findings + sea.findings,
    )


def _ferries(facts: Facts) -> list[Patch]:
    return [row for row in facts.rows(Patch) if row.action == "ferry" and row.status != "planned"]


def _ends(facts: Facts, work: Work) -> Work:
    """Terminals, ports, airports and berths at foot points."""
    joined = ends.attached(work.graphs, facts.rows(GatewayRow), work.unmatched, _ferries(facts), work.union)
    return replace(
        work,
        graphs=joined.graphs,
        gates=work.gates + joined.gates,
        findings=work.findings + joined.findings,
    )


def _breaks(facts: Facts, work: Work) -> Work:
    """Gates where two gauges meet."""
    stations = {row.id for row in facts.rows(GatewayRow) if row.kind == "gauge_change"}
    return replace(work, gates=breaks.breaks(work.graphs[Mode.RAIL], work.gates, stations, work.union))


def _cells(digest: str, facts: Facts, work: Work) -> Work:
    """The record."""
    ways = [
        Ferry(
            row.id,
            (row.from_lon, row.to_lon),
            (row.from_lat, row.to_lat),
            row.length_km if row.length_km is not None else _straight_km(row),
        )
        for row in _ferries(facts)
    ]
    return replace(work, network=cells.assembled(digest, work.graphs, work.gates, ways, work.union))


def _checks(facts: Facts, work: Work) -> Work:
    """What the network must hold."""
    if work.network is None:
        return work
    closed = {row.id: row.status for row in facts.rows(Corridor) if row.status in ("planned", "closed")}
    found = checks.checked(work.network, facts.rows(Waypoint), closed, facts.rows(PlaceRow))
    return replace(work, findings=work.findings + found)


def _straight_km(row: Patch) -> float:
    return float(great_circle_km(row.from_lon, row.from_lat, row.to_lon, row.to_lat))
