"""Messages: every language says the same things, with the same values."""

import string

import pytest

from karwan.errors import InputError
from karwan.languages import known, messages
from karwan.languages.messages import plural

OTHERS = [code for code in known() if code != "en"]
PLURALS = {"one", "few", "many", "other"}


def stems(language):
    """Keys without the plural form, with the names of the values of the message."""
    found = {}
    for key, text in messages(language).texts.items():
        stem = key.rpartition(".")[0] if key.rpartition(".")[2] in PLURALS else key
        values = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        found.setdefault(stem, set()).update(values)
    return found


def test_there_are_english_russian_and_urdu():
    assert known()[0] == "en"
    assert {"ru", "ur"} <= set(known())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_what_english_says_with_the_same_values(language):
    assert stems(language) == stems("en")


@pytest.mark.parametrize("language", known())
def test_every_counted_message_has_the_forms_of_its_language(language):
    texts = messages(language).texts
    counted = {key.rpartition(".")[0] for key in texts if key.rpartition(".")[2] in PLURALS}
    for stem in counted:
        for n in (1, 2, 5, 11, 21, 112):
            assert f"{stem}.{plural(language, n)}" in texts


@pytest.mark.parametrize("language", known())
def test_no_message_looks_inside_a_value_or_holds_markup(language):
    for key, text in messages(language).texts.items():
        assert not set("<>&") & set(text), key
        for _, name, _, conversion in string.Formatter().parse(text):
            assert name is None or (name.isidentifier() and not conversion), key


@pytest.mark.parametrize("word", ["tlh", "", "EN", "../en", "en.toml", "ru\n"])
def test_an_unknown_language_is_a_mistake_that_names_the_known(word):
    with pytest.raises(InputError, match="en, ru, ur"):
        messages(word)


def test_russian_counts_as_russians_do():
    forms = {n: plural("ru", n) for n in (1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112)}
    assert forms == {
        1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 14: "many",
        21: "one", 22: "few", 25: "many", 101: "one", 111: "many", 112: "many",
    }  # fmt: skip


def test_a_message_is_known_again_in_english_and_said_with_its_quotation_as_it_was():
    russian, urdu = messages("ru"), messages("ur")
    assert russian.turned("reason", "closed: Pakistan shut it") == "закрыт: Pakistan shut it"
    assert russian.turned("reason", "works in Nov-Mar only") == "работает только в месяцы нояб.-март"
    assert urdu.turned("reason", "works on mon-fri only") == "صرف پیر-جمعہ کو کھلا"
    assert russian.turned("reason", "US sanctions: no dealing") == "US sanctions: no dealing"
    assert messages("en").turned("reason", "closed: x") == "closed: x"


def test_a_quotation_with_braces_is_only_a_quotation():
    text = "closed: {why} {0.__class__} %s <b>"
    assert messages("ru").turned("reason", text) == "закрыт: {why} {0.__class__} %s <b>"
