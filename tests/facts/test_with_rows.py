"""Rows laid over tables in memory count as those of a user's folder, and all else is shared."""

import csv
from dataclasses import fields
from datetime import date

from karwan.facts.load import load
from karwan.facts.rows import Commodity, Crossing, CrossingPeriod, Rate
from karwan.words.evidence import Evidence

MINE = {"evidence": Evidence.ASSUMED, "sources": (), "note": "a test"}
PERIODS = [
    CrossingPeriod(
        id=f"mine-{number}", crossing=post, since=since, until=until, state=state, direction=way, why="",
        last_seen=None, **MINE,
    )
    for number, (post, since, until, state, way) in enumerate(
        [
            ("torkham-road", date(2025, 3, 1), date(2025, 3, 5), "open", "both"),
            ("torkham-road", date(2026, 1, 1), None, "open", "PK>AF"),
            ("khunjerab-road", None, None, "closed", "both"),
        ]
    )
]  # fmt: skip


def write(folder, rows):
    with (folder / f"{rows[0].table}.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        names = [one.name for one in fields(rows[0])]
        writer.writerow(names)
        writer.writerows(
            [
                ["" if getattr(row, name) in (None, ()) else getattr(row, name) for name in names]
                for row in rows
            ]
        )


def test_laid_rows_count_as_those_of_a_folder(tmp_path):
    write(tmp_path, PERIODS)
    theirs, mine = load(tmp_path), load().with_rows({CrossingPeriod: PERIODS})
    assert mine.rows(CrossingPeriod) == theirs.rows(CrossingPeriod)
    assert mine.yours(CrossingPeriod) == theirs.yours(CrossingPeriod)
    assert mine.replaced == theirs.replaced
    assert mine.shortened == theirs.shortened


def test_rows_over_a_users_folder_lie_on_top_of_it(tmp_path):
    write(tmp_path, PERIODS[2:])
    over = load(tmp_path).with_rows({CrossingPeriod: PERIODS[:2]})
    assert {row.id for row in PERIODS} <= over.yours(CrossingPeriod)
    assert ("crossing_periods", "khunjerab-road-1") in {*over.replaced, *over.shortened}


def test_other_tables_are_shared_and_the_facts_below_stay():
    below = load()
    before = below.rows(CrossingPeriod)
    above = below.with_rows({CrossingPeriod: PERIODS})
    assert above.rows(Rate) is below.rows(Rate)
    assert above.with_rows({Rate: []}).rows(Commodity) is below.rows(Commodity)
    assert below.rows(CrossingPeriod) is before
    assert above.rows(CrossingPeriod) != before


def test_rows_that_are_removed_no_longer_stand_and_are_told():
    below = load()
    gone = below.rows(Crossing)[0]
    above = below.with_rows({}, {Crossing: [gone.id]})
    assert gone.id not in above.by_id(Crossing)
    assert gone.id in below.by_id(Crossing)
    assert ("crossings", gone.id) in above.replaced


def test_the_digest_tells_facts_with_other_rows_apart():
    below = load()
    above = below.with_rows({CrossingPeriod: PERIODS})
    assert above.digest(CrossingPeriod) != below.digest(CrossingPeriod)
    assert above.digest(Rate) == below.digest(Rate)


def test_the_day_of_a_question_is_today_unless_facts_say_otherwise():
    below = load()
    assert below.with_rows({}, day=date(2030, 1, 1)).day == date(2030, 1, 1)
    assert below.with_rows({}, day=date(2030, 1, 1)).with_rows({Rate: []}).day == date(2030, 1, 1)
