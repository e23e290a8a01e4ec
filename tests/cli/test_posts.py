"""`karwan posts`: a pair of territories is told in the order in which it was asked for."""


def test_a_pair_is_told_in_the_order_asked_for_with_both_directions_named(karwan):
    head, *rows = karwan("posts", "PK-AF").out.splitlines()
    assert "h PK>AF  h AF>PK" in head
    torkham = next(row for row in rows if row.startswith("torkham-road"))
    assert "PK-AF" in torkham
    other_head, *other_rows = karwan("posts", "AF-PK").out.splitlines()
    assert "h AF>PK  h PK>AF" in other_head
    turned = next(row for row in other_rows if row.startswith("torkham-road"))
    assert turned.split()[-8:-4:2] == torkham.split()[-8:-4:2][::-1]


def test_the_posts_of_one_territory_are_told_from_it(karwan):
    posts = karwan("posts", "PK", "--json").json["posts"]
    assert {post["directions"][0].split(">")[0] for post in posts} == {"PK"}
    assert all(post["taken"][0]["direction"] == post["directions"][0] for post in posts)


def test_a_union_is_a_side_like_a_territory(karwan):
    posts = karwan("posts", "TR-EU", "--json").json["posts"]
    assert posts
    assert {post["directions"][0].split(">")[0] for post in posts} == {"TR"}


def test_without_territories_the_order_of_the_table_stands(karwan):
    post = karwan("posts", "torkham-road", "--json").json["posts"][0]
    assert post["directions"] == ["AF>PK", "PK>AF"]


def test_measured_hours_of_exceptional_years_are_told_behind_those_that_stand_for_them(karwan):
    """At Torugart trucks out of Kyrgyzstan took 25.8 h in 2021 and 50.1 in 2022; no survey since."""
    (post,) = karwan("posts", "torugart-road", "--json").json["posts"]
    out = {taken["side"]: taken["time"] for taken in post["taken"] if taken["direction"] == "KG>CN"}
    assert [(row["year"], row["value"]) for row in out["KG"]["behind"]] == [(2021, 25.8), (2022, 50.1)]
    assert out["CN"]["behind"] == []
    told = karwan("posts", "torugart-road").out
    assert "stand its own of exceptional years, 25.8 (2021), 50.1 (2022)" in " ".join(told.split())
