"""The command line: verbs first; every command shows one answer, as text or as JSON."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the words of the command line and ends the process."""
    from karwan.cli.run import run

    sys.exit(run(sys.argv[1:]))
