import csv
import json

import numpy as np
import pytest

from karwan.answers import skims

PLACES = ("skim", "--places", "Lahore", "--places", "Almaty", "--as-of", "2026-11-24")


def test_a_few_pairs_are_printed_and_the_rest_needs_a_file(karwan, tmp_path):
    told = karwan(*PLACES)
    assert told.code == 0
    assert len(told.out.splitlines()) == 1 + 4
    many = tmp_path / "many.txt"
    many.write_text("\n".join(f"{30 + at / 100},70" for at in range(60)))
    told = karwan("skim", "--places", many)
    assert told.code == 2
    assert "--out" in told.faults[0]


def test_csv_npz_folder_and_json_say_the_same(karwan, tmp_path):
    for name in ("skim.csv", "skim.npz", "skim"):
        assert karwan(*PLACES, "--least", "--out", tmp_path / name).code == 0
    pairs = karwan(*PLACES, "--least", "--json").json["pairs"]
    with (tmp_path / "skim.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(pairs) == 4
    with np.load(tmp_path / "skim.npz") as archive:
        for at, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
            for field in ("generalised", "time_h", "cost_usd", "co2e_kg", "least_time_h"):
                assert archive[field].ravel()[at] == pytest.approx(pair[field], abs=1e-3)
                assert float(row[field]) == pytest.approx(pair[field], abs=6e-3)
                matrix = np.load(tmp_path / "skim" / f"{field}.npy")
                assert matrix.tobytes() == archive[field].tobytes()
    about = json.loads((tmp_path / "skim" / "question.json").read_text())
    assert about["on"] == "2026-11-24"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["skim", "skim.csv", "skim.npz"]


def test_what_an_earlier_run_left_of_another_question_is_told_and_kept(karwan, tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    out = tmp_path / "skim.csv"
    with monkeypatch.context() as patched:
        patched.setattr(skims.Skim, "blocks", stopped)
        told = karwan(*PLACES, "--out", out)
    assert told.code == 130
    assert "0 of 2 rows" in told.err
    assert not out.exists()
    other = karwan(*PLACES, "--by", "time", "--out", out)
    assert other.code == 2
    assert "ranked_by generalised and not time" in other.err
    assert karwan(*PLACES, "--by", "time", "--out", out, "--anew").code == 0
    assert out.exists()
    assert not (tmp_path / "skim.csv.part").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "skim.xlsx"), ".csv or .npz"),
        (("--out", "nowhere/skim.csv"), "no folder"),
        (("--to", "nothing.txt"), "name a file"),
        (("--to", "Xyzzyq"), "unknown place"),
        (("--by", "beauty"), "unknown ranking"),
        (("--modes", "camel"), "unknown mode"),
    ],
)
def test_mistakes_are_told_before_the_work_begins(karwan, words, said):
    told = karwan(*PLACES, *words)
    assert told.code == 2
    assert said in told.err


def test_a_list_of_places_tells_all_its_faults_with_their_lines(karwan, tmp_path):
    listed = tmp_path / "places.csv"
    listed.write_text("place,note\nLahore,x\nXyzzyq,y\nQyzzyx,z\n")
    told = karwan("skim", "--places", listed, "--out", tmp_path / "skim.csv")
    assert told.code == 2
    assert [line.split(":")[2] for line in told.faults] == ["3", "4"]
