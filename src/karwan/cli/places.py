"""`karwan places`."""

from __future__ import annotations

from typing import Annotated

import typer

from karwan.cli import paper
from karwan.cli.options import Output, with_output
from karwan.cli.reading import whole
from karwan.cli.wording import listed, number

_MOST = 1000


@with_output
def places(
    query: Annotated[str, typer.Argument(help="A name in any script, a code, an id or lat,lon.")],
    count: Annotated[str, typer.Option(metavar="N", help="How many places to list.")] = "10",
    *,
    out: Output,
) -> None:
    """List the places that a word may mean, likeliest first."""
    from karwan.answers.places import places as answered

    answer = answered(out.facts, query, whole(count, "count", _MOST))
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    titles = ("id", "name", "territory", "what", "lat", "lon", "people", "codes", "other names")
    columns = [paper.Column(title, title in ("lat", "lon", "people")) for title in titles]
    rows = [
        (
            found.place.id,
            found.place.name,
            found.place.territory or "-",
            found.what,
            number(found.place.lat, 4),
            number(found.place.lon, 4),
            number(found.population, 0),
            listed(found.codes),
            listed(found.names[:4]),
        )
        for found in answer.places
    ]
    paper.table(columns, rows)
    paper.say()
    paper.say(f"taken for {answer.meant.name} ({answer.meant.id})" if answer.meant else f"{answer.why}")
