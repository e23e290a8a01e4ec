"""`karwan places` lists what --via and --avoid take, too."""


def test_posts_and_ports_that_bear_the_name_are_listed_with_their_ids(karwan):
    found = karwan("places", "Khorgos", "--json").json["gateways"]
    assert {"khorgos-road", "khorgos-rail", "rail-khorgos-gateway"} <= {one["id"] for one in found}
    post = next(one for one in found if one["id"] == "khorgos-road")
    assert (post["what"], post["territories"]) == ("road post", ["CN", "KZ"])
    told = karwan("places", "Khorgos").out
    assert "--via khorgos-road, --avoid khorgos-road" in told


def test_a_strait_and_the_name_of_a_way_are_found(karwan):
    assert "suez" in {one["id"] for one in karwan("places", "Suez", "--json").json["gateways"]}
    by_way = karwan("places", "Karakoram Highway", "--json").json["gateways"]
    assert "khunjerab-road" in {one["id"] for one in by_way}


def test_every_id_that_is_listed_may_be_avoided(karwan):
    for one in karwan("places", "Torkham", "--json").json["gateways"]:
        assert karwan("routes", "Lahore", "Multan", "--count", "1", "--avoid", one["id"]).code == 0


def test_a_name_that_nothing_bears_is_refused(karwan):
    told = karwan("places", "Qwxyzzkj")
    assert (told.code, told.out, len(told.faults)) == (2, "", 1)
