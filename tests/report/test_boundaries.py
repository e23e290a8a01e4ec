"""Boundaries on a map are those that ship, none, or the lines of a file."""

import json
import re
from itertools import pairwise

import pytest

from karwan.errors import InputError
from karwan.report.drawing import drawing
from karwan.report.land import boundaries
from karwan.report.land.boundaries import borders_of
from karwan.report.map_html import map_html
from karwan.report.map_png import map_png

FRONTIER = r'<path class="frontier" d="([^"]*)"'
SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for ring in (
            [[70, 30], [72, 30], [72, 32], [70, 32], [70, 30]],
            [[72, 32], [72, 30], [74, 30], [74, 32], [72, 32]],
        )
    ],
}


@pytest.fixture
def drawn(tmp_path):
    """Writes GeoJSON; what is drawn of it."""

    def draw(content):
        path = tmp_path / "own.geojson"
        path.write_text(json.dumps(content))
        return borders_of(path)

    return draw


def line(*points):
    return {"type": "LineString", "coordinates": points}


def test_without_a_word_the_boundaries_that_ship_are_drawn(answer, shapes):
    assert borders_of("shipped") is None
    assert len(re.search(FRONTIER, map_html(answer, shapes))[1]) > 10_000


def test_none_leaves_the_boundaries_out_and_keeps_names_coasts_and_the_note(answer, shapes):
    page = map_html(answer, shapes, borders=borders_of("none"))
    assert not re.search(FRONTIER, page)
    assert '<path class="land"' in page
    assert '"name":"Pakistan"' in page
    assert "Borders are no political statement" in page


def test_a_file_is_drawn_in_place_of_the_boundaries_that_ship(answer, shapes, drawn):
    page = map_html(answer, shapes, borders=drawn(line([70, 30], [71, 31, 900])))
    assert re.fullmatch(r"M\d+ \d+l\d+-\d+", re.search(FRONTIER, page)[1])


def test_a_picture_has_the_lines_that_the_page_has(answer, shapes, drawn):
    pytest.importorskip("matplotlib")
    from karwan.report.sheet import Sheet  # noqa: PLC0415
    from karwan.report.sheet_map import SheetMap  # noqa: PLC0415

    across = drawn(line([60, 20], [90, 50]))
    counts = {}
    for name, own in (("shipped", None), ("none", ()), ("file", across)):
        sheet = Sheet(800.0, 700.0)
        SheetMap(sheet, drawing(answer, shapes), (), 0.0, own).draw()
        counts[name] = len(sheet.axes.lines)
    assert counts["file"] == counts["none"] + 1
    assert counts["shipped"] > counts["file"]
    pictures = {map_png(answer, shapes, (), own, width_px=500) for own in (None, (), across)}
    assert len(pictures) == 3


def test_what_two_areas_share_is_drawn_once(drawn):
    steps = [frozenset(step) for part in drawn(SQUARES) for step in pairwise(part)]
    assert len(steps) == len(set(steps)) == 7


def test_a_line_over_the_date_line_does_not_run_around_the_world(drawn):
    assert drawn(line([178, 60], [180, 61], [-180, 61], [-178, 62])) == (
        ((178, 60), (180, 61)),
        ((-180, 61), (-178, 62)),
    )


def test_points_closer_than_a_map_shows_are_left_out(drawn):
    (kept,) = drawn(line(*([70 + step / 1000, 30] for step in range(1000))))
    assert kept == ((70, 30), (70.999, 30))


@pytest.mark.parametrize(
    "content",
    [[], {"type": "Point", "coordinates": [70, 30]}, line([70, 30]), line([70, 300], [71, 31]),
     {"type": "FeatureCollection", "features": []}],
)  # fmt: skip
def test_a_file_without_lines_is_refused(drawn, content):
    with pytest.raises(InputError, match="no line and no area stands in it; name a GeoJSON file, or none"):
        drawn(content)


def test_a_file_too_large_to_draw_is_refused(drawn, monkeypatch):
    monkeypatch.setattr(boundaries, "_MOST_BYTES", 10)
    with pytest.raises(InputError, match="simplify it first"):
        drawn(line([70, 30], [71, 31]))
