"""What README and docs show is what karwan does: commands, outputs, Python, links, tables, pictures."""

import importlib.util
import re
import warnings
from pathlib import Path

import pytest

from karwan.answers.explained import Explained, ExplainedStep, Figured
from karwan.answers.routes import NotOffered, Offer
from karwan.cli import reference
from karwan.facts import schema
from karwan.facts.rows import TABLES
from karwan.results import RoutesResult
from karwan.words.route import Route

TOP = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("docs_make", TOP / "docs" / "make.py")
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)

BY_HAND = [path.relative_to(TOP).as_posix() for path in make.pages()]
EVERY_PAGE = [*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md")]
MEND = "run python docs/make.py with the Python of .venv, and look at what has changed"


def text_of(page):
    return (TOP / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", BY_HAND)
def test_every_block_of_a_page_runs_and_prints_what_the_page_shows(page):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert make.rendered(TOP / page) == text_of(page), MEND


def test_the_page_on_fact_tables_is_the_one_that_is_made():
    assert make.FACTS_PAGE.read_text(encoding="utf-8") == make.facts_page(), MEND


def test_every_column_of_every_table_stands_in_the_page_on_fact_tables():
    page = text_of("docs/reference/facts.md")
    for kind in TABLES:
        section = page.split(f"\n## {kind.table}\n")[1].split("\n## ")[0]
        missing = {one.name for one in schema.of(kind)} - set(
            re.findall(r"^\| \**`(\w+)`", section, re.MULTILINE)
        )
        assert not missing, kind.table


@pytest.mark.parametrize("picture", make.PICTURES, ids=lambda picture: picture.stem)
def test_a_picture_shows_what_its_command_prints_and_is_small(picture):
    assert picture.stat().st_size < 300_000
    assert make.pictured(picture) == make.commanded(make.PICTURES[picture]), MEND


def test_the_pages_of_the_brief_show_what_it_says_and_are_small():
    _, told = make.brief_told()
    assert all(picture.stat().st_size < 300_000 for picture in make.BRIEF_PAGES)
    assert {make.pictured(picture) for picture in make.BRIEF_PAGES} == {told}, MEND


def anchors(page):
    """The anchors that a page's headings have."""
    headings = re.findall(
        r"^#+ (.+)$",
        re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL),
        re.MULTILINE,
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_leads_somewhere():
    broken = []
    for page in EVERY_PAGE:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            aim = page.parent / path if path else page
            if not aim.exists() or (anchor and anchor not in anchors(aim)):
                broken.append((page.name, target))
    assert broken == []


def test_every_page_is_reached_from_the_front_page():
    reached, waiting = set(), [TOP / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#:\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
        waiting += [aim for link in links if (aim := (page.parent / link).resolve()).is_file()]
    assert {page.relative_to(TOP).as_posix() for page in EVERY_PAGE} - {
        page.relative_to(TOP).as_posix() for page in reached
    } <= {"CHANGELOG.md"}


def test_every_command_is_shown_at_work_in_a_page_written_by_hand():
    shown = "\n".join(text_of(page) for page in BY_HAND)
    missing = [
        path
        for path, _ in reference.commands()
        if not re.search(rf"(\./run|karwan) {path.removeprefix('karwan ')}\b", shown)
    ]
    assert missing == []


def test_commands_stand_in_blocks_that_are_run():
    """Elsewhere than in the generated reference no command hides in an indented block."""
    for page in BY_HAND:
        assert not re.search(r"^ {4}(\./run|karwan) ", text_of(page), re.MULTILINE), page


def test_the_page_on_python_names_all_that_a_result_has_and_nothing_else():
    page = text_of("docs/how-to/python.md")
    for name in re.findall(r"`answer\.(\w+)", page):
        assert hasattr(RoutesResult, name), name
    for name in re.findall(r"`\.(\w+)", page):
        kinds = (Offer, Route, NotOffered, Explained, ExplainedStep, Figured)
        assert any(name in {*dir(kind), *vars(kind)["__dataclass_fields__"]} for kind in kinds), name
    public = {name for name in vars(RoutesResult) if not name.startswith("_")} - {"answer", "state"}
    assert {name for name in public if f"answer.{name}" not in page} == set()


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("rm -r /", "begin with ./run or karwan"),
        ("./run routes Lahore Xyzzy", "exit code 2, not 0"),
    ],
)
def test_a_page_that_shows_what_does_not_work_is_refused(block, fault):
    with pytest.raises(make.WrongPageError, match=re.escape(fault)):
        make.commanded(block)
