"""What the commands show of places, posts, facts and the cache."""

import json

import pytest


def test_a_place_is_found_by_a_name_in_another_script(karwan):
    found = karwan("places", "لاہور", "--json").json
    assert found["places"][0]["name"] == "Lahore"
    assert found["meant"] == found["places"][0]["id"]


def test_namesakes_are_listed_with_what_to_write(karwan):
    told = karwan("places", "Hyderabad")
    assert told.code == 0
    assert "'Hyderabad, PK'" in told.out
    assert "'Hyderabad, IN'" in told.out


def test_a_southern_point_is_no_option(karwan):
    assert karwan("places", "-33.9,18.4", "--json").json["places"][0]["lat"] == -33.9


def test_a_post_says_what_it_is_on_a_day_and_why(karwan):
    told = karwan("posts", "torkham-road", "--as-of", "2025-12-01")
    assert "closed since 2025-10-12" in told.out
    assert "published" in told.out
    assert (
        karwan("posts", "torkham-road", "--as-of", "2025-06-01", "--json").json["posts"][0]["state"] == "open"
    )


def test_posts_between_two_territories_are_the_same_whichever_is_named_first(karwan):
    there = karwan("posts", "PK-AF", "--json").json["posts"]
    back = karwan("posts", "af-pk", "--json").json["posts"]
    turned = ("directions", "taken", "sources")
    assert [{**post, **dict.fromkeys(turned)} for post in there] == [
        {**post, **dict.fromkeys(turned)} for post in back
    ]
    assert {tuple(sorted(post["territories"])) for post in there} == {("AF", "PK")}


def test_a_border_union_is_one_side_of_its_posts(karwan):
    posts = karwan("posts", "EU-TR", "--mode", "road", "--json").json["posts"]
    assert posts
    assert all("TR" in post["territories"] and post["mode"] == "road" for post in posts)


def test_a_row_is_shown_with_the_unit_and_meaning_of_each_column_and_its_source(karwan):
    told = karwan("facts", "crossings", "torkham-road")
    assert "degrees" in told.out
    assert "latitude of the boundary at the post" in told.out
    assert "https://" in told.out


def test_tables_count_their_rows_by_class_of_evidence(karwan):
    tables = {table["table"]: table for table in karwan("facts", "--json").json["tables"]}
    assert sum(tables["crossings"]["evidence"].values()) == tables["crossings"]["rows"] > 120
    assert tables["sources"]["evidence"] == {}


def test_a_users_rows_are_laid_over_ours_on_any_command(karwan, own):
    told = karwan("places", "Sialkot Yard", "--facts", own, "--json")
    assert told.json["meant"] == "our-yard"
    assert karwan("posts", "torkham-road", "--facts", own, "--as-of", "2030-06-01").code == 0


def test_rows_that_a_user_replaces_are_named_on_stderr(karwan, tmp_path):
    ours = karwan("facts", "cargo_units", "40ft", "--json").json["row"]
    row = ours | {"tonnes": 21.5, "evidence": "assumed", "sources": [], "note": "our scales"}
    words = {True: "yes", False: "no", None: ""}
    cells = {name: ";".join(value) if isinstance(value, list) else str(value) for name, value in row.items()}
    cells |= {name: words[value] for name, value in row.items() if value is None or isinstance(value, bool)}
    (tmp_path / "cargo_units.csv").write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    told = karwan("facts", "cargo_units", "40ft", "--facts", tmp_path, "--json")
    assert told.err == "karwan: your rows replace ours in cargo_units: 40ft\n"
    assert (told.json["row"]["tonnes"], told.json["replaces_ours"]) == (21.5, True)
    ways = karwan("routes", "Lahore", "Quetta", "--count", "1", "--facts", tmp_path, "--json")
    assert "karwan: your rows replace ours in cargo_units: 40ft" in ways.err.splitlines()
    assert ways.json["cargo"]["tonnes"] == 21.5


def test_the_rows_of_a_user_and_those_of_ours_that_they_set_aside_are_told_apart(karwan, tmp_path):
    (tmp_path / "crossing_periods.csv").write_text(
        "id,crossing,since,state,direction,evidence,note\n"
        "decree,torkham-road,2026-06-01,open,both,assumed,our decree\n"
    )
    (tmp_path / "crossing_measures.csv").write_text(
        "id,crossing,direction,side,metric,value,unit,year,evidence,note\n"
        "count,torkham-road,PK>AF,PK,time_h,20,h,2026,assumed,our count\n"
    )
    told = karwan("facts", "crossing_periods", "--facts", tmp_path, "--json")
    assert (told.json["yours"], told.json["in_part"]) == (["decree"], ["torkham-road-4"])
    assert "karwan: your rows cut ours short in crossing_periods: torkham-road-4" in told.err.splitlines()
    lines = karwan("facts", "crossing_measures", "--facts", tmp_path).out.splitlines()
    aside = [line.split()[0] for line in lines if line.rstrip().endswith("ours, set aside")]
    assert [line.split()[0] for line in lines if line.rstrip().endswith("yours")] == ["count"]
    assert aside
    assert all(row.startswith("torkham-road-pk-af-pk-time-h-") for row in aside)
    row = karwan("facts", "crossing_measures", aside[0], "--facts", tmp_path)
    assert "(ours, set aside)" in row.out.splitlines()[0]


@pytest.mark.slow
def test_rows_that_the_network_has_no_room_for_are_named_on_stderr(karwan, tmp_path):
    (tmp_path / "crossings.csv").write_text(
        "id,name,territory_a,territory_b,mode,lat,lon,passage,evidence,note\n"
        "lone-road,Lone pass,AF,PK,road,36.117,71.233,through,assumed,a post without a road\n"
    )
    (tmp_path / "patches.csv").write_text(
        "id,mode,action,from_name,from_lat,from_lon,to_name,to_lat,to_lon,status,evidence,note\n"
        "astray,road,join,Nowhere,36,71,Elsewhere,36.4,71.2,open,assumed,no town is here\n"
    )
    told = karwan("distance", "Lahore", "Multan", "--facts", tmp_path)
    assert told.code == 0
    said = [line for line in told.err.splitlines() if line.startswith("karwan: your row")]
    assert [line.split()[3] for line in said] == ["astray:", "lone-road:"]


def test_the_cache_is_shown_and_cleared_and_files_of_others_stay(karwan, tmp_path, monkeypatch):
    monkeypatch.setenv("KARWAN_CACHE", str(tmp_path))
    kept = tmp_path / f"overlay-{'0' * 16}.npz"
    kept.write_bytes(b"0" * 2000)
    (tmp_path / "letter.txt").write_text("mine")
    shown = karwan("cache", "--json").json
    assert [file["name"] for file in shown["files"]] == ["overlay"]
    assert "1 file, 2 kB, removed from" in karwan("cache", "clear").out
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_is_printed_elsewhere_than_on_a_terminal_has_no_colours(karwan):
    for words in (("posts", "PK-AF"), ("posts", "torkham-road"), ("facts",), ("places", "Lahore")):
        assert "\x1b" not in karwan(*words).out


def test_json_is_one_value_whatever_stdout_can_carry(karwan):
    told = karwan("places", "Алматы", "--json")
    assert json.loads(told.out)["places"]
