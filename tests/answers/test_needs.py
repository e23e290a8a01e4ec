"""What a way needs: each matter by the row that fits best, and what is not in force as an agenda."""

from datetime import date

import pytest

from karwan.answers.goods import Goods, goods_of
from karwan.answers.matters import Sent, matters
from karwan.answers.needs import NeedsAsked, ask_needs, needs_question
from karwan.errors import InputError
from karwan.facts.load import load
from karwan.operations.book import Book
from karwan.testing import draw
from karwan.words.mode import Mode

FACTS = load()
BOOK = Book(FACTS)
WAY = ("PK", "CN", "KG", "KZ")
DAY = date(2026, 2, 10)


def found(territory, *, on=DAY, haulier="PK", passed=WAY, goods=None, modes=(Mode.ROAD,), book=BOOK):
    sent = Sent(haulier, (passed[0], passed[-1]), goods or Goods("general"), on, passed)
    return {matter.name: matter for matter in matters(book, territory, modes, sent)}


def need(territory, matter, state, **more):
    row = {"territory": territory, "home": "*", "matter": matter, "state": state, "how": f"{matter} {state}"}
    return {"id": f"{territory}-{matter}-{state}-{more.get('home')}-{more.get('goods')}", **row, **more}


def drawn(*rows, **tables):
    return draw(
        "A----B----C----D",
        territories={"PK": "A", "CN": "BC", "KZ": "D"},
        posts={"one-road": "AB", "two-road": "CD"},
        tables={"needs": rows, **tables},
    )


def asked(world, **more):
    question = needs_question(world.state.facts, NeedsAsked(origin="A", destination="D", on=DAY, **more))
    return ask_needs(world.state, question)


def test_a_truck_needs_no_papers_at_home_but_keeps_the_rules_of_the_road():
    home = found("PK")
    assert all(home[name].state == "not_needed" for name in ("permit", "visa", "insurance", "customs_data"))
    assert home["axle_load"].state == "in_force"
    assert home["escort"].said[0].row == "pk-any-escort"


def test_a_truck_of_another_home_needs_a_permit_where_that_of_the_origin_does_not():
    assert found("PK", haulier="KZ")["permit"].state == "in_force"
    assert found("KZ", haulier="KZ")["permit"].state == "not_needed"


def test_the_row_of_the_very_home_goes_before_that_of_any():
    assert found("KZ")["customs_data"].said[0].row == "kz-pk-customs-data"
    assert found("KG")["customs_data"].said[0].row == "kg-any-customs-data"


def test_what_was_signed_later_was_not_signed_before():
    assert found("KZ", on=date(2026, 2, 3))["customs_data"].state == "unknown"
    assert found("KZ", on=date(2026, 2, 4))["customs_data"].state == "signed"


def test_a_row_of_some_goods_holds_for_these_alone():
    way = ("PK", "IR", "TM", "KZ")
    assert found("IR", passed=way)["payment"].state == "missing"
    kinnow = found("IR", passed=way, goods=Goods("fruit", "kinnow"))["payment"]
    assert [said.row for said in kinnow.said] == ["ir-pk-payment-exemption"]
    after = found("IR", passed=way, goods=Goods("fruit", "kinnow"), on=date(2026, 5, 1))["payment"]
    assert after.state == "in_force"
    assert after.said[0].row == "ir-any-payment-licensed"


def test_goods_without_a_row_where_others_have_one_need_nothing():
    assert found("KZ")["plant_health"].state == "not_needed"
    assert found("KZ", goods=Goods("cereals"))["plant_health"].state == "in_force"


def test_talks_end_nothing_that_is_in_force_and_decide_where_nothing_is():
    plants = found("KZ", goods=Goods("fruit"))["plant_health"]
    assert [said.state for said in plants.said] == ["in_force", "in_talks"]
    assert found("IR", passed=("PK", "IR"))["customs_data"].state == "in_talks"


def test_a_bar_on_a_product_goes_before_the_rule_for_its_group():
    way, potatoes = ("PK", "IR", "AZ", "RU"), Goods("fruit", "potatoes")
    barred = found("RU", passed=way, goods=potatoes, on=date(2026, 1, 10))
    assert barred["plant_health"].state == "suspended"
    assert found("RU", passed=way, goods=potatoes, on=date(2026, 4, 10))["plant_health"].state == "in_force"


def test_where_no_row_names_a_permit_the_admissions_do():
    barred = found("EU", passed=("PK", "IR", "TR", "EU"))["permit"]
    assert (barred.state, barred.said[0].table) == ("missing", "admissions")
    assert barred.said[0].lack_time_h > 0
    free = found("AM", haulier="KZ", passed=("KZ", "RU", "AM"))["permit"]
    assert (free.state, free.said[0].how) == ("in_force", "no permit needed")


def test_where_no_row_names_a_guarantee_tir_or_a_common_transit_does():
    assert found("EU", passed=("PK", "EU"))["transit_guarantee"].said[0].row == "tir-eu"
    assert found("EU", passed=("PK", "IR", "TR", "EU"))["transit_guarantee"].said[0].row == "ctc"
    assert found("EG", passed=("PK", "EG"))["transit_guarantee"].state == "signed"
    assert found("LK", passed=("PK", "LK"))["transit_guarantee"].state == "unknown"


def test_by_rail_nothing_is_asked_of_trucks_and_drivers():
    assert set(found("CN", modes=(Mode.RAIL,))) == {"customs_data", "plant_health", "payment", "war_risk"}


def test_the_agenda_is_what_is_not_in_force_and_says_each_thing_once():
    world = drawn(
        need("CN", "permit", "in_force"),
        need("CN", "visa", "missing", who_signs="both", how="drivers wait", lack_time_h=48),
        need("KZ", "visa", "missing", who_signs="both", how="drivers wait"),
        need("KZ", "insurance", "signed"),
    )
    way = asked(world).ways[0]
    told = [(item.matter, item.where, item.state) for item in way.agenda if item.state != "unknown"]
    assert told == [("visa", ("CN", "KZ"), "missing"), ("insurance", ("KZ",), "signed")]
    assert way.agenda[0].lack_time_h == 48
    assert ("permit", ("CN",)) not in [(item.matter, item.where) for item in way.agenda]


def test_a_way_that_is_shut_has_its_opening_first_on_the_agenda():
    shut = {
        "id": "one-road-1", "crossing": "one-road", "state": "closed", "direction": "both",
        "why": "fighting", "last_seen": "2026-01-01",
    }  # fmt: skip
    answer = asked(drawn(crossing_periods=[shut]))
    (way,) = answer.ways
    assert (way.word, way.is_offered) == ("x1", False)
    assert (way.agenda[0].matter, way.agenda[0].where) == ("opening", ("one-road",))


def test_territories_stand_in_the_order_of_travel_between_their_gateways():
    (way,) = asked(drawn()).ways
    assert [(one.territory, one.enters, one.leaves) for one in way.passed] == [
        ("PK", "place-A", "one-road"),
        ("CN", "one-road", "two-road"),
        ("KZ", "two-road", "place-D"),
    ]


def test_a_territory_under_sanctions_names_the_goods_that_may_be_paid_for():
    sanction = {
        "id": "bar", "name": "a bar", "kind": "sanctions", "territories": "CN", "relation": "each",
        "modes": "road", "state": "in_force", "is_switch": "yes", "goods": "all", "except_goods": "general",
        "effect": "bars_dealing", "meaning": "no bank pays",
    }  # fmt: skip
    (way,) = asked(drawn(regimes=[sanction])).ways
    (dealing,) = way.passed[1].dealings
    assert (dealing.may_be_paid, dealing.asked_may) == (("general",), True)
    assert not way.passed[0].dealings


def test_a_licence_frees_from_a_bar_of_the_same_signatory_alone():
    def rule(name, effect, signs):
        return {
            "id": name, "name": name, "kind": "sanctions", "territories": "CN", "relation": "each",
            "modes": "road", "state": "in_force", "is_switch": "yes", "goods": "all", "effect": effect,
            "meaning": "money", "who_signs": signs,
        }  # fmt: skip

    rules = [
        rule("ours", "bars_dealing", "a bank, a ministry"),
        rule("theirs", "bars_dealing", "a council"),
        rule("licence", "frees_dealing", "a ministry"),
    ]
    (way,) = asked(drawn(regimes=rules)).ways
    may = {dealing.regime.id: dealing.asked_may for dealing in way.passed[1].dealings}
    assert may == {"ours": True, "theirs": False, "licence": True}


def test_an_agreement_is_told_if_both_ends_signed_or_it_is_about_the_hauliers_trucks():
    def signed(name, parties, state="signed"):
        return {
            "id": name, "name": name, "kind": "road_agreement", "territories": parties,
            "relation": "members", "modes": "road", "state": state, "is_switch": "no", "goods": "all",
            "effect": "opens", "meaning": "trucks may run",
        }  # fmt: skip

    rows = [signed("ends", "PK;KZ"), signed("ours", "PK;CN", "in_force"), signed("theirs", "CN;KZ")]
    (way,) = asked(drawn(regimes=rows)).ways
    assert [row.id for row in way.agreements] == ["ends", "ours"]
    (theirs,) = asked(drawn(regimes=rows), haulier="CN").ways
    assert {row.id for row in theirs.agreements} == {"ends", "ours", "theirs"}
    assert [item.what for item in way.agenda if item.matter == "agreement"] == ["ends: trucks may run"]


def test_the_law_of_the_consignment_note_is_told_where_two_of_its_parties_are_passed_by_rail():
    def law(name, parties):
        return {
            "id": name, "name": name, "kind": "rail_law", "territories": parties, "relation": "members",
            "modes": "rail", "state": "in_force", "is_switch": "no", "goods": "all", "effect": "one_note",
            "meaning": "one note",
        }  # fmt: skip

    world = draw(
        "A----B====C====D",
        territories={"PK": "AB", "CN": "C", "KZ": "D"},
        posts={"one-rail": "BC", "two-rail": "CD"},
        gateways={"rail-b": "B"},
        tables={"regimes": [law("west", "PK;IR"), law("east", "CN;KZ")]},
    )
    assert [row.id for row in asked(world).ways[0].agreements] == ["east"]


def test_a_way_spoken_of_is_told_where_it_lies_between_and_not_where_it_leads_elsewhere():
    def spoken(name, territories, start, end):
        return {
            "id": name, "name": name, "territories": territories, "from_place": "x", "from_lat": 2,
            "from_lon": start, "to_place": "y", "to_lat": 2, "to_lon": end, "modes": "road",
            "state": "no_road", "why": "a track",
        }  # fmt: skip

    rows = [
        spoken("between", "PK;CN", 66.3, 66.8),
        spoken("far", "PK;CN", 71, 72),
        spoken("elsewhere", "PK;AF", 66.3, 66.8),
    ]
    assert [row.id for row in asked(drawn(ways_spoken_of=rows)).spoken] == ["between"]


def test_a_way_is_named_by_its_letter_or_id():
    world = drawn()
    (way,) = asked(world).ways
    assert asked(world, route="a").ways == asked(world, route=way.id).ways == (way,)
    with pytest.raises(InputError, match=r"'Q'; the ways of this answer are A$"):
        asked(world, route="Q")


def test_a_product_brings_its_freight_group_and_contradicts_no_other():
    assert goods_of(FACTS, product="Mandarin") == Goods("fruit", "kinnow")
    with pytest.raises(InputError, match="kinnow is of commodity fruit, not cereals"):
        goods_of(FACTS, commodity="cereals", product="kinnow")
    with pytest.raises(InputError, match="unknown product 'kinow'; did you mean kinnow"):
        goods_of(FACTS, product="kinow")


def test_a_haulier_is_a_code_or_a_name_and_a_member_of_a_union_stands_for_it():
    def home(word):
        asked = NeedsAsked(origin="Lahore", destination="Almaty", haulier=word)
        return needs_question(FACTS, asked).haulier

    assert home("kz") == home("Kazakhstan") == "KZ"
    assert home("DE") == home("eu") == "EU"
    with pytest.raises(
        InputError, match="unknown territory of a haulier 'Kazakstan'; did you mean Kazakhstan"
    ):
        home("Kazakstan")
