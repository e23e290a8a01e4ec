"""Colours mean the same everywhere."""

from dataclasses import replace
from itertools import combinations

from karwan.report.palette import SURFACES, hues


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_ways_take_the_hue_that_their_mode_or_territory_claims(answer):
    names = [hue.name for hue in hues(answer.routes).values()]
    given = {offer.id: hues(answer.routes)[offer.id].name for offer in answer.routes}
    assert given == {
        "r0000001": "blue",
        "r0000002": "pink",
        "r0000003": "orange",
        "r0000004": "green",
        "r0000005": "ink",
        "r0000006": "violet",
    }
    assert len(set(names)) == 6


def test_a_seventh_way_repeats_a_hue_and_no_way_goes_without(answer):
    offers = [replace(offer, id=f"{offer.id}-{k}") for k in range(3) for offer in answer.routes]
    assert len(hues(offers)) == 18


def test_ways_and_texts_hold_their_contrast_on_every_ground(answer):
    for ground in ("paper", "land"):
        for hue in hues(answer.routes).values():
            assert contrast(hue.light, SURFACES[ground].light) >= 3
            assert contrast(hue.dark, SURFACES[ground].dark) >= 3
        for text in ("text", "second", "quiet", "warning"):
            assert contrast(SURFACES[text].light, SURFACES[ground].light) >= 4.5
            assert contrast(SURFACES[text].dark, SURFACES[ground].dark) >= 4.5


def test_no_two_ways_have_the_same_colour(answer):
    for one, other in combinations(hues(answer.routes).values(), 2):
        assert one.light != other.light
        assert one.dark != other.dark
