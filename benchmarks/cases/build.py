"""Cells and overlay from the healed network, and opening what is cached."""

from __future__ import annotations

from benchmarks import ground
from benchmarks.figures import Figure, clocked, walled
from karwan.routing.overlay import build_overlay


def measure() -> list[Figure]:
    now, _ = clocked(ground.state)
    build_overlay(now.network)  # compiles
    overlay, cpu_s = clocked(lambda: build_overlay(now.network), 5)
    build_s = walled(lambda: build_overlay(now.network), 5)
    _, open_s = clocked(ground.state, 5)
    whole, arcs = now.network, (overlay.vertex_cell.size, overlay.leg_km.size, overlay.transfer_from.size)
    size = f"{whole.node_lon.size:,} nodes, {whole.link_km.size:,} links, {len(overlay.cells)} cells"
    size += "; {:,} vertices, {:,} legs, {:,} transfers".format(*arcs)
    return [
        Figure("cells and overlay from the healed network, on the clock", build_s, "s", 1.0, note=size),
        Figure("the same, CPU of all cores", cpu_s, "s"),
        Figure("open the cached state", 1000 * open_s, "ms"),
    ]
