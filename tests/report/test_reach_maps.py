"""Maps of bands and hinterlands: safe, self-contained, true to the answer."""

import base64
import hashlib
import json
import re
from datetime import date

import pytest

from karwan.answers.hinterland import ask_hinterland, hinterland_question, nearest_gate
from karwan.answers.reach import ask_reach, reach_question
from karwan.facts.places import find
from karwan.opening import open_state
from karwan.report.hinterland_html import hinterland_html
from karwan.report.palette import gate_hues, reach_hues
from karwan.report.reach_html import reach_html, reach_map
from karwan.report.reach_png import reach_png

ASKED = {"on": date(2026, 11, 24), "modes": ("road",)}


@pytest.fixture(scope="module")
def state():
    return open_state()


@pytest.fixture(scope="module")
def answer(state):
    question = reach_question(state.facts, find("Lahore", state.facts), None, ASKED | {"by": "time"})
    return ask_reach(state, question)


@pytest.fixture(scope="module")
def page(answer, state):
    return reach_html(answer, reach_map(answer, state.network))


def test_the_page_asks_no_network_and_runs_what_it_was_made_with_alone(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r'(?:src|href)="(?!https://(?:www\.)?(?:openstreetmap|naturalearthdata)\b)', page)
    assert len(page) < 900_000


def test_each_band_has_its_area_and_its_people_on_the_page(page, answer):
    for at, band in enumerate(answer.bands):
        assert f'class="area b{at}"' in page
        assert f"<b>{band.name}</b>" in page


def test_the_map_names_cities_with_their_days(page):
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert re.fullmatch(r"\S.* \d+\.\d–\d+\.\d", data["towns"][0]["name"])
    assert [sign["name"] for sign in data["signs"]] == ["Lahore"]
    assert data["ways"] == []


def test_a_picture_of_bands_is_a_png_twice_as_fine(answer, state):
    pytest.importorskip("matplotlib")
    picture = reach_png(answer, reach_map(answer, state.network), width_px=800)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 1600


def test_bands_are_drawn_under_the_boundaries_that_are_wanted(page, answer, state):
    drawn = reach_map(answer, state.network)
    assert page.count('<path class="frontier"') == 1
    assert '<path class="frontier"' not in reach_html(answer, drawn, ())
    own = reach_html(answer, drawn, (((70.0, 30.0), (71.0, 31.0)),))
    assert re.fullmatch(r"M\d+ \d+l\d+-\d+", re.search(r'<path class="frontier" d="([^"]*)"', own)[1])


def test_each_gate_with_cities_has_its_area_on_the_page(state):
    question = hinterland_question(state.facts, ("port-karachi", "port-bandar-abbas"), ASKED)
    answer = ask_hinterland(state, question)
    page = hinterland_html(answer, state.network, nearest_gate(state, question))
    assert 'class="area land g0"' in page
    assert 'class="area land g1"' in page
    assert "Karachi" in page
    bare = hinterland_html(answer, state.network, nearest_gate(state, question), borders=())
    assert '<path class="frontier"' in page
    assert '<path class="frontier"' not in bare


@pytest.mark.parametrize("count", range(1, 10))
def test_bands_are_shades_of_one_hue_each_paler_than_the_one_before(count):
    hues = reach_hues(count)
    shades = [sum(int(hue.light[i : i + 2], 16) for i in (1, 3, 5)) for hue in hues]
    assert shades == sorted(set(shades))
    assert hues[0].light == "#0F4C5C"


def test_gates_beyond_the_hues_of_ways_are_grey():
    assert len({hue.light for hue in gate_hues(6)}) == 6
    assert gate_hues(8)[7].name in ("pale", "grey")
