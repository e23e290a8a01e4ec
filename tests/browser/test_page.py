"""From typing a name to a link that is the answer, in three languages, on a desk and on a phone."""

import json
import re
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
AXE = ROOT / "page/node_modules/axe-core/axe.min.js"
WIDE, PHONE = (1440, 900), (390, 844)
PAIR = "?from=Lahore&to=Almaty&on=2026-11-24"
WAIT_MS = 120_000


def waits_for_cards(page):
    page.wait_for_selector(".card", timeout=WAIT_MS)
    return page.locator(".card")


def until(page, condition):
    """Waits until something is true of the page; Playwright does so by `eval`, which the page forbids."""
    end = time.monotonic() + WAIT_MS / 1000
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def typed(page, field, word):
    page.fill(field, word)
    page.wait_for_selector(f"{field}-list:not([hidden]) li[aria-selected=true]", timeout=WAIT_MS)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("origin", "destination"), [("Lahore", "Almaty"), ("Лахор", "Алматы")])
def test_typing_two_names_shows_the_ways_between_them(opened, origin, destination):
    page = opened().open("?lang=en")
    page.wait_for_selector(".state", timeout=WAIT_MS)
    page.keyboard.press("/")
    until(page, "document.activeElement.id === 'from'")
    typed(page, "#from", origin)
    typed(page, "#to", destination)
    cards = waits_for_cards(page)
    assert cards.count() >= 5
    assert page.input_value("#from") == "Lahore"
    assert page.input_value("#to") == "Almaty"
    assert "days" in cards.first.inner_text()
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    assert page.locator(".chart svg").count() == 2


def test_the_link_is_the_answer(opened):
    page = opened().open(PAIR)
    cards = waits_for_cards(page)
    cards.nth(1).locator(".title").click()
    until(page, "location.search.includes('way=')")
    chosen, link = cards.nth(1).inner_text(), page.url
    again = opened().page
    again.goto(link)
    waits_for_cards(again)
    assert again.locator(".card.is-chosen").inner_text() == chosen


def test_cards_map_and_charts_light_up_together(opened):
    page = opened().open(PAIR)
    cards = waits_for_cards(page)
    cards.nth(2).hover()
    page.wait_for_selector(".card.is-lit")
    assert page.locator(".card.is-dim").count() == cards.count() - 1
    assert page.locator(".chart.days svg > .is-dim").count() == cards.count() - 1


def test_arrows_walk_the_cards_and_enter_chooses(opened):
    page = opened().open(PAIR)
    waits_for_cards(page)
    page.locator(".card .title").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator(".card").nth(1).get_attribute("class").split().count("is-chosen") == 1


def test_a_post_opens_its_panel_and_escape_goes_back(opened):
    page = opened().open(PAIR)
    waits_for_cards(page)
    page.locator(".more .stop").first.click()
    page.wait_for_selector(".panel .year", timeout=WAIT_MS)
    assert "post=" in page.url
    assert page.locator(".panel .facts tbody tr").count() > 3
    page.keyboard.press("Escape")
    page.wait_for_selector(".left .card")
    assert "post=" not in page.url


def test_a_wrong_name_is_told_with_the_nearest_and_nothing_is_lost(opened):
    watched = opened()
    page = watched.open("?from=Lahor%20zzz&to=Almaty&lang=en")
    page.wait_for_selector(".state.error", timeout=WAIT_MS)
    assert page.input_value("#from") == "Lahor zzz"
    page.locator(".state.error .link").first.click()
    waits_for_cards(page)
    # The browser itself notes the refused question.
    watched.complaints[:] = [said for said in watched.complaints if "400" not in said]


@pytest.mark.parametrize(
    ("language", "direction", "word"), [("en", "ltr", "days"), ("ru", "ltr", "дн."), ("ur", "rtl", "دن")]
)
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_every_language_reads_and_fits(opened, language, direction, word, size):
    page = opened(size).open(f"{PAIR}&lang={language}")
    cards = waits_for_cards(page)
    assert page.evaluate("document.documentElement.dir") == direction
    assert word in cards.first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("[aria-label*='{'], :text-matches('[{]\\\\w+[}]')").count() == 0


def test_a_phone_shows_one_part_at_a_time(opened):
    page = opened(PHONE).open(f"{PAIR}&lang=en")
    waits_for_cards(page)
    page.get_by_role("button", name=re.compile("^Not offered")).click()
    assert page.locator(".card").count() == 0
    assert page.locator(".shut").is_visible()
    page.get_by_role("button", name="Days").click()
    page.wait_for_selector(".chart.days svg")
    small = page.evaluate(
        """[...document.querySelectorAll('.folded button, .parts button, .chips button, .menu-button')]
           .filter((one) => one.getBoundingClientRect().height < 44).length"""
    )
    assert small == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("words", "ready"),
    [
        ("", ".state"),
        (PAIR, ".card"),
        (f"{PAIR}&lang=ur", ".card"),
        (f"{PAIR}&post=khunjerab-road", ".panel .year"),
        ("?tab=evidence&see=tables", ".tables tbody tr"),
        (f"{PAIR}&tab=scenarios", "main h1"),
        (f"{PAIR}&tab=critical", "main h1"),
        (f"{PAIR}&tab=reach", "main h1"),
        ("?tab=corridors", "main h1"),
    ],
)
def test_axe_finds_nothing(opened, words, ready, theme):
    page = opened(color_scheme=theme, bypass_csp=True).open(words)
    page.wait_for_selector(ready, timeout=WAIT_MS)
    page.wait_for_timeout(800)
    page.add_script_tag(path=str(AXE))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("(tags) => axe.run({ runOnly: tags })", tags)["violations"]
    told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert not told


def test_every_language_has_every_word():
    files = {
        path.stem: json.loads(path.read_text("utf-8")) for path in (ROOT / "page/messages").glob("*.json")
    }
    assert set(files) == {"en", "ru", "ur"}
    names = {language: set(words) for language, words in files.items()}
    assert names["en"] == names["ru"] == names["ur"]
    for key, words in files["en"].items():
        holes = set(re.findall(r"\{\w+\}", words))
        for language in ("ru", "ur"):
            assert set(re.findall(r"\{\w+\}", files[language][key])) == holes, (language, key)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_library_scenario_is_compared_undone_and_written_as_toml(opened, size):
    page = opened(size).open(f"{PAIR}&lang=en&tab=scenarios")
    page.wait_for_selector(".library li button", timeout=WAIT_MS)
    page.locator(".library button", has_text="Afghan posts open again").click()
    assert page.locator(".measure").count() == 1
    page.locator(".changed .button").first.click()
    page.wait_for_selector(".changed tbody tr", timeout=WAIT_MS)
    assert page.locator(".changed tbody tr").count() >= 1
    with page.expect_download() as waited:
        page.get_by_role("button", name="TOML", exact=True).click()
    written = Path(waited.value.path()).read_text("utf-8")
    assert 'kind = "open"' in written
    link = page.url
    assert "measures=" in link
    page.keyboard.press("z")
    assert page.locator(".measure").count() == 0
    again = opened(size).page
    again.goto(link)
    again.wait_for_selector(".measure", timeout=WAIT_MS)
    assert again.locator(".measure input").first.is_checked()


def test_a_lever_shows_its_effect_before_anything_is_saved(opened):
    page = opened().open(f"{PAIR}&post=khunjerab-road&lang=en")
    page.wait_for_selector(".lever input", timeout=WAIT_MS)
    page.wait_for_selector(".labels .spot.end", timeout=WAIT_MS, state="attached")
    page.locator(".lever input[type=checkbox]").first.check()
    page.wait_for_selector(".effect b", timeout=WAIT_MS)
    assert "measures=" not in page.url
    page.locator(".effect .button").click()
    until(page, "location.search.includes('measures=')")


def test_a_ranking_runs_as_a_job_and_a_reload_finds_it(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=critical")
    page.wait_for_selector(".table-side .button", timeout=WAIT_MS)
    page.locator(".table-side .button").first.click()
    page.wait_for_selector(".ranking tbody tr", timeout=2 * WAIT_MS)
    first = page.locator(".ranking tbody tr").first.inner_text()
    page.reload()
    page.wait_for_selector(".ranking tbody tr", timeout=WAIT_MS)
    assert page.locator(".ranking tbody tr").first.inner_text() == first
