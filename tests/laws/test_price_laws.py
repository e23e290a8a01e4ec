"""Laws of prices, tried on a drawn world with random tables: lines add up, cover grows with the value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karwan.answers.offers import ask_routes
from karwan.answers.round_trip import without_empties
from karwan.testing import draw
from karwan.words.evidence import Evidence
from karwan.words.price import price_lines
from karwan.words.step import CHARGES, Operation

DAY = date(2026, 6, 1)
MAP = """
A----B====C~~~~~~~~D----E
|    |             |
F----G-------------K
"""
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHARE = st.floats(0, 1)
RATE = st.floats(0, 0.01)
DAYS = st.floats(0, 10)
EVIDENCE = st.sampled_from([kind for kind in Evidence if kind is not Evidence.CLAIMED])


@st.composite
def tables(lots):
    """Rows of every kind of charge with figures and evidence by lot."""

    def row(id_, **columns):
        return {"id": id_, "evidence": lots(EVIDENCE), **columns}

    anywhere = {"mode": "*", "territory": "*", "unit": "ratio"}
    empties = [
        row(
            f"{mode}-{unit}", mode=mode, origin="*", destination="*", unit=unit, share=lots(SHARE),
            share_in_rate=lots(SHARE), cost_factor=lots(SHARE),
        )
        for mode in ("road", "rail", "sea")
        for unit in ("truck", "container", "wagon")
    ]  # fmt: skip
    insurance = [
        row("cargo", cover="cargo", metric="share_of_value", value=lots(RATE), **anywhere),
        row("war", cover="war", metric="share_of_value", value=lots(RATE), **anywhere),
        row("levies", cover="guarantee", metric="levies_of_value", value=lots(SHARE), **anywhere),
        row("secured", cover="guarantee", metric="share_of_levies", value=lots(SHARE), **anywhere),
        row("fee", cover="guarantee", metric="share_of_security", value=lots(RATE), **anywhere),
    ]
    demurrage = [
        row(kind, territory="*", kind=kind, unit="USD/TEU", box="any", free_days=lots(DAYS), per_day=9)
        for kind in ("storage", "detention", "truck")
    ]
    stays = [
        row(
            f"{name}-h", operation=name, between="*", metric="time_h", value=lots(st.floats(0, 200)), unit="h"
        )
        for name in ("transship", "wait", "load")
    ]
    handling = row("usd", operation="load", between="road", metric="cost_usd", value=40, unit="USD/truck")
    return {
        "empties": empties, "insurance": insurance, "demurrage": demurrage,
        "operation_defaults": [*stays, handling],
    }  # fmt: skip


def drawn(rows):
    return draw(
        MAP,
        territories={"PK": "ABF", "CN": "CG", "IR": "DEK"},
        posts={"first-rail": "BC", "south-road": "FG", "far-road": "GK"},
        gateways={"rail-b": "B", "port-c": "C", "port-d": "D"},
        tables=rows,
    )


@SLOW
@given(tables(), st.sampled_from(["40ft", "20t", "60t"]))
def test_price_lines_add_up_to_the_cost_of_every_way_and_so_do_their_shares(rows, cargo):
    for offer in drawn(rows).routes("A", "E", on=DAY, cargo=cargo).routes:
        lines = price_lines(offer.route)
        assert sum(line.usd for line in lines) == pytest.approx(offer.route.cost_usd)
        assert len({line.name for line in lines}) == len(lines)
        for kind, share in offer.route.cost_evidence.items():
            told = sum(line.usd * line.evidence[kind] for line in lines)
            assert told == pytest.approx(share * offer.route.cost_usd, abs=1e-6)
        assert all(step.time.value == 0 for step in offer.route.steps if step.operation in CHARGES)


@SLOW
@given(tables(), st.floats(0.1, 50))
def test_cover_grows_with_the_value_and_nothing_else_does(rows, factor):
    world = drawn(rows)
    answer = world.routes("A", "E", on=DAY).answer
    sent = answer.question.shipment
    dearer = replace(answer.question, shipment=replace(sent, value_usd=sent.value_usd * factor))
    other = {offer.id: offer.route for offer in ask_routes(world.state, dearer).routes}
    of_value = {Operation.INSURANCE, Operation.GUARANTEE}
    for offer in answer.routes:
        if offer.id not in other:
            continue
        for covers, times in ((True, factor), (False, 1.0)):
            before, after = (
                sum(step.cost.value for step in route.steps if (step.operation in of_value) is covers)
                for route in (offer.route, other[offer.id])
            )
            assert after == pytest.approx(before * times)


@SLOW
@given(tables())
def test_there_and_back_is_the_way_there_and_the_way_back_without_their_empties(rows):
    result = drawn(rows).routes("A", "E", on=DAY, round_trip=True)
    assert set(result.trips) == {offer.id for offer in result.routes}
    for offer in result.routes:
        trip = result.trips[offer.id]
        assert trip.is_same_way
        assert trip.out_usd == pytest.approx(without_empties(offer.route))
        assert trip.loaded_usd == pytest.approx(trip.out_usd + without_empties(trip.back))
        assert trip.returned_usd == pytest.approx(trip.out_usd + trip.empty.cost_usd)
        assert trip.empty.cost_usd <= trip.back.cost_usd + 1e-6
        assert trip.empty.time_h <= trip.back.time_h + 1e-6
