"""`karwan compare`, `karwan why` and `karwan facts diff`."""

import csv
import io

import pytest

CLOSED = '[[measures]]\nkind = "close"\nat = "khunjerab-road"\nfrom = 2026-01-01\nreason = "a test"\n'
PAIRS = """id,origin,destination,cargo,month,tonnes
north,Lahore,Almaty,40ft,11,100
south,Karachi,Dubai,40ft,11,50
"""


@pytest.fixture
def files(tmp_path):
    """A scenario and a list of pairs."""
    (tmp_path / "closed.toml").write_text('name = "Khunjerab closed"\n' + CLOSED)
    (tmp_path / "pairs.csv").write_text(PAIRS)
    return tmp_path


def test_a_comparison_is_printed_as_table_json_and_csv_drawn_as_chart_and_map(karwan, files):
    words = (
        "compare",
        "base",
        files / "closed.toml",
        "--pairs",
        files / "pairs.csv",
        "--as-of",
        "2026-11-24",
    )
    chart, page = files / "changes.svg", files / "ways.html"
    told = karwan(*words, "--json", "--csv", files / "changes.csv", "--chart", chart, "--map", page).json
    north, south = sorted(told["pairs"], key=lambda pair: pair["name"])
    assert (north["changes"][0]["fate"], south["changes"][0]["fate"]) == ("way", "same")
    assert told["pairs"][0]["name"] == "north"
    assert north["changes"][0]["shut"][0]["where"] == "khunjerab-road"
    assert north["changes"][0]["generalised_usd"] > 0
    khunjerab = next(one for one in told["gateways"] if one["id"] == "khunjerab-road")
    assert khunjerab["by_scenario"][0]["tonnes_before"] == 100
    assert khunjerab["by_scenario"][0]["lost"] == ["north"]
    rows = list(csv.DictReader(io.StringIO((files / "changes.csv").read_text())))
    assert [row["pair"] for row in rows] == ["north", "south"]
    assert "<svg" in chart.read_text()
    assert "north" in page.read_text()
    printed = karwan(*words).out
    assert "another way" in printed
    assert "shut then" in printed


def test_why_prints_what_would_have_to_change(karwan):
    words = ("why", "Lahore", "Almaty", "--want", "torkham-road", "--as-of", "2026-11-24")
    told = karwan(*words, "--json").json
    assert told["reasons"][0]["measure"] == {"kind": "open", "at": "torkham-road"}
    assert told["wanted"]["way"].startswith("x")
    printed = karwan(*words)
    assert printed.code == 0
    assert "Torkham closed" in printed.out


def test_facts_diff_prints_disputes_with_sources(karwan):
    folders = [f"docs/how-to/two-sides/{name}" for name in ("pakistan", "kazakhstan")]
    told = karwan("facts", "diff", *folders, "--pairs", "none")
    assert told.code == 0
    assert "dawn-imports-held-up-at-sost-2022" in told.out
    assert "3 disputes" in told.out


MISTAKES = [
    (("compare", "base"), "missing argument"),
    (("compare", "base", "no-such-thing", "--pairs", "pk-kz"), "unknown scenario 'no-such-thing'"),
    (("compare", "base", "afghan-posts-open"), "--pairs, or places with --places, and not both"),
    (("compare", "base", "afghan-posts-open", "--pairs", "pk-kzz"), "a shipped list (pk-kz"),
    (
        ("compare", "base", "afghan-posts-open", "--pairs", "pk-kz", "--map", "way.jpg"),
        "must end in .html or",
    ),
    (
        ("compare", "base", "afghan-posts-open", "--pairs", "pk-kz", "--chart", "way.pdf"),
        "must end in .png or",
    ),
    (
        ("compare", "base", "afghan-posts-open", "--pairs", "pk-kz", "--count", "0"),
        "write a whole number from 1",
    ),
    (("compare", "base", "afghan-posts-open", "--places", "Lahore"), "name two places or more"),
    (("why", "Lahore", "Almaty"), "name the way that is wanted with --want"),
    (("why", "Lahore", "Almaty", "--want", "Atlantis"), "unknown way 'Atlantis'"),
    (("why", "Lahore", "Almaty", "--want", "ZZ"), "unknown way 'ZZ'"),
    (("facts", "diff", "ours"), "name two folders of rows"),
    (("facts", "diff", "ours", "ours"), "both sides are ours"),
    (("facts", "diff", "ours", "/nowhere"), "is no readable folder"),
    (("facts", "crossings", "torkham-road", "more"), "belong to `karwan facts diff"),
]


@pytest.mark.parametrize(("words", "mend"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_is_told_with_its_mend(karwan, words, mend):
    told = karwan(*words)
    assert (told.code, told.out) == (2, "")
    assert any(mend in fault for fault in told.faults), told.faults
