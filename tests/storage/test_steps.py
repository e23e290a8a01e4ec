from collections.abc import Mapping
from pathlib import Path

import pytest

from karwan.errors import StorageError
from karwan.storage import steps
from karwan.storage.steps import Step


def step(name: str, inputs: Mapping[str, str], word: str = "") -> Step[str]:
    return Step(name, inputs, lambda before: before + word)


def test_each_step_takes_what_the_one_before_gave_and_tells_how_far_it_is():
    told: list[tuple[str, float]] = []
    build = [step("cut", {}, "a"), step("join", {}, "b")]
    assert steps.run(build, "-", lambda name, share: told.append((name, share))) == "-ab"
    assert told == [("cut", 0.0), ("join", 0.5)]


def test_a_digest_changes_with_any_input_with_names_and_with_order():
    heal = step("heal", {"patches": "1", "gauge": "2"})
    others = [
        (step("heal", {"patches": "1", "gauge": "3"}),),
        (step("heal", {"patches": "2", "gauge": "1"}),),
        (step("join", {"patches": "1", "gauge": "2"}),),
        (heal, heal),
        (step("cut", {}), heal),
        (heal, step("cut", {})),
        (),
    ]
    digests = [steps.digest_of(heal), *(steps.digest_of(*other) for other in others)]
    assert len(set(digests)) == len(digests)
    assert steps.digest_of(heal) == steps.digest_of(step("heal", {"gauge": "2", "patches": "1"}))


def test_what_changed_since_the_last_run_is_told_by_name(tmp_path: Path):
    record = tmp_path / "network.steps.json"
    steps.remember(record, [step("cut", {"base": "1"}), step("heal", {"patches": "1", "rules": "1"})])
    now = [
        step("cut", {"base": "1"}),
        step("heal", {"patches": "2", "gauge": "1"}),
        step("post", {"posts": "1"}),
    ]
    changed = steps.changes(now, steps.last_run(record))
    assert changed == {"cut": [], "heal": ["gauge", "patches", "rules"], "post": ["posts"]}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cut": 3}', "\udcff"])
def test_a_record_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str):
    record = tmp_path / "record"
    record.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert steps.last_run(record) == {}
    assert steps.last_run(tmp_path / "absent") == {}


def test_a_record_that_cannot_be_written_is_told(tmp_path: Path):
    with pytest.raises(StorageError, match="no such file or folder"):
        steps.remember(tmp_path / "absent" / "record", [])


def test_files_have_one_digest_in_any_order_that_follows_their_content(tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    before = steps.digest_of_files([one, two])
    assert before == steps.digest_of_files([two, one])
    two.write_text("3")
    assert steps.digest_of_files([one, two]) != before


def test_files_of_one_name_in_two_folders_both_count(tmp_path: Path):
    one, two = tmp_path / "network" / "record.py", tmp_path / "base" / "record.py"
    for file in (one, two):
        file.parent.mkdir()
        file.write_text("same")
    before = steps.digest_of_files([one, two])
    one.write_text("other")
    assert steps.digest_of_files([one, two]) != before
