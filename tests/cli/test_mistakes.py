"""What a user gets wrong is told in one line with its mend, and ends with exit code 2."""

import errno
import sys

import pytest

MISTAKES = [
    (("places", "Qwxyzzt"), "unknown place 'Qwxyzzt'; "),
    (("places", "99,200"), "outside the globe"),
    (("places", "nan,nan"), "is no point; write lat,lon"),
    (("places", ""), "no place is named"),
    (("places", "Lahore", "--count", "0"), "write a whole number from 1 to 1000"),
    (("places", "Lahore", "--count", "many"), "write a whole number from 1 to 1000"),
    (("posts", "Torkam"), "did you mean Torkham?"),
    (("posts", "PK-ZZ"), "unknown post 'PK-ZZ'; "),
    (("posts", "--mode", "raod"), "did you mean road?"),
    (("posts", "--as-of", "2026-13-40"), "write year-month-day"),
    (("facts", "crosings"), "did you mean crossings or "),
    (("facts", "crossings", "torkham-raod"), "did you mean torkham-road"),
    (("facts", "--facts", "/nowhere/at/all"), "name a folder with files such as"),
    (("cache", "cler"), "did you mean clear?"),
    (("places",), "missing argument"),
    (("places", "Lahore", "--jsn"), "--json"),
    (("placs", "Lahore"), "did you mean"),
    (("network",), "missing command"),
    (("routes", "Lahore"), "missing argument"),
    (("routes", "Lahore", "Lahore"), "origin and destination are the same place"),
    (("routes", "Lahore", "Hyderabad"), "'Hyderabad' is the name of several places; write "),
    (("routes", "Lahore", "Almatty"), "did you mean"),
    (("routes", "Lahore", "Almaty", "--modes", "rode"), "did you mean road?"),
    (("routes", "Lahore", "Almaty", "--count", "-1"), "write a whole number from 1 to 100"),
    (("routes", "Lahore", "Almaty", "--value-of-time", "much"), "write a number"),
    (("routes", "Lahore", "Almaty", "--as-of", "tomorrow"), "write year-month-day"),
    (("routes", "Lahore", "Almaty", "--as-of", "2026-02-30"), "is no day; write year-month-day"),
    (("routes", "Lahore", "Almaty", "--as-of", "0001-01-01"), "name a day of the years 1990 to 2100"),
    (("routes", "Lahore", "Almaty", "--as-of", "9999-12-31"), "name a day of the years 1990 to 2100"),
    (("routes", "Lahore", "Almaty", "--depart", "soon"), "write year-month-dayThour:minute"),
    (("routes", "Lahore", "Almaty", "--depart", "2026-02-30T08:00"), "is no moment"),
    (("routes", "Lahore", "Almaty", "--depart", "9999-01-01T08:00"), "name a year from 1990 to 2100"),
    (("routes", "Lahore", "Almaty", "--calendar", "1500"), "write a year from 1990 to 2100"),
    (("routes", "Lahore", "Almaty", "--commodity", "frut"), "did you mean fruit?"),
    (("routes", "Lahore", "Almaty", "--product", "kinow"), "did you mean kinnow?"),
    (("routes", "Lahore", "Almaty", "--product", "kinnow", "--cargo", "20t"), "write reefer or 20t-reefer"),
    (("routes", "Lahore", "Almaty", "--product", "coal", "--commodity", "fruit"), "is of commodity minerals"),
    (("routes", "Lahore", "Almaty", "--cargo", "60ft"), "unknown cargo '60ft'"),
    (("routes", "Lahore", "Almaty", "--cargo", "nant"), "is not a number above zero"),
    (("routes", "Lahore", "Almaty", "--cargo", "inft"), "is not a number above zero"),
    (("routes", "Lahore", "Almaty", "--cargo=-5t"), "is not a number above zero"),
    (("routes", "Lahore", "Almaty", "--cargo", "0x40ft"), "is not a number above zero"),
    (("routes", "Lahore", "Almaty", "--cargo", "40ft:60t"), "write at most 40ft:26.5t"),
    (("routes", "Lahore", "Almaty", "--deadline", "0d"), "it is not after the departure"),
    (("routes", "Lahore", "Almaty", "--deadline=-3d"), "it is not after the departure"),
    (("routes", "Lahore", "Almaty", "--deadline", "nand"), "it is not after the departure"),
    (("routes", "Lahore", "Almaty", "--deadline", "infd"), "over three years after the departure"),
    (("routes", "Lahore", "Almaty", "--deadline", "14"), "write hours or days from departure"),
    (("routes", "Lahore", "Almaty", "--deadline", "2026-02-30"), "is no span of time and no day"),
    (("routes", "Lahore", "Almaty", "--by", "logistic"), "did you mean logistics?"),
    (("routes", "Lahore", "Almaty", "--by", "logistics", "--value-of-time", "1"), "leave value of time out"),
    (("routes", "Lahore", "Almaty", "--value-of-time", "nan"), "write a number of dollars from 0"),
    (("routes", "Lahore", "Almaty", "--value-of-time=-1"), "write a number of dollars from 0"),
    (("routes", "Lahore", "Almaty", "--carbon-price", "inf"), "write a number of dollars from 0"),
    (("routes", "Lahore", "Almaty", "--sanctions", "none-such"), "unknown rule"),
    (("needs", "Lahore", "Almaty", "--as-of", "9999-01-01"), "name a day of the years 1990 to 2100"),
    (("needs", "Lahore", "Almaty", "--product", "kinow"), "did you mean kinnow?"),
    (("needs", "Lahore", "Almaty", "--cargo", "40ft:nan"), "is not a number above zero"),
    (("corridor", "ITI", "--as-of", "0001-01-01"), "name a day of the years 1990 to 2100"),
    (("corridor", "ITI", "--as-of", "2026-02-30"), "is no day"),
    (("corridor", "ITI", "--commodity", "gold"), "karwan facts commodities lists them"),
    (("corridor", "ITI", "--product", "kinow"), "did you mean kinnow?"),
    (("corridor", "ITI", "--cargo", "60ft"), "unknown cargo '60ft'"),
    (("posts", "--as-of", "0001-01-01"), "name a day of the years 1990 to 2100"),
    (("routes", "Lahore", "Almaty", "--geojson", "/nowhere/way.geojson"), "there is no folder /nowhere"),
    (("routes", "Lahore", "Almaty", "--csv", "/"), "this is a folder"),
    (("routes", "Lahore", "Almaty", "--map", "way.jpg"), "must end in .html or .png"),
    (("reach",), "name one place"),
    (("reach", "Lahore", "Multan"), "several with --access"),
    (("reach", "Almatty"), "did you mean"),
    (("reach", "0,-30"), "does not lie within"),
    (("reach", "Lahore", "--bands", "3"), "write bands such as 2d,4d,7d"),
    (("reach", "Lahore", "--bands", "7d,3d"), "do not rise"),
    (("reach", "Lahore", "--bands", "3d,$70"), "mix time and dollars"),
    (("reach", "Lahore", "--bands", "nand"), "is neither time nor dollars"),
    (("reach", "Lahore", "--modes", "air"), "`karwan skim --modes air` measures flights"),
    (("reach", "Lahore", "--by", "co2e"), "write one of time, cost, generalised"),
    (("reach", "Lahore", "--map", "way.jpg"), "must end in .html or .png"),
    (("reach", "Lahore", "--elasticity", "3"), "write --access too"),
    (("routes", "Lahore", "Almaty", "--boundaries", "none"), "name its file with --map"),
    (("reach", "Lahore", "--boundaries", "none"), "name its file with --map"),
    (("routes", "Lahore", "Almaty", "--map", "way.png", "--boundaries", "nowhere.json"), "no such file"),
    (("reach", "Lahore", "--map", "way.html", "--boundaries", "/"), "this is a folder"),
    (("reach", "--hinterland", "kind=port", "--map", "way.html", "--boundaries", __file__), "no JSON"),
    (("compare", "base", "afghan-posts-open", "--map", "c.html", "--boundaries", "no.json"), "no such file"),
    (("brief", "Islamabad", "Almaty", "--boundaries", "nowhere.json"), "no such file"),
    (("reach", "Lahore", "--access", "--elasticity", "nan"), "write a number above 0"),
    (("reach", "Lahore", "--access", "--elasticity=-1"), "write a number above 0"),
    (("reach", "Lahore", "--access", "--bands", "3d"), "leave out --access and --hinterland"),
    (("reach", "Lahore", "--access", "--by", "time"), "write one of generalised, cost, logistics"),
    (("reach", "--access"), "name a place"),
    (("reach", "--hinterland", "port-karachi"), "name two different gates or more"),
    (("reach", "--hinterland", "port-karachi,Almatty"), "did you mean"),
    (("reach", "--hinterland", "kind=prot"), "did you mean port?"),
    (("reach", "--hinterland", "torkham-road@IR,port-karachi"), "lies between"),
    (("reach", "Lahore", "--hinterland", "kind=port"), "--hinterland stands alone"),
]


@pytest.mark.parametrize(("words", "mend"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_is_told_in_one_line_with_its_mend(karwan, words, mend):
    told = karwan(*words)
    assert told.code == 2
    assert told.out == ""
    [line] = told.faults
    assert line.startswith("karwan: ")
    assert mend in line


def test_every_bad_row_of_a_users_tables_is_told_with_its_line(karwan, own):
    (own / "crossing_periods.csv").write_text(
        "id,crossing,since,until,state,direction,why,last_seen,evidence,sources,note\n"
        "a,torkham-road,2030-02-30,,open,both,,2030-01-01,assumed,,planned\n"
        "b,torkham-road,,,opn,both,,2030-01-01,assumed,,planned\n"
    )
    told = karwan("posts", "torkham-road", "--facts", own)
    assert told.code == 2
    assert [":2:since: " in told.faults[0], ":3:state: " in told.faults[1]] == [True, True]
    assert "did you mean open?" in told.faults[1]


HEAVY = (
    "id,name,names,kind,tonnes,max_tonnes,teu,rail_teu,trucks,wagons,truck,truck_t,evidence,sources,note\n"
    "press,press of 60 t,,truck,60,60,3,3,1,1,semi_6,20,assumed,,our own machine\n"
)


def test_cargo_that_no_truck_carries_is_told_in_one_line(karwan, own):
    (own / "cargo_units.csv").write_text(HEAVY)
    told = karwan("routes", "Lahore", "Almaty", "--cargo", "press", "--facts", own)
    assert told.code == 2
    assert "no truck carries it, each would weigh 80 t" in told.faults[-1]
    assert "load less in each, or leave road out" in told.faults[-1]


PERIODS = "id,crossing,since,until,state,direction,why,last_seen,evidence,sources,note\n"
ADMISSIONS = "id,home,territory,purpose,admitted,reach,regime,since,until,evidence,sources,note\n"
RIVALS = [
    (
        "crossing_periods",
        PERIODS
        + "a,torkham-road,2027-01-01,2027-06-30,closed,both,,,assumed,,x\n"
        + "b,torkham-road,2027-06-01,,open,both,,,assumed,,x\n",
        (
            ":3:since: row 'b' says state 'open', and row 'a' on line 2 says 'closed' on the same days "
            "(from 2027-06-01 to 2027-06-30); end one before the other begins, or leave one out"
        ),
    ),
    (
        "admissions",
        ADMISSIONS + "b,PK,KZ,any,no,all,,,,assumed,,x\na,PK,KZ,any,yes,all,,,,assumed,,x\n",
        ":3:since: row 'a' says admitted 'yes', and row 'b' on line 2 says 'no' on the same days (always); ",
    ),
]


@pytest.mark.parametrize(("table", "text", "mend"), RIVALS, ids=[table for table, *_ in RIVALS])
def test_rows_of_a_user_that_contradict_each_other_are_told(karwan, own, table, text, mend):
    (own / f"{table}.csv").write_text(text)
    told = karwan("posts", "torkham-road", "--facts", own)
    assert (told.code, told.out) == (2, "")
    [line] = told.faults
    assert mend in line
    assert f"{table}.csv" in line


AGREEING = [
    (
        "a,torkham-road,2027-01-01,2027-06-30,closed,both,,,assumed,,x\n"
        "b,torkham-road,2027-07-01,,open,both,,,assumed,,x\n"
    ),
    "a,torkham-road,2027-01-01,,closed,both,flood,,assumed,,x\nb,torkham-road,2027-06-01,,closed,both,,,assumed,,x\n",
    "a,torkham-road,2027-01-01,,closed,PK>AF,,,assumed,,x\nb,torkham-road,2027-01-01,,open,AF>PK,,,assumed,,x\n",
]


@pytest.mark.parametrize("rows", AGREEING, ids=["one after the other", "the same state", "two directions"])
def test_rows_of_a_user_that_agree_are_taken(karwan, own, rows):
    (own / "crossing_periods.csv").write_text(PERIODS + rows)
    assert karwan("posts", "torkham-road", "--facts", own).code == 0


def test_a_failure_inside_is_one_line_and_says_how_to_see_more(karwan, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("karwan.answers.places.search", broken)
    told = karwan("places", "Lahore")
    assert told.code == 1
    [line] = told.faults
    assert line.startswith("karwan: internal error, ZeroDivisionError: by nothing; KARWAN_TRACEBACK=1 ")
    monkeypatch.setenv("KARWAN_TRACEBACK", "1")
    assert "Traceback" in karwan("places", "Lahore").err


def test_an_interrupted_command_ends_quietly(karwan, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("karwan.answers.places.search", interrupted)
    told = karwan("places", "Lahore")
    assert (told.code, told.out, told.err) == (130, "", "")


def test_a_full_disk_behind_stdout_is_a_failure_and_no_traceback(karwan, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys.stdout, "write", full)
    told = karwan("places", "Lahore")
    assert (told.code, told.faults) == (1, ["karwan: standard output: No space left on device"])
