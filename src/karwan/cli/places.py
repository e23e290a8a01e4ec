"""`karwan places`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from karwan.cli import paper
from karwan.cli.options import Output, with_output
from karwan.cli.reading import whole
from karwan.cli.wording import listed, number

if TYPE_CHECKING:
    from karwan.answers.places import PlacesAnswer

_MOST = 1000
_WIDEST = 40


@with_output
def places(
    query: Annotated[str, typer.Argument(help="A name in any script, a code, an id or lat,lon.")],
    count: Annotated[str, typer.Option(metavar="N", help="How many places to list.")] = "10",
    *,
    out: Output,
) -> None:
    """List the places that a word may mean, likeliest first, and the posts and gateways that bear it."""
    from karwan.answers.places import places as answered

    answer = answered(out.facts, query, whole(count, "count", _MOST))
    if out.as_json:
        paper.print_json(answer.as_json())
        return
    if answer.places:
        _print_places(answer)
    if answer.gateways:
        _print_gateways(answer)
    paper.say(f"taken for {answer.meant.name} ({answer.meant.id})" if answer.meant else f"{answer.why}")


def _print_places(answer: PlacesAnswer) -> None:
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


def _print_gateways(answer: PlacesAnswer) -> None:
    titles = ("post, gateway", "name", "territory", "what", "way", "good for")
    rows = [
        (
            found.id,
            found.name,
            listed(found.territories),
            found.what,
            found.way_name or "-",
            f"--via {found.id}, --avoid {found.id}",
        )
        for found in answer.gateways
    ]
    paper.table([paper.Column(title, widest=_WIDEST if title == "name" else None) for title in titles], rows)
    paper.say()
