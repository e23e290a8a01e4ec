"""The search: runs in cells, the overlay of gateways, families, exact fronts and skims.

Three lifetimes. `Overlay` is what exists (made once for a network and stored). `Priced` is what it takes and
whether it is allowed (from `operations`, for one shipment class and date; any record with its five arrays
will do). `Ends` and `Costs` belong to one question. A route is known by its chain of cells and by the
transfers between them; `legs` tells each run of it in kilometres. Criteria stand in the order hours, US
dollars, kg of CO2e. What is not possible is inf.

Once for a network (this one step compiles and takes a second; reading it back takes milliseconds):

    overlay.build_overlay(network) -> Overlay
    overlay.to_arrays(overlay) -> dict[str, NDArray]      # for storage.Store.arrays(name, digest, make)
    overlay.from_arrays(arrays) -> Overlay                # climbs are read only when a place needs them

    overlay.digest_of(network.digest) -> str              # network and code: what the arrays are stored under

A place:

    snap.cell_links(network, cell) -> CellLinks           # nodes and links of one cell
    snap.cells_near(overlay, lon, lat, limit_km) -> NDArray[np.int32]
    snap.snap(links, lon, lat, limit_km, count=3) -> tuple[Foot, ...]       # nearest first
    attach.attach(overlay, links_of, lon, lat, limits_km, territory=None) -> tuple[Attachment, ...]
        # links_of: cell -> CellLinks, limits_km: {Mode.ROAD: 50, ...}; a mode that is left out is not
        # attached. At most one attachment a cell. Of each mode only the territory (or basin) of the nearest
        # link, or the territory that is given. Attachment.foot has the access km, .end_km the km to each
        # end of the cell.
    attach.direct_km(attachment, attachment) -> float     # two places of one cell

A question (origin and destination are sequences of attachments):

    question.ends(overlay, priced, origin, destination) -> Ends
        # start, finish float64[v, 3]: from the origin to where a leg leaves at v, and from where one enters
        # at v to the destination, loading included; direct float64[cells, 3]: both places in one cell
    question.generalise(overlay, priced, ends, weights) -> Costs            # weights: usd per h, usd, kg

    families.families(overlay, costs, labels=..., allowed=..., required=..., ratio=2.0,
                      groups=10, per_group=3) -> Iterator[Family]
        # allowed: bool[cells] that a chain may use, required: bool[cells] of which it must use one (classes:
        # land = no sea, no air; with sea = required sea, no air; with air = required air); labels: what
        # each cell counts as in the name of a chain. Family(cells, cost, transfers), in order of cost, each
        # the exact best of its chain.
    shortest.shortest(overlay, costs, allowed=None) -> Family | None        # the one best route
    pareto.chain_problem(overlay, priced, ends, cells) -> Problem           # one family
    pareto.whole_problem(overlay, priced, ends, allowed=None) -> Problem    # the whole overlay
    pareto.for_pair(whole problem, overlay, ends) -> Problem                # for other places
    pareto.front(problem) -> Front                                          # plain Python
    pareto_numba.front(problem) -> Front                                    # the same, compiled
        # Front(costs int64[n, 3]: minutes, cents, 10 g; routes: tuple[Route, ...]), by time

A route (a Family is one too):

    route.Route(cells, transfers)                         # cells[i] -> transfers[i] -> cells[i + 1]
    route.legs(overlay, route, origin, destination) -> tuple[Leg, ...]
        # Leg(cell, enter, leave, km): vertices, -1 for the place at either end; gateways are
        # overlay.vertex_gateway[enter], transfers overlay.transfer_gateway[t]
    draw.line(overlay, links_of, leg, origin, destination) -> NDArray[np.float64]   # (points, 2) lon, lat

Many pairs (compiled):

    skim.places_of(overlay, attached) -> Places           # attached: attachments of each place; once
    skim.inside_of(attached, attached) -> Inside          # pairs that share a cell; once
    skim.skim(overlay, priced, weights, origins, destinations, inside) -> NDArray[np.float32]
    skim_metric.metric_of(overlay, priced, weights) -> Metric     # prices put on, once
    trees.grow(trees.grounds_of(metric, origins, destinations, inside)) -> Trees  # costs, reasons
    trees.criteria_of(trees) -> NDArray[np.float64]       # hours, US dollars, kg along the best ways
    repair.diverted(repair.kept_of(trees), closures) -> Iterator[Diverted]  # each closure alone
    through.best(through.pair_of(metric, origin, destination, gates), closed) -> Family | None  # one pair

Nothing that one question needs imports numba or SciPy; modules named `*_numba` do, and are imported inside
functions only.
"""
