"""What a user writes as cargo and product becomes a shipment with its vehicles."""

import pytest

from karwan.errors import InputError
from karwan.facts.load import Facts
from karwan.operations.cargo import shipment_of


@pytest.fixture(scope="module")
def facts():
    return Facts()


def test_a_truck_weighs_its_own_mass_the_box_and_the_goods(facts):
    truck = shipment_of(facts, "40ft:22t").truck
    assert truck.payload_t == pytest.approx(22 + 3.8)
    assert truck.gross_t == pytest.approx(22 + 3.8 + 14.5)
    assert truck.axle_t == pytest.approx(0.23 * truck.gross_t)


def test_several_units_weigh_as_much_each_and_more_together(facts):
    one, three = shipment_of(facts, "40ft"), shipment_of(facts, "3x40ft")
    assert three.truck == one.truck
    assert (three.tonnes, three.trucks) == (3 * one.tonnes, 3 * one.trucks)


def test_a_wagon_of_goods_goes_on_the_road_in_three_trucks_of_a_third_each(facts):
    wagon = shipment_of(facts, "wagon")
    assert (wagon.trucks, wagon.truck.payload_t) == (3, 20)
    assert wagon.wagon.gross_t == pytest.approx(83)
    assert wagon.wagon.axle_t == pytest.approx(83 / 4)


def test_loose_tonnes_fill_as_many_trucks_as_they_need(facts):
    loose = shipment_of(facts, "500t")
    assert (loose.tonnes, loose.trucks) == (500, 25)
    assert loose.truck.payload_t == 20


def test_a_product_brings_its_group_shelf_life_and_cooling(facts):
    kinnow = shipment_of(facts, product="Mandarin")
    assert (kinnow.product, kinnow.commodity, kinnow.cargo) == ("kinnow", "fruit", "reefer")
    assert kinnow.is_reefer
    assert kinnow.keeps_days == (20, 30)


def test_a_product_that_needs_no_cooling_goes_in_a_dry_box(facts):
    nitrate = shipment_of(facts, product="ammonium-nitrate")
    assert (nitrate.cargo, nitrate.un_class, nitrate.is_reefer) == ("40ft", "5.1", False)
    assert nitrate.keeps_days is None


def test_other_names_of_units_are_known(facts):
    assert shipment_of(facts, "2x40ft-reefer").unit == "reefer"
    assert shipment_of(facts, "truck").unit == "20t"


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        ({"cargo": "40ft", "product": "kinnow"}, "write reefer or 20t-reefer"),
        ({"cargo": "500t", "product": "kinnow"}, "write 19xreefer or 23x20t-reefer"),
        ({"cargo": "40ft:60t"}, "write at most 40ft:26.5t"),
        ({"cargo": "40ft:nan"}, "is not a number above zero"),
        ({"product": "kinow"}, "did you mean kinnow?"),
        ({"product": "kinnow", "commodity": "metals"}, "is of commodity fruit"),
        ({"commodity": "gold"}, "karwan facts commodities lists them"),
    ],
)
def test_what_cannot_be_sent_is_told_with_the_mend(facts, asked, mend):
    with pytest.raises(InputError, match=mend.replace("?", r"\?")):
        shipment_of(facts, **asked)
