"""The lines of the ways of an answer, for maps and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from karwan.words.mode import Mode

# Stretches of one way in order of travel: the mode, and (points, 2) lon, lat.
Shape = Sequence[tuple[Mode, NDArray[np.float64]]]
Shapes = Mapping[str, Shape]
