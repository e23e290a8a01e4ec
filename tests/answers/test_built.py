"""Ways that are only spoken of are told until a scenario builds them."""

import pytest

from karwan.answers.built import not_built
from karwan.facts.rows import WaySpokenOf
from karwan.opening import open_state
from karwan.scenario import apply, scenario_of


@pytest.fixture(scope="module")
def state():
    return open_state()


@pytest.mark.parametrize(
    ("scenario", "built"),
    [
        ("uap-railway", {"uap-rail"}),
        ("torghundi-herat-railway", {"torghundi-herat-rail"}),
        ("torghundi-chaman-railway", {"torghundi-herat-rail", "torghundi-chaman-rail"}),
        ("cku-railway", {"cku-rail"}),
        ("rasht-astara-railway", {"rasht-astara"}),
        ("ml4-gwadar-quetta", {"gwadar-rail"}),
        ("kohat-kharlachi-railway", set()),
        ("khunjerab-winter-closed", set()),
    ],
)
def test_a_way_spoken_of_is_left_out_where_the_scenario_builds_it(state, scenario, built):
    found = scenario_of(scenario, to_apply=True)
    applied = apply(state, found, None).state
    rows = applied.facts.rows(WaySpokenOf)
    assert {row.id for row in rows} - {row.id for row in not_built(applied.network, rows)} == built
