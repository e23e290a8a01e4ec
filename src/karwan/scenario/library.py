"""The scenarios that ship with karwan, found by name."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "facts" / "library" / "scenarios"


def names() -> tuple[str, ...]:
    """The names, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def path_of(name: str) -> Path | None:
    """The file of a name, None if the library has none."""
    by_name = {known.casefold(): FOLDER / f"{known}.toml" for known in names()}
    return by_name.get(name.strip().casefold())
