"""`karwan scenario`, and `--scenario` on the other commands."""

import pytest

CLOSED = '[[measures]]\nkind = "close"\nat = "khunjerab-road"\nfrom = 2026-01-01\nreason = "a test"\n'


@pytest.fixture
def closed(tmp_path):
    path = tmp_path / "closed.toml"
    path.write_text('name = "Khunjerab closed"\n' + CLOSED)
    return path


def test_a_new_scenario_can_be_checked_at_once(karwan, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert karwan("scenario", "new", "mine").code == 0
    told = karwan("scenario", "check", "mine.toml")
    assert (told.code, "gateways torkham-road" in told.out) == (0, True)
    again = karwan("scenario", "new", "mine")
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_check_tells_what_each_measure_touched(karwan, closed):
    told = karwan("scenario", "check", closed, "--json").json
    assert told["touched"][0]["gateways"] == ["khunjerab-road"]
    assert told["scenario"]["measures"][0]["at"] == ["khunjerab-road"]


def test_faults_go_to_stderr_one_a_line_with_exit_code_two(karwan, closed):
    closed.write_text(CLOSED.replace("khunjerab", "khunjerap") + CLOSED.replace("at =", "att ="))
    told = karwan("scenario", "check", closed)
    assert told.code == 2
    assert told.out == ""
    assert [fault.split(":")[2] for fault in told.faults] == ["3", "8"]
    closed.write_text(CLOSED.replace("khunjerab", "khunjerap") + CLOSED.replace("khunjerab-road", "Atlantis"))
    assert [fault.split(":")[2] for fault in karwan("scenario", "check", closed).faults] == ["3", "8"]


def test_a_scenario_is_told_above_the_answer_and_in_its_json(karwan, closed):
    told = karwan("posts", "khunjerab-road", "--scenario", closed, "--as-of", "2026-11-24")
    assert told.out.splitlines()[0] == "scenario Khunjerab closed (1 measure), on 2026-11-24"
    assert "closed" in told.out
    found = karwan("posts", "khunjerab-road", "--scenario", closed, "--as-of", "2026-11-24", "--json").json
    assert found["scenarios"][0]["name"] == "Khunjerab closed"
    assert "scenarios" not in karwan("posts", "khunjerab-road", "--json").json


@pytest.mark.parametrize(
    "words",
    [
        ("routes", "Lahore", "Kashgar", "--count", "1"),
        ("needs", "Lahore", "Almaty"),
        ("corridor", "ITI"),
        ("posts", "PK-CN"),
        ("distance", "Lahore", "Kashgar", "--as-is"),
        ("places", "Lahore"),
        ("facts", "crossings", "khunjerab-road"),
    ],
    ids=lambda words: words[0],
)
def test_every_command_asks_under_a_scenario(karwan, closed, words):
    told = karwan(*words, "--scenario", closed)
    assert told.code == 0
    assert told.out.startswith("scenario Khunjerab closed")
    assert karwan(*words, "--scenario", closed, "--json").json["scenarios"]


@pytest.mark.parametrize("command", ["build", "info", "check"])
def test_the_network_as_it_is_built_knows_no_scenario(karwan, closed, command):
    told = karwan("network", command, "--scenario", closed)
    assert (told.code, told.out) == (2, "")
    assert "after it is built" in told.err


def test_a_closed_post_turns_the_way_elsewhere(karwan, closed):
    words = (
        "routes",
        "Lahore",
        "Kashgar",
        "--count",
        "1",
        "--modes",
        "road",
        "--as-of",
        "2026-11-24",
        "--json",
    )
    before, after = karwan(*words).json, karwan(*words, "--scenario", closed).json
    assert "khunjerab-road" in before["routes"][0]["gateways"]
    assert all("khunjerab-road" not in route["gateways"] for route in after["routes"])
    assert any("khunjerab-road" in str(way["reasons"]) for way in after["not_offered"])


def test_the_day_of_a_question_is_that_of_the_scenario(karwan, tmp_path):
    path = tmp_path / "later.toml"
    path.write_text("on = 2031-05-01\n" + CLOSED)
    told = karwan("routes", "Lahore", "Kashgar", "--count", "1", "--scenario", path, "--json").json
    assert told["scenarios"][0]["on"] == "2031-05-01"
    assert told["routes"][0]["open_days"]["before"] == "2031-05-01"


def test_scenarios_compose_in_their_order(karwan, closed):
    told = karwan("posts", "PK-CN", "--scenario", closed, "--scenario", "carbon-price-100", "--json").json
    assert told["scenarios"][0]["name"] == "Khunjerab closed + Carbon price of 100 USD"


def test_a_list_a_show_and_a_difference(karwan, closed):
    assert "afghan-posts-open" in karwan("scenario", "list").out
    assert "khunjerab-road" in karwan("scenario", "show", closed).out
    assert karwan("scenario", "show", closed, "--toml").out.startswith('name = "Khunjerab closed"')
    assert "hold the same measures" in karwan("scenario", "diff", closed, closed).out
    assert "only in Khunjerab closed" in karwan("scenario", "diff", closed, "carbon-price-100").out
    assert karwan("scenario", "schema").json["title"] == "karwan scenario"
