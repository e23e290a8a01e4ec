"""What holds a way back, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from karwan.answers.held_back import Hold, HoldKind
from karwan.answers.routes import NotOffered
from karwan.report import shown
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.words.evidence import Evidence, weakest

_MOST = 3
# Where the place goes without saying, as it is in the words.
_NAMED = frozenset({HoldKind.SERVICE, HoldKind.TIR})


def held_words(holds: Sequence[Hold], names: Mapping[str, str]) -> str:
    """`held back: the gauge changes from 1520 to 1435 mm at Dostyk, 9–24 h ○ $288 ○`; empty for nothing."""
    told = [hold_words(hold, names) for hold in holds[:_MOST]]
    more = len(holds) - _MOST
    if not told:
        return ""
    lead = "" if all(hold.kind is HoldKind.SERVICE for hold in holds) else "held back: "
    return lead + "; ".join(told) + (f"; and {more} more" if more > 0 else "")


def is_barred(way: NotOffered) -> bool:
    """Whether something other than better ways keeps a way from being offered."""
    return any(reason.where != way.corridor for reason in way.reasons)


def hold_words(hold: Hold, names: Mapping[str, str]) -> str:
    """One of them: what, where, since when, what it takes, and the first source."""
    reason, part = hold.reason, hold.part
    where = "" if hold.kind in _NAMED else f" at {shown.short(names.get(reason.where, reason.where))}"
    since = f", since {shown.day(reason.since)}" if reason.since else ""
    taken = [f"{shown.time_of(part)} {_sign(part.time_evidence)}"] if part.time_h else []
    taken += [f"{shown.usd(part.cost_usd)} {_sign(part.cost_evidence)}"] if part.cost_usd else []
    if not taken and hold.kind is not HoldKind.SERVICE:
        taken = ["in the hours of the post"]
    source = f" [{reason.sources[0]}]" if reason.sources else ""
    return f"{reason.what}{where}{since}{', ' if taken else ''}{' '.join(taken)}{source}"


def _sign(shares: Mapping[Evidence, float]) -> str:
    """The sign of the weakest class that a figure rests on."""
    return EVIDENCE_SIGNS[weakest(kind for kind, share in shares.items() if share)]
