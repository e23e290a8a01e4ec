"""What the tables on law, hours and products must say."""

from datetime import date

import pytest

from karwan.facts import load
from karwan.facts.rows import Admission, CrossingHours, Need, Product, Regime

DEPARTURE = date(2026, 2, 10)


@pytest.fixture(scope="module")
def facts():
    return load()


def in_period(row, day):
    return (row.since or date.min) <= day <= (row.until or date.max)


def admitted(facts, home, territory, day):
    """How the best fitting row admits a truck in transit."""
    for pair in ((home, territory), ("*", territory), (home, "*"), ("*", "*")):
        rows = [
            row
            for row in facts.rows(Admission)
            if (row.home, row.territory) == pair and in_period(row, day) and row.purpose != "bilateral"
        ]
        if rows:
            return min(rows, key=lambda row: row.purpose == "any").admitted
    raise AssertionError


def test_the_transit_agreement_of_pakistan_and_kazakhstan_is_signed_and_not_in_force(facts):
    states = {
        row.since: row.state
        for row in facts.rows(Regime)
        if row.name.startswith("Pakistan-Kazakhstan transit")
    }
    assert states[date(2026, 2, 4)] == "signed"
    assert "in_force" not in states.values()


def test_sanctions_that_depend_on_who_pays_are_switches(facts):
    for row in facts.rows(Regime):
        if row.effect == "bars_dealing":
            assert row.is_switch, row.id


def test_kinnow_and_potatoes_alone_may_be_paid_for_through_iran_in_the_season_of_2025(facts):
    exempt = facts.by_id(Regime)["payment-pk-ir-exemption-2025"]
    assert exempt.effect == "frees_dealing"
    assert exempt.goods == ("kinnow", "potatoes")
    assert in_period(exempt, DEPARTURE)
    assert not in_period(exempt, date(2026, 12, 1))
    assert facts.by_id(Regime)["payment-pk-ir"].goods == ("all",)


def test_every_party_of_tir_is_told_by_itself(facts):
    parties = [row for row in facts.rows(Regime) if row.kind == "tir"]
    assert len(parties) > 30
    assert all(row.relation == "each" and len(row.territories) == 1 for row in parties)


def test_a_way_that_the_periods_of_posts_shut_is_not_barred_twice(facts):
    assert facts.by_id(Regime)["af-pk-2025"].effect == "none"


@pytest.mark.parametrize(
    ("home", "territory", "day", "expected"),
    [
        ("KZ", "RU", DEPARTURE, "yes"),
        ("PK", "KZ", DEPARTURE, "permit"),
        ("AF", "TJ", DEPARTURE, "no"),
        ("TJ", "AF", DEPARTURE, "yes"),
        ("RU", "EU", date(2021, 5, 1), "permit"),
        ("RU", "EU", DEPARTURE, "no"),
        ("TR", "CN", DEPARTURE, "no"),
        ("CN", "TM", DEPARTURE, "permit"),
        ("TR", "TM", date(2021, 5, 1), "no"),
        ("RS", "BA", DEPARTURE, "permit"),
    ],
)
def test_trucks_run_on_where_they_are_admitted(facts, home, territory, day, expected):
    assert admitted(facts, home, territory, day) == expected


def test_kinnow_has_a_season_and_a_short_life(facts):
    kinnow = facts.by_id(Product)["kinnow"]
    assert set(kinnow.season_months) == {12, 1, 2, 3, 4}
    assert (kinnow.shelf_life_days_low, kinnow.shelf_life_days_high) == (20, 30)
    assert kinnow.needs_reefer


def test_a_post_with_night_closure_names_its_hours_in_minutes(facts):
    (hours,) = (row for row in facts.rows(CrossingHours) if row.crossing == "lotfabad-road")
    assert (hours.opens, hours.closes) == (7 * 60 + 30, 15 * 60 + 30)


def test_posts_to_china_rest_at_weekends_until_2024(facts):
    rows = [row for row in facts.rows(CrossingHours) if row.crossing == "irkeshtam-road"]
    before = [row for row in rows if in_period(row, date(2024, 6, 1))]
    after = [row for row in rows if in_period(row, DEPARTURE)]
    assert [row.days for row in before] == [("mon", "tue", "wed", "thu", "fri")]
    assert [row.days for row in after] == [()]


def test_every_home_country_tells_all_matters_to_a_haulier_of_pakistan(facts):
    matters = {
        "permit", "visa", "transit_guarantee", "vehicle_admission", "insurance", "axle_load", "customs_data",
        "plant_health", "payment", "war_risk", "escort",
    }  # fmt: skip
    for territory in ("AF", "IR", "CN", "KZ", "KG", "UZ", "TJ", "TM", "AZ", "GE", "TR", "RU"):
        told = {
            row.matter for row in facts.rows(Need) if row.territory == territory and row.home in ("PK", "*")
        }
        assert told == matters, territory


def test_the_lack_of_driver_visas_cost_ten_days_at_torkham(facts):
    (visa,) = (
        row for row in facts.rows(Need) if (row.territory, row.home, row.matter) == ("PK", "AF", "visa")
    )
    assert visa.lack_time_h == 240
