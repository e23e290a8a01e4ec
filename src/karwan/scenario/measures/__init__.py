"""The kinds of measures, one a file."""

from __future__ import annotations

from karwan.scenario.measure import Measure
from karwan.scenario.measures.close import Close
from karwan.scenario.measures.open import Open

KINDS: dict[str, type[Measure]] = {kind.kind: kind for kind in (Close, Open)}
"""Classes of measures by the word of `kind`."""
