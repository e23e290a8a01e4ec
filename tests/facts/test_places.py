"""Places by name, code, id and coordinate."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karwan import facts
from karwan.errors import InputError
from karwan.facts.places import find, search
from karwan.facts.rows import PlaceRow
from karwan.facts.spelling import key
from karwan.words.place import Place

WORLD = facts.load()
HEADER = "id,name,territory,lat,lon,population,codes,names,evidence,sources,note"


def test_a_city_is_found_in_any_spelling_and_script():
    spellings = {
        "PK": ["Lahore", "LAHORE", "  lahore ", "لاہور", "لاهور", "لاھور", "Лахор", "拉合尔"],
        "KZ": ["Almaty", "Алматы", "Alma-Ata", "alma ata", "Алма-Ата"],
        "CN": ["Kashgar", "Kashi", "喀什"],
        "TR": ["Istanbul", "İstanbul", "ISTANBUL", "ıstanbul", "Стамбул"],
        "IR": ["Mashhad", "Meshed", "مشهد", "Мешхед"],
    }
    for territory, names in spellings.items():
        places = {find(name, WORLD) for name in names}
        assert len(places) == 1
        assert places.pop().territory == territory
    assert find("Urumqi", WORLD) == find("Ürümqi", WORLD) == find("乌鲁木齐", WORLD)
    assert find("Xi'an", WORLD) == find("Xi’an", WORLD) == find("Xian", WORLD)
    assert find("Peshawur", WORLD) == find("Peshawar", WORLD)
    assert find("Bandarabbas", WORLD) == find("Bandar Abbas", WORLD)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        ("Torghundi", 35.25, 62.29), ("Turgundi", 35.25, 62.29), ("Hairatan", 37.22, 67.42),
        ("Sost", 36.69, 74.82), ("Khorgos", 44.21, 80.41), ("Khorgos (KZ side)", 44.23, 80.36),
        ("Altynkol", 44.2, 80.34),
        ("Dostyk", 45.25, 82.48), ("Torugart", 40.55, 75.39), ("Irkeshtam", 39.68, 73.91),
        ("Razi", 38.48, 44.33),
        ("Mirjaveh", 29.03, 61.45), ("Kapikoy", 38.49, 44.29), ("Bolashak (KZ-TM)", 42.15, 53.45),
        ("Kuryk", 43.19, 51.65), ("Alat", 39.94, 49.41), ("Liari", 25.68, 66.49), ("Lakpass", 30.05, 66.95),
        ("Firuzkuh", 35.76, 52.77), ("Bandar-e Torkaman", 36.9, 54.07), ("Tashguzar", 38.58, 66.26),
        ("Kiamari (Karachi)", 24.82, 66.98), ("Zhibek Zholy", 41.49, 69.38), ("Petropavlovsk", 54.87, 69.15),
        ("Gardabani/Boyuk-Kesik border", 41.33, 45.25), ("Islamabad", 33.69, 73.05), ("Taftan", 28.97, 61.6),
    ],
)  # fmt: skip
def test_small_places_of_the_trade_are_found_where_they_lie(name, lat, lon):
    place = find(name, WORLD)
    east = (place.lon - lon) * math.cos(math.radians(lat))
    assert 111 * math.hypot(place.lat - lat, east) < 25


def test_a_name_of_several_cities_lists_them_with_what_to_type():
    with pytest.raises(InputError, match=r"several places.*'Hyderabad, IN'.*'Hyderabad, PK'"):
        find("Hyderabad", WORLD)
    for query in ("Hyderabad, PK", "hyderabad,pk", "Hyderabad, Pakistan", "Hyderabad (PK)"):
        assert find(query, WORLD).territory == "PK"
    assert find("Hyderabad, IN", WORLD).territory == "IN"


def test_what_is_listed_for_namesakes_can_be_typed():
    with pytest.raises(InputError) as told:
        find("Ereğli", WORLD)
    ids = [word.strip("'") for word in str(told.value).split() if word.startswith("'gn")]
    assert len(ids) >= 2
    assert len({find(row_id, WORLD) for row_id in ids}) == len(ids)


def test_a_far_larger_city_is_meant_without_its_territory():
    assert find("Moscow", WORLD).territory == "RU"
    assert find("Paris", WORLD).territory == "FR"
    assert find("Kabul", WORLD).territory == "AF"


def test_twin_towns_across_a_border_are_told_apart_by_the_territory():
    assert find("Astara, IR", WORLD) != find("Astara, AZ", WORLD)
    assert find("Astara", WORLD) in {find("Astara, IR", WORLD), find("Astara, AZ", WORLD)}


def test_an_unknown_territory_is_said():
    with pytest.raises(InputError, match=r"unknown territory 'Pakistn'.*PK \(Pakistan\)"):
        find("Lahore, Pakistn", WORLD)


def test_a_code_names_the_city_that_bears_it():
    lahore = find("Lahore", WORLD)
    assert all(find(code, WORLD) == lahore for code in ("PKLHE", "PK LHE", "LHE"))
    assert find("NLRTM", WORLD).name == "Rotterdam"
    assert find("UZSKD", WORLD) == find("Samarkand", WORLD)  # no table holds it: territory and IATA code


def test_a_code_of_no_city_names_the_gateway():
    port = find("PKBQM", WORLD)
    assert (port.id, port.kind) == ("port-qasim", "gateway")


def test_a_gateway_is_found_by_its_id_and_its_name():
    port = find("port-karachi", WORLD)
    assert (port.kind, port.territory) == ("gateway", "PK")
    assert find("Port Qasim", WORLD) == find("port-qasim", WORLD)
    assert find(port.name, WORLD) == port
    assert find("Karachi", WORLD).kind == "city"


def test_a_coordinate_is_a_place():
    place = find("31.5,74.3", WORLD)
    assert place == Place("31.5,74.3", "31.5,74.3", 74.3, 31.5, "coordinate", None)
    assert find(" -0.0 , 180 ", WORLD).id == "0,180"


@pytest.mark.parametrize("text", ["91,0", "0,181", "nan,3", "3,inf", "-1e400,2"])
def test_a_coordinate_off_the_globe_is_refused(text):
    with pytest.raises(InputError, match="lat"):
        find(text, WORLD)


def test_swapped_degrees_are_noticed():
    with pytest.raises(InputError, match="did you mean 40,120"):
        find("120,40", WORLD)


@pytest.mark.parametrize(
    ("wrong", "right"), [("Lahroe", "Lahore"), ("Pehsawar", "Peshawar"), ("Алматi", "Almaty")]
)
def test_an_unknown_name_suggests_near_ones(wrong, right):
    with pytest.raises(InputError, match=f"did you mean.*{right}"):
        find(wrong, WORLD)


@pytest.mark.parametrize("text", ["", "  ", "'", "-", "x" * 500])
def test_an_empty_or_endless_name_is_refused(text):
    with pytest.raises(InputError):
        find(text, WORLD)


@settings(max_examples=60)
@given(st.text(max_size=20) | st.from_regex(r"[A-Za-z]{1,6}[ ,(/-][A-Z]{0,3}\)?", fullmatch=True))
def test_any_text_gives_a_place_or_an_input_error(text):
    try:
        place = find(text, WORLD)
    except InputError:
        return
    assert -90 <= place.lat <= 90
    assert -180 <= place.lon <= 180


@settings(max_examples=40)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_of_the_globe_is_a_place(lat, lon):
    place = find(f"{lat},{lon}", WORLD)
    assert place.lat == pytest.approx(lat, abs=1e-5)
    assert place.lon == pytest.approx(lon, abs=1e-5)
    assert find(place.id, WORLD) == place


@settings(max_examples=60)
@given(st.sampled_from(WORLD.rows(PlaceRow)))
def test_every_row_is_found_by_its_id_and_offered_by_its_name(row):
    assert find(row.id, WORLD).id == row.id
    for name in (row.name, *row.names):
        assert row.id in {place.id for place in search(name, WORLD, 200)}


def test_a_search_offers_the_likeliest_first():
    names = [place.name for place in search("Kara", WORLD, 5)]
    assert len(names) == 5
    assert "Karachi" in names
    assert search("Lahroe", WORLD, 3)[0].name == "Lahore"
    assert search("Lahore, PK", WORLD, 1) == [find("Lahore", WORLD)]
    assert search("Lahore", WORLD, 0) == []


def test_a_users_place_is_laid_over_ours(tmp_path: Path):
    lahore = find("Lahore", WORLD)
    rows = [
        HEADER,
        f'{lahore.id},"Lahore, ours",PK,31,74,,PKLHE,Dar ul Lahor,assumed,,moved',
        'mine,"Sost ""dry"" port",PK,36.7,74.8,,,,assumed,,"two\nlines"',
    ]
    (tmp_path / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    laid = facts.load(tmp_path)
    assert (find("PKLHE", laid).lat, find("Dar ul Lahor", laid).id) == (31, lahore.id)
    assert find("mine", laid) == find("Sost dry port", laid)
    assert find("Almaty", laid) == find("Almaty", WORLD)
    with pytest.raises(InputError, match="did you mean"):
        find("Dar ul Lahur", laid)


def test_the_table_is_written_so_that_the_quick_reader_may_trust_it():
    content = (Path(facts.__file__).parent / "tables" / "places.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(content.splitlines()))
    assert len(content.encode()) < 900_000
    assert len(rows) == content.count("\n") - 1
    for row in rows:
        names = [row["name"], *row["names"].split(";")] if row["names"] else [row["name"]]
        folded = [key(name) for name in names]
        assert all(folded)
        assert len(set(folded)) == len(folded)
        assert not any(sign in name for name in (*names, *folded) for sign in ',"\n')
