"""The answer on needs in the terminal."""

import io
from datetime import date

import pytest
from rich.console import Console

from karwan.answers.needs import NeedsAsked, ask_needs, needs_question
from karwan.report.needs_table import print_needs
from karwan.testing import draw


def need(territory, matter, state, **more):
    row = {"territory": territory, "home": "*", "matter": matter, "state": state, "how": "papers"}
    return {"id": f"{territory}-{matter}", **row, **more}


@pytest.fixture(scope="module")
def answer():
    shut = {
        "id": "two-road-1", "crossing": "two-road", "state": "closed", "direction": "both",
        "why": "a flood", "last_seen": "2026-01-01",
    }  # fmt: skip
    world = draw(
        """
        A----B----C
        |         |
        D---------E
        """,
        territories={"PK": "A", "CN": "B", "KZ": "C", "AF": "DE"},
        posts={"one-road": "AB", "two-road": "BC", "three-road": "AD", "four-road": "CE"},
        tables={
            "needs": [
                need(
                    "AF",
                    "visa",
                    "missing",
                    who_signs="both",
                    lack_time_h=240,
                    since="2024-01-13",
                    last_seen="2025-10-01",
                ),
                need("KZ", "permit", "in_force"),
                need("CN", "escort", "in_force", how="a convoy " * 30),
            ],
            "crossing_periods": [shut],
        },
    )
    question = needs_question(
        world.state.facts, NeedsAsked(origin="A", destination="C", on=date(2026, 2, 10))
    )
    return ask_needs(world.state, question)


def text(answer, **options):
    out = io.StringIO()
    print_needs(answer, Console(file=out, **{"width": 120, **options}))
    return out.getvalue()


def test_each_territory_and_matter_stands_with_its_state_and_the_agenda_with_what_its_lack_costs(answer):
    told = text(answer)
    assert "AF (AF)  by road, three-road → four-road" in told
    assert "visa               missing" in told
    assert " 1. visa (AF) missing since 2024-01-13: papers; signs: both; lack: 10.0 d" in told
    assert "x1 ⊗  Road" in told
    assert "lack: 10.0 d on the mean; last seen 2025-10-01" in " ".join(told.split())


def test_a_territory_that_was_told_is_not_told_again(answer):
    assert "PK (PK)  by road, A → one-road: as on A" in text(answer)


def test_lines_keep_to_the_page_and_carry_no_codes_where_there_is_no_terminal(answer):
    told = text(answer)
    assert max(map(len, told.splitlines())) <= 100
    assert "\x1b" not in told
    narrow = text(answer, width=70, force_terminal=True, color_system=None)
    assert max(map(len, narrow.splitlines())) <= 70
