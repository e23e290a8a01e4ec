"""The commands, in the order of the help."""

from __future__ import annotations

from typing import Annotated

import typer

from karwan import __version__
from karwan.cli import network, scenario
from karwan.cli.brief import brief
from karwan.cli.cache import cache
from karwan.cli.compare import compare
from karwan.cli.corridor import corridor, corridors
from karwan.cli.critical import critical
from karwan.cli.distance import distance
from karwan.cli.facts import facts
from karwan.cli.needs import needs
from karwan.cli.places import places
from karwan.cli.posts import posts
from karwan.cli.reach import reach
from karwan.cli.routes import routes
from karwan.cli.serve import serve
from karwan.cli.skim import skim
from karwan.cli.text_command import TextCommand, TextGroup
from karwan.cli.why import why

app = typer.Typer(
    name="karwan",
    cls=TextGroup,
    help="Plans international freight corridors: every sensible way from A to B by road, rail, sea and air, "
    "through which posts, in what time, at what cost.",
    epilog="A place is a name in any spelling or script, a UN/LOCODE, an IATA code, an id, or lat,lon.",
    rich_markup_mode=None,  # drawing the help with rich would take longer than all the rest of it
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(*, is_asked: bool) -> None:
    if is_asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def karwan(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _print_version(is_asked=value),
            is_eager=True,
            help="Print the version and end.",
        ),
    ] = False,
) -> None:
    """The program as a whole."""


for verb, short in (
    (routes, "Show every sensible way from A to B."),
    (needs, "Show what lets a shipment pass, and what is missing."),
    (corridor, "Show a corridor section by section."),
    (corridors, "List the corridors, with their status."),
    (skim, "Measure between many places."),
    (compare, "Show what scenarios change."),
    (reach, "Show what a place reaches in days or dollars."),
    (why, "Show what would make a way the best."),
    (critical, "Rank what pairs cannot do without."),
    (brief, "Write two pages for talks, as PDF and HTML."),
    (distance, "Measure the shortest way by one mode."),
    (places, "List the places that a word may mean."),
    (posts, "Show border posts: state, hours, dollars."),
    (facts, "Show the fact tables, with sources."),
    (serve, "Show the page in a browser."),
    (cache, "Show or clear what is kept on disk."),
):
    app.command(cls=TextCommand, short_help=short)(verb)

_network = typer.Typer(cls=TextGroup, rich_markup_mode=None)
for verb, short in (
    (network.build, "Build it, and show its steps."),
    (network.info, "Show what the network is made of."),
    (network.check, "Show what was repaired and what does not fit."),
):
    _network.command(cls=TextCommand, short_help=short)(verb)

_scenario = typer.Typer(cls=TextGroup, rich_markup_mode=None)
for verb, name, short in (
    (scenario.new, "new", "Write a scenario to begin with."),
    (scenario.check, "check", "Apply it, and show what it touched."),
    (scenario.show, "show", "Show its measures."),
    (scenario.diff, "diff", "Show what two do not share."),
    (scenario.list_, "list", "List those that ship with karwan."),
    (scenario.schema, "schema", "Print the JSON schema for editors."),
):
    _scenario.command(name, cls=TextCommand, short_help=short)(verb)
app.add_typer(_scenario, name="scenario", help="Make, check, show and compare scenarios.")
app.add_typer(_network, name="network", help="Build, describe and check the network.")
