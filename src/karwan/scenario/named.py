"""Posts, ports, terminals, airports and straits by the words that mean them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from karwan.facts.load import Facts
from karwan.facts.rows import Basin, Crossing, GatewayRow
from karwan.facts.spelling import key


@dataclass(frozen=True, slots=True)
class Named:
    """Which gateways a word means.

    Attributes:
        by_id: ids by their folded form. by_name: ids by the key of a name. modes: of each id; empty if any.
        spoken: ids and names as they are written, for what is near to an unknown word.
    """

    by_id: Mapping[str, str]
    by_name: Mapping[str, tuple[str, ...]]
    modes: Mapping[str, frozenset[str]]
    spoken: tuple[str, ...]

    def ids(self, word: str, mode: str | None) -> tuple[str, ...]:
        """Ids that a word means: the one of that id, else those of that name (and mode)."""
        if (one := self.by_id.get(word.casefold())) is not None:
            return (one,)
        found = self.by_name.get(key(word), ())
        return tuple(one for one in found if mode is None or mode in (self.modes[one] or {mode}))


def named(facts: Facts) -> Named:
    """The gateways of all tables by id, by name on either side, by the name without its bracket."""
    names: dict[str, list[str]] = {}
    modes: dict[str, frozenset[str]] = {}
    for post in facts.rows(Crossing):
        names[post.id] = [post.name, post.name_other_side, post.way_name or ""]
        modes[post.id] = frozenset({post.mode})
    for row in facts.rows(GatewayRow):
        names[row.id] = [row.name]
        modes[row.id] = frozenset(row.modes)
    for strait in facts.rows(Basin):
        names[strait.id] = [strait.name]
        modes[strait.id] = frozenset()
    by_name: dict[str, list[str]] = defaultdict(list)
    for one, texts in names.items():
        for text in dict.fromkeys(part for name in texts for part in (name, name.split(" (")[0]) if part):
            if one not in by_name[key(text)]:
                by_name[key(text)].append(one)
    spoken = dict.fromkeys(
        text.split(" (")[0] for one, texts in names.items() for text in (one, *texts) if text
    )
    return Named(
        {one.casefold(): one for one in names},
        {name: tuple(ids) for name, ids in by_name.items()},
        modes,
        tuple(spoken),
    )
