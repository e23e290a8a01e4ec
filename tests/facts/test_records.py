import dataclasses
import typing
from datetime import date

import pytest

from karwan.facts import load, rows, schema
from karwan.facts.cells import LISTS
from karwan.words.evidence import Evidence

TYPES = {
    "text": str, "prose": str, "id": str, "number": float, "integer": int, "date": date, "clock": int,
    "yes_no": bool, "evidence": Evidence, "texts": tuple[str, ...], "ids": tuple[str, ...],
    "integers": tuple[int, ...],
}  # fmt: skip


@pytest.mark.parametrize("kind", rows.TABLES, ids=lambda kind: kind.table)
def test_every_record_has_the_columns_and_types_of_its_schema(kind):
    hints = typing.get_type_hints(kind)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    expected = {}
    for attribute in schema.of(kind):
        of_cell = TYPES[attribute.type]
        always = attribute.is_required or attribute.type in LISTS or attribute.type == "prose"
        expected[attribute.name] = of_cell if always else of_cell | None
    assert fields == expected


@pytest.mark.parametrize("kind", rows.TABLES, ids=lambda kind: kind.table)
def test_every_column_is_described(kind):
    assert all(attribute.description for attribute in schema.of(kind))


@pytest.mark.parametrize("kind", rows.TABLES, ids=lambda kind: kind.table)
def test_every_table_loads(kind):
    assert all(type(row) is kind for row in load().rows(kind))
