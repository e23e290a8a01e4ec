"""The pages of validation as the page shows them are those that the manual holds."""

from pathlib import Path

import pytest

from karwan.serve.validation import pages, read

FOLDER = Path(__file__).parents[2] / "docs" / "validation"


def test_every_page_is_told_results_first(api):
    found = api("/validation")["pages"]
    assert found[0]["id"] == "README"
    assert {page["id"] for page in found} == {path.stem for path in FOLDER.glob("*.md")}
    assert all(page["title"] and page["text"] for page in found)
    results = found[0]["tables"][0]
    assert [column["is_figure"] for column in results["columns"]] == [False, True, True, False, False]
    assert len(results["rows"]) >= 10


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.id)
def test_every_row_of_every_table_is_there_and_no_sign_of_markdown_is(page):
    lines = (FOLDER / f"{page.id}.md").read_text(encoding="utf-8").splitlines()
    told = page.as_json()
    rows = [row for table in told["tables"] for row in table["rows"]]
    assert len(rows) + 2 * len(told["tables"]) == sum(line.startswith("|") for line in lines)
    for table in told["tables"]:
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    for text in (*told["text"], *(cell for row in rows for cell in row)):
        assert "](" not in text
        assert "`" not in text
        assert "**" not in text


def test_a_page_is_read_as_it_is_written():
    text = "# One\n\nTwo *words*, a\n[link](x.md).\n\n## Three\n\n"
    text += "| a | `b` |\n| --- | ---: |\n|  | -3 % |\n\n- four\n- five,\n  six\n"
    assert read("x", text).as_json() == {
        "id": "x",
        "title": "One",
        "text": ["Two words, a link.", "four", "five, six"],
        "tables": [
            {
                "title": "Three",
                "columns": [{"name": "a", "is_figure": False}, {"name": "b", "is_figure": True}],
                "rows": [["", "-3 %"]],
            }
        ],
    }
