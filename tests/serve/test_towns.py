"""Towns that a drawn line snaps to."""


def test_every_town_is_meant_by_its_word(api):
    towns = api("/places/towns")["towns"]
    assert len(towns) > 5000
    assert len({word for word, *_ in towns}) == len(towns)
    herat = next(one for one in towns if one[0] == "Herat, AF")
    lesser = next(one for one in towns if len(one) > 3)
    for word, lon, lat, *_ in (herat, lesser):
        found = api("/places", q=word)
        meant = next(one for one in found["places"] if one["id"] == found["meant"])
        assert (round(meant["lon"], 3), round(meant["lat"], 3)) == (lon, lat)
