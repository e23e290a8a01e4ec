"""The screens beside the routes: scenarios drawn, swiped; corridors, what takes over, reach, validation."""

import json
import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "page/node_modules/axe-core/axe.min.js"
WIDE, PHONE = (1440, 900), (390, 844)
PAIR = "?from=Lahore&to=Almaty&on=2026-11-24"
WAIT_MS = 120_000
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPENED = {"kind": "open", "at": ["torkham-road"], "reason": "tried"}
DRAFT = quote(json.dumps({"name": "Torkham open", "rows": [{"measure": OPENED, "isOn": True}]}))
SCENARIOS = f"{PAIR}&lang=en&tab=scenarios"


def until(page, condition):
    """Waits until something is true of the page; Playwright does so by `eval`, which the page forbids."""
    end = time.monotonic() + WAIT_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def violations(page):
    page.wait_for_timeout(800)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("(tags) => axe.run({ runOnly: tags })", TAGS)["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


def drawing(page, tool):
    """Takes a tool once the map stands; gives the frame of the first map."""
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    page.get_by_role("button", name=tool, exact=True).click()
    page.wait_for_selector(".draw-bar")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    return page.locator(".pair-maps .map").first.bounding_box()


def click(page, frame, across, down):
    page.mouse.click(frame["x"] + frame["width"] * across, frame["y"] + frame["height"] * down)


def test_a_flood_is_drawn_by_clicks_and_closed_on_its_first_corner(opened):
    page = opened().open(SCENARIOS)
    frame = drawing(page, "Flood")
    for across, down in ((0.5, 0.4), (0.65, 0.4), (0.65, 0.5), (0.5, 0.5)):
        click(page, frame, across, down)
    assert page.locator(".corners li").count() == 4
    click(page, frame, 0.5, 0.4)
    page.wait_for_selector(".draw-bar", state="detached")
    page.wait_for_selector(".tool-form .button.main:enabled", timeout=WAIT_MS)
    page.locator(".tool-form .button.main").click()
    assert page.locator(".measure").inner_text().splitlines()[:2] == ["Flood", "4 corners"]
    until(page, "location.search.includes('hazard')")
    page.keyboard.press("z")
    assert page.locator(".measure").count() == 0


def test_what_is_wrong_with_a_drawing_is_told_beside_its_field(opened):
    page = opened().open(SCENARIOS)
    frame = drawing(page, "Flood")
    for across, down in ((0.5, 0.4), (0.65, 0.5), (0.65, 0.4), (0.5, 0.5)):
        click(page, frame, across, down)
    page.keyboard.press("Enter")
    page.wait_for_selector(".corners .faults", timeout=WAIT_MS)
    assert "crosses itself" in page.locator(".corners .faults").inner_text()
    assert page.locator(".tool-form .button.main").is_disabled()


def test_a_line_is_drawn_by_keys_alone_and_its_length_is_checked(opened):
    page = opened().open(SCENARIOS)
    drawing(page, "Line")
    page.locator(".pair-maps canvas").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert page.locator(".corners li").count() == 2
    page.keyboard.press("Backspace")
    assert page.locator(".corners li").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".tool-form").count() == 0
    page.get_by_role("button", name="Line", exact=True).click()
    for name in ("Torghundi", "Herat"):
        page.get_by_label("Or name the next corner").fill(name)
        page.get_by_role("button", name="Put").click()
        page.wait_for_selector(f".corners li:has-text('{name}')", timeout=WAIT_MS)
    page.get_by_role("button", name=re.compile("^Finish")).click()
    page.get_by_label("Length, km").fill("5")
    page.wait_for_selector("#wrong-length_km", timeout=WAIT_MS)
    assert "shorter than its great circle" in page.locator("#wrong-length_km").inner_text()
    page.get_by_label("Length, km").fill("120")
    page.wait_for_selector(".tool-form .button.main:enabled", timeout=WAIT_MS)
    page.locator(".tool-form .button.main").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="TOML", exact=True).click()
    written = Path(waited.value.path()).read_text("utf-8")
    assert 'via = ["torghundi-rail", "Herat, AF"]' in written
    assert "gauge_mm = [1520]" in written


def test_a_click_on_a_post_closes_it(opened):
    page = opened().open(SCENARIOS)
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    page.get_by_role("button", name="Close", exact=True).click()
    page.locator(".pair-maps .map").first.locator("[data-key=torugart-road] .map-sign").click()
    assert page.locator(".measure").inner_text().splitlines()[:2] == ["Close", "Torugart"]


def test_the_scenario_is_swiped_by_keys_and_what_differs_is_a_table(opened):
    page = opened().open(f"{SCENARIOS}&measures={DRAFT}")
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    page.get_by_role("button", name="Swipe", exact=True).click()
    slider = page.get_by_role("slider", name="Swipe")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuenow") == "52"
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuenow") == "0"
    page.get_by_role("button", name="Difference", exact=True).click()
    page.wait_for_selector(".way-changes tbody tr:has-text('new')", timeout=WAIT_MS)


def test_a_corridor_stands_beside_another_and_the_link_holds_both(opened):
    page = opened().open("?tab=corridors&lang=en")
    page.wait_for_selector(".corridor-card .chart svg", timeout=WAIT_MS)
    page.get_by_role("combobox", name="Lay another beside it").select_option("qtta")
    page.wait_for_selector(".corridor-card .chart svg .in-disc:has-text('B')", timeout=WAIT_MS)
    assert "against=qtta" in page.url
    assert page.locator(".indicators tbody tr").count() > 2
    assert page.locator(".law li").count() > 2
    assert page.locator(".corridor-card .cited li").count() > 5


def test_a_chosen_post_shows_what_takes_over(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=critical")
    page.locator(".table-side .button").first.click()
    page.wait_for_selector(".ranking tbody tr", timeout=2 * WAIT_MS)
    page.locator(".row-name").first.click()
    page.wait_for_selector(".takes-over dl", timeout=2 * WAIT_MS)
    assert "Takes over" in page.locator(".takes-over").inner_text()
    page.wait_for_selector(".spot.pill:has-text('Takes over')", timeout=WAIT_MS, state="attached")
    page.get_by_role("button", name="Close it in a scenario").click()
    page.wait_for_selector(".measure", timeout=WAIT_MS)


def test_reach_stands_beside_the_scenario_by_city_and_territory(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=reach&measures={DRAFT}")
    page.get_by_role("button", name="Measure reach").click()
    page.wait_for_selector(".cities tbody tr", timeout=2 * WAIT_MS)
    assert page.locator(".cities .then:not(:empty)").count() > 1
    assert page.locator(".bands li").count() == 5
    page.get_by_role("button", name="Territories").click()
    assert page.locator(".cities .people").count() > 10


def test_validation_and_sources_are_read_and_searched(opened):
    page = opened().open("?tab=evidence&lang=en")
    page.wait_for_selector(".validation table", timeout=WAIT_MS)
    page.get_by_role("button", name="Closures against history").click()
    assert page.locator(".validation h1").inner_text() == "Closures against history"
    page.get_by_role("button", name=re.compile("^Sources")).click()
    page.wait_for_selector(".evidence-side tbody tr", timeout=WAIT_MS)
    all_rows = page.locator(".evidence-side tbody tr").count()
    page.get_by_role("searchbox").fill("cpmm 2023")
    assert 0 < page.locator(".evidence-side tbody tr").count() < all_rows


def full(words, language):
    return f"{words}{'&' if words else '?'}lang={language}"


@pytest.mark.parametrize("theme", ["light", "dark"])
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
def test_axe_finds_nothing_on_a_phone(opened, words, ready, language, theme):
    page = opened(PHONE, color_scheme=theme, bypass_csp=True).open(full(words, language))
    page.wait_for_selector(ready, timeout=WAIT_MS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page)


@pytest.mark.parametrize("tool", ["Line", "Flood", "Time"])
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_axe_finds_nothing_in_the_forms_of_tools(opened, size, tool):
    page = opened(size, bypass_csp=True).open(SCENARIOS)
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    page.get_by_role("button", name=tool, exact=True).click()
    page.wait_for_selector(".tool-form")
    assert not violations(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "words",
    [
        "?tab=corridors&corridor=iti-rail&against=qtta",
        "?tab=evidence&see=history",
        "?tab=evidence&see=sources",
    ],
)
def test_axe_finds_nothing_on_a_desk(opened, words, theme):
    page = opened(color_scheme=theme, bypass_csp=True).open(f"{words}&lang=en")
    page.wait_for_selector(".corridor-card .chart svg, .evidence-side tbody tr", timeout=WAIT_MS)
    assert not violations(page)
