"""The API in the language of a reader: names, ways and reasons; figures and what is quoted stay."""

from urllib.parse import parse_qs, urlsplit

import pytest

PAIR = {"from": "Lahore", "to": "Almaty", "on": "2026-11-24"}
SAID = ("label", "what", "names", "from_name", "to_name", "origin", "destination")


def unsaid(value):
    """An answer without what is said in a language."""
    if isinstance(value, dict):
        return {key: unsaid(one) for key, one in value.items() if key not in SAID}
    return [unsaid(one) for one in value] if isinstance(value, list) else value


def test_ways_and_names_are_said_in_russian_and_figures_are_the_same(api):
    english, russian = api("/routes", **PAIR), api("/routes", **PAIR, language="ru")
    assert russian["names"]["khunjerab-road"] == "Хунджерабский перевал"
    assert russian["routes"][0]["label"].startswith("Авто: Каракорумское шоссе")
    assert set(russian["names"]) == set(english["names"])
    assert len({one["label"] for one in russian["routes"]}) == len(russian["routes"])
    assert unsaid(russian) == unsaid(english)


def test_a_reason_keeps_its_quotation(api):
    found = api("/routes", **PAIR, language="ur")["not_offered"]
    closed = [
        reason["what"] for way in found for reason in way["reasons"] if reason["where"] == "torkham-road"
    ]
    assert closed
    assert all(one.startswith("بند: ") for one in closed)
    assert closed[0].endswith("trade stopped by Pakistan")


def test_measures_are_answered_in_the_language_too(api):
    shut = {"kind": "close", "at": "khunjerab-road", "reason": "tried"}
    body = {"question": {**PAIR, "language": "ru"}, "measures": [shut]}
    told = [one for way in api("/routes", body)["not_offered"] for one in way["reasons"]]
    assert any(one["what"].startswith("закрыт") for one in told)


@pytest.mark.parametrize(
    ("path", "id", "name"),
    [
        ("/places?q=Lahore", "gn1172451", "Лахор"),
        ("/posts?filter=PK", "torkham-road", "Торхам"),
        ("/posts/torkham-road?on=2026-11-24", "torkham-road", "Торхам"),
        ("/corridors", "uap-rail", "железная дорога Узбекистан — Афганистан — Пакистан"),
        ("/corridors/iti-rail?on=2026-11-24", "taftan-rail", "Тафтан"),
    ],
)
def test_names_are_told_by_id(api, path, id, name):  # noqa: A002
    english = api(path)
    russian = api(path, language="ru") if "?" not in path else api(f"{path}&language=ru")
    assert russian["names"][id] == name
    assert english["names"][id] != name
    assert unsaid(russian) == unsaid(english)


@pytest.mark.parametrize("word", ["tlh", "", "../en", "<b>", "RU"])
@pytest.mark.parametrize(
    "path", ["/places?q=Lahore", "/posts", "/corridors", "/routes?from=Lahore&to=Almaty"]
)
def test_a_language_that_is_not_known_is_a_mistake(page, path, word):
    asked = {**parse_qs(urlsplit(path).query), "language": word}
    answer = page.get(f"/api/v1{urlsplit(path).path}", params=asked)
    assert answer.status_code == 400
    assert "en, ru, ur" in answer.json()["error"]["what"]


def test_the_csv_of_steps_is_in_the_language(page):
    answer = page.get("/api/v1/routes.csv", params={**PAIR, "language": "ru"})
    assert "Хунджерабский перевал" in answer.text
