"""One rival a file, all on the same road network.

Each has PACKAGES (whose versions are told), LANES (how many of the 300 sources of the skim it runs; the rest
is scaled), PAIRS (how many of the 50 pairs), NOTE (for the page), and four functions:

    build(road) -> made             # from the arrays of a Road to what its questions need
    ask(made, road, pair) -> m      # the shortest metres between two nodes, inf where no way
    skim_all(made, road, sources) -> m  # (sources, places) metres
    change(made, road) -> None      # takes in new lengths of links; what has to be done anew
"""
