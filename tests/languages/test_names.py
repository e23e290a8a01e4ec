"""Names in other languages: of the table, of parts, of the gazetteer, and English where none is known."""

from collections import Counter

import pytest

from karwan.answers.names import plain, shown_names, way_names
from karwan.facts import load
from karwan.facts.rows import (
    CargoUnit,
    Commodity,
    Corridor,
    Crossing,
    GatewayRow,
    Name,
    PlaceRow,
    Product,
    Regime,
    Territory,
    Waypoint,
    WaySpokenOf,
)
from karwan.languages import known, messages
from karwan.scenario import library, scenario_of
from karwan.serve.validation import pages

OTHERS = [code for code in known() if code != "en"]
HOME = {"PK", "AF", "IR", "KZ", "KG", "UZ", "TJ", "TM", "GE", "AM", "AZ"}
SCRIPTS = {"ru": ("\u0400", "\u04ff"), "ur": ("\u0600", "\u06ff")}


@pytest.fixture(scope="module")
def facts():
    return load()


@pytest.fixture(scope="module")
def ways(facts):
    names = shown_names(facts)
    return names, way_names(facts, names)


def test_every_language_of_a_name_has_messages(facts):
    assert {row.language for row in facts.rows(Name)} == set(OTHERS)


def test_a_name_is_given_once_in_each_language(facts):
    counts = Counter((row.of, row.language) for row in facts.rows(Name))
    assert max(counts.values()) == 1
    languages = Counter(row.of for row in facts.rows(Name))
    assert set(languages.values()) == {len(OTHERS)}


def test_a_name_is_in_the_script_of_its_language_and_bears_no_markup(facts):
    for row in facts.rows(Name):
        low, high = SCRIPTS[row.language]
        assert any(low <= letter <= high for letter in row.name), row.id
        assert not set("<>&{}") & set(row.name), row.id
        assert not any("a" <= letter <= "z" for letter in row.name.lower()), row.id


def test_every_row_names_something_that_karwan_shows(facts, ways):
    shown = {one for names in ways for name in names.values() for one in (name, *_parts(name))}
    shown |= {plain(side) for row in facts.rows(Crossing) for side in (row.name, row.name_other_side)}
    shown |= {part for row in facts.rows(Crossing) for part in (row.way_name or "").split(" and ")}
    kinds = (CargoUnit, Commodity, Corridor, PlaceRow, Product, Regime, Territory, WaySpokenOf, Waypoint)
    shown |= {row.name for kind in kinds for row in facts.rows(kind)}
    shown |= {plain(row.name) for row in facts.rows(GatewayRow)}
    assert {row.of for row in facts.rows(Name)} - shown == set()


def _parts(name):
    return [part.rstrip(")") for part in name.split(" (")]


@pytest.mark.parametrize("language", OTHERS)
def test_every_post_of_the_region_and_every_territory_has_a_name(facts, ways, language):
    words = messages(language, facts)
    for row in facts.rows(Crossing):
        if HOME & {row.territory_a, row.territory_b}:
            assert words.name(row.id, ways[0][row.id]) != ways[0][row.id], row.id
            assert words.name(row.id, ways[1][row.id]) != ways[1][row.id], row.id
    for row in facts.rows(Territory):
        assert words.name(row.id, row.name) != row.name


def test_a_way_is_named_with_the_post_on_it(facts):
    assert messages("ru", facts).name("khunjerab-road", "Karakoram Highway (Khunjerab Pass)") == (
        "Каракорумское шоссе (Хунджерабский перевал)"
    )


def test_a_city_has_the_only_spelling_that_is_in_the_letters_of_the_language(facts):
    assert messages("ru", facts).name("gn2260535", "Brazzaville") == "Brazzaville"  # two, and who knows which
    assert messages("ru", facts).name("gn922773", "Likasi") in ("Ликаси", "Likasi")


def test_what_lies_near_something_is_told_by_its_name(facts):
    assert (
        messages("ru", facts).name("gauge-x", "break of gauge near Zahedan") == "смена ширины колеи, Захедан"
    )


def test_a_name_that_is_not_known_stays_and_without_facts_all_do(facts):
    assert messages("ru", facts).name("nowhere", "Nowhere") == "Nowhere"
    assert messages("ru").name("KZ", "Kazakhstan") == "Kazakhstan"


@pytest.mark.parametrize("language", OTHERS)
def test_corridors_goods_and_ways_that_are_spoken_of_have_names(facts, language):
    words = messages(language, facts)
    for kind in (CargoUnit, Commodity, Corridor, Product, WaySpokenOf):
        assert not [row.id for row in facts.rows(kind) if words.name(row.id, row.name) == row.name]


@pytest.mark.parametrize("language", OTHERS)
def test_scenarios_of_the_library_and_pages_of_validation_have_titles(language):
    words = messages(language)
    for name in library.names():
        title = scenario_of(library.path_of(name)).name
        assert words.turned("scenario", title) != title, name
    for page in pages():
        told = [page.title, *(part["title"] for part in page.parts if part.get("title"))]
        assert not [title for title in told if words.turned("validation", title) == title], page.id
