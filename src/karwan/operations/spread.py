"""How much times vary, and together with which others: the one lookup of the table `spread` (rules, 3)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karwan.facts.load import Facts
from karwan.facts.rows import Spread
from karwan.words.distribution import Distribution
from karwan.words.evidence import Evidence, Figure
from karwan.words.together import Correlations

_ANY = "*"
_Key = tuple[str, str, str, str]
# Operation, mode, territories, gateway.
_Asked = tuple[str, str, tuple[str, ...], str]
_TRIPS = "time_cv"


class Standing(StrEnum):
    """How near a figure is to what it is used for; the metric of the row that says how far it may be off.

    OWN: measured or published of the very place. NEAR: the average of its country, or assumed of the place.
    FAR: the default of the mode or operation.
    """

    OWN = "year_cv"
    NEAR = "average_cv"
    FAR = "default_cv"


# Where no row says how far a near figure may be off, it may be as far as a default.
_METRICS = {
    Standing.OWN: (str(Standing.OWN),),
    Standing.NEAR: (str(Standing.NEAR), str(Standing.FAR)),
    Standing.FAR: (str(Standing.FAR),),
}
_VARYING = frozenset({_TRIPS, *Standing})


@dataclass(frozen=True, slots=True)
class Varied:
    """How the times of an operation are distributed.

    Attributes:
        cv: standard deviation over mean, with its origin. distribution: the shape. row: that says so.
    """

    cv: Figure
    distribution: Distribution
    row: Spread


def sd_h(mean_h: float, trips: Varied | None, doubt: Varied | None) -> tuple[float, float]:
    """Standard deviation of a time in hours, of trips and doubt together and of the doubt alone.

    What no row says varies is constant, whatever the doubt.
    """
    if trips is None:
        return 0.0, 0.0
    if doubt is None:
        return mean_h * trips.cv.value, 0.0
    return mean_h * math.hypot(trips.cv.value, doubt.cv.value), mean_h * doubt.cv.value


class Spreads:
    """Coefficients of variation and correlations, from the rows of `spread` that may price.

    A row of a post or terminal (`at`) goes before those of its territory, these before `*`, and a row of
    the mode before one of any mode; of equal ones that of the season, then the strongest evidence, then the
    newest.
    """

    def __init__(self, facts: Facts) -> None:
        rows: dict[tuple[str, _Key], list[Spread]] = defaultdict(list)
        self._correlations: dict[str, Spread] = {}
        for row in sorted(facts.rows(Spread), key=_rank):
            if not row.is_input or row.evidence is Evidence.CLAIMED:
                continue
            if row.metric == "correlation" and row.between:
                self._correlations.setdefault(row.between, row)
            elif row.metric in _VARYING:
                for at in row.at or ("",):
                    rows[row.metric, (row.operation, row.mode, row.territory, at)].append(row)
        self._rows = dict(rows)
        self._known: dict[tuple[tuple[str, ...], _Asked, int | None], Varied | None] = {}

    def of(
        self, operation: str, mode: str, where: Iterable[str], at: str = "", on: date | None = None
    ) -> Varied | None:
        """How the times of an operation vary; None where no row says so: they are taken as constant.

        Args:
            operation: `haul`, `cross`, `passage`...
            mode: of the run or vehicle.
            where: territory, basin or ferry; of several names the most special first.
            at: id of the gateway.
            on: day of the question; without one, rows of some months alone are left out.
        """
        return self._found((_TRIPS,), (operation, mode, tuple(where), at), on)

    def doubt(
        self,
        standing: Standing,
        operation: str,
        mode: str,
        where: Iterable[str],
        at: str = "",
        on: date | None = None,
    ) -> Varied | None:
        """How far the mean may be off that a figure gives (docs/rules, 3.6); None where no row says so.

        The other arguments are those of `of`.
        """
        return self._found(_METRICS[standing], (operation, mode, tuple(where), at), on)

    def _found(self, metrics: tuple[str, ...], asked: _Asked, on: date | None) -> Varied | None:
        """The first row of the first metric that has one for what is asked."""
        key = metrics, asked, None if on is None else on.month
        if key not in self._known:
            rows = (self._row(metric, asked, on) for metric in metrics)
            self._known[key] = next((_varied(row) for row in rows if row is not None), None)
        return self._known[key]

    def _row(self, metric: str, asked: _Asked, on: date | None) -> Spread | None:
        for key in _keys(*asked):
            for row in self._rows.get((metric, key), ()):
                if not row.months or (on is not None and on.month in row.months):
                    return row
        return None

    @property
    def correlations(self) -> Correlations:
        """How the times of two steps are correlated; what no row says is taken as independent."""
        return Correlations(**{between: row.value for between, row in self._correlations.items()})

    @property
    def correlation_rows(self) -> Iterable[Spread]:
        """The rows that the correlations are from."""
        return self._correlations.values()


def _rank(row: Spread) -> tuple[bool, int, int]:
    return not row.months, row.evidence.rank, -(row.year or 0)


def _varied(row: Spread) -> Varied:
    shape = Distribution(row.distribution or Distribution.LOGNORMAL)
    return Varied(Figure(row.value, row.evidence, row.sources), shape, row)


def _keys(operation: str, mode: str, where: Iterable[str], at: str) -> Iterator[_Key]:
    for place in dict.fromkeys((at, "")):
        for territory in (*where, _ANY):
            for means in (mode, _ANY):
                yield operation, means, territory, place
