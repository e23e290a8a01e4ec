"""Towns that a drawn line snaps to, and cities that a map names."""


def test_every_town_is_meant_by_its_word(api):
    towns = api("/places/towns")["towns"]
    every = [(territory, *town) for territory, own in towns.items() for town in own]
    words = [town[4] if len(town) > 4 else f"{town[1]}, {town[0]}" for town in every]
    assert len(towns) > 100
    assert len(set(words)) == len(every)
    herat = words.index("Herat, AF")
    lesser = next(index for index, town in enumerate(every) if len(town) > 4)
    for index in (herat, lesser):
        found = api("/places", q=words[index])
        meant = next(one for one in found["places"] if one["id"] == found["meant"])
        assert [round(meant["lon"], 2), round(meant["lat"], 2)] == list(every[index][2:4])


def test_the_cities_of_a_map_are_named_in_the_script_of_the_reader(api):
    english, russian, urdu = (
        {tuple(spot): name for name, *spot, _ in api("/places/cities", language=language)["cities"]}
        for language in ("en", "ru", "ur")
    )
    assert english.keys() == russian.keys() == urdu.keys()
    lahore = next(spot for spot, name in english.items() if name == "Lahore")
    assert (russian[lahore], urdu[lahore]) == ("Лахор", "لاہور")
    people = [count for *_, count in api("/places/cities")["cities"]]
    assert people == sorted(people, reverse=True)
