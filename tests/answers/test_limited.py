"""What lets goods pass, but not as usual, is told on the ways that pass it."""

from datetime import date

from karwan.answers.limited import limited
from karwan.operations.permission import calendar
from karwan.testing import draw

ROWS = [
    {"id": "slow", "crossing": "ab-road", "state": "limited", "why": "long queues", "since": "2026-03-01"},
    {"id": "out", "crossing": "bc-road", "state": "limited", "why": "20 t at most", "since": "2026-03-01"},
]
MARKS = {"until": "", "last_seen": "2026-03-01"}


def world():
    directions = {"slow": "both", "out": "CN>KZ"}
    return draw(
        "A----B----C",
        territories={"PK": "A", "CN": "B", "KZ": "C"},
        posts={"ab-road": "AB", "bc-road": "BC"},
        tables={"crossing_periods": [{**row, **MARKS, "direction": directions[row["id"]]} for row in ROWS]},
    )


def told(origin, destination, on):
    here = world()
    answer = here.routes(origin, destination, on=on)
    return limited(answer.routes[0].route, calendar(here.state.facts, on))


def test_every_limited_post_of_a_way_is_told_with_its_source():
    reasons = told("A", "C", date(2026, 4, 1))
    assert [(reason.where, reason.what) for reason in reasons] == [
        ("ab-road", "limited: long queues"),
        ("bc-road", "limited: 20 t at most"),
    ]
    assert reasons[0].since == date(2026, 3, 1)
    assert reasons[0].sources


def test_what_limits_the_other_direction_or_another_day_is_not_told():
    assert [reason.where for reason in told("C", "A", date(2026, 4, 1))] == ["ab-road"]
    assert told("A", "C", date(2026, 2, 1)) == ()
