"""The Python face takes what a user would pass, and refuses the rest as the command line does."""

from datetime import UTC, date, datetime

import pytest

import karwan
from karwan.answers.asking import asked_for
from karwan.errors import InputError
from karwan.facts.places import find
from karwan.testing import Sketch, draw
from karwan.words.mode import Mode

SKETCH = Sketch(
    "A----B----C",
    territories={"PK": "A", "CN": "B", "KZ": "C"},
    posts={"ab-road": "AB", "bc-road": "BC"},
)


@pytest.fixture(scope="module")
def world():
    return SKETCH.build()


def test_a_day_may_be_a_date_or_its_text(world):
    days = ("2026-11-24", date(2026, 11, 24), datetime(2026, 11, 24, 9, tzinfo=UTC))
    told = [world.routes("A", "C", on=day).answer.question.on for day in days]
    assert told == [date(2026, 11, 24)] * 3


def test_modes_may_be_one_text_or_several(world):
    excluded = [
        world.routes("A", "C", modes=modes).answer.question.excluded.modes
        for modes in ("road,rail", ["road", "rail"], (Mode.ROAD, Mode.RAIL))
    ]
    assert excluded == [frozenset({Mode.SEA, Mode.AIR})] * 3
    assert world.routes("A", "C", modes="road").routes


def test_what_to_pass_and_to_avoid_may_be_one_text_or_several(world):
    assert world.routes("A", "C", avoid="CN").answer.question.excluded.territories == {"CN"}
    assert world.routes("A", "C", avoid=["CN", "ab-road"]).answer.question.excluded.gateways == {"ab-road"}
    assert world.routes("A", "C", via="bc-road").routes[0].gateways == ("ab-road", "bc-road")


def test_places_that_were_found_may_be_passed_on(world):
    origin = find("A", world.state.facts)
    assert world.routes(origin, world.places("C")[0]).answer.question.origin == origin


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cargo": 20}, "cargo 20: write a text with its unit"),
        ({"on": "24.11.2026"}, "'24.11.2026' is no day"),
        ({"on": 24.11}, "'24.11' is no day"),
        ({"avoid": 7}, "avoid 7: write a text"),
        ({"via": [None]}, "via None: write"),
        ({"count": "4"}, "count '4': write a whole number"),
        ({"value_of_time": "much"}, "value_of_time 'much': write a number"),
        ({"mode": "road"}, "unknown option 'mode'; did you mean modes"),
        ({"as_of": "2026-11-24"}, "unknown option 'as_of'; the options are cargo"),
        ({"modes": "rod"}, "unknown mode 'rod'; did you mean road"),
    ],
)
def test_what_means_nothing_is_refused_with_the_mend(world, options, words):
    with pytest.raises(InputError, match=words):
        world.routes("A", "C", **options)


def test_an_origin_that_is_no_text_is_refused():
    with pytest.raises(InputError, match="origin 31: write a name"):
        asked_for(31, "Almaty", {})


def test_a_world_tells_which_rows_of_ours_it_replaced(tmp_path):
    row = "40ft,container,container,20,26,2,2,1,1,assumed,our scales"
    (tmp_path / "cargo_units.csv").write_text(
        f"id,name,kind,tonnes,max_tonnes,teu,rail_teu,trucks,wagons,evidence,note\n{row}\n"
    )
    assert karwan.open(facts=str(tmp_path)).replaced == (("cargo_units", "40ft"),)
    assert karwan.open().replaced == ()


def test_a_way_is_explained_and_its_needs_are_told():
    world = draw("A----B----C", territories={"PK": "AB", "CN": "C"}, posts={"pass-road": "BC"})
    assert world.routes("A", "C").explain("A").steps[0].figures[0].holds
    assert [one.territory for one in world.needs("A", "C").ways[0].passed] == ["PK", "CN"]


def test_the_map_of_the_python_face_names_towns_and_has_the_boundaries_that_are_wanted():
    answer = karwan.open().routes("Lahore", "Quetta", count=1, modes="road")
    page = answer.map_html()
    assert '"Multan"' in page
    assert '<path class="frontier"' in page
    assert '<path class="frontier"' not in answer.map_html(boundaries="none")
