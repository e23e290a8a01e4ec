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
    (("routes", "Lahore", "Almaty", "--geojson", "/nowhere/way.geojson"), "there is no folder /nowhere"),
    (("routes", "Lahore", "Almaty", "--csv", "/"), "this is a folder"),
    (("routes", "Lahore", "Almaty", "--map", "way.jpg"), "must end in .html or .png"),
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
