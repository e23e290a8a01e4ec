"""The HTML map and the picture: safe, self-contained, true to the answer."""

import base64
import hashlib
import json
import re
import struct
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from karwan.report.drawing import Town, drawing
from karwan.report.labels import Room, beside_line
from karwan.report.land.make import land as make_land
from karwan.report.land.read import land
from karwan.report.map_html import map_html
from karwan.report.map_png import map_png
from karwan.report.simplify import simplified
from karwan.words.mode import Mode
from karwan.words.step import Operation


class Page(HTMLParser):
    """Tags with attributes, and the text of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.blocks, self._open = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in ("script", "style") else None

    def handle_data(self, data):
        if self._open:
            self.blocks.append((*self._open, data))
            self._open = None


@pytest.fixture(scope="module")
def page(answer, shapes):
    return map_html(answer, shapes, [Town("Tashkent", 69.24, 41.3)])


def data_of(text):
    return json.loads(next(data for tag, attrs, data in Page(text).blocks if attrs.get("id") == "data"))


def test_the_file_asks_no_outside_address(page):
    addresses = set(re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'<)]*", page))
    assert addresses == {
        "https://www.openstreetmap.org/copyright",
        "https://www.naturalearthdata.com",
    } | {address for address in addresses if address.endswith("//www.w3.org/2000/svg")}
    for tag, attrs in Page(page).tags:
        assert "src" not in attrs
        assert tag not in ("link", "iframe", "object", "img")
        assert "href" not in attrs or tag == "a"
        assert "style" not in attrs
        assert not any(name.startswith("on") for name in attrs)
    assert "@import" not in page
    assert "url(http" not in page


def test_the_policy_lets_only_the_file_s_own_script_and_style_run(page):
    parsed = Page(page)
    policy = next(attrs["content"] for tag, attrs in parsed.tags if attrs.get("http-equiv"))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, attrs, text in parsed.blocks:
        if "type" not in attrs:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy


def test_names_cannot_become_tags(answer, shapes):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    names = {**answer.names, "torugart": evil}
    routes = (replace(answer.routes[0], label=evil), *answer.routes[1:])
    closed = (replace(answer.not_offered[0], label=evil), *answer.not_offered[1:])
    question = replace(answer.question, origin=replace(answer.question.origin, name=evil))
    text = map_html(
        replace(answer, names=names, routes=routes, not_offered=closed, question=question),
        shapes,
        [Town(evil, 69, 41)],
    )
    tags = [tag for tag, _ in Page(text).tags]
    assert tags.count("script") == 2
    assert "img" not in tags
    assert any(town["name"] == evil for town in data_of(text)["towns"])


def test_the_script_never_turns_data_into_markup(page):
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "new Function"):
        assert word not in page


def test_every_card_shows_the_figures_of_its_way(answer, page):
    for offer in answer.routes:
        _, p50, p90 = offer.route.time_quantiles_h()
        assert f"${offer.route.cost_usd:,.0f}" in page
        assert (f"{p50 / 24:.1f}–{p90 / 24:.1f}" if p50 >= 48 else f"{p50:.0f}–{p90:.0f}") in page


def test_the_map_bears_its_attribution_and_takes_no_side(page):
    assert "© OpenStreetMap contributors (ODbL)" in page
    assert "Natural Earth" in page
    assert "Borders are no political statement" in page


def test_the_file_stays_small(page):
    assert len(page.encode()) < 600_000


def test_an_answer_without_ways_still_makes_a_map(answer):
    text = map_html(replace(answer, routes=()), {})
    assert "No way is offered." in text
    assert data_of(text)["ways"] == []


def test_ways_on_the_same_links_are_drawn_side_by_side(answer, shapes):
    picture = drawing(answer, shapes)
    first, second = picture.runs["r0000001"], picture.runs["r0000002"]
    assert (first[0].slot, second[0].slot) == (-0.5, 0.5)
    assert first[-1].slot == second[-1].slot == 0


def test_ways_that_meet_head_on_keep_to_their_own_side(answer):
    there = [(60.0, 30.0), (61.0, 30.0), (62.0, 30.0)]
    shapes = {"r0000001": [(Mode.ROAD, there)], "r0000002": [(Mode.ROAD, there[::-1])]}
    picture = drawing(answer, shapes)
    assert picture.runs["r0000001"][0].slot == picture.runs["r0000002"][0].slot == -0.5


def test_an_air_leg_bends_along_the_great_circle(answer, shapes):
    run = next(run for run in drawing(answer, shapes).runs["r0000005"] if run.mode is Mode.AIR)
    assert run.line[0] == (74.4, 31.52)
    assert run.line[-1] == (77.04, 43.35)


def test_a_line_moved_aside_keeps_its_distance():
    assert beside_line([(0, 0), (10, 0), (20, 0)], 4) == [(0, 4), (10, 4), (20, 4)]


def test_names_keep_off_each_other():
    room = Room(200, 100)
    boxes = [room.beside((100, 50), (40, 12), 8, 100) for _ in range(12)]
    placed = [box for box in boxes if box]
    assert 3 <= len(placed) < 12
    for i, (left, top, right, bottom) in enumerate(placed):
        assert not any(left < c and right > a and top < d and bottom > b for a, b, c, d in placed[:i])


def test_thinning_keeps_the_ends_and_what_stands_out():
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 1.0), (3.0, 0.0)]
    assert simplified(line, 0.01) == line
    assert simplified([(0.0, 0.0), (1.0, 0.001), (2.0, 0.0)], 0.01) == [(0.0, 0.0), (2.0, 0.0)]


def test_the_land_is_small_closed_and_in_the_world():
    ground = land()
    assert len(ground.rings) > 200
    for ring in ground.rings:
        assert ring[0] == ring[-1]
        assert all(-180.001 <= lon <= 180.001 and -90 <= lat <= 90 for lon, lat in ring)
    assert all(abs(a[0] - b[0]) < 30 for ring in ground.rings for a, b in pairwise(ring))
    assert {"Pakistan", "Kazakhstan", "Türkiye"} <= {country.name for country in ground.countries}


def test_the_land_is_made_from_its_named_archive_alone():
    with pytest.raises(Exception, match="not world-atlas"):
        make_land(b"something else")


@pytest.mark.slow
def test_the_picture_is_a_png_twice_as_fine_as_asked(answer, shapes):
    content = map_png(answer, shapes, width_px=900)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width == 1800
    assert height > 1000


def test_printing_a_table_loads_neither_pandas_nor_matplotlib_nor_numpy_kernels():
    code = (
        "import sys; import karwan.report.routes_table, karwan.report.map_html, karwan.report.map_png, "
        "karwan.report.frames, karwan.report.geojson, karwan.report.routes_csv, karwan.report.notebook; "
        "print([name for name in ('pandas', 'matplotlib', 'numba', 'scipy') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def with_shut(answer, shapes):
    """Shapes with the line of the first way that is not offered, half of it on an offered way."""
    own = next(iter(shapes[answer.routes[0].id]))[1]
    line = [*own[:3], (72.0, 35.0), (71.0, 36.0)]
    return {**shapes, f"not-offered:{answer.not_offered[0].family}": [(Mode.ROAD, line)]}


def test_ways_not_offered_are_drawn_where_no_offered_way_runs_each_stretch_once(answer, shapes):
    drawn = with_shut(answer, shapes)
    (line,) = drawing(answer, drawn).shut
    assert line[-1] == (71.0, 36.0)
    assert len(line) == 3
    first, second = (f"not-offered:{way.family}" for way in answer.not_offered)
    twice = {**drawn, second: drawn[first]}
    assert len(drawing(answer, twice).shut) == 1


def test_the_legend_tells_lines_of_ways_not_offered_only_where_there_are_some(answer, shapes, page):
    assert data_of(page)["shut"] == []
    assert "not offered</div>" not in page
    text = map_html(answer, with_shut(answer, shapes))
    assert len(data_of(text)["shut"]) == 1
    assert "not offered</div>" in text


def test_hours_at_straits_are_not_called_borders(answer, shapes):
    offer = answer.routes[3]
    strait = replace(
        offer.route.steps[-2], operation=Operation.CROSS, mode=Mode.SEA, origin="suez", destination="suez"
    )
    sea = replace(offer, route=replace(offer.route, steps=(*offer.route.steps, strait)))
    text = map_html(replace(answer, routes=(sea,)), shapes)
    assert "Borders, straits" in text
    assert "Borders, straits" not in map_html(answer, shapes)


def test_the_map_says_what_its_days_and_bars_are(page):
    assert "median to 90th percentile" in page
    assert "<h1>Lahore, PK → Almaty, KZ</h1>" in page
