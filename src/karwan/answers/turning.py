"""Ways through a gateway that a user names: not those that pass it only to turn back (docs/rules, 7.11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from karwan.answers.question import AVOID_KM
from karwan.operations.priced import Passing
from karwan.words.sphere import distance_km


def is_pointless(passed: Sequence[Passing], gates: Collection[str]) -> bool:
    """Whether a way comes back across the same border near by, right before or after it passes a gate."""
    return any(
        distance_km(one[0].lon, one[0].lat, other[0].lon, other[0].lat) <= AVOID_KM
        for one, other in _turns(passed)
        if one[0].id in gates or other[0].id in gates
    )


def turns_back(passed: Sequence[Passing], gates: Collection[str]) -> bool:
    """Whether a way comes back into the territory that it left, right before or after it passes a gate."""
    return any(one[0].id in gates or other[0].id in gates for one, other in _turns(passed))


def _turns(passed: Sequence[Passing]) -> list[tuple[Passing, Passing]]:
    """Each two neighbouring borders of which the second leads back to where the first led from."""
    borders = [
        passing
        for passing in passed
        if passing[1].territory and passing[2].territory and passing[1].territory != passing[2].territory
    ]
    return [(one, other) for one, other in pairwise(borders) if one[1].territory == other[2].territory]
