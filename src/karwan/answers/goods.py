"""What is asked about: a freight group, or a product of one."""

from __future__ import annotations

from dataclasses import dataclass

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.operations.cargo import DEFAULT_COMMODITY, commodity_of, product_of


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
    group = None if commodity is None else commodity_of(facts, commodity).id
    if product is None:
        return Goods(group or DEFAULT_COMMODITY)
    row = product_of(facts, product)
    if group not in (None, row.commodity):
        raise InputError(
            f"{row.id} is of commodity {row.commodity}, not {group}; leave --commodity out, or write that"
        )
    return Goods(row.commodity, row.id)
