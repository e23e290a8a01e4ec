"""`karwan network`: what it is made of, and what its build had to say."""


def test_the_network_tells_its_size_and_the_licence_of_its_base(karwan):
    told = karwan("network", "info")
    assert told.code == 0
    assert "OpenStreetMap contributors" in told.out
    assert "road" in told.out


def test_cells_are_listed_with_their_sums(karwan):
    answer = karwan("network", "info", "--json").json
    for mode in answer["modes"]:
        own = [cell for cell in answer["cells"] if cell["mode"] == mode["mode"]]
        assert (len(own), sum(cell["links"] for cell in own)) == (mode["cells"], mode["links"])
    assert "road:PK" in karwan("network", "info", "--cells").out


def test_the_check_tells_findings_in_words_and_holds(karwan):
    told = karwan("network", "check")
    assert told.code == 0
    assert "boundary link without a post" in told.out
    assert "all that must hold does" in told.out
    answer = karwan("network", "check", "--json").json
    assert answer["holds"] is True
    assert sum(answer["counts"].values()) == len(answer["findings"])


def test_the_build_shows_its_steps_with_the_hash_of_all_that_they_read(karwan):
    karwan("network", "build")
    answer = karwan("network", "build", "--json").json
    assert answer["built"] is False
    steps = {step["name"]: step for step in answer["steps"]}
    assert {"patches", "patch.py"} <= set(steps["patch"]["inputs"])
    assert not any(step["changed"] for step in answer["steps"])
    told = karwan("network", "build")
    assert "was kept already" in told.out


def test_a_step_that_is_not_there_is_told_with_the_nearest_one(karwan):
    told = karwan("network", "build", "--step", "gage")
    assert (told.code, told.faults) == (2, ["karwan: unknown step 'gage'; did you mean gauge?"])
