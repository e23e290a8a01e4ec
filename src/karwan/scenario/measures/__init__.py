"""The kinds of measures, one a file."""

from __future__ import annotations

from karwan.scenario.measure import Measure
from karwan.scenario.measures.build import Build
from karwan.scenario.measures.close import Close
from karwan.scenario.measures.gauge import Gauge
from karwan.scenario.measures.hazard import Hazard
from karwan.scenario.measures.open import Open
from karwan.scenario.measures.price import Price
from karwan.scenario.measures.procedure import Procedure
from karwan.scenario.measures.season import Season
from karwan.scenario.measures.service import Service
from karwan.scenario.measures.upgrade import Upgrade

__all__ = [
    "KINDS",
    "Build",
    "Close",
    "Gauge",
    "Hazard",
    "Open",
    "Price",
    "Procedure",
    "Season",
    "Service",
    "Upgrade",
]

KINDS: dict[str, type[Measure]] = {
    kind.kind: kind
    for kind in (Close, Open, Build, Upgrade, Procedure, Gauge, Price, Service, Hazard, Season)
}
"""Classes of measures by the word of `kind`."""
