"""`karwan corridors` and `karwan corridor` on the shipped network: text, JSON, charts."""

import pytest

ON = ("--as-of", "2026-11-24")


def test_every_corridor_is_listed_with_its_status_length_modes_and_territories(karwan):
    told = karwan("corridors")
    line = next(line for line in told.out.splitlines() if line.startswith("iti-rail"))
    assert "suspended" in line
    assert line.endswith("rail sea rail           PK IR TR")
    listed = karwan("corridors", "--json").json["corridors"]
    assert next(one for one in listed if one["id"] == "uap-rail")["planned_legs"] == 6


def test_a_corridor_is_told_by_how_its_id_begins_with_the_others_of_that_name(karwan):
    told = karwan("corridor", "ITI", *ON)
    assert told.code == 0
    assert "Islamabad-Tehran-Istanbul freight train (iti-rail), suspended" in told.out
    assert "also of that name: iti-road" in told.out
    assert max(map(len, told.out.splitlines())) <= 100


def test_the_card_says_gauge_constraints_indicators_law_and_sources(karwan):
    out = karwan("corridor", "ITI-road", "--against", "ITI", *ON).out
    for words in (
        "Gauge  1676 → 1435 mm at Zahedan",
        "Most hours  post Taftan",
        "Most dollars  post Taftan",
        "observed  30.6 (22-23)   264 (22-23)",
        "COTIF/CIM consignment note",
        "US sanctions on Iran (if it binds you)",
        "Sources  ",
        "cumulative dollars",
    ):
        assert words in out


def test_rows_of_the_json_add_up_to_its_totals(karwan):
    for card in karwan("corridor", "middle", "--against", "uap", *ON, "--json").json["corridors"]:
        for row_key, key in (("distance_km", "distance_km"), ("time_h", "time_h"), ("cost_usd", "cost_usd")):
            assert sum(row[row_key] for row in card["rows"]) == pytest.approx(card[key], abs=1e-3)
        last = card["rows"][-1]
        assert last["total_cost_usd"] == pytest.approx(card["cost_usd"])
        assert last["total_p90_h"] == pytest.approx(card["time_p90_h"])


def test_a_corridor_whose_post_is_shut_says_why_and_is_priced(karwan):
    card = karwan("corridor", "trans-afghan-torkham", *ON, "--json").json["corridors"][0]
    assert [reason["where"] for reason in card["reasons"]] == ["torkham-road"]
    assert card["reasons"][0]["since"] == "2025-10-12"
    assert card["cost_usd"] > 0
    before = karwan("corridor", "trans-afghan-torkham", "--as-of", "2025-09-16", "--json").json
    assert before["corridors"][0]["reasons"] == []


def test_every_corridor_of_the_table_has_a_way_but_where_it_is_planned(karwan):
    names = [one["id"] for one in karwan("corridors", "--json").json["corridors"]]
    others = [word for name in names[1:] for word in ("--against", name)]
    for card in karwan("corridor", names[0], *others, *ON, "--json").json["corridors"]:
        gaps = [row for row in card["rows"] if row["kind"] == "gap"]
        assert all(row["is_planned"] for row in gaps), card["id"]


@pytest.mark.parametrize(
    ("name", "mend"), [("iti-roud", "did you mean iti-road"), ("xyz", "karwan corridors")]
)
def test_an_unknown_corridor_is_told_with_the_nearest_or_the_list(karwan, name, mend):
    told = karwan("corridor", name)
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)
    assert mend in told.faults[0]


@pytest.mark.parametrize(
    "words",
    [("--chart", "chart.pdf"), ("--chart", "no/folder/c.svg"), ("--as-of", "2026-02-30"), ("--cargo", "x")],
)
def test_what_cannot_be_drawn_or_sent_is_refused_in_a_line(karwan, words):
    told = karwan("corridor", "ITI", *words)
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)


@pytest.mark.parametrize(("name", "begins"), [("iti.svg", b"<?xml"), ("iti.png", b"\x89PNG")])
def test_a_chart_is_written_and_is_the_same_each_time(karwan, tmp_path, name, begins):
    drawn = []
    for _ in range(2):
        assert karwan("corridor", "ITI", "--against", "ITI-road", *ON, "--chart", tmp_path / name).code == 0
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0].startswith(begins)
    assert drawn[0] == drawn[1]
