"""The tree of errors, and the functions that word them.

KarwanError              anything that karwan says went wrong
├── InputError           the user's mistake: exit code 2, one line with the mend
├── FactError            a row of a fact table is wrong; all bad rows are said at once
├── NetworkError         the network cannot be built from what was given
└── StorageError         a file cannot be read or written
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


class KarwanError(Exception):
    """Anything that karwan says went wrong; its text is one line a fault: what, where, the mend."""


class InputError(KarwanError):
    """What the user asked for cannot be understood."""


class FactError(KarwanError):
    """A row of a fact table is wrong."""


class NetworkError(KarwanError):
    """The network cannot be built from what was given."""


class StorageError(KarwanError):
    """A file cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a file.

    Attributes:
        file: as the user knows it. line: from 1, the header is 1. column: name of the column or field.
        what: what is wrong, with the value that was found. mend: what to write instead.
    """

    file: str
    line: int
    column: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}; {self.mend}"


def all_faults(faults: Sequence[Fault]) -> str:
    """The text of an error that reports every fault of an input at once."""
    return "\n".join(str(fault) for fault in faults)


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names that look most like a word, best first."""
    return difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)


def unknown(what: str, word: str, known: Iterable[str], way_out: str = "") -> str:
    """A name that is not known: the nearest known ones, and the way to see all."""
    near = nearest(word, known)
    hint = f"did you mean {' or '.join(near)}?" if near else way_out
    return f"unknown {what} '{word}'" + (f"; {hint}" if hint else "")


_REFUSALS = {
    errno.ENOSPC: "no space is left on the disk; free some, or use another folder",
    errno.EDQUOT: "the disk quota is used up; free some space, or use another folder",
    errno.EACCES: "no permission; use a file or folder of your own",
    errno.EPERM: "no permission; use a file or folder of your own",
    errno.EROFS: "the disk is read-only; use another folder",
    errno.ENOENT: "no such file or folder; check the path, or make the folder first",
    errno.ENOTDIR: "part of the path is a file, not a folder; check the path",
    errno.EISDIR: "this is a folder; name a file",
    errno.ENAMETOOLONG: "the name is too long; use a shorter one",
}


def unusable(verb: str, path: Path, error: OSError) -> str:
    """A file that the system refused: what was tried ("read", "write"), where, why, and the way out."""
    why = _REFUSALS.get(error.errno or 0) or error.strerror or str(error)
    return f"cannot {verb} {path}: {why}"
