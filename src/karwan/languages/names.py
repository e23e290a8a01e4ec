"""The names of places in another language: from table `names`, else from the spellings of the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from karwan.facts import gazetteer
from karwan.facts.load import Facts
from karwan.facts.rows import Name

# `Karakoram Highway (Khunjerab Pass)`: each part has a name of its own.
_WITH_PART = re.compile(r"(.+) \((.+)\)")
# GeoNames says of no spelling in which language it is. These letters alone are Russian, and those Urdu.
_LETTERS = {
    "ru": re.compile(r"[а-яё][а-яё -]*", re.IGNORECASE),
    "ur": re.compile(r"[ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےئآأؤء -]+"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names in one language.

    Attributes:
        language: its code. facts: with table `names` and the gazetteer. by_english: what the table holds.
    """

    language: str
    facts: Facts
    by_english: Mapping[str, str]
    _cities: dict[str, str | None] = field(default_factory=dict, repr=False)

    @classmethod
    def over(cls, facts: Facts, language: str) -> Names:
        """The names that some facts hold in a language."""
        return cls(
            language, facts, {row.of: row.name for row in facts.rows(Name) if row.language == language}
        )

    def of(self, id: str, english: str) -> str | None:  # noqa: A002
        """What something is called, by its id and the English name that is shown for it; None if unknown."""
        found = self.by_english.get(english) or self._in_parts(english)
        if found is not None:
            return found
        if id and id not in self._cities:
            self._cities[id] = self._city(id)
        return self._cities.get(id)

    def _in_parts(self, english: str) -> str | None:
        parts = _WITH_PART.fullmatch(english)
        if parts is None:
            return None
        whole, part = (self.by_english.get(one) for one in parts.groups())
        return f"{whole} ({part})" if whole and part else None

    def _city(self, id: str) -> str | None:  # noqa: A002
        """The only spelling of a city in the letters of the language: of several nobody says which it is."""
        row = gazetteer.of(self.facts).with_id(id)
        letters = _LETTERS.get(self.language)
        found = [name for name in row.names if letters.fullmatch(name)] if row and letters else []
        return found[0] if len(found) == 1 else None
