"""What rules of law shut for one consignment on a day: at gateways, and on whole ways (docs/rules, 5.4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from karwan.facts.dated import holds
from karwan.facts.load import Facts
from karwan.facts.rows import Crossing, Regime, Territory
from karwan.facts.rows_of_law import ALL_GOODS
from karwan.network.record import Cell, Gateway
from karwan.operations.permission import Reason
from karwan.words.mode import Mode
from karwan.words.shipment import Shipment

# One transfer: the gateway, the cell left, the cell entered.
_Passing = tuple[Gateway, Cell, Cell]
_Codes = frozenset[str]

_IN_FORCE = "in_force"
PASSAGE, GOODS, TRANSIT, DEALING = "bars_passage", "bars_goods", "bars_transit", "bars_dealing"
FREES_DEALING = "frees_dealing"
_SHUTS = frozenset({PASSAGE, GOODS, TRANSIT, DEALING})
_NOBODY: _Codes = frozenset()


@dataclass(frozen=True, slots=True)
class Consignment:
    """From whom to whom what goes, in the words of rules.

    Attributes:
        origin, destination: codes by which a rule may mean each end: its territory and the unions of that.
        goods: ids by which one may mean the goods.
    """

    origin: _Codes
    destination: _Codes
    goods: _Codes


@dataclass(frozen=True, slots=True)
class Bar:
    """Where one rule shuts one mode for one consignment.

    Attributes:
        rule: its row.
        left: leaving one of these; None: any. entered: entering one of these from elsewhere; None: any.
        is_edge: leaving one of `entered` is meant too.
        freed_by: gateways at which a waiver frees from it: a way that passes one is free.
    """

    rule: Regime
    left: _Codes | None
    entered: _Codes | None
    is_edge: bool = False
    freed_by: _Codes = _NOBODY

    def shuts(self, gateway: str, left: _Codes, entered: _Codes) -> bool:
        """Whether it shuts a passage from one territory, by all codes that mean it, into a different one."""
        if self.rule.at and gateway not in self.rule.at:
            return False
        if self.entered is None:
            return True  # whatever passes the gateways of the rule
        if self.is_edge:
            return bool(self.entered & (left | entered))
        if self.left is not None:
            return bool(self.left & left and self.entered & entered)
        return bool(self.entered & entered) and not self.entered & left

    def reason(self, gateway: str, left: str | None, entered: str | None) -> Reason:
        """Why it shuts, and where: the gateway, or the territory that goods may not enter or leave."""
        where = gateway
        if not self.rule.at and self.left is None and self.entered is not None:
            where = next((code for code in (entered, left) if code and code in self.entered), gateway)
        rule = self.rule
        return Reason(f"{rule.name}: {rule.meaning}", where, rule.since, rule.sources, rule=rule.id)


class Law:
    """The bars that bind one consignment on one day, looked up by transfer and by way."""

    def __init__(self, facts: Facts, rules: Iterable[Regime], consignment: Consignment) -> None:
        self._bars = bars(rules, consignment)
        self._unions = unions(facts)
        self._crossings = facts.by_id(Crossing)
        self._known: dict[tuple[str | None, str | None, Mode, _Codes], tuple[Bar, ...]] = {}

    def at(self, passing: _Passing) -> tuple[Reason, ...]:
        """Why the law shuts a transfer; nothing if it does not."""
        gateway, before, after = passing
        return tuple(
            bar.reason(gateway.id, before.territory, after.territory)
            for bar in self._shutting(passing)
            if not bar.freed_by
        )

    def on_way(self, passings: Sequence[_Passing], territories: Collection[str]) -> list[Reason]:
        """What bars a way and cannot be told at one transfer, each reason once.

        Flights and voyages between two territories that are shut to each other, waivers that free who passes
        one port, and dealing within one territory.

        Args:
            passings: the transfers of a way, in order.
            territories: codes that it passes.
        """
        passed = {gateway.id for gateway, _, _ in passings}
        reasons = [
            bar.reason(passing[0].id, passing[1].territory, passing[2].territory)
            for passing in passings
            for bar in self._shutting(passing)
            if bar.freed_by and not bar.freed_by & passed
        ]
        reasons += self._across_water(passings)
        reasons += self._within(territories)
        return list(dict.fromkeys(reasons))

    def _within(self, territories: Collection[str]) -> Iterator[Reason]:
        """A way inside one territory in which nobody under a rule may deal."""
        if len(territories) != 1:
            return
        (code,) = territories
        for bar in dict.fromkeys(bar for each in self._bars.values() for bar in each):
            if bar.is_edge and bar.rule.effect == DEALING and bar.entered and code in bar.entered:
                yield bar.reason(code, code, code)

    def _across_water(self, passings: Sequence[_Passing]) -> Iterator[Reason]:
        """From the port or airport of departure to that of arrival: territories with sea or air between."""
        departed: tuple[_Passing, Mode] | None = None
        for passing in passings:
            gateway, before, after = passing
            if before.territory and not after.territory:
                departed = passing, after.mode
            elif departed and after.territory and not before.territory:
                (first, out, _), mode = departed
                departed = None
                if out.territory == after.territory:
                    continue
                sides = self._codes(first, out.territory), self._codes(gateway, after.territory)
                for bar in self._bars.get(mode, ()):
                    if bar.left is not None and not bar.rule.at and bar.shuts(gateway.id, *sides):
                        yield bar.reason(gateway.id, out.territory, after.territory)

    def _shutting(self, passing: _Passing) -> tuple[Bar, ...]:
        gateway, before, after = passing
        mode = before.mode if before.territory is None or after.territory is not None else after.mode
        if mode not in self._bars or before.territory == after.territory is not None:
            return ()
        key = before.territory, after.territory, mode, self._members(gateway)
        if key not in self._known:
            left, entered = self._codes(gateway, before.territory), self._codes(gateway, after.territory)
            self._known[key] = tuple(
                bar for bar in self._bars[mode] if bar.rule.at or bar.shuts(gateway.id, left, entered)
            )
        return tuple(
            bar
            for bar in self._known[key]
            if not bar.rule.at
            or bar.shuts(
                gateway.id, self._codes(gateway, before.territory), self._codes(gateway, after.territory)
            )
        )

    def _members(self, gateway: Gateway) -> _Codes:
        """The territories of a post's sides as its row names them: members, where the network has a union."""
        post = self._crossings.get(gateway.id)
        return frozenset({post.territory_a, post.territory_b}) if post else _NOBODY

    def _codes(self, gateway: Gateway, territory: str | None) -> _Codes:
        """All codes by which a rule may mean the side of a gateway that lies in a territory."""
        if territory is None:
            return _NOBODY
        sides = {code for code in self._members(gateway) if territory in self._unions.get(code, {code})}
        return frozenset({territory, *sides}).union(*(self._unions.get(code, {code}) for code in sides))


def unions(facts: Facts) -> Mapping[str, _Codes]:
    """The codes by which a rule may mean each territory: its own, and those of its unions."""
    return {
        row.id: frozenset(code for code in (row.id, row.border_union, row.customs_union) if code)
        for row in facts.rows(Territory)
    }


def consignment_of(facts: Facts, shipment: Shipment, ends: Sequence[Sequence[str | None]]) -> Consignment:
    """What rules may mean by the ends and the goods of a shipment; `ends`: codes of the origin, the other."""
    known = unions(facts)
    origin, destination = (
        frozenset().union(*(known.get(code, {code}) for code in codes if code)) for codes in ends
    )
    goods = {shipment.commodity, *([shipment.product] if shipment.product else ())}
    return Consignment(origin, destination, frozenset(goods))


def rules_on(facts: Facts, on: date) -> tuple[Regime, ...]:
    """The rules in force on a day that shut a way, or free from one that does."""
    return tuple(
        row
        for row in facts.rows(Regime)
        if row.state == _IN_FORCE and (row.effect in _SHUTS or row.effect == FREES_DEALING) and holds(row, on)
    )


def switched(rules: Iterable[Regime], turned_on: Collection[str], *, is_on: bool) -> tuple[Regime, ...]:
    """The rules that bind where the user turned these switches on; or else those of the switches left off.

    What frees from a bar is among both.
    """
    return tuple(
        row
        for row in rules
        if row.effect == FREES_DEALING or (not row.is_switch or row.id in turned_on) is is_on
    )


def is_about(rule: Regime, goods: Collection[str]) -> bool:
    """Whether a rule is about goods that these ids mean, and does not leave them free."""
    is_meant = rule.goods == (ALL_GOODS,) or bool(set(rule.goods) & set(goods))
    return is_meant and not set(rule.except_goods) & set(goods)


def lifts(free: Regime, bar: Regime) -> bool:
    """Whether a rule frees from a bar: who issued that may lift it, for the same territories."""
    return (
        free.relation == bar.relation
        and bool(set(free.territories) & set(bar.territories))
        and set(free.others) >= set(bar.others)
        and bool(_signatories(free) & _signatories(bar))
    )


def _signatories(row: Regime) -> set[str]:
    return {name.strip() for name in re.split("[;,]", row.who_signs)}


def bars(rules: Iterable[Regime], consignment: Consignment) -> Mapping[Mode, tuple[Bar, ...]]:
    """Where the rules of a day shut each mode for a consignment (docs/rules, 5.4)."""
    about = [rule for rule in rules if is_about(rule, consignment.goods)]
    frees = [rule for rule in about if rule.effect == FREES_DEALING]
    found: dict[Mode, list[Bar]] = defaultdict(list)
    for rule in about:
        for bar in _bars_of(rule, consignment):
            lifting = [free for free in frees if rule.effect == DEALING and lifts(free, rule)]
            for word in rule.modes:
                if left := _freed(bar, [free for free in lifting if word in free.modes], consignment):
                    found[Mode(word)].append(left)
    return {mode: tuple(each) for mode, each in found.items()}


def _freed(bar: Bar, frees: Sequence[Regime], consignment: Consignment) -> Bar | None:
    """What waivers leave of a bar; None if nothing."""
    for free in frees:
        freed = list(_bars_of(replace(free, effect=DEALING), consignment))
        if free.at and freed:
            bar = replace(bar, freed_by=bar.freed_by | frozenset(free.at))
        elif bar.entered is not None:
            bar = replace(bar, entered=bar.entered.difference(*(each.entered or () for each in freed)))
            if not bar.entered:
                return None
        elif freed:
            return None
    return bar


def _bars_of(rule: Regime, sent: Consignment) -> Iterator[Bar]:
    """Where one rule that is about the goods shuts: the words of `relation` and `effect` in its schema."""
    ours, theirs = frozenset(rule.territories), frozenset(rule.others)
    pairs = [(ours, theirs)]
    if rule.relation == "between":
        pairs.append((theirs, ours))
    elif rule.relation in ("members", "pair"):
        pairs = [(ours, ours)]
    is_each = rule.relation == "each"
    if rule.effect == PASSAGE and not is_each:
        yield from (Bar(rule, one, other) for one, other in pairs)
    elif rule.effect in (PASSAGE, DEALING) and is_each:
        yield Bar(rule, None, None) if rule.at else Bar(rule, None, ours, is_edge=True)
    elif is_each:
        is_within = sent.origin & ours, sent.destination & ours
        if rule.effect == TRANSIT and not any(is_within):
            yield Bar(rule, None, ours)
        if rule.effect == GOODS and is_within[1] and not is_within[0]:
            yield Bar(rule, None, ours & sent.destination)
    else:
        for one, other in pairs:
            entered = _entered(rule.effect, one, other, sent)
            if entered:
                yield Bar(rule, None, entered)


def _entered(effect: str, one: _Codes, other: _Codes, sent: Consignment) -> _Codes:
    """What a consignment may not enter of `other` by a rule about goods, or dealings, of `one`."""
    ends = sent.origin | sent.destination
    if effect == GOODS:
        is_meant = sent.origin & one and sent.destination & other and not sent.origin & sent.destination
        return other & sent.destination if is_meant else _NOBODY
    if effect == TRANSIT:
        if one == other:
            return other - ends if ends & one else _NOBODY
        return other if ends & one and not ends & other else _NOBODY
    if effect == DEALING and sent.origin & one:
        return other - sent.origin
    return _NOBODY
