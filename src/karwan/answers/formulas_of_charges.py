"""The formula of each charge, with the rows behind its factors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from karwan.answers.explained import Factor, Figured, Input
from karwan.facts.row import Row
from karwan.facts.rows import CargoUnit, Commodity, Demurrage, EmptyReturn, Insurance, Measure
from karwan.operations.charge import Term
from karwan.operations.money import Money
from karwan.words.evidence import Evidence
from karwan.words.step import Operation, Step

_RULES = {
    Operation.INSURANCE: "2.10",
    Operation.GUARANTEE: "2.11",
    Operation.DEMURRAGE: "2.12",
    Operation.EMPTIES: "2.13",
    Operation.COOLING: "11.6",
}
_ANY = "*"


def charged(money: Money, step: Step, terms: Sequence[Term]) -> Iterator[Figured]:
    """The dollars of a charge as the product of its terms."""
    rule = _RULES[step.operation]
    factors = tuple(_factor(money, term, rule) for term in terms)
    yield Figured("dollars", step.cost.value, "USD", factors, rule)


def price_factors(money: Money, unit: str, rows: Sequence[Row]) -> tuple[float, ...]:
    """What brings the dollars of each row to the asked year, as a factor; empty for what is no money."""
    if money.year is None or not unit.startswith("USD"):
        return ()
    return tuple(money.factor(getattr(row, "year", None)) for row in rows)


def _factor(money: Money, term: Term, rule: str) -> Factor:
    if term.evidence is None or not term.rows:
        return Factor(term.name, term.value, term.unit, how=term.how)
    used = Input(
        value=term.value,
        unit=term.unit,
        evidence=term.evidence or Evidence.ASSUMED,
        sources=term.sources,
        origin=_origin(term.rows[0]),
        rule=rule,
        rows=term.rows,
        left_out=(),
        price_factors=price_factors(money, term.unit, term.rows),
    )
    return Factor(term.name, term.value, term.unit, how=term.how, input=used)


def _origin(row: Row) -> str:
    """What a row is about, in words."""
    match row:
        case EmptyReturn():
            ends = ("any" if end == _ANY else end for end in (row.origin, row.destination))
            return f"of a {row.unit} by {row.mode} from {' to '.join(ends)}"
        case Insurance():
            by = "by any mode" if row.mode == _ANY else f"by {row.mode}"
            return f"{by} in {'any territory' if row.territory == _ANY else row.territory}"
        case Demurrage():
            return (
                f"at {row.place}"
                if row.place
                else "by default"
                if row.territory == _ANY
                else f"in {row.territory}"
            )
        case Commodity() | CargoUnit():
            return f"of {row.name}"
        case Measure():
            return "by default"
    return "of the table"
