"""Relief: how rough Natural Earth's picture of shaded relief is. In whole numbers, so the same everywhere."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIXELS_PER_DEGREE = 30
_SMOOTH = (7, 7, 3)
"""Widths of three running means that together act as a Gaussian of three pixels."""
_WINDOW = 7
_SHORE = 2
"""Pixels around water that are left out: the shore is a step in colour, not in height."""
_BLUE_OVER_GREEN, _BLUE_OVER_RED = 12, 20
"""Water is blue in the picture, snow and forest are not by this much."""
_FINE = 4
"""Steps of a level in which the smooth picture is kept: the finest at which sums of squares fit 32 bits."""


class Relief:
    """Roughness of the land, by degrees.

    Root mean square, over 7 x 7 pixels of two arc minutes, of the brightness less its smooth part, in levels
    of 0 to 255; water and the shore are left out. Plains have 0 to 5, high mountains 25 to 45.
    """

    def __init__(self, picture: bytes, box: tuple[float, float, float, float]) -> None:
        """Work out the relief of a box (lon_min, lon_max, lat_min, lat_max) from the bytes of the picture."""
        self._west, self._north = int(box[0] * _PIXELS_PER_DEGREE), int(box[3] * _PIXELS_PER_DEGREE)
        east, south = int(box[1] * _PIXELS_PER_DEGREE) + 1, int(box[2] * _PIXELS_PER_DEGREE) - 1
        half_turn, quarter_turn = 180 * _PIXELS_PER_DEGREE, 90 * _PIXELS_PER_DEGREE
        top, bottom = quarter_turn - self._north, quarter_turn - south
        self._squares, self._count = _roughness(
            *_read(picture, (self._west + half_turn, top, east + half_turn, bottom))
        )

    def at(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Relief at points of any shape in degrees, and whether there is land to know it from (else 0)."""
        row = np.clip(
            self._north - np.ceil(lat * _PIXELS_PER_DEGREE).astype(np.int64), 0, len(self._count) - 1
        )
        column = np.floor(lon * _PIXELS_PER_DEGREE).astype(np.int64) - self._west
        column = np.clip(column, 0, self._count.shape[1] - 1)
        count = self._count[row, column]
        mean = self._squares[row, column] / np.maximum(count, 1)
        return np.sqrt(mean) / (3 * _FINE), count > 0


def _read(picture: bytes, frame: tuple[int, int, int, int]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Brightness (three times the level; 0 on water) and land (1 or 0) of a part of the picture."""
    with Image.open(io.BytesIO(picture)) as image:
        rgb = np.asarray(image.crop(frame)).astype(np.int16)
    red, green, blue = np.moveaxis(rgb, 2, 0)
    water = (blue - green > _BLUE_OVER_GREEN) & (blue - red > _BLUE_OVER_RED)
    land = (_summed(water.astype(np.int32), 2 * _SHORE + 1) == 0).astype(np.int32)
    return (red + green + blue) * land, land


def _roughness(
    bright: NDArray[np.int32], land: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Sum of squares of the rough part (in 1/12 level) and count of land pixels, over each window."""
    smooth, weight = bright, land
    for width in _SMOOTH:
        smooth, weight = _summed(smooth, width), _summed(weight, width)
    rough = land * (_FINE * bright - (_FINE * smooth + weight // 2) // np.maximum(weight, 1))
    return _summed(rough * rough, _WINDOW), _summed(land, _WINDOW)


def _summed(values: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """Sum over a square of odd width around each pixel; nothing lies beyond the edge.

    The running total may pass 32 bits and wrap; its differences are right all the same.
    """
    for _ in range(2):
        padded = np.pad(values, ((width // 2 + 1, width // 2), (0, 0)))
        total = np.cumsum(padded, axis=0, dtype=np.int32)
        values = (total[width:] - total[:-width]).T
    return values
