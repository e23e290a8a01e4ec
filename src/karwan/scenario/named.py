"""Posts, ports, terminals, airports and straits by the words that mean them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from karwan.facts.load import Facts
from karwan.facts.rows import Basin, Crossing, GatewayRow
from karwan.facts.spelling import key


class Named:
    """Which gateways a word means: by id, by name on either side, by the name without its bracket.

    The names of all are folded only when a word is no id.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def ids(self, word: str, mode: str | None) -> tuple[str, ...]:
        """Ids that a word means: the one of that id, else those of that name (and mode)."""
        if (one := self.by_id.get(word.casefold())) is not None:
            return (one,)
        found = self._by_name.get(key(word), ())
        return tuple(one for one in found if mode is None or mode in (self._modes(one) or {mode}))

    @cached_property
    def by_id(self) -> Mapping[str, str]:
        """Ids by their folded form."""
        return {one.casefold(): one for one in self._names}

    @property
    def spoken(self) -> list[str]:
        """Ids and names as they are written, for what is near to an unknown word."""
        told = (text.split(" (")[0] for one, texts in self._names.items() for text in (one, *texts) if text)
        return list(dict.fromkeys(told))

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        posts = {
            post.id: (post.name, post.name_other_side, post.way_name or "")
            for post in self._facts.rows(Crossing)
        }
        others = {row.id: (row.name,) for row in self._facts.rows(GatewayRow)}
        return {**posts, **others, **{row.id: (row.name,) for row in self._facts.rows(Basin)}}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for one, texts in self._names.items():
            for text in dict.fromkeys(part for name in texts for part in (name, name.split(" (")[0]) if part):
                if one not in found[key(text)]:
                    found[key(text)].append(one)
        return {name: tuple(ids) for name, ids in found.items()}

    def _modes(self, one: str) -> set[str]:
        """The modes of a gateway; empty where any may be meant."""
        post = self._facts.by_id(Crossing).get(one)
        gateway = self._facts.by_id(GatewayRow).get(one)
        return {post.mode} if post else set(gateway.modes) if gateway else set()
