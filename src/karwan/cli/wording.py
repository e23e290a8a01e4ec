"""Numbers, signs and dates as they are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from karwan.words.evidence import Evidence

NONE = "-"


def number(value: float | None, digits: int = 1) -> str:
    """A number with thousands apart, without zeros that say nothing."""
    if value is None:
        return NONE
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def graded(value: float, evidence: Evidence, digits: int = 1) -> str:
    """A number with the sign of its evidence."""
    return f"{number(value, digits)} {sign(evidence)}"


def sign(evidence: Evidence) -> str:
    """The sign of a class of evidence; the word follows wherever there is room."""
    from karwan.report.palette import EVIDENCE_SIGNS

    return EVIDENCE_SIGNS[evidence]


def legend() -> str:
    """All signs with their words."""
    return "  ".join(f"{sign(evidence)} {evidence}" for evidence in Evidence)


def day(value: date | None) -> str:
    """A date as ISO writes it."""
    return NONE if value is None else value.isoformat()


def listed(items: Iterable[object]) -> str:
    """Items with commas between them."""
    return ", ".join(str(item) for item in items) or NONE


def size(count_bytes: int) -> str:
    """A file size in the unit that fits."""
    value = float(count_bytes)
    for unit in ("B", "kB", "MB"):
        if value < 1000:  # noqa: PLR2004
            return f"{number(value)} {unit}"
        value /= 1000
    return f"{number(value)} GB"
