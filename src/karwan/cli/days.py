"""Days as they are written on the command line."""

from __future__ import annotations

from datetime import date

from karwan.errors import InputError


def day_of(text: str | None) -> date | None:
    """The day that a text names, None if there is none.

    Raises:
        InputError: it is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"'{text}' is no day; write year-month-day, such as 2026-11-24") from None
