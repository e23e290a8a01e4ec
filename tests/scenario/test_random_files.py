"""Whatever a scenario file holds, it is applied, or refused with a fault that names file, line and mend."""

import re
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drawn_scenarios import world
from karwan.errors import InputError
from karwan.scenario import apply
from karwan.scenario.fields import specs_of
from karwan.scenario.measures import KINDS
from karwan.scenario.read import read
from karwan.scenario.written import toml_value

ON = date(2026, 11, 24)
WORDS = st.sampled_from(
    (
        "north-road", "pk-cn-rail", "rail-start", "PK", "CN", "KZ", "*", "A", "D", "I", "Atlantis", "", " ",
        "road", "rail", "fuel", "tariff", "port", "closed", "2,66", "PK>CN", "00:00", "yes", "\\", '"', "é",
    )
)  # fmt: skip
NUMBERS = st.one_of(st.integers(-3, 2000), st.sampled_from((0.5, float("nan"), float("inf"), 1e308)))
CORNERS = st.lists(
    st.tuples(st.sampled_from((66.0, 66.3, 67.0, 200.0)), st.sampled_from((2.0, 2.2, 3.0))), max_size=5
)
VALUES = st.one_of(
    WORDS,
    NUMBERS,
    st.booleans(),
    st.dates(),
    st.lists(WORDS, max_size=3),
    st.lists(st.integers(0, 13), max_size=3),
    CORNERS,
)
# What fits its field: random values of the wrong type alone would never reach the plan of a measure.
FITTING = {
    "text": WORDS,
    "texts": st.lists(WORDS, min_size=1, max_size=3),
    "number": NUMBERS,
    "integer": st.integers(1, 2000),
    "integers": st.sampled_from((1435, 1520, 1676)),
    "flag": st.booleans(),
    "day": st.sampled_from((date(2026, 1, 1), date(2027, 1, 1))),
    "clock": st.sampled_from(("00:00", "08:00", "24:00")),
    "months": st.lists(st.integers(1, 12), min_size=1, max_size=3),
    "points": CORNERS,
}
FAULT = re.compile(r"x\.toml:\d+:[^:]+: .+; .+")


@st.composite
def files(draw):
    parts = []
    for word in draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3)):
        specs = {spec.name: spec for spec in specs_of(KINDS[word]).values()}
        lines = [f'kind = "{word}"', 'reason = "a test"']
        for name in draw(st.sets(st.sampled_from(sorted(specs.keys() - {"reason"})), max_size=6)):
            spec = specs[name]
            fitting = st.sampled_from(spec.words) if spec.words else FITTING[spec.type]
            value = draw(st.one_of(fitting, fitting, fitting, VALUES))
            lines.append(f"{name} = {written(value)}")
        parts.append("\n".join(["[[measures]]", *lines]))
    return "\n".join(parts)


def written(value):
    is_odd = isinstance(value, float) and not abs(value) < 1e15
    return repr(value) if is_odd else toml_value(value)


def faults_of(act):
    """The lines of what is refused."""
    try:
        act()
    except InputError as error:
        return str(error).splitlines()
    return []


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_a_file_is_applied_or_refused_with_what_to_mend(text):
    for line in faults_of(lambda: apply(world().state, read(text, "x.toml", to_apply=True), ON)):
        assert FAULT.fullmatch(line), line


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    assert all(line.startswith("x.toml:") for line in faults_of(lambda: read(text, "x.toml"))[:1])
