"""Every kind of bad input: a clear error with file, line and mend, and nothing half applied."""

from datetime import date

import pytest

from drawn_scenarios import world
from karwan.errors import InputError
from karwan.scenario import apply, of_measures
from karwan.scenario.measures import KINDS
from karwan.scenario.read import read, scenario_of

ON = date(2026, 11, 24)
WHY = 'reason = "a test"'


def measure(*lines):
    return "\n".join(["[[measures]]", *lines, WHY])


# What is written, and what the message must hold: the line, the field, and words of what or mend.
CASES = {
    "no TOML": ("name = ", ("x.toml:1", "TOML")),
    "an unknown head": ('nmae = "a"', ("x.toml:1:nmae", "did you mean name")),
    "no kind": ("[[measures]]\n" + WHY, ("x.toml:1:kind", "no kind")),
    "an unknown kind": (measure('kind = "clsoe"'), ("x.toml:2:kind", "did you mean close")),
    "an unknown field": (
        measure('kind = "close"', 'att = "north-road"'),
        ("x.toml:3:att", "did you mean at"),
    ),
    "no source": (
        '[[measures]]\nkind = "close"\nat = "north-road"',
        ("x.toml:1", "neither source nor reason"),
    ),
    "an unknown post": (
        measure('kind = "close"', 'at = "nort-road"'),
        ("x.toml:3:at", "unknown post", "did you mean north-road"),
    ),
    "an unknown territory": (
        measure('kind = "close"', 'territory = "Atlantis"'),
        ("x.toml:3:territory", "unknown territory"),
    ),
    "an unknown place": (
        measure('kind = "close"', 'stretch = ["Atlantis", "A"]', 'mode = "road"'),
        ("x.toml:3:stretch", "Atlantis"),
    ),
    "one place for a stretch": (measure('kind = "close"', 'stretch = "A"'), (":3:stretch", "one place")),
    "a mode that is none": (measure('kind = "close"', 'mode = "raod"'), (":3:mode", "did you mean road")),
    "a measure of nothing": (measure('kind = "close"'), (":1:", "names nothing")),
    "a date that is none": (
        measure('kind = "close"', 'at = "north-road"', 'from = "2026-13-01"'),
        (":4:from", "no date"),
    ),
    "an end before the beginning": (
        measure('kind = "close"', 'at = "north-road"', "from = 2026-05-01", "until = 2026-04-01"),
        (":5:until", "before from"),
    ),
    "not a number": (
        measure('kind = "procedure"', 'at = "north-road"', "time_h = nan"),
        (":4:time_h", "no finite number"),
    ),
    "no end": (
        measure('kind = "procedure"', 'at = "north-road"', "time_h = inf"),
        (":4:time_h", "no finite number"),
    ),
    "a negative figure": (
        measure('kind = "procedure"', 'at = "north-road"', "time_h = -4"),
        (":4:time_h", "out of range", "from 0"),
    ),
    "a text for a number": (
        measure('kind = "procedure"', 'at = "north-road"', 'time_h = "six"'),
        (":4:time_h", "no finite number"),
    ),
    "yes for a number": (
        measure('kind = "procedure"', 'at = "north-road"', "time_h = true"),
        (":4:time_h", "no finite number"),
    ),
    "a time of day that is none": (
        measure('kind = "procedure"', 'at = "north-road"', 'opens = "25:00"', 'closes = "26:00"'),
        (":4:opens", "no time of day", ":5:closes"),
    ),
    "an opening alone": (
        measure('kind = "procedure"', 'at = "north-road"', 'opens = "08:00"'),
        (":4:opens", "without a closing"),
    ),
    "a month that is none": (
        measure('kind = "season"', 'at = "north-road"', "months = [0, 13]"),
        (":4:months", "from 1 to 12"),
    ),
    "a line shorter than the great circle": (
        measure('kind = "build"', 'mode = "road"', 'via = ["A", "north-road", "B"]', "length_km = 2"),
        (":5:length_km", "shorter than its great circles"),
    ),
    "a railway without a gauge": (
        measure('kind = "build"', 'mode = "rail"', 'via = ["A", "E"]'),
        ("gauge_mm", "which gauge"),
    ),
    "a line over a border without a post": (
        measure('kind = "build"', 'mode = "road"', 'via = ["A", "B"]'),
        (":4:via", "does not stay in one territory", "name the post"),
    ),
    "a polygon that crosses itself": (
        measure('kind = "close"', "area = [[66, 2], [67, 3], [67, 2], [66, 3]]"),
        (":3:area", "crosses itself"),
    ),
    "a polygon of two corners": (measure('kind = "close"', "area = [[66, 2], [67, 3]]"), (":3:area", "3")),
    "a corner off the globe": (
        measure('kind = "close"', "area = [[66, 2], [67, 99], [67, 2]]"),
        (":3:area", "no place on Earth"),
    ),
    "an area with nothing in it": (
        measure('kind = "close"', "area = [[0, 50], [1, 50], [1, 51]]"),
        (":3:area", "no link"),
    ),
    "no effect": (measure('kind = "open"', 'at = "north-road"'), (":1:", "no effect")),
    "a hazard without days": (
        measure('kind = "hazard"', 'at = "north-road"', "from = 2026-01-01"),
        ("days", "its days or its last day"),
    ),
    "a price of nothing": (measure('kind = "price"', "factor = 2"), ("of", "a price of what")),
    "a price twice": (
        measure('kind = "price"', 'of = "tariff"', 'mode = "road"', "factor = 2", "add = 3"),
        ("factor, add and to",),
    ),
    "two measures that set the same otherwise": (
        measure('kind = "procedure"', 'at = "north-road"', "time_h = 4")
        + "\n"
        + measure('kind = "procedure"', 'at = "north-road"', "time_h = 5"),
        ("x.toml:6", "conflict", "measure 1 (x.toml:1)"),
    ),
    "closed and open at once": (
        measure('kind = "close"', 'at = "north-road"', "from = 2026-05-01", "until = 2026-06-01")
        + "\n"
        + measure('kind = "open"', 'at = "north-road"', "from = 2026-05-10"),
        ("conflict",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_names_file_line_and_mend(name):
    text, wanted = CASES[name]
    with pytest.raises(InputError) as told:
        apply(world().state, read(text, "x.toml", to_apply=True), ON)
    for part in wanted:
        assert part in str(told.value)


def test_all_faults_of_all_measures_are_told_at_once():
    text = "\n".join(
        [
            measure('kind = "close"', 'at = "nort-road"'),
            measure('kind = "open"', 'border = ["PK", "CZ"]'),
            measure('kind = "season"', 'at = "north-road"'),
        ]
    )
    with pytest.raises(InputError) as told:
        apply(world().state, read(text, "x.toml", to_apply=True), ON)
    assert [line.split(":")[1] for line in str(told.value).splitlines()] == ["3", "7", "9"]


def test_faults_of_reading_and_of_names_are_told_together():
    text = "\n".join(
        [
            measure('kind = "clsoe"'),
            measure('kind = "close"', 'at = "nort-road"'),
            '[[measures]]\nkind = "open"\nat = "Atlantis"',
        ]
    )
    with pytest.raises(InputError) as told:
        apply(world().state, read(text, "x.toml", to_apply=True), ON)
    lines = str(told.value).splitlines()
    assert [line.split(":")[1] for line in lines] == ["2", "6", "8", "10"]


def test_faults_of_reading_are_told_at_once_too():
    text = "\n".join([measure('kind = "clsoe"'), measure('kind = "close"', "months = 3"), 'x = "'])
    with pytest.raises(InputError, match="TOML"):
        read(text, "x.toml")
    with pytest.raises(InputError) as told:
        read(text.rsplit("\n", 1)[0], "x.toml")
    assert len(str(told.value).splitlines()) == 2


def test_bases_in_a_circle_are_told_with_the_circle(tmp_path):
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{one}.toml").write_text(f'base = "{other}.toml"\n')
    with pytest.raises(InputError, match=r"circle: a\.toml > b\.toml > c\.toml > a\.toml"):
        scenario_of(tmp_path / "a.toml")


def test_a_base_that_is_not_there_is_told(tmp_path):
    (tmp_path / "a.toml").write_text('base = ["nothing.toml", "Nowhere"]\n')
    with pytest.raises(InputError) as told:
        scenario_of(tmp_path / "a.toml")
    assert "no such file" in str(told.value)
    assert "unknown scenario 'Nowhere'" in str(told.value)


def test_ten_thousand_measures_are_refused_at_once():
    one = KINDS["close"](at=("north-road",), reason="a test")
    with pytest.raises(InputError, match="10,000 measures"):
        apply(world().state, of_measures("many", [one] * 10_000), ON)


def test_measures_made_in_python_are_read_as_those_of_a_file():
    one = KINDS["close"](at="north-road", since="2026-05-01", reason="a test")
    assert of_measures("x", [one]).measures[0] == KINDS["close"](
        at=("north-road",), since=date(2026, 5, 1), reason="a test"
    )
    bad = KINDS["procedure"](at=["north-road"], time_h=float("nan"), cost_usd=-1, reason="a test")
    with pytest.raises(InputError) as told:
        of_measures("x", [one, bad])
    assert [line.split(":")[2] for line in str(told.value).splitlines()] == ["time_h", "cost_usd"]


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        scenario_of(tmp_path / "a.toml")


def test_a_fault_leaves_the_state_as_it_was():
    state = world().state
    before = (state.facts.digest(), state.network.digest)
    text = "\n".join([measure('kind = "close"', 'at = "north-road"'), measure('kind = "close"')])
    with pytest.raises(InputError):
        apply(state, read(text, "x.toml", to_apply=True), ON)
    assert (state.facts.digest(), state.network.digest) == before


def test_lines_are_found_beside_strings_of_many_lines():
    text = 'name = "x"\nnotes = """\n[[measures]]\nkind = 3\n"""\n' + measure('kind = "close"', "at = 3")
    with pytest.raises(InputError, match=r"x\.toml:8:at"):
        read(text, "x.toml")
