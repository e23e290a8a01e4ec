from datetime import date

import pytest

from karwan.answers.facts_diff import OURS, ask_facts_diff
from karwan.answers.worlds import FlowsAsked
from karwan.errors import FactError, InputError
from karwan.opening import open_state

ON = date(2026, 11, 24)
PAIRS = b"origin,destination,cargo\nLahore,Tashkent,40ft\nLahore,Almaty,40ft\n"
HEAD = "id,crossing,direction,side,metric,value,low,high,unit,year,includes,evidence,sources,note\n"
PERIODS = "id,crossing,since,until,state,direction,why,last_seen,evidence,sources,note\n"


@pytest.fixture(scope="module")
def state():
    return open_state()


@pytest.fixture
def sides(tmp_path):
    """Two folders: hours at Torugart, and whether Torkham is open, are disputed."""
    for name, hours, shut in (("one", 2, "open"), ("other", 400, "closed")):
        folder = tmp_path / name
        folder.mkdir()
        rows = [
            f"{name}-torugart,torugart-road,both,,time_h,{hours},,,h,2026,cross;wait,assumed,,their count"
        ]
        rows += [f"{name}-taldyk,kordai-road,both,,time_h,9,,,h,2026,cross;wait,assumed,,the same"]
        (folder / "crossing_measures.csv").write_text(HEAD + "\n".join(rows) + "\n")
        period = f"{name}-torkham,torkham-road,2026-10-01,,{shut},both,as told,2026-11-01,assumed,,as told\n"
        (folder / "crossing_periods.csv").write_text(PERIODS + period)
    return str(tmp_path / "one"), str(tmp_path / "other")


def asked():
    return FlowsAsked({}, ON, "pairs.csv", content=PAIRS)


def of_table(answer, table):
    return next(one for one in answer.disputes if one.differs.kind.table == table)


def test_what_both_say_is_no_dispute_and_what_differs_is_told_with_both_values(state, sides):
    answer = ask_facts_diff(state, sides, None)
    assert len(answer.disputes) == 2
    hours = of_table(answer, "crossing_measures")
    assert hours.differs.columns == (("value", 2.0, 400.0),)
    assert dict(hours.differs.key)["crossing"] == "torugart-road"
    assert hours.why_not_tried == "no pairs are asked"


def test_disputes_that_turn_the_best_way_come_first_and_each_is_tried_alone(state, sides):
    answer = ask_facts_diff(state, sides, asked())
    hours, period = (of_table(answer, table) for table in ("crossing_measures", "crossing_periods"))
    assert hours.best == ("Lahore - Almaty",)
    assert period.best == ("Lahore - Tashkent",)
    counts = [(len(one.best), len(one.order)) for one in answer.disputes]
    assert counts == sorted(counts, reverse=True)
    [turned] = [one for one in hours.turned if one.is_best_changed]
    assert "Torugart" in turned.first
    assert "Torugart" not in turned.second
    assert turned.added_usd > 0


def test_a_folder_beside_ours_is_laid_against_the_rows_that_it_is_about(state, sides):
    answer = ask_facts_diff(state, (OURS, sides[0]), None)
    hours = of_table(answer, "crossing_measures")
    assert hours.differs.first == () or all(
        row.crossing in ("torugart-road", "kordai-road") for row in hours.differs.first
    )
    assert {row.id for one in answer.disputes for row in one.differs.second} >= {"one-torugart"}


def test_rows_of_tables_that_the_network_is_built_from_are_shown_and_not_tried(state, sides, tmp_path):
    (tmp_path / "one" / "places.csv").write_text(
        "id,name,territory,lat,lon,population,codes,names,evidence,sources,note\n"
        "a-yard,A yard,PK,31.3,74.2,,,,assumed,,ours\n"
    )
    answer = ask_facts_diff(state, sides, asked())
    assert "the network is built from places" in of_table(answer, "places").why_not_tried
    assert answer.disputes[-1].differs.kind.table == "places"


def test_mistakes_are_told_with_their_mend(state, sides, tmp_path):
    with pytest.raises(InputError, match="both sides are"):
        ask_facts_diff(state, (sides[0], sides[0]), None)
    with pytest.raises(FactError, match="no readable folder"):
        ask_facts_diff(state, (sides[0], str(tmp_path / "nowhere")), None)
    with pytest.raises(InputError, match="shipped list"):
        ask_facts_diff(state, sides, FlowsAsked({}, ON, "no-such-list"))
