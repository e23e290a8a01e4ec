"""What is tried on the page: a corridor seen on the map, measures in the brief, a flood that takes an end."""

import json
from urllib.parse import quote

from in_browser import PAIR, expect

LONG_MS = 120_000
OPENED = {"kind": "open", "at": ["torkham-road"], "reason": "tried"}
FLOODED = {
    "kind": "hazard",
    "area": [[73.5, 30.8], [75.2, 30.8], [75.2, 32.3], [73.5, 32.3]],
    "from": "2026-11-01",
    "days": 60,
    "reason": "tried",
}


def draft(name, measure):
    return quote(json.dumps({"name": name, "rows": [{"measure": measure, "isOn": True}]}))


def test_a_corridor_is_seen_on_the_map_with_its_posts(opened):
    page = opened().open("?tab=corridors&corridor=iti-rail&lang=en")
    spots = page.locator(".corridor-map .labels")
    expect(spots.locator(".spot.end")).to_have_count(2)
    expect(spots.locator("[data-key=taftan-rail] .words")).to_have_text("Taftan")
    page.get_by_role("combobox", name="Lay another beside it").select_option("qtta")
    expect(spots.locator("[data-key=pill-qtta] .letter")).to_have_text("B")
    expect(spots.locator("[data-key=khunjerab-road]")).to_have_count(1)


def test_the_brief_tells_the_measures_being_tried(opened):
    watched = opened()
    page = watched.open(f"{PAIR}&lang=en&measures={draft('Torkham open', OPENED)}")
    expect(page.locator(".card").first).to_be_visible()
    page.get_by_role("button", name="Brief", exact=True).click()
    link = page.get_by_role("link", name="HTML", exact=True)
    expect(link).to_be_visible(timeout=LONG_MS)
    told = page.request.get(f"{watched.address}{link.get_attribute('href')}").text()
    assert "Measures being tried: Torkham open." in told


def test_a_flood_that_takes_an_end_is_named_with_its_mend(opened):
    watched = opened()
    page = watched.open(f"{PAIR}&lang=en&measures={draft('High water', FLOODED)}")
    told = page.locator(".state.error")
    expect(told).to_contain_text("'High water' took every road and railway within reach of Lahore")
    expect(told).to_contain_text("turn that measure off")
    # The browser itself notes the refused question.
    watched.complaints[:] = [said for said in watched.complaints if "400" not in said]
