"""How each figure of a way came about: formula, numbers, inputs with the rows that they rest on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from karwan.answers.as_json import totals
from karwan.answers.facts_shown import source_json
from karwan.facts.rows import Measure, Row, Source
from karwan.words.evidence import Evidence
from karwan.words.route import Route
from karwan.words.step import Step

# A product may differ from the figure of the step by rounding alone.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that was looked up.

    Attributes:
        value: in `unit`. origin: whose figure it is, by which rule it was taken: `rule` of docs/rules.
        rows: whose mean it is. left_out: rows of the same thing that it does not use, each with the reason.
        price_factors: of each row, what brings its dollars to the asked year; empty for what is no money.
    """

    value: float
    unit: str
    evidence: Evidence
    sources: tuple[str, ...]
    origin: str
    rule: str
    rows: tuple[Row, ...]
    left_out: tuple[tuple[Measure, str], ...]
    price_factors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product.

    Attributes:
        name: in words. value: in `unit`. is_divisor: whether the product is divided by it.
        how: how the value follows from the input, where it is not the input itself.
        input: what was looked up; None for what the way or the shipment says.
    """

    name: str
    value: float
    unit: str = ""
    is_divisor: bool = False
    how: str = ""
    input: Input | None = None


@dataclass(frozen=True, slots=True)
class Figured:
    """One figure of a step as a product of factors.

    Attributes:
        what: hours, spread, dollars or co2e. value: of the step. unit: of it.
        factors: whose product it is; empty where nothing is charged or no factor is known.
        rule: of docs/rules.
    """

    what: str
    value: float
    unit: str
    factors: tuple[Factor, ...]
    rule: str

    @property
    def again(self) -> float:
        """The product of the factors, reckoned anew; nan without any."""
        if not self.factors:
            return math.nan
        return math.prod(1 / factor.value if factor.is_divisor else factor.value for factor in self.factors)

    @property
    def holds(self) -> bool:
        """Whether the factors give the figure of the step; nothing needs none."""
        return not self.value if not self.factors else math.isclose(self.again, self.value, rel_tol=_ROUNDING)


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One step with its hours, spread, dollars and CO2e."""

    step: Step
    figures: tuple[Figured, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One way, explained.

    Attributes:
        word: its letter, `x1` for one not offered. id: its hash. label: in the words of planners.
        names: of gateways and places. sources: all that is cited, by id in order.
    """

    word: str
    id: str
    label: str
    route: Route
    steps: tuple[ExplainedStep, ...]
    names: Mapping[str, str]
    sources: tuple[Source, ...]

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON types; docs/reference/json.md names the keys."""
        return {
            "word": self.word,
            "id": self.id,
            "label": self.label,
            "steps": [_step(one) for one in self.steps],
            "totals": totals(self.route),
            "sources": [source_json(source) for source in self.sources],
        }


def _step(one: ExplainedStep) -> dict[str, Any]:
    step = one.step
    return {
        "operation": str(step.operation),
        "mode": str(step.mode) if step.mode else None,
        "from": step.origin,
        "to": step.destination,
        "territory": step.territory,
        "why": step.why or None,
        "figures": [_figured(figured) for figured in one.figures],
    }


def _figured(figured: Figured) -> dict[str, Any]:
    return {
        "what": figured.what,
        "value": figured.value,
        "unit": figured.unit,
        "rule": figured.rule,
        "factors": [_factor(factor) for factor in figured.factors],
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {
        "name": factor.name,
        "value": factor.value,
        "unit": factor.unit or None,
        "is_divisor": factor.is_divisor,
        "how": factor.how or None,
        "input": None if factor.input is None else _input(factor.input),
    }


def _input(used: Input) -> dict[str, Any]:
    return {
        "value": used.value,
        "unit": used.unit,
        "evidence": str(used.evidence),
        "origin": used.origin,
        "rule": used.rule,
        "source": list(used.sources),
        "rows": [_row(row) for row in used.rows],
        "price_factors": list(used.price_factors),
        "left_out": [{**_row(row), "why": why} for row, why in used.left_out],
    }


def _row(row: Row) -> dict[str, Any]:
    measure = row if isinstance(row, Measure) else None
    return {
        "table": row.table,
        "row": row.id,
        "value": measure.value if measure else None,
        "unit": measure.unit if measure else None,
        "year": getattr(row, "year", None),
        "evidence": str(row.evidence),
        "source": list(row.sources),
    }
