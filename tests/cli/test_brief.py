"""`karwan brief` on the command line."""

import signal
import subprocess
import sys

import pytest

pytest.importorskip("typst")


def test_it_writes_the_files_of_each_language_whole(karwan, tmp_path):
    told = karwan(
        "brief", "Quetta", "Zahedan", "--languages", "en,ru", "--out", tmp_path, "--as-of", "2026-11-24"
    )
    assert told.code == 0, told.err
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        f"brief-quetta-zahedan-{code}.{kind}" for code in ("en", "ru") for kind in ("pdf", "html")
    }
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Islamabad", "Islamabad"), "the same place"),
        (("Islamabad", "Almaty", "--languages", "xx"), "unknown language 'xx'; there are en, ru, ur"),
        (("Islamabad", "Almaty", "--languages", ","), "name one or more"),
        (("Islamabad", "Almaty", "--pdf", "/nowhere/a.pdf"), "there is no folder /nowhere"),
        (("Islamabad", "Almaty", "--pdf", "a.doc"), "must end in .pdf"),
        (("Islamabad", "Almaty", "--pdf", "a.pdf", "--languages", "en,ru"), "one file holds one brief"),
        (("pk-kz", "--pdf", "a.pdf"), "17 pairs: one file holds one brief"),
        (("Islamabad", "Almaty", "--out", "/nowhere"), "there is no such folder"),
        (("Islamabad", "Almaty", "--since", "2999-01-01"), "name a day"),
        (("Islamabad", "Xyzzyq"), "unknown place"),
        ((), "name two places, or one list of pairs"),
        (("Islamabad", "Almaty", "--pairs", "pk-kz"), "and not both"),
    ],
)
def test_a_mistake_is_one_clear_line(karwan, words, said):
    told = karwan("brief", *words)
    assert told.code == 2
    assert len(told.faults) == 1
    assert said in told.faults[0]
    assert told.out == ""


def test_an_interrupt_leaves_nothing_half_written(tmp_path):
    code = (
        "import os, signal, time; from karwan.cli import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); "  # a background job ignores it
        "os.fsync = lambda _: (print('ready', flush=True), time.sleep(600)); main()"  # half written
    )
    command = [sys.executable, "-c", code, "brief", "Quetta", "Zahedan", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    assert list(tmp_path.iterdir()) == []
