"""What the question why a way is not the best answers with: the gap, and what would close it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from karwan.answers.as_json import place_json, reason_json, totals
from karwan.answers.question import RoutesQuestion
from karwan.answers.routes import RoutesAnswer
from karwan.answers.trial import lifting
from karwan.operations.permission import Reason
from karwan.words.evidence import Evidence
from karwan.words.route import Route


@dataclass(frozen=True, slots=True)
class Value:
    """A switching value: of hours or dollars at one place.

    Attributes:
        now: what is taken there. needed: what it would have to be; None if no figure does it.
        evidence: shares of what it rests on now. sources: ids.
        measure: of a scenario that makes it so, its fields as in TOML; None where no measure does just that.
    """

    now: float
    needed: float | None
    evidence: Mapping[Evidence, float]
    sources: tuple[str, ...]
    measure: Mapping[str, object] | None = None

    @property
    def change(self) -> float | None:
        """What is added to it; below 0 for less."""
        return None if self.needed is None else self.needed - self.now

    def as_json(self) -> dict[str, Any]:
        """The value as JSON types."""
        return {
            "now": round(self.now, 6),
            "needed": _rounded(self.needed),
            "change": _rounded(self.change),
            "evidence": {str(kind): share for kind, share in self.evidence.items() if share},
            "source": list(self.sources),
            "measure": None if self.measure is None else dict(self.measure),
        }


@dataclass(frozen=True, slots=True)
class Switch:
    """What would have to change at one place.

    Attributes:
        kind: `gateway`, or the mode of a haul. id: of the gateway; of a haul the territory, basin or ferry.
        name: as shown. operations: what is done there. hours, dollars: None where it takes none.
    """

    kind: str
    id: str
    name: str
    operations: tuple[str, ...]
    hours: Value | None
    dollars: Value | None

    @property
    def least(self) -> float:
        """The smaller change of the two, as a share of what there is; infinite where none does it."""
        return min(
            (
                abs(value.change) / value.now
                for value in (self.hours, self.dollars)
                if value is not None and value.change is not None
            ),
            default=math.inf,
        )

    def as_json(self) -> dict[str, Any]:
        """The switch as JSON types."""
        return {
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "operations": list(self.operations),
            "hours": None if self.hours is None else self.hours.as_json(),
            "dollars": None if self.dollars is None else self.dollars.as_json(),
        }


@dataclass(frozen=True, slots=True)
class WayWeighed:
    """A way with its letter ("" where the answer does not show it) and generalised cost."""

    word: str
    label: str
    family: str
    gateways: tuple[str, ...]
    route: Route
    generalised_usd: float

    def as_json(self) -> dict[str, Any]:
        """The way as JSON types."""
        return {
            "way": self.word or None,
            "label": self.label,
            "family": self.family,
            "gateways": list(self.gateways),
            **totals(self.route),
            "generalised_usd": round(self.generalised_usd, 6),
        }


@dataclass(frozen=True, slots=True)
class WhyAnswer:
    """What keeps a way from being the best.

    Attributes:
        question: as asked. answer: all ways of it.
        wanted, best: the way that is wanted, and the one that is best (of the others, if the wanted one is);
            best is None where no other way is open.
        is_best: whether the wanted way is the best as it is.
        reasons: what would have to go first, as the way is not offered.
        gap: what it costs more, in the unit of the ranking; below 0 once it is open, or as it is, if it wins.
        in_all_usd, in_all_h: dollars, or hours, less on the whole way that would do it alone; None where that
            is more than there is, or does not count.
        value_of_time: dollars an hour of the shipment between which it is the best; None where nowhere.
        less: at each place of the wanted way; more: at each place of the best. Least change first.
    """

    question: RoutesQuestion
    answer: RoutesAnswer
    wanted: WayWeighed
    best: WayWeighed | None
    is_best: bool
    reasons: tuple[Reason, ...]
    gap: float
    in_all_usd: float | None
    in_all_h: float | None
    value_of_time: tuple[float, float] | None
    less: tuple[Switch, ...]
    more: tuple[Switch, ...]

    @property
    def wins_when_open(self) -> bool:
        """Whether it is the best once nothing bars it."""
        return bool(self.reasons) and self.gap <= 0

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON types; docs/reference/json.md names the keys."""
        per_h, tonnes = self.question.weights.usd_per_h, self.question.shipment.tonnes
        low, high = self.value_of_time or (None, None)
        return {
            "origin": place_json(self.question.origin),
            "destination": place_json(self.question.destination),
            "on": self.question.on.isoformat(),
            "ranked_by": self.question.ranked_by,
            "network": self.answer.network,
            "wanted": self.wanted.as_json(),
            "best": None if self.best is None else self.best.as_json(),
            "is_best": self.is_best,
            "reasons": [{**reason_json(reason), "measure": lifting(reason)} for reason in self.reasons],
            "wins_when_open": self.wins_when_open,
            "gap": round(self.gap, 6),
            "in_all_usd": _rounded(self.in_all_usd),
            "in_all_h": _rounded(self.in_all_h),
            "value_of_time": {
                "now_usd_h": round(per_h, 6),
                "now_usd_t_h": round(per_h / tonnes, 6),
                "is_won": self.value_of_time is not None,
                "from_usd_t_h": _rounded(None if low is None else low / tonnes),
                "to_usd_t_h": _rounded(None if high is None or math.isinf(high) else high / tonnes),
            },
            "less": [switch.as_json() for switch in self.less],
            "more": [switch.as_json() for switch in self.more],
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
