"""A day as a user writes it."""

from __future__ import annotations

from datetime import date, datetime

from karwan.errors import InputError

# Days outside these years are slips of the keys: no table knows anything of them.
FIRST_YEAR, LAST_YEAR = 1990, 2100


def day_of(written: object) -> date:
    """The day that an ISO text, a date or a point of time names.

    Raises:
        InputError: it names none, or one far off.
    """
    found = _read(written)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InputError(f"'{written}': name a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def moment_of(written: object) -> datetime:
    """The moment that an ISO text or a point of time names, without a zone.

    Raises:
        InputError: it names none, has a zone, or lies far off.
    """
    found = written if isinstance(written, datetime) else _moment(str(written))
    if found.tzinfo is not None:
        raise InputError(f"'{written}': write no zone; the hour is that of the place of departure")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InputError(f"'{written}': name a year from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(
            f"'{text}' is no moment; write year-month-dayThour:minute, such as 2026-12-01T08:00"
        ) from None


def _read(written: object) -> date:
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    try:
        return date.fromisoformat(str(written).strip())
    except ValueError:
        raise InputError(f"'{written}' is no day; write year-month-day, such as 2026-11-24") from None
