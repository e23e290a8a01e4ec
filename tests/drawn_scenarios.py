"""A small world for the tests of scenarios: two ways by road from PK to KZ, one by rail, and a port."""

from functools import cache

import numpy as np

from karwan.answers.ground import passings_of
from karwan.operations.cargo import shipment_of
from karwan.operations.permission import calendar
from karwan.operations.priced import price
from karwan.testing import Sketch

SKETCH = Sketch(
    """
A----B----C----D
|              |
|              |
E----F----G----I
H              H
H              H
J====K====L====M
""",
    territories={"PK": "AEJ", "CN": "BFK", "KZ": "CDGILM"},
    posts={
        "north-road": "AB",
        "south-road": "EF",
        "east-road": "BC",
        "west-road": "FG",
        "pk-cn-rail": "JK",
        "cn-kz-rail": "KL",
    },
    gateways={"rail-start": "E", "rail-end": "I"},
    gauges={"PK": 1676, "CN": 1435, "KZ": 1520},
    tables={
        "crossing_measures": [
            {
                "id": f"{post}-{metric}",
                "crossing": post,
                "direction": "both",
                "metric": metric,
                "value": value,
                "unit": unit,
            }
            for post in ("north-road", "south-road", "east-road", "west-road")
            for metric, value, unit in (("time_h", 8, "h"), ("cost_usd", 100, "USD/truck"))
        ],
        "operation_defaults": [
            {
                "id": f"{operation}-{metric}",
                "operation": operation,
                "between": "*",
                "metric": metric,
                "value": value,
                "unit": unit,
            }
            for operation in ("transship", "change_gauge")
            for metric, value, unit in (("time_h", 12, "h"), ("cost_usd", 50, "USD/TEU"))
        ],
        "spread": [],
    },
)


@cache
def world():
    """The drawn world, built once."""
    return SKETCH.build()


def priced(state, on):
    """The prices of a state for a container on a day."""
    cells = state.network.cells
    passings = passings_of(state.network.gateways, cells, state.overlay)
    book = state.book.on_day(on)
    return price(book, calendar(state.facts, on), cells, passings, shipment_of(state.facts))


def are_equal(one, other):
    """Whether two sets of prices are the same, bit for bit."""
    names = type(one).__dataclass_fields__
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def same_network(one, other):
    """Whether two networks hold the same cells, links and ends."""
    if [cell.key for cell in one.cells] != [cell.key for cell in other.cells]:
        return False
    arrays = [name for name in type(one).__dataclass_fields__ if isinstance(getattr(one, name), np.ndarray)]
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
