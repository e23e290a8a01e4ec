"""What the API says is what the command line says."""

import pytest

from karwan.cli.run import run

EXTRAS = {"names", "positions", "shapes", "kinds", "bands", "not_offered_ids"}


def test_routes_are_those_of_the_command_line_with_what_a_map_needs(api, told):
    found = api("/routes", **{"from": "Lahore", "to": "Almaty", "on": "2026-11-24"})
    drawn = {name: found.pop(name) for name in EXTRAS}
    assert found == told("routes", "Lahore", "Almaty", "--as-of", "2026-11-24")
    ways = [route["id"] for route in found["routes"]] + drawn["not_offered_ids"]
    assert set(drawn["shapes"]) <= set(ways)
    assert {route["id"] for route in found["routes"]} <= set(drawn["shapes"])
    for route in found["routes"]:
        for gateway in route["gateways"]:
            assert drawn["names"][gateway]
            assert drawn["kinds"][gateway]
            lon, lat = drawn["positions"][gateway]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
        for mode, points in drawn["shapes"][route["id"]]:
            assert mode in route["modes"]
            assert len(points) > 1
    assert len(drawn["not_offered_ids"]) == len(found["not_offered"])


def test_every_option_of_routes_reaches_the_question(api, told):
    found = api(
        "/routes",
        **{
            "from": "Lahore", "to": "Almaty", "cargo": "reefer", "product": "mango", "by": "time",
            "avoid": ["IR", "khunjerab-road"], "modes": "road,sea", "deadline": "21d", "count": "4",
            "on": "2026-06-10", "carbon_price": "50", "value_of_time": "2.5", "prices_of": "2024",
        },
    )  # fmt: skip
    for name in EXTRAS:
        found.pop(name)
    words = "--cargo reefer --product mango --by time --avoid IR --avoid khunjerab-road --modes road,sea"
    words += " --deadline 21d --count 4 --as-of 2026-06-10 --carbon-price 50 --value-of-time 2.5"
    assert found == told("routes", "Lahore", "Almaty", *words.split(), "--prices-of", "2024")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/needs?from=Lahore&to=Almaty&on=2026-11-24", "needs Lahore Almaty --as-of 2026-11-24"),
        ("/corridors", "corridors"),
        ("/corridors/iti-rail?on=2026-11-24", "corridor iti-rail --as-of 2026-11-24"),
        ("/posts?filter=PK&on=2026-11-24", "posts PK --as-of 2026-11-24"),
        ("/posts/torkham-road?on=2026-11-24", "posts torkham-road --as-of 2026-11-24"),
        ("/facts", "facts"),
        ("/facts/crossings", "facts crossings"),
        ("/facts/crossings/torkham-road", "facts crossings torkham-road"),
        ("/sources", "facts sources"),
        ("/places?q=Лахор&count=5", "places Лахор --count 5"),
        ("/scenarios", "scenario list"),
        ("/scenarios/schema", "scenario schema"),
    ],
)
def test_an_answer_is_that_of_the_command_line(api, told, path, words):
    found = api(path)
    if not path.startswith(("/facts", "/needs", "/sources", "/scenarios")):
        assert found.pop("names")
    found.pop("names", None)
    if path.startswith("/corridors/"):  # what a map draws
        found = {key: value for key, value in found.items() if key not in ("shapes", "positions", "kinds")}
    assert found == told(*words.split())


def test_a_scenario_of_the_library_holds_as_on_the_command_line(api, told):
    asked = {"from": "Lahore", "to": "Almaty", "scenario": "khunjerab-winter-closed"}
    found = api("/routes", **asked)
    for name in EXTRAS:
        found.pop(name)
    assert found == told("routes", "Lahore", "Almaty", "--scenario", "khunjerab-winter-closed")
    assert found["scenarios"]


def test_the_steps_are_given_as_csv(page, capsys):
    answer = page.get("/api/v1/routes.csv?from=Lahore&to=Almaty&on=2026-11-24")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    run(["routes", "Lahore", "Almaty", "--as-of", "2026-11-24", "--csv", "-"])
    assert answer.text == capsys.readouterr().out
    assert not any(line[:1] in "=+-@" for line in answer.text.splitlines())


def test_measures_that_are_sent_change_what_they_name(api):
    base = api("/routes", **{"from": "Lahore", "to": "Almaty"})
    passed = {gateway for route in base["routes"] for gateway in route["gateways"]}
    assert "khunjerab-road" in passed
    shut = {"kind": "close", "at": "khunjerab-road", "reason": "tried"}
    body = {"question": {"from": "Lahore", "to": "Almaty"}, "measures": [shut]}
    under = api("/routes", body)
    assert "khunjerab-road" not in {one for route in under["routes"] for one in route["gateways"]}
    assert under["scenarios"][0]["name"] == "scenario"


def test_no_measure_is_the_base(api):
    base = api("/routes", **{"from": "Lahore", "to": "Almaty"})
    assert api("/routes", {"question": {"from": "Lahore", "to": "Almaty"}, "measures": []}) == base


def test_a_checked_scenario_comes_back_as_toml_that_means_the_same(api):
    shut = {"kind": "close", "at": "khunjerab-road", "reason": "tried", "from": "2026-12-01"}
    first = api("/scenarios/check", {"name": "ours", "measures": [shut]})
    assert first["faults"] == []
    assert first["touched"][0]["gateways"] == ["khunjerab-road"]
    again = api("/scenarios/check", {"toml": first["toml"]})
    assert again["scenario"]["measures"] == first["scenario"]["measures"]
    assert again["scenario"]["id"] == first["scenario"]["id"]
    assert again["toml"] == first["toml"]


def test_all_faults_of_measures_come_at_once_each_with_its_number_and_mend(api):
    measures = [
        {"kind": "cloze", "at": "torkham-road", "reason": "tried"},
        {"kind": "close", "at": "torkam-road", "reason": "tried"},
        {"kind": "close", "att": "torkham-road", "reason": "tried"},
    ]
    found = api("/scenarios/check", {"measures": measures})
    assert [fault["measure"] for fault in found["faults"]] == [1, 2, 3]
    assert all(fault["what"] and fault["mend"] for fault in found["faults"])


def test_faults_of_toml_have_their_line(api):
    text = 'name = "ours"\n\n[[measures]]\nkind = "close"\nat = "torkam-road"\nreason = "tried"\n'
    found = api("/scenarios/check", {"toml": text})
    assert [(fault["line"], fault["field"]) for fault in found["faults"]] == [(5, "at")]


def test_worlds_are_laid_side_by_side_as_on_the_command_line(api, told):
    body = {
        "places": ["Lahore", "Almaty"],
        "on": "2027-01-15",
        "worlds": [{"scenario": ["khunjerab-winter-closed"]}],
    }
    words = "compare base khunjerab-winter-closed --places Lahore --places Almaty --as-of 2027-01-15"
    assert api("/compare", body) == told(*words.split())


def test_the_network_at_a_glance_has_lines_in_degrees_and_every_gateway(api, state):
    found = api("/network")
    assert found["network"] == state.network.digest
    for lines in found["lines"].values():
        assert lines
        first = [0, 0]
        for line in lines:
            assert len(line) >= 4
            assert len(line) % 2 == 0
            first = [first[0] + line[0], first[1] + line[1]]
            whole = [*first, *line[2:]]
            lons, lats = ([sum(whole[at : end + 1 : 2]) for end in range(at, len(whole), 2)] for at in (0, 1))
            assert max(map(abs, lons)) <= 180 * found["scale"]
            assert max(map(abs, lats)) <= 90 * found["scale"]
    assert {one["id"] for one in found["gateways"]} == {
        one.id for one in state.network.gateways if one.kind != "join"
    }


def test_a_table_is_given_with_the_columns_that_are_asked_for(api, page):
    whole, part = api("/facts/crossings"), api("/facts/crossings", column=["name", "lat"])
    assert [set(row) for row in part["rows"]] == [{"id", "name", "lat"}] * len(whole["rows"])
    refused = page.get("/api/v1/facts/crossings", params={"column": "colour"})
    assert refused.status_code == 400
    assert "colour" in refused.json()["error"]["what"]


def test_the_page_is_told_what_it_stands_on(api, state):
    found = api("/meta")
    assert found["network"] == state.network.digest
    assert found["languages"] == ["en", "ru", "ur"]
    assert found["today"] == state.facts.day.isoformat()
    assert found["boundaries"] == "shipped"
    assert found["territories"]["PK"] == "Pakistan"
