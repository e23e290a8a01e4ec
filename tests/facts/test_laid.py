"""How a user's rows lie over ours: what they set aside, and on which days."""

import csv
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karwan.facts import load, schema
from karwan.facts.laid import laid
from karwan.facts.load import FOLDER
from karwan.facts.rows import (
    TABLES,
    BorderAverage,
    Crossing,
    CrossingHours,
    CrossingMeasure,
    CrossingPeriod,
    OperationDefault,
    Rate,
)
from karwan.operations.book import Book
from karwan.operations.permission import calendar
from karwan.words.evidence import Evidence

PERIODS = "id,crossing,since,until,state,direction,evidence,note"
MEASURES = "id,crossing,direction,side,metric,value,unit,year,evidence,note"
CLOSED = next(row for row in load().rows(CrossingPeriod) if row.id == "torkham-road-4")


@pytest.fixture
def over(tmp_path):
    def write(table, header, *lines):
        (tmp_path / f"{table}.csv").write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return load(tmp_path)

    return write


def state(facts, day, crossing="torkham-road"):
    return calendar(facts, date.fromisoformat(day)).state(crossing)


def period(row_id, since=None, until=None, state="open", direction="both"):
    return replace(
        CLOSED,
        id=row_id,
        since=since and date.fromisoformat(since),
        until=until and date.fromisoformat(until),
        state=state,
        direction=direction,
    )


def spans(rows):
    return [(row.id, str(row.since or ""), str(row.until or ""), row.state, row.direction) for row in rows]


def test_a_post_that_a_ministry_calls_open_is_open_from_that_day(over):
    mine = over("crossing_periods", PERIODS, "ours,torkham-road,2026-06-01,,open,both,assumed,our notice")
    assert state(mine, "2026-06-01") == "open"
    assert state(mine, "2026-05-31") == "closed"
    assert mine.by_id(CrossingPeriod)["torkham-road-4"].until == date(2026, 5, 31)
    assert mine.shortened == (("crossing_periods", "torkham-road-4"),)
    assert mine.replaced == ()
    assert mine.yours(CrossingPeriod) == {"ours"}


def test_a_post_that_a_ministry_shuts_for_a_week_is_as_before_on_either_side_of_it(over):
    post = next(row.crossing for row in load().rows(CrossingPeriod) if row.state == "open" and not row.until)
    row = f"strike,{post},2027-03-01,2027-03-07,closed,both,assumed,a strike is called"
    mine = over("crossing_periods", PERIODS, row)
    days = ["2027-02-28", "2027-03-01", "2027-03-07", "2027-03-08"]
    assert [state(mine, day, post) for day in days] == ["open", "closed", "closed", "open"]
    assert len(mine.rows(CrossingPeriod)) == len(load().rows(CrossingPeriod)) + 2


def test_a_period_in_one_direction_leaves_the_other_as_it_was():
    ours = [period("a", "2025-10-12", state="closed")]
    mine = [period("b", "2026-06-01", direction="PK>AF")]
    assert spans(laid(CrossingPeriod, ours, [mine]).rows) == [
        ("a", "2025-10-12", "2026-05-31", "closed", "both"),
        ("a.2", "2026-06-01", "", "closed", "AF>PK"),
        ("b", "2026-06-01", "", "open", "PK>AF"),
    ]


def test_a_period_of_another_post_or_another_time_cuts_nothing():
    ours = [period("a", "2025-10-12", "2025-12-31", state="closed")]
    mine = [period("b", "2026-01-01"), replace(period("c"), crossing="chaman-road")]
    found = laid(CrossingPeriod, ours, [mine])
    assert found.rows == (*ours, *mine)
    assert found.replaced == found.shortened == ()


def test_a_period_without_days_sets_all_of_ours_aside():
    ours = [period("a", until="2025-10-11"), period("b", "2025-10-12", state="closed")]
    found = laid(CrossingPeriod, ours, [[period("c")]])
    assert [row.id for row in found.rows] == ["c"]
    assert found.replaced == tuple(ours)


def test_of_two_folders_the_last_one_cuts_the_periods_of_both():
    ours = [period("a", state="closed")]
    found = laid(CrossingPeriod, ours, [[period("b", "2026-06-01")], [period("c", "2026-09-01")]])
    assert spans(found.rows) == [
        ("a", "", "2026-05-31", "closed", "both"),
        ("b", "2026-06-01", "2026-08-31", "open", "both"),
        ("c", "2026-09-01", "", "open", "both"),
    ]
    assert found.yours == {"b", "c"}


def test_a_figure_of_a_ministry_stands_alone_where_ours_was_measured(over):
    key = ("chaman-road", "PK>AF", "PK", "time_h")
    ours = [row for row in load().rows(CrossingMeasure) if _key(row) == key]
    assert len(ours) > 1
    mine = over("crossing_measures", MEASURES, f"count,{','.join(key)},31,h,2026,assumed,our own count")
    post = load().by_id(Crossing)["chaman-road"]
    sides = ("PK", "AF")
    assert Book(mine).side(post, sides, "PK", "time_h").figure.value == 31
    assert Book(mine).side(post, sides, "AF", "time_h") == Book(load()).side(post, sides, "AF", "time_h")
    assert mine.replaced == tuple(("crossing_measures", row.id) for row in ours)


def test_a_figure_of_the_whole_post_stands_instead_of_those_of_its_sides(over):
    mine = over("crossing_measures", MEASURES, "count,chaman-road,both,,time_h,31,h,2026,assumed,our count")
    figures = [row for row in mine.rows(CrossingMeasure) if (row.crossing, row.metric)
               == ("chaman-road", "time_h")]  # fmt: skip
    assert [row.id for row in figures] == ["count"]
    costs = [row for row in mine.rows(CrossingMeasure) if row.metric == "cost_usd"]
    assert costs == [row for row in load().rows(CrossingMeasure) if row.metric == "cost_usd"]


def test_an_average_of_both_directions_stands_instead_of_those_of_one(over):
    header = "id,territory,mode,direction,metric,value,unit,year,evidence,note"
    mine = over("border_averages", header, "count,CN,road,both,time_h,5,h,2026,assumed,our own count")
    found = [row.id for row in mine.rows(BorderAverage)
             if (row.territory, row.mode, row.metric) == ("CN", "road", "time_h")]  # fmt: skip
    assert found == ["count"]


def test_what_is_claimed_sets_no_figure_aside(over):
    header = "id,mode,territory,metric,value,unit,year,evidence,sources,note"
    source = load().rows(Rate)[0].sources[0]
    mine = over("rates", header, f"ad,road,PK,speed_kmh,99,km/h,2026,claimed,{source},")
    assert mine.replaced == ()
    assert Book(mine).rate("road", "PK", "speed_kmh") == Book(load()).rate("road", "PK", "speed_kmh")


def test_hours_of_a_post_stand_instead_of_all_its_shifts(over):
    header = "id,crossing,direction,opens,closes,evidence,note"
    mine = over("crossing_hours", header, "day,torugart-road,both,06:00,22:00,assumed,our own order")
    assert [row.id for row in mine.rows(CrossingHours) if row.crossing == "torugart-road"] == ["day"]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.table)
def test_a_key_is_made_of_columns_of_its_table(kind):
    columns = {attribute.name for attribute in schema.of(kind)}
    assert set(kind.key) <= columns
    assert hasattr(kind, "since") == (hasattr(kind, "until"))


def test_our_own_files_laid_over_ours_change_nothing(tmp_path):
    ours = load()
    for kind in TABLES:
        (tmp_path / f"{kind.table}.csv").write_bytes((FOLDER / f"{kind.table}.csv").read_bytes())
    mine = load(tmp_path)
    assert all(mine.rows(kind) == ours.rows(kind) for kind in TABLES)
    assert mine.replaced == mine.shortened == ()


def test_files_without_rows_change_nothing(tmp_path):
    for kind in TABLES:
        with (tmp_path / f"{kind.table}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerow([field.name for field in fields(kind)])
    mine = load(tmp_path)
    assert all(mine.rows(kind) == load().rows(kind) for kind in TABLES)
    assert mine.replaced == mine.shortened == ()


KEYED = [kind for kind in TABLES if kind.key]


@given(st.sampled_from(KEYED), st.data())
def test_all_our_rows_of_a_key_laid_over_ours_change_nothing(kind, data):
    ours = load().rows(kind)
    chosen = data.draw(st.sampled_from(ours))
    narrow = [column for column in kind.key if column not in ("direction", "side")]
    mine = [row for row in ours if all(getattr(row, one) == getattr(chosen, one) for one in narrow)]
    found = laid(kind, ours, [mine])
    assert found.rows == ours
    assert found.replaced == found.shortened == ()


DAYS = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 1, 20)))
WAYS = st.sampled_from(["both", "PK>AF", "AF>PK"])
STATES = st.sampled_from(["open", "closed", "limited"])


@st.composite
def some_periods(draw, name):
    rows = []
    for number in range(draw(st.integers(1, 4))):
        since, until = draw(DAYS), draw(DAYS)
        if since and until and until < since:
            since, until = until, since
        row = replace(CLOSED, id=f"{name}{number}", since=since, until=until)
        rows.append(replace(row, state=draw(STATES), direction=draw(WAYS)))
    return rows


def on(rows, day, way):
    return {row.state for row in rows if (row.since or date.min) <= day <= (row.until or date.max)
            and row.direction in ("both", way)}  # fmt: skip


@given(some_periods("a"), some_periods("b"))
def test_on_every_day_and_way_a_users_periods_hold_and_elsewhere_ours(ours, mine):
    rows = laid(CrossingPeriod, ours, [mine]).rows
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.since is None or row.until is None or row.since <= row.until for row in rows)
    for day in range(1, 21):
        for way in ("PK>AF", "AF>PK"):
            here = date(2026, 1, day)
            assert on(rows, here, way) == (on(mine, here, way) or on(ours, here, way))


def test_a_users_default_stands_instead_of_ours(over):
    ours = next(row for row in load().rows(OperationDefault) if row.evidence is not Evidence.CLAIMED)
    header = "id,operation,between,metric,value,unit,evidence,note"
    row = f"us,{ours.operation},{ours.between},{ours.metric},7,{ours.unit},assumed,our own depot"
    mine = over("operation_defaults", header, row)
    assert mine.replaced == (("operation_defaults", ours.id),)
    assert Book(mine).default(ours.operation, [ours.between], ours.metric).figure.value == 7


def _key(row):
    return row.crossing, row.direction, row.side, row.metric
