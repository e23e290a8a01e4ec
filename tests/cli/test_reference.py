"""The reference pages say everything that the command line has."""

import importlib.resources
import re
from dataclasses import fields
from pathlib import Path

import pytest

from karwan.answers.question import Asked
from karwan.cli import reference, reference_scenarios

PAGES = Path(__file__).parents[2] / "docs" / "reference"


def test_the_page_on_commands_is_the_one_that_is_made():
    assert (PAGES / "cli.md").read_text(encoding="utf-8") == reference.cli_page()


def test_the_page_on_json_is_the_one_that_is_made():
    assert (PAGES / "json.md").read_text(encoding="utf-8") == reference.json_page()


def test_every_command_and_option_stands_in_the_manual_and_says_what_it_does():
    page = (PAGES / "cli.md").read_text(encoding="utf-8")
    for path, command in reference.commands():
        assert f"## {path}\n" in page
        for parameter in command.params:
            assert parameter.help, f"{path} {parameter.name}"
            for name in parameter.opts:
                assert reference.is_argument(parameter) or f"`{name}" in page


def test_every_command_takes_json_facts_and_scenarios():
    for path, command in reference.commands():
        options = {name for parameter in command.params for name in parameter.opts}
        assert {"--json", "--facts", "--scenario"} <= options, path


def paths(value, at=""):
    """Every key of a JSON value as the page writes it."""
    if isinstance(value, dict):
        for name, item in value.items():
            key = f"{at}.{name}" if at else name
            yield key
            yield from paths(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, f"{at}[]")


def documented(command):
    """The pattern of each key that the manual tells of a command, by the key; `*` stands for one name."""
    keys = [row["key"] for row in reference.json_keys() if row["command"] == command]
    return {key: re.compile(re.escape(key).replace(r"\*", r"[^\[\]]+")) for key in keys}


SIDES = PAGES.parent / "how-to" / "two-sides"
PAIRS = SIDES / "pairs.csv"
DAY = ("--as-of", "2026-11-24")
SHUT = (*DAY, "--scenario", "sost-blocked")
EVERYWHERE = "every command with --scenario"
# What is asked so that every key of the manual is seen; FOLDER is one that the test makes.
ASKED = {
    "places": [("places", "Hyderabad"), ("places", "Torkham")],
    "posts": [("posts", "PK-AF"), ("posts", "KZ-CN")],
    "routes": [
        ("routes", "Lahore", "Almaty", "--count", "3", "--steps"),
        ("routes", "Lahore", "Almaty", "--count", "3", "--explain", "B"),
        ("routes", "Lahore", "Almaty", "--count", "3", "--round-trip"),
        ("routes", "Lahore", "Almaty", "--count", "3", "--depart", "2026-06-01T08:00"),
        ("routes", "Lahore", "Almaty", "--count", "2", "--by", "logistics", "--deadline", "9d"),
        ("routes", "Lahore", "Almaty", "--count", "2", "--product", "kinnow", *DAY),
        ("routes", "Islamabad", "Kabul", "--count", "2", "--calendar", "2026"),
        ("routes", "Moscow", "Warsaw", "--modes", "rail", *DAY),
        ("routes", "Tehran", "Istanbul", "--modes", "rail", "--sanctions", "sanc-ir-us", *DAY),
    ],
    "needs": [("needs", "Lahore", "Almaty", "--product", "kinnow", "--as-of", "2026-02-10")],
    "corridor": [
        ("corridor", "ITI", "--against", "ITI-road"),
        ("corridor", "uap-rail", "--against", "trans-afghan-torkham"),
    ],
    "corridors": [("corridors",)],
    "distance": [("distance", "Lahore", "Multan")],
    "network build": [("network", "build"), ("network", "build", "--step", "gauge")],
    "network info": [("network", "info")],
    "network check": [("network", "check")],
    "skim": [
        ("skim", "--places", "Lahore", "--places", "Multan", "--least"),
        ("skim", "--places", "Lahore", "--places", "Multan", "--out", "FOLDER/skim.csv"),
    ],
    "critical": [("critical", "--places", "Lahore", "--places", "Almaty", *DAY)],
    "reach": [("reach", "Lahore", *SHUT)],
    "reach --access": [("reach", "Lahore", "--access", *SHUT)],
    "reach --hinterland": [("reach", "--hinterland", "port-karachi,port-gwadar", *DAY)],
    "compare": [
        ("compare", "base", "khunjerab-winter-closed", "--pairs", PAIRS),
        ("compare", "base", "afghan-posts-open", "--pairs", PAIRS),
    ],
    "why": [
        ("why", "Lahore", "Almaty", "--want", "torkham-road", *DAY),
        ("why", "Lahore", "Almaty", "--want", "B", *DAY),
        ("why", "Lahore", "Tehran", "--want", "B", *DAY),
    ],
    "facts diff": [("facts", "diff", SIDES / "pakistan", SIDES / "kazakhstan", "--pairs", PAIRS)],
    "brief": [
        ("brief", "Islamabad", "Almaty", "--since", "2025-09-01", "--facts", SIDES / "kazakhstan", *DAY)
    ],
    "cache": [("cache",)],
    "scenario check": [
        ("scenario", "check", "torkham-24h-one-stop"),
        ("scenario", "check", "both-afghan-railways"),
    ],
    "scenario show": [
        ("scenario", "show", "afghan-posts-open"),
        ("scenario", "show", "both-afghan-railways"),
    ],
    "scenario diff": [
        ("scenario", "diff", "torkham-24h-one-stop", "afghan-posts-open"),
        ("scenario", "diff", "FOLDER/first.toml", "FOLDER/second.toml"),
    ],
    "scenario list": [("scenario", "list")],
    "scenario new": [("scenario", "new", "FOLDER/new")],
    "facts": [("facts",), ("facts", "crossings"), ("facts", "crossings", "torkham-road")],
    EVERYWHERE: [("posts", "PK-AF", "--scenario", "carbon-price-100")],
}
# `serve` answers until it is stopped; tests/cli/test_serve.py reads its one key.
STAYS = {"serve"}
# A share of 0 is left out of some answers.
SHARE = re.compile(r"(.*\.evidence(?:\.\w+)?)\.(?:measured|published|assumed)")


@pytest.fixture
def folder(tmp_path):
    """Two scenarios that differ in one field."""
    for name, usd in (("first", 100), ("second", 200)):
        measure = f'[[measures]]\nkind = "price"\nof = "carbon"\nto = {usd}\nreason = "a round figure"\n'
        (tmp_path / f"{name}.toml").write_text(f'name = "Carbon"\n{measure}')
    return tmp_path


@pytest.mark.parametrize("command", ASKED)
def test_the_manual_tells_the_keys_of_the_json_and_no_others(karwan, folder, command):
    answered = set()
    for words in ASKED[command]:
        found = karwan(*(str(word).replace("FOLDER", str(folder)) for word in words), "--json").json
        shared = {"scenarios": found.pop("scenarios")} if "--scenario" in words else {}
        answered |= set(paths(shared if command == EVERYWHERE else found))
    known = documented(command)
    assert not {key for key in answered if not any(one.fullmatch(key) for one in known.values())}
    assert not {
        key
        for key, pattern in known.items()
        if not any(pattern.fullmatch(one) for one in answered)
        and not ((share := SHARE.fullmatch(key)) and share[1] in answered)
    }


def test_every_command_of_the_manual_is_asked():
    assert {row["command"] for row in reference.json_keys()} == {*ASKED, *STAYS}


def test_the_page_on_scenarios_and_the_schema_are_those_that_are_made():
    assert (PAGES / "scenarios.md").read_text(encoding="utf-8") == reference_scenarios.scenarios_page()
    assert (PAGES / "scenario.schema.json").read_text(encoding="utf-8") == reference_scenarios.schema_text()


def test_no_key_stands_twice_in_the_manual():
    keys = [(row["command"], row["key"]) for row in reference.json_keys()]
    assert len(set(keys)) == len(keys)
    assert importlib.resources.files("karwan.cli").joinpath("json_keys.csv").is_file()


def test_the_defaults_in_the_help_are_those_of_the_question():
    options = {option.name: option.default for option in dict(reference.commands())["karwan routes"].params}
    usual = {field.name: field.default for field in fields(Asked)}
    for name in ("by", "count"):
        assert options[name] == str(usual[name])
    assert all(options[name] is usual[name] is None for name in ("cargo", "commodity", "product", "deadline"))
