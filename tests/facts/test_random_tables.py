"""Whatever bytes a table holds, the loader gives rows or says what is wrong."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from karwan.errors import FactError
from karwan.facts import load
from karwan.facts.load import FOLDER
from karwan.facts.rows import CargoUnit, Crossing, CrossingPeriod, Rate

TABLES = st.sampled_from([Rate, Crossing, CrossingPeriod, CargoUnit])
OURS = {kind: (FOLDER / f"{kind.table}.csv").read_bytes()
        for kind in (Rate, Crossing, CrossingPeriod, CargoUnit)}  # fmt: skip


def read(kind, content):
    """Reads a table laid over ours: rows, or an error that names the file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{kind.table}.csv").write_bytes(content)
        try:
            load(Path(folder)).rows(kind)
        except FactError as error:
            said = str(error)
        else:
            said = f"{kind.table}.csv:"
    assert f"{kind.table}.csv:" in said


@given(TABLES, st.binary(max_size=200))
def test_random_bytes_give_fact_errors_only(kind, content):
    read(kind, content)


@given(TABLES, st.lists(st.lists(st.text(max_size=8), max_size=20), max_size=6))
def test_random_cells_give_fact_errors_only(kind, cells):
    header = OURS[kind].split(b"\n", 1)[0]
    read(kind, header + b"\n" + "\n".join(",".join(row) for row in cells).encode("utf-8", "surrogatepass"))


@given(TABLES, st.integers(0, 10**6), st.integers(0, 255))
def test_one_flipped_byte_of_a_table_gives_rows_or_a_fact_error(kind, place, byte):
    content = bytearray(OURS[kind][:4000].rsplit(b"\n", 1)[0])
    content[place % len(content)] = byte
    read(kind, bytes(content))
