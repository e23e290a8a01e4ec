"""The command line as a process: what it loads, how it ends."""

import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

HEAVY = ("numba", "scipy", "pandas", "matplotlib", "fastapi", "pydantic", "networkx")


def karwan(*words, **options):
    command = [sys.executable, "-m", "karwan", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def modules_of(*words):
    """The modules that a command has loaded at its end."""
    code = (
        "import sys; from karwan.cli.run import run; code = run(sys.argv[1:]); "
        "print(' '.join(sorted(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


def test_the_help_loads_nothing_heavy_and_not_even_numpy():
    loaded = modules_of("--help")
    assert not loaded & {*HEAVY, "numpy", "rich", "karwan.facts"}


def test_a_question_on_posts_loads_nothing_heavy():
    assert not modules_of("posts", "PK-AF", "--json") & {*HEAVY, "rich"}


def test_a_question_on_routes_loads_nothing_heavy():
    assert karwan("network", "build").returncode == 0
    assert not modules_of("routes", "Lahore", "Almaty", "--json") & {*HEAVY, "rich"}


def test_help_and_version_end_well():
    assert karwan("--version").stdout.strip().count(".") == 2
    told = karwan("posts", "--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert "--as-of" in told.stdout


def test_a_mistake_ends_with_two_and_no_traceback():
    told = karwan("facts", "basin")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "karwan: unknown table 'basin'; did you mean basins?\n"


def test_a_reader_that_goes_away_is_no_fault():
    command = f"{sys.executable} -m karwan facts places | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("id")
    assert done.stderr == ""


def test_a_terminal_that_knows_ascii_only_gets_letters_for_signs():
    told = karwan("posts", "PK-AF", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert told.returncode == 0
    assert "m measured" in told.stdout


def on_a_terminal(*words, **environment):
    """What a command shows on a terminal of 120 columns."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, 120))
    command = [sys.executable, "-m", "karwan", *words]
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        command, stdout=slave, stderr=slave, env=known | {"TERM": "xterm-256color"} | environment
    )
    os.close(slave)
    shown = b""
    with suppress(OSError):  # how a terminal says that its other end has closed
        while part := os.read(master, 65536):
            shown += part
    os.close(master)
    assert process.wait(timeout=60) == 0
    return shown.decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*(3[0-7]|38;|4[0-7]|48;)[0-9;]*m")


def test_a_terminal_gets_colours_unless_they_are_refused():
    ways = ("routes", "Lahore", "Quetta", "--count", "1", "--modes", "road")
    assert COLOUR.search(on_a_terminal(*ways))
    assert not COLOUR.search(on_a_terminal(*ways, NO_COLOR="1"))
    assert "\x1b" not in on_a_terminal(*ways, TERM="dumb")


def test_a_full_disk_behind_stdout_is_one_line():
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "karwan", "places", "Lahore"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (told.returncode, told.stderr) == (1, "karwan: standard output: No space left on device\n")


def test_an_interrupted_process_ends_with_130_and_says_nothing():
    code = (
        "import signal, time, karwan.answers.places as places; from karwan.cli import main; "
        "signal.signal(signal.SIGINT, signal.default_int_handler); "  # a shell's background job ignores it
        "places.search = lambda *_: (print('ready', flush=True), time.sleep(60)); main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "places", "Lahore"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "")
