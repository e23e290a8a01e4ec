"""What the loader refuses, and how a user's rows lie over ours."""

import csv
import dataclasses
import re

import pytest

from karwan.errors import FactError
from karwan.facts import load
from karwan.facts.rows import CargoUnit, Crossing, Deflator, Rate, Source, Territory

RATES = "id,mode,territory,metric,value,unit,year,evidence,note"
GOOD = "mine,road,PK,speed_kmh,30,km/h,2025,assumed,as our drivers say"


@pytest.fixture
def folder(tmp_path):
    def write(name, *lines):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return tmp_path

    return write


def faults_of(path):
    with pytest.raises(FactError) as caught:
        load(path)
    return str(caught.value).splitlines()


def test_a_row_of_a_known_id_replaces_ours_and_a_new_one_is_added(folder):
    ours = load()
    known = ours.rows(Rate)[0].id
    new = GOOD.replace("road", "air")
    mine = load(folder("rates.csv", RATES, new, new.replace("mine", known, 1)))
    assert len(mine.rows(Rate)) == len(ours.rows(Rate)) + 1
    assert mine.by_id(Rate)[known].value == 30
    assert mine.rows(Rate)[0].id == known
    assert mine.by_id(Rate)["mine"].low is None
    assert mine.by_id(Rate)["mine"].sources == ()
    assert mine.replaced == (("rates", known),)
    assert ours.replaced == ()


def test_the_last_of_several_folders_lies_on_top(tmp_path):
    for name, speed in (("one", 30), ("two", 31)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rates.csv").write_text(f"{RATES}\n{GOOD.replace(',30,', f',{speed},')}\n")
    assert load(tmp_path / "one", tmp_path / "two").by_id(Rate)["mine"].value == 31
    assert load(tmp_path / "two", tmp_path / "one").by_id(Rate)["mine"].value == 30


def test_a_user_may_name_sources_of_his_own(folder):
    folder("sources.csv", "id,title", "ministry,Our own survey")
    path = folder("rates.csv", RATES + ",sources", GOOD.replace("assumed", "measured") + ",ministry")
    facts = load(path)
    assert facts.by_id(Rate)["mine"].sources == ("ministry",)
    assert facts.by_id(Source)["ministry"].title == "Our own survey"


def test_a_digest_changes_with_its_own_tables_alone(folder):
    ours, mine = load(), load(folder("rates.csv", RATES, GOOD))
    assert ours.digest(Rate) != mine.digest(Rate)
    assert ours.digest(Crossing, Territory) == mine.digest(Territory, Crossing)
    assert ours.digest() != mine.digest()
    assert ours.digest(Rate) == load().digest(Rate)


def test_an_overlay_without_tables_changes_nothing(tmp_path):
    (tmp_path / "README.md").write_text("our figures")
    assert load(tmp_path).digest() == load().digest()
    assert load(tmp_path).replaced == ()


@pytest.mark.parametrize(
    ("change", "column", "what"),
    [
        (("road", "rode"), "mode", "'rode' is not a known word; did you mean road"),
        ((",30,", ",,"), "value", "the cell is empty"),
        ((",30,", ",fast,"), "value", "'fast' is no number"),
        ((",30,", ",nan,"), "value", "'nan' is no number"),
        ((",30,", ",inf,"), "value", "'inf' is no number"),
        ((",30,", ",1e999,"), "value", "is no number"),
        ((",30,", ",1_0,"), "value", "is no number"),
        ((",30,", ",-3,"), "value", "-3 is out of range"),
        ((",2025,", ",twenty,"), "year", "is no whole number"),
        ((",2025,", ",1066,"), "year", "1066 is out of range"),
        (("speed_kmh", "speed_kmp"), "metric", "did you mean speed_kmh"),
        (("km/h", "knots"), "unit", "is not a known word"),
        (("assumed", "rumoured"), "evidence", "is not a known word"),
        (("as our drivers say", ""), "note", "an assumed figure without its reason"),
        (("assumed", "measured"), "sources", "a measured figure without a source"),
        (("mine", "my own"), "id", "'my own' is no id"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_refused_with_file_line_column_and_mend(folder, change, column, what):
    path = folder("rates.csv", RATES, GOOD.replace(*change))
    (fault,) = faults_of(path)
    assert fault.startswith(f"{path / 'rates.csv'}:2:{column}: ")
    assert what in fault
    assert "; " in fault


def test_all_bad_rows_of_all_files_are_said_at_once(folder):
    folder("rates.csv", RATES, GOOD, GOOD.replace("road", "rode"), GOOD.replace(",30,", ",x,"))
    path = folder(
        "deflators.csv", "id,year,kind,index_name,value,base,evidence,note", "a,1,price_level,b,c,d,assumed,n"
    )
    places = [re.search(r"(\w+\.csv:\d+:\w+):", fault)[1] for fault in faults_of(path)]
    assert set(places) == {
        "rates.csv:3:mode", "rates.csv:3:id", "rates.csv:4:value", "rates.csv:4:id",
        "deflators.csv:2:year", "deflators.csv:2:value",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "where", "what"),
    [
        ([RATES.replace("metric", "metrics"), GOOD], ":1:metrics", "did you mean metric"),
        ([RATES.replace("metric,", ""), GOOD.replace("speed_kmh,", "")], ":1:metric", "column is missing"),
        ([RATES + ",unit", GOOD + ",h"], ":1:unit", "stands twice"),
        ([RATES, GOOD + ",more"], ":2:-", "10 cells where the header has 9"),
        ([RATES, GOOD, "", "mine,road"], ":4:-", "2 cells where the header has 9"),
        ([RATES, GOOD, GOOD], ":3:id", "the id 'mine' stands above already"),
        ([RATES, '"mine,road'], ":1:-", "not readable as CSV"),
        ([""], ":1:-", "the file is empty"),
        ([RATES + ",low", GOOD + ",31"], ":2:low", "above value"),
        ([RATES + ",high", GOOD + ",29"], ":2:high", "below value"),
        ([RATES + ",includes", GOOD + ",haul;;wait"], ":2:includes", "an empty item"),
        ([RATES + ",includes", GOOD + ",haul;sing"], ":2:includes", "is not a known word"),
        ([RATES + ",sources", GOOD + ",nowhere"], ":2:sources", "unknown source 'nowhere'"),
    ],
)  # fmt: skip
def test_a_file_of_the_wrong_shape_is_refused(folder, lines, where, what):
    path = folder("rates.csv", *lines)
    found = faults_of(path)
    assert any(f"rates.csv{where}: " in fault and what in fault for fault in found), found


def test_a_cell_over_several_lines_does_not_shift_the_lines_of_the_faults(folder):
    long_note = GOOD.replace("as our drivers say", '"as our\ndrivers say"')
    path = folder("rates.csv", RATES, long_note, GOOD.replace("mine", "other").replace(",30,", ",x,"))
    (fault,) = faults_of(path)
    assert "rates.csv:4:value" in fault


def test_an_unknown_post_is_told_with_the_nearest_ones(folder):
    header = "id,crossing,state,direction,evidence,note"
    path = folder("crossing_periods.csv", header, "a,torkam-road,open,both,assumed,seen by us")
    (fault,) = faults_of(path)
    assert "crossing_periods.csv:2:crossing" in fault
    assert "did you mean torkham-road" in fault


def test_bytes_that_are_no_utf_8_are_refused_with_their_line(tmp_path):
    (tmp_path / "rates.csv").write_bytes(f"{RATES}\n".encode() + GOOD.encode() + b"\xff\n")
    (fault,) = faults_of(tmp_path)
    assert "rates.csv:2:-" in fault
    assert "save the file as UTF-8" in fault


def test_the_mark_that_spreadsheets_put_before_utf_8_is_read_over(tmp_path):
    (tmp_path / "rates.csv").write_bytes(b"\xef\xbb\xbf" + f"{RATES}\r\n{GOOD}\r\n".encode())
    assert load(tmp_path).by_id(Rate)["mine"].value == 30


@pytest.mark.parametrize("name", ["rate.csv", "rates.CSV", "rates.xlsx", "notes.txt"])
def test_a_file_that_is_no_table_is_refused_with_the_nearest_names(folder, name):
    (fault,) = faults_of(folder(name, RATES, GOOD))
    assert name in fault
    assert "rates.csv" in fault


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    (fault,) = faults_of(tmp_path / "nowhere")
    assert "is no readable folder" in fault


def test_a_flood_of_faults_is_cut_with_their_number(folder):
    path = folder(
        "rates.csv", RATES, *(GOOD.replace("mine", f"m{n}").replace(",30,", ",x,") for n in range(500))
    )
    found = faults_of(path)
    assert len(found) == 201
    assert "and 300 more faults" in found[-1]


def test_a_date_reads_as_a_day_and_must_not_end_before_it_begins(folder):
    header = "id,crossing,since,until,state,direction,evidence,note"
    row = "a,torkham-road,2026-02-30,,open,both,assumed,n"
    (fault,) = faults_of(folder("crossing_periods.csv", header, row))
    assert "'2026-02-30' is no date" in fault
    row = "a,torkham-road,2026-02-03,2026-02-01,open,both,assumed,n"
    (fault,) = faults_of(folder("crossing_periods.csv", header, row))
    assert "below since" in fault


def test_only_the_tables_that_are_asked_for_are_read(tmp_path):
    header = [field.name for field in dataclasses.fields(Deflator)]
    with (tmp_path / "deflators.csv").open("w", newline="") as file:
        csv.writer(file).writerow(header)
    assert load(tmp_path).rows(CargoUnit)
