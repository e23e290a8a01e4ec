"""Links taken away, and links in cells of their own: what stands where afterwards."""

import numpy as np
import pytest

from changes import assert_joins_are_seams, assert_sound, cell_of, ends_of
from karwan.errors import InputError
from karwan.network.change import remove, split_off
from karwan.network.record import Cell, Gateway, GatewayKind, Network
from karwan.words.mode import Mode


def road(with_post=True):
    """A road along the equator, nodes 0 to 4 a degree apart, a post at node 2 and one at node 4."""
    gates = tuple(
        Gateway(name, GatewayKind.POST, name, lon, 0.0, ("A", "B")) for name, lon in (("p", 2.0), ("q", 4.0))
    )
    ends = 2 if with_post else 0
    return Network(
        digest="road",
        cells=(Cell("road:A", Mode.ROAD, "A"),),
        node_first=np.array([0, 5], np.int32),
        node_lon=np.arange(5.0),
        node_lat=np.zeros(5),
        link_first=np.array([0, 4], np.int32),
        link_a=np.arange(4, dtype=np.int32),
        link_b=np.arange(1, 5, dtype=np.int32),
        link_km=np.array([10.0, 20.0, 30.0, 40.0]),
        link_origin=np.zeros(4, np.uint8),
        gateways=gates,
        end_gateway=np.arange(ends, dtype=np.int32),
        end_cell=np.zeros(ends, np.int32),
        end_node=np.array([2, 4][:ends], np.int32),
        end_access_km=np.zeros(ends),
    )


def test_a_closed_stretch_takes_its_links_and_the_nodes_that_nothing_needs():
    changed = remove(road(), {"road:A": [3, 0, 0]})
    assert_sound(changed.network)
    assert changed.touched == {"road:A"}
    assert changed.network.link_km.tolist() == [20.0, 30.0]
    assert changed.network.node_lon.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert ends_of(changed.network, "road:A") == {"p": 2.0, "q": 4.0}


def test_a_cell_of_which_nothing_is_left_goes():
    changed = remove(road(with_post=False), {"road:A": range(4)})
    assert changed.network.cells == ()
    assert changed.network.node_lon.size == 0


def test_the_digest_tells_what_was_done_to_what():
    one, other = remove(road(), {"road:A": [0]}).network, remove(road(), {"road:A": [1]}).network
    again = remove(road(), {"road:A": np.array([0])}).network
    assert one.digest == again.digest != other.digest
    assert split_off(road(), {"road:A": [0]}, "x").network.digest != one.digest


def test_a_stretch_of_its_own_meets_the_rest_at_the_nodes_that_both_have():
    changed = split_off(road(), {"road:A": [1, 2]}, "flood", "Flood")
    network = changed.network
    assert_sound(network)
    assert_joins_are_seams(network)
    assert changed.touched == {"road:A", "road:A:flood"}
    own = network.cells[cell_of(network, "road:A:flood")]
    assert own == Cell("road:A:flood", Mode.ROAD, "A", service="flood", parent="road:A")
    assert own.rated_as == ("flood", "A")
    assert not own.is_ferry
    joins = {gate.id: gate.lon for gate in network.gateways if gate.kind is GatewayKind.JOIN}
    assert sorted(joins.values()) == [1.0, 3.0]
    # The post in the middle goes along, the one at the end of the road stays.
    assert ends_of(network, "road:A:flood") == {"p": 2.0, **joins}
    assert ends_of(network, "road:A") == {"q": 4.0, **joins}


def test_a_stretch_of_a_stretch_is_still_of_the_first_cell():
    once = split_off(road(), {"road:A": [1, 2, 3]}, "one").network
    changed = split_off(once, {"road:A:one": [1]}, "two")
    network = changed.network
    assert_sound(network)
    assert_joins_are_seams(network)
    assert changed.touched == {"road:A:one", "road:A:one:two"}
    assert network.cells[cell_of(network, "road:A:one:two")].parent == "road:A"


def test_three_cells_meet_in_one_join():
    star = split_off(road(), {"road:A": [1]}, "one").network  # from 1 to 2
    network = split_off(star, {"road:A": [0]}, "zero").network  # from 0 to 1, where the first one begins
    assert_sound(network)
    assert_joins_are_seams(network)
    at_one = [gate.id for gate in network.gateways if gate.kind is GatewayKind.JOIN and gate.lon == 1.0]
    assert len(at_one) == 1
    assert ends_of(network, "road:A:zero") == {at_one[0]: 1.0}


def test_a_cell_that_is_split_off_whole_has_no_join():
    network = split_off(road(), {"road:A": range(4)}, "all").network
    assert [cell.key for cell in network.cells] == ["road:A:all"]
    assert ends_of(network, "road:A:all") == {"p": 2.0, "q": 4.0}
    assert [gate.kind for gate in network.gateways] == [GatewayKind.POST, GatewayKind.POST]


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ({"road:B": [0]}, "unknown cell 'road:B'; did you mean road:A"),
        ({"road:A": [4]}, "road:A has links 0 to 3, not 4 to 4"),
        ({"road:A": [-1, 2]}, "road:A has links 0 to 3, not -1 to 2"),
    ],
)
def test_links_that_are_not_there_are_refused(links, message):
    for change in (lambda: remove(road(), links), lambda: split_off(road(), links, "x")):
        with pytest.raises(InputError, match=message):
            change()


def test_two_stretches_of_one_name_in_one_cell_are_refused():
    once = split_off(road(), {"road:A": [1]}, "flood").network
    with pytest.raises(InputError, match="give each change an id of its own"):
        split_off(once, {"road:A": [0]}, "flood")
