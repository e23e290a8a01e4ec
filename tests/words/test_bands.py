"""Bands as a user types them."""

import pytest

from karwan.errors import InputError
from karwan.words.bands import read_bands


@pytest.mark.parametrize(
    ("text", "limits", "names"),
    [
        ("3d,7d,14d", (72.0, 168.0, 336.0), ("0-3 d", "3-7 d", "7-14 d")),
        ("36h,2w", (36.0, 336.0), ("0-36 h", "36-336 h")),
        ("$1000, $2500", (1000.0, 2500.0), ("$0-1,000", "$1,000-2,500")),
        ("1k,2.5k", (1000.0, 2500.0), ("$0-1,000", "$1,000-2,500")),
        ("900usd", (900.0,), ("$0-900",)),
    ],
)
def test_limits_of_time_and_money_are_read_and_named(text, limits, names):
    bands = read_bands(text)
    assert bands.limits == limits
    assert bands.names() == names
    assert read_bands(",".join(written.replace(",", "") for written in bands.written())) == bands


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("", "neither time nor dollars"),
        ("7", "neither time nor dollars"),
        ("soon", "neither time nor dollars"),
        ("$7d", "neither time nor dollars"),
        ("-3d", "neither time nor dollars"),
        ("nand", "neither time nor dollars"),
        ("0d", "no limit above 0"),
        ("99999999999999d", "no limit above 0"),
        ("3d,$7", "mix time and dollars"),
        ("7d,3d", "do not rise"),
        ("3d,3d", "do not rise"),
        ("1d,2d,3d,4d,5d,6d,7d,8d,9d,10d", "write 9 at most"),
    ],
)
def test_what_is_no_band_is_refused_with_its_mend(text, mend):
    with pytest.raises(InputError, match=mend.replace("$", r"\$")):
        read_bands(text)


def test_a_figure_lies_in_the_first_band_that_holds_it():
    bands = read_bands("1d,2d")
    assert [bands.band_of(hours) for hours in (0.0, 24.0, 24.1, 48.0, 49.0, float("inf"))] == [
        0,
        0,
        1,
        1,
        None,
        None,
    ]
