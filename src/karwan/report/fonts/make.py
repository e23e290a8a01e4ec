"""Cuts the fonts of the brief to the letters that it writes.

`apt install fonts-noto-core`, `pip install fonttools`, then
`python -m karwan.report.fonts.make /usr/share/fonts/truetype/noto`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_LATIN_AND_CYRILLIC = (
    "U+20-7E,U+A0-17F,U+218-21B,U+2BB-2BC,U+400-45F,U+490-493,U+49A-49B,U+4A2-4A3,U+4AE-4B1,U+4BA-4BB,"
    "U+4D8-4D9,U+4E8-4E9,U+1E00-1EF9,U+2009,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2039-203A,"
    "U+2066-2069,U+2080-2089,U+20AC,U+2116"
)
_SIGNS = "U+2190-2193,U+2212,U+2248,U+2264-2265"
_ARABIC = "U+20,U+A0,U+600-6FF,U+200C-200F,U+2018-201D,U+2026,U+2066-2069,U+FB50-FDFF,U+FE70-FEFF"
_FONTS = {
    "NotoSans-Regular.ttf": _LATIN_AND_CYRILLIC,
    "NotoSans-Bold.ttf": _LATIN_AND_CYRILLIC,
    "NotoSansMath-Regular.ttf": _SIGNS,
    "NotoNaskhArabic-Regular.ttf": _ARABIC,
    "NotoNaskhArabic-Bold.ttf": _ARABIC,
}


def make(folder: Path, out: Path) -> None:
    """Writes the cut fonts of a folder to another."""
    for name, letters in _FONTS.items():
        options = [f"--unicodes={letters}", "--no-hinting", f"--output-file={out / name}"]
        if letters is _LATIN_AND_CYRILLIC:
            options.append("--layout-features=kern,mark,mkmk,ccmp,locl,tnum,lnum")
        command = [sys.executable, "-m", "fontTools.subset", str(folder / name), *options]
        subprocess.run(command, check=True)  # noqa: S603  what is run stands above


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent)
