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
    keys = [row["key"] for row in reference.json_keys() if row["command"] == command]
    return re.compile("|".join(re.escape(key).replace(r"\*", r"[^\[\]]+") for key in keys))


SIDES = PAGES.parent / "how-to" / "two-sides"
ASKED = [
    ("places", ("places", "Hyderabad")),
    ("posts", ("posts", "PK-AF")),
    ("posts", ("posts", "KZ-CN")),
    ("routes", ("routes", "Lahore", "Almaty", "--count", "3", "--steps")),
    ("routes", ("routes", "Lahore", "Almaty", "--count", "3", "--explain", "B")),
    ("routes", ("routes", "Lahore", "Almaty", "--count", "3", "--round-trip")),
    ("routes", ("routes", "Lahore", "Almaty", "--count", "3", "--depart", "2026-06-01T08:00")),
    ("routes", ("routes", "Lahore", "Almaty", "--count", "3", "--calendar", "2027")),
    ("needs", ("needs", "Lahore", "Almaty", "--product", "kinnow", "--as-of", "2026-02-10")),
    ("corridor", ("corridor", "ITI", "--against", "ITI-road")),
    ("corridor", ("corridor", "uap-rail", "--against", "trans-afghan-torkham")),
    ("corridors", ("corridors",)),
    ("distance", ("distance", "Lahore", "Multan")),
    ("network build", ("network", "build")),
    ("network build", ("network", "build", "--step", "gauge")),
    ("network info", ("network", "info")),
    ("network check", ("network", "check")),
    ("skim", ("skim", "--places", "Lahore", "--places", "Multan", "--least")),
    ("critical", ("critical", "--places", "Lahore", "--places", "Almaty", "--as-of", "2026-11-24")),
    ("reach", ("reach", "Lahore", "--as-of", "2026-11-24")),
    ("reach --access", ("reach", "Lahore", "--access", "--as-of", "2026-11-24")),
    ("reach --hinterland", ("reach", "--hinterland", "port-karachi,port-gwadar", "--as-of", "2026-11-24")),
    ("compare", ("compare", "base", "khunjerab-winter-closed", "--pairs", f"{SIDES}/pairs.csv")),
    ("why", ("why", "Lahore", "Almaty", "--want", "torkham-road", "--as-of", "2026-11-24")),
    ("why", ("why", "Lahore", "Almaty", "--want", "B", "--as-of", "2026-11-24")),
    (
        "facts diff",
        ("facts", "diff", SIDES / "pakistan", SIDES / "kazakhstan", "--pairs", SIDES / "pairs.csv"),
    ),
    ("brief", ("brief", "Islamabad", "Almaty", "--as-of", "2026-11-24", "--since", "2025-09-01")),
    ("cache", ("cache",)),
    ("scenario check", ("scenario", "check", "torkham-24h-one-stop")),
    ("scenario show", ("scenario", "show", "afghan-posts-open")),
    ("scenario diff", ("scenario", "diff", "torkham-24h-one-stop", "afghan-posts-open")),
    ("scenario list", ("scenario", "list")),
    ("facts", ("facts",)),
    ("facts", ("facts", "crossings")),
    ("facts", ("facts", "crossings", "torkham-road")),
]


@pytest.mark.parametrize(("command", "words"), ASKED, ids=[" ".join(map(str, words)) for _, words in ASKED])
def test_every_key_of_the_json_stands_in_the_manual(karwan, command, words):
    known = documented(command)
    missing = {key for key in paths(karwan(*words, "--json").json) if not known.fullmatch(key)}
    assert not missing


def test_the_scenarios_that_hold_stand_in_the_json_of_every_command(karwan):
    told = karwan("posts", "PK-AF", "--scenario", "carbon-price-100", "--json").json
    known = documented("every command with --scenario")
    assert all(known.fullmatch(key) for key in paths({"scenarios": told["scenarios"]}))


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
