"""From typing a name to a link that is the answer, in three languages, on a desk and on a phone."""

import json
import re
from pathlib import Path

import pytest

from in_browser import PAIR, PHONE, WIDE, address_with, expect

ROOT = Path(__file__).parents[2]


def cards_of(page):
    """The cards, once they are there; all come at once."""
    cards = page.locator(".card")
    expect(cards.first).to_be_visible()
    return cards


def typed(page, field, word):
    page.fill(field, word)
    expect(page.locator(f"{field}-list li[aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("origin", "destination"), [("Lahore", "Almaty"), ("Лахор", "Алматы")])
def test_typing_two_names_shows_the_ways_between_them(opened, origin, destination):
    page = opened().open("?lang=en")
    expect(page.locator(".state")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#from")).to_be_focused()
    typed(page, "#from", origin)
    typed(page, "#to", destination)
    cards = cards_of(page)
    expect(cards.nth(4)).to_be_visible()
    expect(page.locator("#from")).to_have_value("Lahore")
    expect(page.locator("#to")).to_have_value("Almaty")
    expect(cards.first).to_contain_text("days")
    expect(page.locator(".labels .spot.end")).to_have_count(2)
    expect(page.locator(".chart svg")).to_have_count(2)


def test_the_link_is_the_answer(opened):
    page = opened().open(PAIR)
    cards = cards_of(page)
    cards.nth(1).locator(".title").click()
    expect(page).to_have_url(address_with("way="))
    expect(cards.nth(1).locator(".more")).to_be_visible()
    chosen, link = cards.nth(1).inner_text(), page.url
    again = opened().page
    again.goto(link)
    expect(again.locator(".card.is-chosen")).to_have_text(chosen, use_inner_text=True)


def test_cards_map_and_charts_light_up_together(opened):
    page = opened().open(PAIR)
    cards = cards_of(page)
    others = cards.count() - 1
    cards.nth(2).hover()
    expect(page.locator(".card.is-lit")).to_have_count(1)
    expect(page.locator(".card.is-dim")).to_have_count(others)
    expect(page.locator(".chart.days svg > .is-dim")).to_have_count(others)


def test_arrows_walk_the_cards_and_enter_chooses(opened):
    page = opened().open(PAIR)
    cards = cards_of(page)
    cards.first.locator(".title").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cards.nth(1)).to_contain_class("is-chosen")


def test_a_post_opens_its_panel_and_escape_goes_back(opened):
    page = opened().open(PAIR)
    page.locator(".more .stop").first.click()
    expect(page.locator(".panel .year").first).to_be_visible()
    expect(page).to_have_url(address_with("post="))
    expect(page.locator(".panel .facts tbody tr").nth(3)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".left .card").first).to_be_visible()
    expect(page.locator(".panel")).to_have_count(0)
    expect(page).not_to_have_url(address_with("post="))


def test_a_wrong_name_is_told_with_the_nearest_and_nothing_is_lost(opened):
    watched = opened()
    page = watched.open("?from=Lahor%20zzz&to=Almaty&lang=en")
    expect(page.locator(".state.error")).to_be_visible()
    expect(page.locator("#from")).to_have_value("Lahor zzz")
    page.locator(".state.error .link").first.click()
    cards_of(page)
    # The browser itself notes the refused question.
    watched.complaints[:] = [said for said in watched.complaints if "400" not in said]


@pytest.mark.parametrize(
    ("language", "direction", "word"), [("en", "ltr", "days"), ("ru", "ltr", "дн."), ("ur", "rtl", "دن")]
)
@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_every_language_reads_and_fits(opened, language, direction, word, size):
    watched = opened(size)
    page = watched.open(f"{PAIR}&lang={language}")
    expect(cards_of(page).first).to_contain_text(word)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    watched.settle()
    expect(page.locator("html")).to_have_js_property("scrollWidth", size[0])
    expect(page.locator("[aria-label*='{'], :text-matches('[{]\\\\w+[}]')")).to_have_count(0)


def test_a_phone_shows_one_part_at_a_time(opened):
    watched = opened(PHONE)
    page = watched.open(f"{PAIR}&lang=en")
    cards = cards_of(page)
    page.get_by_role("button", name=re.compile("^Not offered")).click()
    expect(page.locator(".shut")).to_be_visible()
    expect(cards).to_have_count(0)
    page.get_by_role("button", name="Days").click()
    expect(page.locator(".chart.days svg")).to_be_visible()
    watched.settle()
    small = page.evaluate(
        """[...document.querySelectorAll('.folded button, .parts button, .chips button, .menu-button')]
           .filter((one) => one.getBoundingClientRect().height < 44).length"""
    )
    assert small == 0


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
def test_axe_finds_nothing(opened, words, ready):
    watched = opened(bypass_csp=True)
    page = watched.open(words)
    expect(page.locator(ready).first).to_be_visible()
    assert not watched.violations()


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
    page.locator(".library button", has_text="Afghan posts open again").click()
    expect(page.locator(".measure")).to_have_count(1)
    page.locator(".changed .button").first.click()
    expect(page.locator(".changed tbody tr").first).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("button", name="TOML", exact=True).click()
    written = Path(waited.value.path()).read_text("utf-8")
    assert 'kind = "open"' in written
    expect(page).to_have_url(address_with("measures="))
    link = page.url
    page.keyboard.press("z")
    expect(page.locator(".measure")).to_have_count(0)
    again = opened(size).page
    again.goto(link)
    expect(again.locator(".measure input").first).to_be_checked()


def test_a_lever_shows_its_effect_before_anything_is_saved(opened):
    page = opened().open(f"{PAIR}&post=khunjerab-road&lang=en")
    expect(page.locator(".labels .spot.end")).to_have_count(2)
    page.locator(".lever input[type=checkbox]").first.check()
    expect(page.locator(".effect b")).to_be_visible()
    assert "measures=" not in page.url
    page.locator(".effect .button").click()
    expect(page).to_have_url(address_with("measures="))


def test_a_ranking_runs_as_a_job_and_a_reload_finds_it(opened):
    page = opened().open(f"{PAIR}&lang=en&tab=critical")
    page.locator(".table-side .button").first.click()
    row = page.locator(".ranking tbody tr").first
    expect(row).to_be_visible()
    first = row.inner_text()
    page.reload()
    expect(row).to_have_text(first, use_inner_text=True)
