"""A scenario applied and what it reaches priced anew, with the skim of all places after it."""

from __future__ import annotations

from datetime import date

from benchmarks import asked
from benchmarks.figures import Figure, clocked
from karwan.answers.ground import passings_of
from karwan.operations.cargo import shipment_of
from karwan.operations.permission import calendar
from karwan.operations.priced import price
from karwan.operations.repriced import reprice
from karwan.routing import skim
from karwan.scenario import Applied, Measure, apply, of_measures
from karwan.scenario.measures import KINDS

PLACES = 300
REPEATS = 15
GOAL_MS = 40.0
GOAL_LINKS_MS = 400.0
MEASURES = {
    "a post closed": ("close", {"at": ("khunjerab-road",)}),
    "the working hours of a post changed": (
        "procedure",
        {"at": ("torugart-road",), "opens": "08:00", "closes": "12:00"},
    ),
    "the hours of a post halved": ("procedure", {"at": ("torugart-road",), "time_factor": 0.5}),
    "a tariff changed in a territory": (
        "price",
        {"of": "tariff", "mode": "rail", "territory": "KZ", "factor": 0.8},
    ),
    "a strait closed": ("close", {"at": ("bab-el-mandeb",)}),
}
LINKS = {
    "a stretch closed": ("close", {"stretch": ("Sost", "Gilgit"), "mode": "road"}),
    "a stretch made faster": (
        "upgrade",
        {"stretch": ("Taftan", "Quetta"), "mode": "rail", "speed_kmh": 60.0},
    ),
}


def measure() -> list[Figure]:
    world = asked.world(PLACES)
    state, shipment, on = world.state, shipment_of(world.state.facts), date.today()  # noqa: DTZ011
    passings = passings_of(state.network.gateways, state.network.cells, world.overlay)
    attached = [place.attachments for place in world.places]
    places, inside = skim.places_of(world.overlay, attached), skim.inside_of(attached, attached)
    cells = state.network.cells
    days = calendar(state.facts, on)
    before = price(state.book.on_day(on), days, cells, passings, shipment)

    def priced_after(applied: Applied):
        book, then = applied.state.book.on_day(on), calendar(applied.state.facts, on)
        return reprice(before, applied.reach, book, then, cells, passings, shipment)

    def act(one: Measure):
        priced = priced_after(apply(state, of_measures("case", [one]), on))
        return skim.skim(world.overlay, priced, world.weights, places, places, inside, threads=1)

    figures = []
    for what, (kind, fields) in MEASURES.items():
        one = KINDS[kind](**fields, reason="a case")
        act(one)  # compiles
        applied, apply_s = clocked(lambda one=one: apply(state, of_measures("case", [one]), on), REPEATS)
        _, price_s = clocked(lambda applied=applied: priced_after(applied), REPEATS)
        _, whole_s = clocked(lambda one=one: act(one), REPEATS)
        note = f"applied {1000 * apply_s:.1f} ms, priced anew {1000 * price_s:.1f} ms"
        figures.append(
            Figure(f"{what}, and {PLACES} x {PLACES} anew", 1000 * whole_s, "ms", GOAL_MS, note=note)
        )
    for what, (kind, fields) in LINKS.items():
        one = KINDS[kind](**fields, reason="a case")
        _, apply_s = clocked(lambda one=one: apply(state, of_measures("case", [one]), on), 3)
        figures.append(
            Figure(f"{what}: found, applied, overlay renewed", 1000 * apply_s, "ms", GOAL_LINKS_MS)
        )
    return figures
