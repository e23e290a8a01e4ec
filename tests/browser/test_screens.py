"""The screens beside the routes: scenarios drawn, swiped; corridors, what takes over, reach, validation."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from in_browser import PAIR, PHONE, WIDE, address_with, expect

OPENED = {"kind": "open", "at": ["torkham-road"], "reason": "tried"}
DRAFT = quote(json.dumps({"name": "Torkham open", "rows": [{"measure": OPENED, "isOn": True}]}))
SCENARIOS = f"{PAIR}&lang=en&tab=scenarios"


def maps_stand(page):
    """Both maps show the two ends of the pair."""
    expect(page.locator(".labels .spot.end")).to_have_count(4)


def drawing(watched, tool):
    """The page with a tool taken once the maps stand, and the frame of the first map."""
    page = watched.open(SCENARIOS)
    maps_stand(page)
    page.get_by_role("button", name=tool, exact=True).click()
    expect(page.locator(".draw-bar")).to_be_visible()
    watched.settle()
    return page, page.locator(".pair-maps .map").first.bounding_box()


def says(page, kind, what):
    """The one measure of the scenario."""
    expect(page.locator(".measure small").first).to_have_text(kind)
    expect(page.locator(".measure b")).to_have_text(what)


def click(page, frame, across, down):
    page.mouse.click(frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down)


def test_a_flood_is_drawn_by_clicks_and_closed_on_its_first_corner(opened):
    page, frame = drawing(opened(), "Flood")
    for across, down in ((0.5, 0.4), (0.65, 0.4), (0.65, 0.5), (0.5, 0.5)):
        click(page, frame, across, down)
    expect(page.locator(".corners li")).to_have_count(4)
    click(page, frame, 0.5, 0.4)
    expect(page.locator(".draw-bar")).to_have_count(0)
    expect(page.locator(".corners li")).to_have_count(4)
    page.locator(".tool-form .button.main").click()
    says(page, "Flood", "4 corners")
    expect(page).to_have_url(address_with("hazard"))
    page.keyboard.press("z")
    expect(page.locator(".measure")).to_have_count(0)


def test_what_is_wrong_with_a_drawing_is_told_beside_its_field(opened):
    page, frame = drawing(opened(), "Flood")
    for across, down in ((0.5, 0.4), (0.65, 0.5), (0.65, 0.4), (0.5, 0.5)):
        click(page, frame, across, down)
    expect(page.locator(".corners li")).to_have_count(4)
    page.keyboard.press("Enter")
    expect(page.locator(".corners .faults")).to_contain_text("crosses itself")
    expect(page.locator(".tool-form .button.main")).to_be_disabled()


def test_a_line_is_drawn_by_keys_alone_and_its_length_is_checked(opened):
    watched = opened()
    page, _ = drawing(watched, "Line")
    corners, end = page.locator(".corners li"), page.locator(".labels .spot.end").first
    page.locator(".pair-maps canvas").first.focus()
    page.keyboard.press("Space")
    expect(corners).to_have_count(1)
    stood = end.get_attribute("style")
    page.keyboard.press("ArrowRight")
    expect(end).not_to_have_attribute("style", stood)
    watched.settle()
    page.keyboard.press("Space")
    expect(corners).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(corners).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".tool-form")).to_have_count(0)
    page.get_by_role("button", name="Line", exact=True).click()
    for name in ("Torghundi", "Herat"):
        page.get_by_label("Or name the next corner").fill(name)
        page.get_by_role("button", name="Put").click()
        expect(corners.last).to_contain_text(name)
    page.get_by_role("button", name=re.compile("^Finish")).click()
    page.get_by_label("Length, km").fill("5")
    expect(page.locator("#wrong-length_km")).to_contain_text("shorter than its great circle")
    page.get_by_label("Length, km").fill("120")
    page.locator(".tool-form .button.main").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="TOML", exact=True).click()
    written = Path(waited.value.path()).read_text("utf-8")
    assert 'via = ["torghundi-rail", "Herat, AF"]' in written
    assert "gauge_mm = [1520]" in written


def test_a_click_on_a_post_closes_it(opened):
    watched = opened()
    page = watched.open(SCENARIOS)
    maps_stand(page)
    page.get_by_role("button", name="Close", exact=True).click()
    watched.settle()
    page.locator(".pair-maps .map").first.locator("[data-key=torugart-road] .map-sign").click()
    says(page, "Close", "Torugart")


def test_the_scenario_is_swiped_by_keys_and_what_differs_is_a_table(opened):
    page = opened().open(f"{SCENARIOS}&measures={DRAFT}")
    maps_stand(page)
    page.get_by_role("button", name="Swipe", exact=True).click()
    slider = page.get_by_role("slider", name="Swipe")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "52")
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuenow", "0")
    page.get_by_role("button", name="Difference", exact=True).click()
    expect(page.locator(".way-changes tbody tr", has_text="new").first).to_be_visible()


def test_a_corridor_stands_beside_another_and_the_link_holds_both(opened):
    page = opened().open("?tab=corridors&lang=en")
    expect(page.locator(".corridor-card .chart svg").first).to_be_visible()
    page.get_by_role("combobox", name="Lay another beside it").select_option("qtta")
    expect(page.locator(".corridor-card .chart svg .in-disc", has_text="B").first).to_be_visible()
    expect(page).to_have_url(address_with("against=qtta"))
    for rows, least in ((".indicators tbody tr", 3), (".law li", 3), (".corridor-card .cited li", 6)):
        expect(page.locator(rows).nth(least - 1)).to_be_attached()


def test_a_chosen_post_shows_what_takes_over(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=critical")
    page.locator(".table-side .button").first.click()
    page.locator(".row-name").first.click()
    expect(page.locator(".takes-over dl").first).to_be_visible()
    expect(page.locator(".takes-over")).to_contain_text("Takes over")
    expect(page.locator(".spot.pill", has_text="Takes over").first).to_be_attached()
    page.get_by_role("button", name="Close it in a scenario").click()
    expect(page.locator(".measure")).to_have_count(1)


def test_reach_stands_beside_the_scenario_by_city_and_territory(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=reach&measures={DRAFT}")
    page.get_by_role("button", name="Measure reach").click()
    expect(page.locator(".cities .then:not(:empty)").nth(1)).to_be_attached()
    expect(page.locator(".bands li")).to_have_count(5)
    page.get_by_role("button", name="Territories").click()
    expect(page.locator(".cities .people").nth(10)).to_be_attached()


def test_validation_and_sources_are_read_and_searched(opened):
    page = opened().open("?tab=evidence&lang=en")
    expect(page.locator(".validation table").first).to_be_visible()
    page.get_by_role("button", name="Closures against history").click()
    expect(page.locator(".validation h1")).to_have_text("Closures against history")
    page.get_by_role("button", name=re.compile("^Sources")).click()
    expect(page.get_by_role("searchbox")).to_be_visible()
    rows = page.locator(".evidence-side tbody tr")
    expect(rows.first).to_be_visible()
    last = rows.count() - 1
    page.get_by_role("searchbox").fill("cpmm 2023")
    expect(rows.nth(last)).to_have_count(0)
    expect(rows.first).to_be_visible()


def full(words, language):
    return f"{words}{'&' if words else '?'}lang={language}"


@pytest.mark.parametrize(
    ("words", "ready", "language"),
    [
        (PAIR, ".card", "ur"),
        ("?tab=corridors", ".corridor-list li", "ru"),
        ("?tab=corridors&corridor=iti-rail", ".corridor-card .chart svg", "en"),
        (f"{PAIR}&tab=scenarios&measures={DRAFT}", ".measure", "ur"),
        (f"{PAIR}&tab=critical", "main h1", "ru"),
        (f"{PAIR}&tab=reach", "main h1", "ur"),
        ("?tab=evidence&see=history", ".validation table", "en"),
        ("?tab=evidence&see=sources", ".evidence-side tbody tr", "ru"),
    ],
)
def test_axe_finds_nothing_on_a_phone(opened, words, ready, language):
    watched = opened(PHONE, bypass_csp=True)
    page = watched.open(full(words, language))
    expect(page.locator(ready).first).to_be_visible()
    assert not watched.violations()
    expect(page.locator("html")).to_have_js_property("scrollWidth", PHONE[0])


@pytest.mark.parametrize("tool", ["Line", "Flood", "Time"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_nothing_in_the_forms_of_tools(opened, size, tool):
    watched = opened(size, bypass_csp=True)
    page = watched.open(SCENARIOS)
    maps_stand(page)
    page.get_by_role("button", name=tool, exact=True).click()
    expect(page.locator(".tool-form")).to_be_visible()
    assert not watched.violations()


@pytest.mark.parametrize(
    "words",
    [
        "?tab=corridors&corridor=iti-rail&against=qtta",
        "?tab=evidence&see=history",
        "?tab=evidence&see=sources",
    ],
)
def test_axe_finds_nothing_on_a_desk(opened, words):
    watched = opened(bypass_csp=True)
    page = watched.open(f"{words}&lang=en")
    expect(page.locator(".corridor-card .chart svg, .evidence-side tbody tr").first).to_be_visible()
    assert not watched.violations()
