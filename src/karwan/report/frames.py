"""An answer on routes as pandas tables. Needs the extra `frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from karwan.answers.routes import RoutesAnswer
from karwan.errors import InputError
from karwan.report import shown

if TYPE_CHECKING:
    import pandas as pd


def routes_frame(answer: RoutesAnswer) -> pd.DataFrame:
    """One row a route, indexed by its id: letter, label, totals and quantiles, shares of evidence.

    Lists (modes, territories, gateways) are tuples. Units are in the names.

    Raises:
        InputError: pandas is not installed.
    """
    letters = {way.offer.id: way.letter for way in shown.shown_ways(answer)}
    rows = []
    for route in answer.as_json()["routes"]:
        flat = {
            key: value
            for key, value in route.items()
            if key not in ("steps", "variants", "evidence", "price")
        }
        for what, shares in route["evidence"].items():
            flat |= {f"{what}_{kind}": share for kind, share in shares.items()}
        flat |= {f"{line['name']}_usd": line["cost_usd"] for line in route["price"]}
        rows.append({"letter": letters[route["id"]], **{key: _flat(value) for key, value in flat.items()}})
    return _pandas().DataFrame(rows, columns=None if rows else ["letter", "id"]).set_index("id")


def steps_frame(answer: RoutesAnswer) -> pd.DataFrame:
    """One row a step, indexed by route id and place in the route (from 1); places by id and name.

    Raises:
        InputError: pandas is not installed.
    """
    rows = []
    for route in answer.as_json()["routes"]:
        for number, step in enumerate(route["steps"], 1):
            row = {"route": route["id"], "step": number}
            row |= {key: _flat(value) for key, value in step.items() if key != "evidence"}
            row |= {f"evidence_{what}": kind for what, kind in step["evidence"].items()}
            row["from_name"] = answer.names.get(step["from"], step["from"])
            row["to_name"] = answer.names.get(step["to"], step["to"])
            rows.append(row)
    return _pandas().DataFrame(rows, columns=None if rows else ["route", "step"]).set_index(["route", "step"])


def price_frame(answer: RoutesAnswer) -> pd.DataFrame:
    """One row a line of a price, indexed by route id and name: dollars, shares of evidence, sources.

    Raises:
        InputError: pandas is not installed.
    """
    rows = [
        {
            "route": route["id"],
            "line": line["name"],
            "cost_usd": line["cost_usd"],
            **{f"evidence_{kind}": share for kind, share in line["evidence"].items()},
            "source": tuple(line["source"]),
        }
        for route in answer.as_json()["routes"]
        for line in route["price"]
    ]
    return _pandas().DataFrame(rows, columns=None if rows else ["route", "line"]).set_index(["route", "line"])


def _flat(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else value


def _pandas() -> Any:  # noqa: ANN401
    try:
        import pandas as pd  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise InputError("data frames need pandas; install karwan[frames]") from error
    return pd
