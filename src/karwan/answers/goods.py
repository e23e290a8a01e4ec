"""What is asked about: a freight group, or a product of one."""

from __future__ import annotations

from dataclasses import dataclass

from karwan.errors import InputError, unknown
from karwan.facts.load import Facts
from karwan.facts.rows import Commodity, Product
from karwan.operations.cargo import DEFAULT_COMMODITY

# What a row of law writes where it is about all goods.
ALL_GOODS = "all"


@dataclass(frozen=True, slots=True)
class Goods:
    """A freight group, and the product where one is named."""

    commodity: str
    product: str | None = None

    @property
    def ids(self) -> frozenset[str]:
        """Under which ids a row of law may mean them: a product is meant by its commodity too."""
        return frozenset({self.commodity, *([self.product] if self.product else ())})


def goods_of(facts: Facts, commodity: str | None = None, product: str | None = None) -> Goods:
    """The goods that a user names.

    Raises:
        InputError: no commodity or product is called so, or the product is not of the commodity.
    """
    group = None if commodity is None else _commodity(facts, commodity)
    if product is None:
        return Goods(group or DEFAULT_COMMODITY)
    row = _product(facts, product)
    if group not in (None, row.commodity):
        raise InputError(
            f"{row.id} is of commodity {row.commodity}, not {group}; leave --commodity out, or write that"
        )
    return Goods(row.commodity, row.id)


def _commodity(facts: Facts, word: str) -> str:
    rows = facts.rows(Commodity)
    for row in rows:
        if word.strip().casefold() in (row.id.casefold(), row.name.casefold()):
            return row.id
    raise InputError(
        unknown("commodity", word, [row.id for row in rows], "karwan facts commodities lists them")
    )


def _product(facts: Facts, word: str) -> Product:
    rows = facts.rows(Product)
    for row in rows:
        if word.strip().casefold() in (name.casefold() for name in (row.id, row.name, *row.names)):
            return row
    raise InputError(unknown("product", word, [row.id for row in rows], "karwan facts products lists them"))
