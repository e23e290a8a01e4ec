"""`karwan distance`: one pair, or a file of them."""

import io
import sys

import pytest

HEADER = "origin,destination,mode,via,avoid\n"


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "pairs.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def km(told):
    return [pair["distance_km"] for pair in told.json["pairs"]]


def test_a_pair_is_answered_in_kilometres(karwan):
    told = karwan("distance", "Lahore", "Karachi", "--mode", "road")
    assert told.code == 0
    assert told.out.startswith("Lahore to Karachi by road: 1,")


def test_a_file_is_answered_in_its_order_and_a_bad_row_does_not_stop_the_others(karwan, file):
    path = file(
        HEADER
        + "Lahore,Karachi,road,,\nLahore,Qwxyzzt,road,,\nKarachi,Rotterdam,sea,,\n"
        + '"31.55,74.34",Almaty,air,,\n'
        + "Lahore,Colombo,road,,\nLahore,Karachi,raod,,\nKarachi,Rotterdam,sea,,suez\n"
    )
    told = karwan("distance", "--pairs", path, "--json")
    assert told.code == 0
    pairs = told.json["pairs"]
    assert [pair["origin"] for pair in pairs][3] == "31.55,74.34"
    assert [pair["distance_km"] is None for pair in pairs] == [False, True, False, False, True, True, False]
    assert all(pair["why"] for pair in pairs if pair["distance_km"] is None)
    assert "did you mean road?" in pairs[5]["why"]
    assert pairs[6]["distance_km"] > pairs[2]["distance_km"] + 5000


def test_a_place_to_pass_makes_the_way_no_shorter(karwan, file):
    told = karwan(
        "distance", "--pairs", file(HEADER + "Lahore,Karachi,road,Quetta,\nLahore,Karachi,road,,\n"), "--json"
    )
    by_quetta, direct = km(told)
    assert by_quetta > direct


def test_shut_posts_count_only_when_asked(karwan):
    open_borders = karwan("distance", "Peshawar", "Jalalabad, AF", "--json")
    as_is = karwan("distance", "Peshawar", "Jalalabad, AF", "--as-is", "--as-of", "2025-12-01", "--json")
    assert km(open_borders)[0] < 250
    assert km(as_is)[0] is None or km(as_is)[0] > 2 * km(open_borders)[0]


def test_pairs_are_read_from_standard_input(karwan, monkeypatch):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(b"origin,destination,mode\nLahore,Multan,road\n"))
    )
    assert km(karwan("distance", "--pairs", "-", "--json"))[0] > 300


def test_a_byte_order_mark_and_spaces_in_the_header_do_no_harm(karwan, file):
    path = file(b"\xef\xbb\xbfOrigin, Destination ,MODE\r\nLahore,Multan,road\r\n")
    assert km(karwan("distance", "--pairs", path, "--json"))[0] > 300


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("origin,destination\nLahore,Multan\n", [":1:mode: this column is missing"]),
        ("from,to,by\nLahore,Multan,road\n", [":1:origin: ", ":1:destination: ", ":1:mode: "]),
        ("origin,destination,mode\n31.5,74.3,Multan,road\n", [":2:-: 4 cells under 3 columns; "]),
        ("origin,destination,mode\nA,B\nLahore,Multan,road\nC,D\n", [":2:-: 2 cells", ":4:-: 2 cells"]),
        ('origin,destination,mode\n"Lahore,Multan,road\n', ["this is no CSV"]),
        (b"origin,destination,mode\nLahore,\xff,road\n", [":2:-: this is no UTF-8 text"]),
        ("origin,destination,mode\n\n", [":1:-: no pair stands in it"]),
        ("", [":1:origin: "]),
        ("origin,origin,destination,mode\na,b,c,road\n", [":1:origin: this column stands twice"]),
    ],
)
def test_a_malformed_file_is_refused_with_line_and_mend(karwan, file, text, faults):
    told = karwan("distance", "--pairs", file(text))
    assert (told.code, told.out) == (2, "")
    for fault, line in zip(faults, told.faults, strict=False):
        assert fault in line
        assert "; " in line


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("Lahore",), "name two places, or a file of pairs"),
        (("Lahore", "Lahore"), "name two places"),
        (("Lahore", "Qwxyzzt"), "unknown place"),
        (("Lahore", "Hyderabad"), "'Hyderabad, PK'"),
        (("Lahore", "Multan", "--mode", "ship"), "write one of road, rail, sea, air"),
        (("--pairs", "/nowhere.csv"), "name a CSV file"),
        (("Lahore", "Multan", "--pairs", "-"), "with --pairs the file names places"),
        (("Lahore", "Multan", "--as-of", "2025-01-01"), "add --as-is"),
        (("15,65", "Lahore", "--mode", "road"), "no road within 50 km of 15,65"),
    ],
)
def test_a_mistake_is_one_line_with_its_mend(karwan, words, mend):
    told = karwan("distance", *words)
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)
    assert mend in told.faults[0]
