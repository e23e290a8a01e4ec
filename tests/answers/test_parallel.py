"""Work shared out among processes gives what work in one process gives."""

import os
import subprocess
import sys

import pytest

from karwan.answers import parallel

# A process of one thread, which tests need not be.
SCRIPT = """
import os, sys
from karwan.answers import parallel

def squared(number):
    if number == {bad}:
        raise ValueError("three is no number")
    if number == {killed}:
        os._exit(1)
    return number * number, os.getpid()

shares = []
found = parallel.each(squared, list(range(20)), alike=lambda number: number % 5, told=shares.append)
assert [square for square, _ in found] == [number * number for number in range(20)]
for number, (_, process) in enumerate(found):
    assert process == found[number % 5][1]
assert shares == sorted(shares)
print(len({{process for _, process in found}}), os.getpid() in {{process for _, process in found}})
"""
_FORKS = sys.platform == "linux"


def run(bad=-1, killed=-1):
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(bad=bad, killed=killed)],
        check=False,
        capture_output=True,
        text=True,
    )


def test_results_come_in_the_order_of_the_items_and_what_is_alike_from_one_process():
    done = run()
    assert done.returncode == 0, done.stderr
    processes, is_own = done.stdout.split()
    assert (int(processes) > 1) == (is_own == "False")


def test_what_the_work_raises_is_raised():
    done = run(bad=3)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("ValueError: three is no number")


@pytest.mark.skipif(not _FORKS, reason="one process alone here")
def test_a_process_that_is_killed_is_no_answer():
    done = run(killed=3)
    assert done.returncode == 1
    if len(os.sched_getaffinity(0)) > 1:
        assert "was ended from outside" in done.stderr


def test_one_kind_of_item_is_worked_on_here():
    assert parallel.each(lambda item: item + 1, [1, 2, 3], alike=lambda _: 0) == [2, 3, 4]
