from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from karwan.cli.run import run


@dataclass(frozen=True)
class Told:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def faults(self):
        """Lines on stderr, without those on a build that this command happened to be the first to need."""
        progress = ("karwan: building ", "karwan: waiting ")
        return [line for line in self.err.splitlines() if not line.startswith(progress)]


@pytest.fixture
def karwan(capsys):
    """Runs words as a command line within this process; what it prints is no terminal's."""

    def tell(*words):
        code = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Told(code, out, err)

    return tell


@pytest.fixture
def own(tmp_path):
    """A folder of a user's own rows: the post of Torkham, open as a proposal says."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "crossing_periods.csv").write_text(
        "id,crossing,since,until,state,direction,why,last_seen,evidence,sources,note\n"
        "our-torkham,torkham-road,2030-01-01,,open,both,,2030-01-01,assumed,,as our ministry plans\n"
    )
    (folder / "places.csv").write_text(
        "id,name,territory,lat,lon,population,codes,names,evidence,sources,note\n"
        "our-yard,Sialkot Yard,PK,32.5,74.5,,,,assumed,,our own siding\n"
    )
    return folder
