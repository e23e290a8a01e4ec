"""Posts bear one name everywhere: the planner's."""

import pytest

from karwan.answers.names import plain, shown_names, way_names
from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, GatewayRow


@pytest.fixture(scope="module")
def facts():
    return Facts()


@pytest.fixture(scope="module")
def names(facts):
    return shown_names(facts)


def test_a_post_is_called_by_the_side_whose_name_its_way_bears(names):
    assert names["torugart-road"] == "Torugart"
    assert names["irkeshtam-road"] == "Irkeshtam"
    assert names["kulma-road"] == "Kulma"


def test_a_post_is_spelt_as_its_way(names):
    assert names["khorgos-road"] == names["khorgos-rail"] == "Khorgos"


def test_a_terminal_is_spelt_as_the_post_beside_it(names):
    assert names["gc-serakhs-tm"] == names["gc-sarakhs-ir"] == names["sarakhs-road"] == "Sarakhs"


def test_a_label_says_the_way_and_the_post_where_the_way_does_not(facts, names):
    ways = way_names(facts, names)
    assert ways["torugart-road"] == "Torugart Pass"
    assert ways["khunjerab-road"] == "Karakoram Highway (Khunjerab Pass)"
    assert ways["kulma-road"] == "Kulma Pass"
    assert ways["kordai-road"] == names["kordai-road"]


def test_every_post_and_terminal_has_a_name_without_brackets_or_placeholders(facts, names):
    for kind in (Crossing, GatewayRow):
        for row in facts.rows(kind):
            assert names[row.id]
            assert "(" not in names[row.id]
            assert not names[row.id].startswith("side of")


def test_what_stands_in_brackets_or_behind_a_slash_is_left_out():
    assert plain("Karachi (KPT: KICT, PICT, SAPT)") == "Karachi"
    assert plain("Sost (Pakistan customs) / Khunjerab Pass, Tashkurgan (China)") == "Sost"
    assert plain("Leipzig/Halle Airport") == "Leipzig/Halle Airport"
