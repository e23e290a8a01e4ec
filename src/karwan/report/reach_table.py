"""How far goods come, as tables and as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from karwan.answers.reach_answer import CityReached, ReachAnswer
from karwan.answers.way_times import CHANCES
from karwan.report import shown
from karwan.report.csv_text import as_csv

NONE = "-"
_HOURS_A_DAY = 24.0
# Of the largest cities that are named, so many lie in one territory at most.
_SHARE_OF_ONE = 6
CSV_HEADER = (
    "id", "name", "territory", "lon", "lat", "population",
    "band", "generalised", "time_h", "time_p50_h", "time_p90_h", "cost_usd", "co2e_kg",
)  # fmt: skip
CSV_BASE = tuple(f"base_{name}" for name in CSV_HEADER[CSV_HEADER.index("band") :])
DAYS = "P50–P90 d"


def title(answer: ReachAnswer) -> str:
    """What the figures are, in one line."""
    asked = answer.question.asked
    cargo = shown.cargo(asked.shipment)
    return f"From {shown.place(answer.question.origin)}: {what(answer)}; {cargo}, on {shown.day(asked.on)}"


def what(answer: ReachAnswer) -> str:
    """What the figure is that bands count."""
    ranked_by = answer.question.asked.ranked_by
    way = {"time": "quickest", "cost": "cheapest"}.get(ranked_by, "best")
    if answer.limits.is_time:
        share = "half of all shipments arrive"
        share = share if answer.question.chance == CHANCES[0] else "9 of 10 shipments arrive"
        return f"days within which {share} by the {way} way"
    dollars = "generalised cost" if ranked_by == "generalised" else "dollars"
    return f"mean {dollars} of the {way} way"


def figure(answer: ReachAnswer, city: CityReached) -> str:
    """The figure that bands count, as shown: days from P50 to P90, or dollars."""
    if answer.limits.is_time:
        return days(city.time_p50_h, city.time_p90_h)
    value = answer.value(city)
    return NONE if value is None else f"{value:,.0f}"


def days(p50_h: float | None, p90_h: float | None) -> str:
    """P50 and P90 in days without unit: `6.8–10.3`; with two decimals where both read the same."""
    if p50_h is None or p90_h is None:
        return NONE
    low, high = p50_h / _HOURS_A_DAY, p90_h / _HOURS_A_DAY
    digits = 1 if f"{low:.1f}" != f"{high:.1f}" else 2
    return f"{low:.{digits}f}–{high:.{digits}f}" if high else "0"


def people(count: int) -> str:
    """Inhabitants in millions or thousands."""
    if not count:
        return NONE
    return f"{count / 1e6:,.1f} M" if count >= 1e5 else f"{count / 1e3:,.0f} k"  # noqa: PLR2004


def band_header(answer: ReachAnswer) -> tuple[str, ...]:
    """Titles of the columns of `band_rows`."""
    both = ("cities before", "people before") if answer.base else ()
    return ("band", "cities", "people", *both)


def band_rows(answer: ReachAnswer) -> list[tuple[str, ...]]:
    """One row a band, then what lies beyond or has no way."""
    rows = []
    for at, band in enumerate(answer.bands):
        before = answer.base.bands[at] if answer.base else None
        both = (f"{before.cities:,}", people(before.population)) if before else ()
        rows.append((band.name, f"{band.cities:,}", people(band.population), *both))
    for name, is_no_way in (("beyond", False), ("no way", True)):
        sums = [_sum(one.cities, is_no_way=is_no_way) for one in (answer, answer.base) if one]
        rows.append((name, *(cell for count, sum_ in sums for cell in (f"{count:,}", people(sum_)))))
    return rows


def _sum(cities: Sequence[CityReached], *, is_no_way: bool) -> tuple[int, int]:
    here = [city for city in cities if city.band is None and (city.time_h is None) is is_no_way]
    return len(here), sum(city.population for city in here)


def territory_header(answer: ReachAnswer) -> tuple[str, ...]:
    """Titles of the columns of `territory_rows`."""
    return ("territory", "nearest city", unit(answer), *(band.name for band in answer.bands), "no way")


def territory_rows(answer: ReachAnswer, count: int) -> list[tuple[str, ...]]:
    """The nearest territories: where goods come first, and what share of its townspeople is in each band."""
    rows = []
    for row in answer.territories[:count]:
        near = row.nearest
        if near is None:
            break
        shares = (*row.by_band, row.no_way)
        told = (f"{share / row.population:.0%}".replace("%", " %") if share else NONE for share in shares)
        rows.append((row.name, near.place.name, figure(answer, near), *told))
    return rows


def city_header(answer: ReachAnswer) -> tuple[str, ...]:
    """Titles of the columns of `city_rows`."""
    before = (f"{unit(answer)} before",) if answer.base else ()
    return ("city", "in", unit(answer), *before, "USD" if answer.limits.is_time else DAYS, "people")


def city_rows(answer: ReachAnswer, count: int) -> list[tuple[str, ...]]:
    """The largest cities within the bands, the nearest first."""
    before = {city.place.id: city for city in answer.base.cities} if answer.base else {}
    rows = []
    for city in named_cities(answer, count):
        old = (figure(answer, before[city.place.id]),) if answer.base else ()
        place = city.place
        told = (place.name, place.territory or "", figure(answer, city), *old)
        rows.append((*told, _other(answer, city), people(city.population)))
    return rows


def _other(answer: ReachAnswer, city: CityReached) -> str:
    """What is told of a way beside the figure that bands count: dollars, or days."""
    if not answer.limits.is_time:
        return days(city.time_p50_h, city.time_p90_h)
    return NONE if city.cost_usd is None else f"{city.cost_usd:,.0f}"


def named_cities(answer: ReachAnswer, count: int) -> list[CityReached]:
    """The largest cities within the bands, now or before, few of one territory; the nearest first."""
    before = {city.place.id: city for city in answer.base.cities} if answer.base else {}
    in_one: Counter[str | None] = Counter()
    chosen: list[CityReached] = []
    for city in answer.cities:
        is_in = city.band is not None or (city.place.id in before and before[city.place.id].band is not None)
        if is_in and in_one[city.place.territory] < max(2, count // _SHARE_OF_ONE):
            in_one[city.place.territory] += 1
            chosen.append(city)
    last = float("inf")
    return sorted(chosen[:count], key=lambda city: last if (value := answer.value(city)) is None else value)


def moved_lines(answer: ReachAnswer, count: int) -> list[str]:
    """What the scenario gains and loses, band by band, the largest cities named."""
    lines = []
    for at, limit in enumerate(answer.limits.written()):
        gained = [now for old, now in answer.moved() if _within(now, at) and not _within(old, at)]
        lost = [now for old, now in answer.moved() if _within(old, at) and not _within(now, at)]
        for word, each in (("gained", gained), ("lost", lost)):
            if each:
                names = ", ".join(city.place.name for city in each[:count])
                more = f" and {len(each) - count:,} more" * (len(each) > count)
                sum_ = people(sum(city.population for city in each))
                lines.append(f"within {limit} {word}: {names}{more} ({sum_} people)")
    return lines


def csv_text(answer: ReachAnswer) -> str:
    """Every city, the largest first, with what was before the scenario where one holds."""
    found = []
    for at, city in enumerate(answer.cities):
        place = city.place
        row: list[object] = [place.id, place.name, place.territory, place.lon, place.lat, city.population]
        for one in (city, answer.base.cities[at]) if answer.base else (city,):
            told = one.figures()
            band = None if one.band is None else answer.bands[one.band].name
            names = CSV_HEADER[CSV_HEADER.index("band") + 1 :]
            row += [band, *(told[name] for name in names)]
        found.append(row)
    return as_csv((*CSV_HEADER, *(CSV_BASE if answer.base else ())), found)


def _within(city: CityReached, band: int) -> bool:
    return city.band is not None and city.band <= band


def unit(answer: ReachAnswer) -> str:
    """Of the figure that bands count."""
    return DAYS if answer.limits.is_time else "USD, all" if _is_weighed(answer) else "USD"


def _is_weighed(answer: ReachAnswer) -> bool:
    return answer.question.asked.ranked_by == "generalised"
