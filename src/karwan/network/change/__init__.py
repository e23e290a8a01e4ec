"""Changes of a network that is built: pure functions that give a network and the keys of touched cells.

Each shares the numbers of all that it leaves alone, and renews the digest. A change is not undone by another
one: what a scenario takes back it leaves out, and applies the rest to the network before.
"""

from __future__ import annotations

from karwan.network.change.draft import Changed
from karwan.network.change.ends import Want, give_ends
from karwan.network.change.find import links_in, nearest_link
from karwan.network.change.line import At, Line, Loose, Nearest, add_lines, least_km
from karwan.network.change.links import Links, remove, split_off
from karwan.network.change.polygon import polygon_faults
from karwan.network.change.run import Run, run_between

__all__ = [
    "At",
    "Changed",
    "Line",
    "Links",
    "Loose",
    "Nearest",
    "Run",
    "Want",
    "add_lines",
    "give_ends",
    "least_km",
    "links_in",
    "nearest_link",
    "polygon_faults",
    "remove",
    "run_between",
    "split_off",
]
