"""The page on fitted quantiles: what it says holds of a few real ways, found again."""

import re
from dataclasses import replace

import numpy as np
import pytest

import karwan
from karwan.words.fitted import quantiles
from published import fitted

# A sample errs by somewhat more or less than all, per cent.
CHANCE = 0.25


@pytest.fixture(scope="module")
def text():
    return fitted.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def few():
    state = karwan.open().state
    return fitted.ways(state, fitted.cities(state, 21, count=20), 0.3, seed=22, rankings=("generalised",))


def told(text, name):
    """The row of a table: count, then (2, 3) mean, 99th percentile and greatest of P50 and of P90."""
    [cells] = re.findall(rf"^\| {name} \| ([\d,]+) \| (.*) \|$", text, re.MULTILINE)
    return int(cells[0].replace(",", "")), np.array(cells[1].split(" | "), float).reshape(2, 3)


def test_errors_told_on_the_page_hold_on_other_ways(text, few):
    _, all_ways = told(text, "all")
    found = fitted.sizes(few)
    assert len(few) > 40
    assert (found[:, 0] <= all_ways[:, 0] + CHANCE).all()
    assert (found[:, 2] <= all_ways[:, 2]).all()


def test_the_page_tells_errors_of_all_and_of_shipped_pairs_and_the_worst_first(text):
    assert text.startswith(fitted.HEAD)
    assert all(part in text for part in (fitted.METHOD, fitted.WHY, fitted.ASIDE))
    counts = [told(text, name)[0] for name in ("fitted on", "others", "shipped, `pk-kz`")]
    assert sum(counts) == told(text, "all")[0]
    assert min(counts[:2]) > 1000
    _, shipped = told(text, "shipped, `pk-kz`")
    assert shipped.max() < 2
    worst = text.split("## The worst of")[1].split("## Every shipped pair")[0]
    errors = [
        max(abs(float(p50)), abs(float(p90)))
        for p50, p90 in re.findall(r"\| ([+-][\d.]+) \| ([+-][\d.]+) \|", worst)
    ]
    assert len(errors) >= 10
    assert errors == sorted(errors, reverse=True)
    assert errors[0] == pytest.approx(told(text, "all")[1].max())


def test_a_fit_to_what_is_told_gives_the_coefficients_in_use(few):
    kept = []
    for way in few:
        p50, p90 = quantiles(np.array(way.mean_h), np.array(way.spread)).tolist()
        kept.append(replace(way, exact_h=(p50, p90)))
    assert max(abs(error) for way in kept for error in way.errors) < 1e-9
    np.testing.assert_allclose(fitted.fit(kept), fitted.in_use(), atol=1e-6)
