"""The page in Russian and Urdu: no heading or label of ours is left in English; quotations are marked."""

import pytest

from in_browser import PAIR, expect

# Headings, labels and names of controls in Latin letters that are not marked as a quotation; names on maps
# are as the gazetteer has them.
LATIN = """(known) => {
  const own = "h1, h2, h3, th, dt, label, legend, summary, button, option, nav a, .caption, .second";
  const texts = [];
  for (const one of document.querySelectorAll(own)) {
    const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.parentElement;
      const isQuoted = at.closest("[lang=en], .labels, kbd, datalist, option[lang]");
      if (!isQuoted) texts.push(walk.currentNode.textContent);
    }
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    if (!one.closest("[lang=en], .labels"))
      texts.push(...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""));
  const isEnglish = (text) => (text.match(/[A-Za-z]{3,}/g) ?? []).some((word) => !known.includes(word));
  return [...new Set(texts.filter(isEnglish))];
}"""
# A name of ours, formats, signatures and keys of the keyboard are Latin by nature.
KNOWN = ["karwan", "TOML", "PDF", "HTML", "CPMM", "Enter", "Esc", "Backspace"]


def critical(page):
    page.locator("main .try button").first.click()
    page.locator(".ranking .row-name").first.click()
    expect(page.locator(".takes-over dl")).to_be_visible()


def reach(page):
    page.locator("main .button.main").click()
    expect(page.locator(".cities tbody tr").nth(5)).to_be_visible()
    page.get_by_role("group").filter(has=page.locator("button")).last.locator("button").last.click()
    expect(page.locator(".cities .people").first).to_be_visible()


def scenarios(page):
    for number in (27, 30, 33):
        page.locator(".library button").nth(number).click()
        expect(page.locator(".measure").first).to_be_visible()
    page.locator(".changed .panel-head button").first.click()
    expect(page.locator(".changed tbody tr").first).to_be_visible()


def corridors(page):
    expect(page.locator("#law-title")).to_be_visible()


def evidence(page):
    expect(page.locator(".validation h2").first).to_be_visible()


def tables(page):
    expect(page.locator(".tables tbody tr").nth(30)).to_be_visible()


@pytest.mark.parametrize("language", ["ru", "ur"])
@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("&tab=critical", critical),
        ("&tab=reach", reach),
        ("&tab=scenarios", scenarios),
        ("&tab=corridors&corridor=qtta&against=iti-rail", corridors),
        ("&tab=evidence", evidence),
        ("&tab=evidence&see=tables", tables),
    ],
)
def test_no_heading_or_label_of_ours_is_left_in_english(opened, words, until, language):
    watched = opened()
    page = watched.open(f"{PAIR}{words}&lang={language}")
    until(page)
    watched.settle()
    assert page.evaluate(LATIN, KNOWN) == []


def test_a_ranking_is_told_anew_when_the_reader_takes_another_language(opened):
    page = opened().open(f"{PAIR}&tab=critical&lang=en")
    critical(page)
    expect(page.locator("h1")).to_contain_text("Khunjerab")
    page.locator(".bar select").select_option("ru")
    expect(page.locator("h1")).to_contain_text("Хунджераб")
    page.locator(".bar select").select_option("ur")
    expect(page.locator("h1")).to_contain_text("خنجراب")
