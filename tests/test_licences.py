"""What the package carries, its licence expression and licence files say."""

import tomllib
from pathlib import Path

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_notice_of_data_is_a_licence_file():
    notices = {path.relative_to(TOP).as_posix() for path in (TOP / "src").rglob("*NOTICE")}
    assert notices
    assert set(PROJECT["license-files"]) == notices | {"LICENSE"}


def test_the_expression_covers_the_code_the_base_network_the_places_their_names_and_the_fonts():
    assert set(PROJECT["license"].split(" AND ")) == {
        "Apache-2.0",
        "ODbL-1.0",
        "CC-BY-4.0",
        "Unicode-3.0",
        "OFL-1.1",
    }
    sources = (TOP / "src/karwan/facts/tables/sources.csv").read_text(encoding="utf-8")
    geonames = next(line for line in sources.splitlines() if line.startswith("geonames,"))
    assert geonames.endswith("CC BY 4.0")
