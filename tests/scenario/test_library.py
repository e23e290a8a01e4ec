"""Every scenario that ships holds on the network that ships, and says where it comes from."""

from functools import cache

import pytest

from karwan.opening import open_state
from karwan.scenario import apply, scenario_of
from karwan.scenario.library import names, path_of


@cache
def state():
    return open_state()


@pytest.mark.parametrize("name", names())
def test_a_scenario_of_the_library_does_something_on_its_day(name):
    scenario = scenario_of(name)
    found = apply(state(), scenario)
    assert found.touched
    assert scenario.notes
    for touched in found.touched:
        assert touched.not_yet == ""
        assert touched.why
        assert touched.rows or touched.links


def test_a_name_of_the_library_is_found_in_any_case():
    assert path_of("Afghan-Posts-Open") == path_of("afghan-posts-open")
    assert path_of("nothing of this name") is None
