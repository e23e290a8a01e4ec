"""What `karwan routes` shows beside the ways: steps, acts at posts, the way back, how figures came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import departing, paper
from karwan.cli.options import Output
from karwan.cli.records import Options

if TYPE_CHECKING:
    from karwan.answers.explained import Explained
    from karwan.answers.procedures import AtPost
    from karwan.answers.round_trip import RoundTrip
    from karwan.answers.routes import RoutesAnswer
    from karwan.answers.walk import Departed


@dataclass(frozen=True, kw_only=True)
class Details(Options):
    """What is wanted beside the ways."""

    round_trip: Annotated[
        bool, typer.Option("--round-trip", help="Price the way back too, with a load and without.")
    ] = False
    steps: Annotated[
        bool, typer.Option("--steps", help="Show every step of every route, and what is done at each post.")
    ] = False
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="Show how each figure of a way came about: its letter or id, x1 for the first not offered.",
        ),
    ] = None

    @property
    def named(self) -> dict[str, object]:
        """What was written for each option."""
        return {"--steps": self.steps, "--explain": self.explain, "--round-trip": self.round_trip}

    def show(self, out: Output, answer: RoutesAnswer, departed: Departed | None) -> None:
        """Prints the answer with what is wanted beside it.

        Args:
            out: how it is printed.
            answer: the ways.
            departed: their walks, where a moment of departure was named.
        """
        posts = _at_posts(out, answer) if self.steps else {}
        trips = _round_trips(out, answer) if self.round_trip else {}
        explained = None if self.explain is None else _explained(out, answer, self.explain)
        if out.as_json:
            told = _with_trips(_with_posts(answer.as_json(), posts), trips)
            more = {} if explained is None else {"explained": explained.as_json()}
            paper.print_json(departing.with_walks(told, departed) | more)
        elif explained is not None:
            from karwan.report.explain_table import print_explained

            print_explained(explained, paper.console())
        else:
            from karwan.report.routes_table import print_routes

            print_routes(answer, paper.console(), show_steps=self.steps, posts=posts)
            _print_more(answer, departed, trips)


def _print_more(answer: RoutesAnswer, departed: Departed | None, trips: Mapping[str, RoundTrip]) -> None:
    """What stands below the ways."""
    if departed:
        from karwan.report.walk_table import print_departed

        print_departed(departed, paper.console())
    if trips:
        from karwan.report.round_trip_table import print_round_trips

        print_round_trips(answer, trips, paper.console())


def _at_posts(out: Output, answer: RoutesAnswer) -> dict[str, tuple[AtPost, ...]]:
    """What is done at the posts of each way, by its id."""
    from karwan.answers.procedures import at_posts

    question = answer.question
    return {
        offer.id: at_posts(out.facts, offer.route, question.shipment, question.on) for offer in answer.routes
    }


def _round_trips(out: Output, answer: RoutesAnswer) -> dict[str, RoundTrip]:
    from karwan.answers.round_trip import round_trips

    return round_trips(out.state, answer)


def _explained(out: Output, answer: RoutesAnswer, word: str) -> Explained:
    from karwan.answers.explain import explain

    return explain(out.state, answer, word)


def _with_posts(told: dict[str, Any], posts: Mapping[str, tuple[AtPost, ...]]) -> dict[str, Any]:
    """The answer as JSON, with what is done at posts where steps were asked for."""
    for route in told["routes"]:
        if route["id"] in posts:
            route["at_posts"] = [post.as_json() for post in posts[route["id"]]]
    return told


def _with_trips(told: dict[str, Any], trips: Mapping[str, RoundTrip]) -> dict[str, Any]:
    """The answer as JSON, with each way there and back where that was asked for."""
    for route in told["routes"]:
        if route["id"] in trips:
            route["round_trip"] = trips[route["id"]].as_json()
    return told
