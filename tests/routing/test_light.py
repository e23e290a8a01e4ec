"""The commands of one question import nothing heavy."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from karwan.routing.overlay import build_overlay, to_arrays
from karwan.routing.snap import cell_links
from random_worlds import random_network, random_prices

QUESTION = """
import sys
from pathlib import Path
import numpy as np
from random_worlds import Prices
from karwan.routing import draw, families, overlay, pareto, question, shortest
from karwan.routing.attach import attach
from karwan.routing.route import legs
from karwan.routing.snap import CellLinks
from karwan.words.mode import Mode

def arrays(name):
    file = np.load(Path(sys.argv[1]) / f"{name}.npz")
    return {key: file[key] for key in file.files}

def links_of(cell):
    return CellLinks(**arrays(f"cell{cell}"))

world, prices = overlay.from_arrays(arrays("overlay")), Prices(**arrays("prices"))
reach = {Mode.ROAD: 60.0, Mode.RAIL: 60.0}
here, there = attach(world, links_of, 0.5, 0.5, reach), attach(world, links_of, 9.0, 1.0, reach)
pair = question.ends(world, prices, here, there)
costs = question.generalise(world, prices, pair, (3.0, 1.0, 0.0))
best = shortest.shortest(world, costs)
first = next(families.families(world, costs, labels=range(len(world.cells))))
front = pareto.front(pareto.chain_problem(world, prices, pair, first.cells))
points = [draw.line(world, links_of, leg, here, there) for leg in legs(world, best, here, there)]
assert len(front.routes) and len(points) == len(best.cells)
heavy = {"numba", "scipy", "pandas", "llvmlite"} & {name.partition(".")[0] for name in sys.modules}
assert not heavy, heavy
"""


def test_one_question_imports_neither_numba_nor_scipy(tmp_path: Path):
    network = random_network(11)
    overlay = build_overlay(network)
    np.savez(tmp_path / "overlay.npz", **to_arrays(overlay))
    prices = random_prices(overlay, 11)
    np.savez(tmp_path / "prices.npz", **vars(prices))
    for cell in range(len(network.cells)):
        links = cell_links(network, cell)
        np.savez(tmp_path / f"cell{cell}.npz", **{name: getattr(links, name) for name in links.__slots__})
    path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-c", QUESTION, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert run.returncode == 0, run.stderr
