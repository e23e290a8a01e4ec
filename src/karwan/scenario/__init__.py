"""What a closure, a new line, a reform or a flood changes: measures, applied to a state."""

from __future__ import annotations

from karwan.scenario.apply import apply
from karwan.scenario.measure import Measure
from karwan.scenario.read import scenario_of
from karwan.scenario.record import Applied, Scenario, Touched, of_measures, together

__all__ = ["Applied", "Measure", "Scenario", "Touched", "apply", "of_measures", "scenario_of", "together"]
