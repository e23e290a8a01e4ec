"""A day as a user writes it."""

from __future__ import annotations

from datetime import date, datetime

from karwan.errors import InputError


def day_of(written: object) -> date:
    """The day that an ISO text, a date or a point of time names.

    Raises:
        InputError: it names none.
    """
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written).strip())
    except ValueError:
        raise InputError(f"'{written}' is no day; write year-month-day, such as 2026-11-24") from None
