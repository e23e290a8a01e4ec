"""The build as a whole: its steps, its hashes, the same bytes each time, and what it refuses."""

import numpy as np
import pytest

from karwan.errors import NetworkError
from karwan.facts import load
from karwan.network import digest, open_network, open_report
from karwan.network.base import read
from karwan.network.build import build
from karwan.network.flat import flat
from karwan.network.opened import inputs
from karwan.network.report import Kind
from karwan.network.steps import steps
from karwan.network.store import store
from karwan.storage.store import Store, folder
from karwan.testing import Sketch
from karwan.words.mode import Mode

MAP = """
    A----B====C
    !         |
    D~~~~~~~~~E
"""
TERRITORIES = {"PK": "AB", "CN": "CE"}


@pytest.fixture(scope="module")
def network():
    return open_network(load(), Store(folder()))


@pytest.fixture(scope="module")
def report():
    return open_report(load(), Store(folder()))


def sketch(**tables):
    return Sketch(MAP, TERRITORIES, {"gate-rail": "BC"}, {"port-a": "A", "port-e": "E"}, tables=tables)


def leg(order, at, mode="", status="open"):
    lon, lat = at
    return {"id": f"way-{order}", "corridor": "way", "order": order, "name": f"stop {order}"} | {
        "lon": lon,
        "lat": lat,
        "mode_to_next": mode,
        "status": status,
    }


def test_a_world_built_twice_is_the_same_to_the_last_bit():
    one, other = (sketch().build().state.network for _ in range(2))
    assert (one.cells, one.gateways) == (other.cells, other.gateways)
    for name in ("node_lon", "node_lat", "link_a", "link_b", "link_km", "end_node", "end_access_km"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


@pytest.mark.slow
def test_the_network_of_today_is_the_same_as_the_one_that_is_kept(network, report):
    facts = load()
    made = store(*build(facts, read(), digest(facts)))
    kept = store(network, report)
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name].tobytes() != kept[name].tobytes()] == []


def test_an_open_leg_of_a_corridor_without_a_way_stops_the_build():
    corridor = [{"id": "way", "name": "Way", "status": "open"}]
    far = [leg(1, (66.0, 2.2), "road"), leg(2, (67.2, 2.0))]
    with pytest.raises(NetworkError, match="stop 1 - stop 2"):
        sketch(corridors=corridor, waypoints=far).build()
    planned = [leg(1, (66.0, 2.2), "road", "planned"), leg(2, (67.2, 2.0))]
    assert sketch(corridors=corridor, waypoints=planned).build()


def test_every_step_names_what_it_reads():
    facts = load()
    plan = steps(facts, read(), digest(facts))
    assert [step.name for step in plan][:3] == ["read", "patch", "territories"]
    assert all(step.inputs for step in plan)
    assert plan[0].inputs["base"] == inputs(facts)["base"]
    assert {"patches", "patch.py"} <= plan[1].inputs.keys()


def test_the_hash_of_the_network_hangs_on_the_base_and_on_every_table_that_is_read(tmp_path):
    facts = load()
    assert digest(facts) == digest(load())
    assert digest(facts, "another base") != digest(facts)
    own = tmp_path / "own"
    own.mkdir()
    head = "id,mode,action,from_name,from_lat,from_lon,to_name,to_lat,to_lon,length_km,gauge_mm,shape"
    row = "x,road,cut,here,1,1,there,2,2,,,,open,"
    text = f"{head},status,opened,evidence,sources,note\n{row},assumed,,as our ministry says\n"
    (own / "patches.csv").write_text(text, encoding="utf-8")
    assert digest(load(own)) != digest(facts)


def test_every_patch_of_the_tables_finds_its_nodes(report):
    assert [finding.text for finding in report.of(Kind.PATCH) if "no node" in finding.text] == []
    assert [finding.text for finding in report.of(Kind.PATCH) if "no link" in finding.text] == []


def test_every_open_leg_of_a_corridor_has_a_way(report):
    assert [finding.text for finding in report.of(Kind.LEG) if "(planned)" not in finding.text] == []


def test_all_but_few_railways_and_roads_hang_together(network):
    for mode, least in ((Mode.ROAD, 0.85), (Mode.RAIL, 0.85), (Mode.SEA, 0.95)):
        lengths = flat(network, mode).piece_km
        assert lengths.max() / lengths.sum() > least


def test_no_cell_is_without_an_end_or_a_name(network):
    assert len({cell.key for cell in network.cells}) == len(network.cells)
    home = {f"road:{code}" for code in ("PK", "AF", "IR", "CN", "KZ", "UZ", "TM", "KG", "TJ", "TR", "EU")}
    keys = [cell.key for cell in network.cells]
    assert home <= set(keys)
    with_end = {keys[index] for index in np.unique(network.end_cell)}
    assert home <= with_end
