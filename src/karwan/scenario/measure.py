"""What the measures of all kinds share."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from karwan.scenario.fields import a, specs_of

if TYPE_CHECKING:
    from karwan.scenario.scene import Effect, Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One change to a state, with where it comes from and the days on which it holds.

    A kind is a class with its fields and `plan`, in a file of its own in `measures/`. The same class is read
    from TOML, written in Python and sent by the page; `fields` says what each field may hold.
    """

    kind: ClassVar[str]
    example: ClassVar[str] = ""
    since: date | None = a("day", "first day; from the beginning if not named", name="from")
    until: date | None = a("day", "last day; without an end if not named")
    source: str | None = a("text", "where it was read: a web address, a title, or an id of `sources`")
    reason: str | None = a("text", "why it is assumed, where no source says so")

    def plan(self, scene: Scene) -> Effect:
        """What it does to the state of a scene; what is wrong with it is told to the scene."""
        raise NotImplementedError

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds; None without an end."""
        return self.until

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in its period."""
        return (self.since or date.min) <= day <= (self.last_day or date.max)

    def told(self) -> dict[str, Any]:
        """Its kind and the fields that are filled, by their names in TOML, in their order."""
        filled: dict[str, Any] = {"kind": self.kind}
        for name, spec in specs_of(type(self)).items():
            value = getattr(self, name)
            if value is not None and value != ():
                filled[spec.name] = value
        return filled

    @property
    def digest(self) -> str:
        """Hash of its content, the order of its fields aside."""
        text = json.dumps(self.told(), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
