"""The API in the language of a reader: names, ways and reasons; figures and what is quoted stay."""

from urllib.parse import parse_qs, urlsplit

import pytest

from karwan.serve.words import Said

PAIR = {"from": "Lahore", "to": "Almaty", "on": "2026-11-24"}
SAID = ("label", "what", "names", "from_name", "to_name", "origin", "destination")


def unsaid(value, *also):
    """An answer without what is said in a language."""
    if isinstance(value, dict):
        return {key: unsaid(one, *also) for key, one in value.items() if key not in (*SAID, *also)}
    return [unsaid(one, *also) for one in value] if isinstance(value, list) else value


def test_ways_and_names_are_said_in_russian_and_figures_are_the_same(api):
    english, russian = api("/routes", **PAIR), api("/routes", **PAIR, language="ru")
    assert russian["names"]["khunjerab-road"] == "Хунджерабский перевал"
    assert russian["routes"][0]["label"].startswith("Авто: Каракорумское шоссе")
    assert set(russian["names"]) == set(english["names"])
    assert len({one["label"] for one in russian["routes"]}) == len(russian["routes"])
    steps = [step for offer in russian["routes"] for step in offer["steps"] if step["why"]]
    assert not [step["why"] for step in steps if step["why"].isascii()]
    assert not [one["name"] for one in russian["spoken_of"] if one["name"].isascii()]
    assert unsaid(russian, "why", "name") == unsaid(english, "why", "name")


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
    "path",
    [
        "/places?q=Lahore",
        "/places/towns",
        "/posts",
        "/corridors",
        "/routes?from=Lahore&to=Almaty",
        "/needs?from=Lahore&to=Almaty",
        "/meta",
        "/network",
        "/scenarios",
        "/validation",
        "/facts/products",
    ],
)
def test_a_language_that_is_not_known_is_a_mistake(page, path, word):
    asked = {**parse_qs(urlsplit(path).query), "language": word}
    answer = page.get(f"/api/v1{urlsplit(path).path}", params=asked)
    assert answer.status_code == 400
    assert "en, ru, ur" in answer.json()["error"]["what"]


def test_the_csv_of_steps_is_in_the_language(page):
    answer = page.get("/api/v1/routes.csv", params={**PAIR, "language": "ru"})
    assert "Хунджерабский перевал" in answer.text


def test_what_is_critical_is_named_in_russian_with_the_same_figures(api, ended):
    body = {"kind": "critical", "places": ["Lahore", "Almaty"], "on": "2026-11-24"}
    english, russian = (
        ended(api("/jobs", {**body, "language": language})["id"])["answer"] for language in ("en", "ru")
    )
    assert unsaid(russian, "name", "gateways") == unsaid(english, "name", "gateways")
    names = {row["id"]: row["name"] for row in russian["ranking"]}
    assert (names["khunjerab-road"], names["CN"]) == ("Хунджерабский перевал", "Китай")
    assert not [name for name in names.values() if name.isascii()]
    pair = russian["pairs"][0]
    assert (pair["origin"], pair["destination"]) == ("Лахор", "Алматы")
    assert set(pair["gateway_ids"]) <= set(names)
    assert [names[one] for one in pair["gateway_ids"]] == pair["gateways"]


def test_worlds_side_by_side_are_told_in_the_language(api, ended):
    worlds = [{"scenario": ["khunjerab-winter-closed"]}]
    body = {"places": ["Lahore", "Almaty"], "on": "2027-01-15", "worlds": worlds}
    english, russian = api("/compare", body), api("/compare", {**body, "language": "ru"})
    assert unsaid(russian, "name") == unsaid(english, "name")
    assert russian["worlds"][1]["name"] == "Хунджераб закрыт зимой"
    pair = russian["pairs"][0]
    assert {pair["origin"], pair["destination"]} == {"Лахор", "Алматы"}
    assert not [way for way in pair["ways"] if way and way["label"].isascii()]
    assert not [one for one in russian["gateways"] if one["name"].isascii()]
    assert pair["changes"][0]["shut"][0]["what"] != english["pairs"][0]["changes"][0]["shut"][0]["what"]
    assert ended(api("/jobs", {"kind": "compare", **body, "language": "ru"})["id"])["answer"] == russian


def test_reach_is_told_in_urdu(api, ended):
    body = {"kind": "reach", "from": "Lahore", "on": "2026-11-24", "count": 20}
    english, urdu = (ended(api("/jobs", {**body, "language": each})["id"])["answer"] for each in ("en", "ur"))
    assert unsaid(urdu, "name", "nearest") == unsaid(english, "name", "nearest")
    assert urdu["origin"]["name"] == "لاہور"
    assert not [one for one in urdu["territories"] if one["name"].isascii()]
    assert urdu["areas"]["what"].startswith("علاقے")


def test_a_job_tells_how_far_it_is_in_the_language():
    heard = []
    told = Said(language="ru").in_steps(lambda step, share: heard.append((step, share)))
    told("asking pair after pair", 0.5)
    assert heard == [("пара за парой", 0.5)]


def test_a_job_in_a_language_that_is_not_known_is_a_mistake(page):
    body = {"kind": "critical", "places": ["Lahore", "Almaty"], "language": "tlh"}
    assert "en, ru, ur" in page.post("/api/v1/jobs", json=body).json()["error"]["what"]


def test_needs_are_told_with_names_and_ways_in_the_language(api):
    english, russian = api("/needs", **PAIR), api("/needs", **PAIR, language="ru")
    assert unsaid(russian, "name") == unsaid(english, "name")
    assert russian["ways"][0]["label"].startswith("Авто: Каракорумское шоссе")
    assert russian["ways"][0]["territories"][0]["name"] == "Пакистан"


def test_the_library_has_titles_and_names_of_what_its_measures_are_about(api):
    english, urdu = api("/scenarios"), api("/scenarios", language="ur")
    assert urdu["scenarios"] == english["scenarios"]
    assert not [one for one in urdu["scenarios"] if urdu["names"][one["file"]].isascii()]
    assert urdu["names"]["Herat"] == "ہرات"
    assert english["names"]["khunjerab-road"] == "Khunjerab Pass"


def test_measures_that_are_tried_have_the_names_of_their_places(api):
    body = {"measures": [{"kind": "close", "at": "torkham-road", "reason": "tried"}], "language": "ru"}
    assert api("/scenarios/check", body)["names"] == {"torkham-road": "Торхам"}


def test_territories_gateways_goods_and_pages_of_validation_have_names(api):
    assert api("/meta", language="ru")["territories"]["PK"] == "Пакистан"
    gateways = {one["id"]: one["name"] for one in api("/network", language="ru")["gateways"]}
    assert gateways["torkham-road"] == "Торхам"
    assert api("/facts/commodities", language="ru")["names"]["general"] == "генеральный груз"
    assert api("/validation", language="ru")["pages"][0]["title"].startswith("Проверка")
    herat = [one for one in api("/places/towns", language="ru")["towns"]["AF"] if one[-1] == "Herat, AF"]
    assert herat[0][0] == "Герат"
