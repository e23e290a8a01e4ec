"""Rows of law that a procedure lays: TIR, admissions, matters, regimes."""

from __future__ import annotations

from collections.abc import Iterator

from karwan.errors import unknown
from karwan.facts.cells import a_clock
from karwan.facts.rows import Admission, Need, Regime, Row, Territory
from karwan.scenario.scene import Scene

MATTERS = (
    "permit", "visa", "transit_guarantee", "vehicle_admission", "insurance", "axle_load", "customs_data",
    "plant_health", "payment", "war_risk", "escort",
)  # fmt: skip
STATES = ("in_force", "signed", "in_talks", "lapsed", "suspended", "missing", "unknown")
_TIR, _IN_FORCE, _SUSPENDED = "tir", "in_force", "suspended"


def minutes(clock: str) -> int:
    """Minutes after midnight."""
    return a_clock(clock)


def tir(scene: Scene, word: str | None, *, works: bool) -> Iterator[Regime]:
    """TIR in force (or suspended) in a territory, or in all of them for `*`."""
    code = scene.territory("territory", word or "", or_any=True)
    if code is None:
        return
    rows = scene.facts.rows(Regime)
    known = {row.territories[0]: row for row in rows if row.kind == _TIR and len(row.territories) == 1}
    pattern = next(iter(known.values()), None)
    if pattern is None:
        scene.fault("tir", "no row of `regimes` tells what TIR is", "add one with --facts")
        return
    wanted = (
        [scene.home(one.id) for one in scene.facts.rows(Territory)] if code == "*" else [scene.home(code)]
    )
    everywhere = {
        one for row in rows if row.kind == _TIR and row.state == _IN_FORCE for one in row.territories
    }
    for one in dict.fromkeys(wanted):
        row = known.get(one)
        if row is not None and (row.state == _IN_FORCE) != works:
            state = _IN_FORCE if works else _SUSPENDED
            yield scene.mended(row, state=state, since=scene.measure.since, until=scene.measure.last_day)
        elif row is None and works and one not in everywhere:
            made = {"id": f"{scene.cited}-tir-{one}", "name": f"TIR in {one}", "territories": (one,)}
            days = {"since": scene.measure.since, "until": scene.measure.last_day}
            yield scene.mended(pattern, state=_IN_FORCE, **made, **days)


def admission(
    scene: Scene, ends: tuple[str | None, str | None], admitted: str, reach: str
) -> Iterator[Admission]:
    """Whether trucks of the first territory may run in the second."""
    codes = _codes(scene, ends)
    if codes is not None:
        yield scene.row(
            Admission, home=codes[0], territory=codes[1], purpose="any", admitted=admitted, reach=reach
        )


def need(scene: Scene, ends: tuple[str | None, str | None], matter: str, state: str | None) -> Iterator[Need]:
    """A matter in the second territory, for those of the first, in a state."""
    codes = _codes(scene, ends)
    if state is None:
        scene.fault("state", f"no state of the {matter} is named", f"write one of {', '.join(STATES)}")
    elif codes is not None:
        why = scene.measure.reason or scene.measure.source or ""
        yield scene.row(Need, home=codes[0], territory=codes[1], matter=matter, state=state, how=why)


def regime(scene: Scene, word: str, state: str | None, *, binds: bool | None = None) -> Iterator[Row]:
    """A regime in another state, or binding others than now, on the days of the measure."""
    row = scene.facts.by_id(Regime).get(word)
    if row is None:
        known = [one.id for one in scene.facts.rows(Regime)]
        scene.fault("regime", unknown("regime", word, known), "`karwan facts regimes` lists them")
    elif state is None and binds is None:
        mend = f"write state as one of {', '.join(STATES)}, or binds"
        scene.fault("state", f"neither a state of {word} nor whom it binds is named", mend)
    else:
        last = scene.measure.last_day or (row.until if state is None else None)
        is_switch = row.is_switch if binds is None else not binds
        days = {"since": scene.measure.since or row.since, "until": last}
        yield scene.mended(row, state=state or row.state, is_switch=is_switch, last_seen=None, **days)


def _codes(scene: Scene, ends: tuple[str | None, str | None]) -> tuple[str, str] | None:
    codes = []
    for name, word in (("home", ends[0] or "*"), ("territory", ends[1])):
        if word is None:
            scene.fault(name, "no territory is named", 'write territory = "KZ"')
            return None
        code = scene.territory(name, word, or_any=True)
        if code is None:
            return None
        codes.append(code)
    return codes[0], codes[1]
