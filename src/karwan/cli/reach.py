"""`karwan reach`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, paper, reading, shipping
from karwan.cli.boundaries import OnMap
from karwan.cli.options import Output, with_output
from karwan.cli.records import Options
from karwan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from karwan.answers.hinterland import HinterlandAnswer
    from karwan.answers.reach_answer import ReachAnswer
    from karwan.report.land.read import Lines
    from karwan.state import State

_MOST = 1000
_NAMED = 5
_ENDINGS = (".html", ".png")
Text = str | None
Texts = list[str] | None


@dataclass(frozen=True, kw_only=True)
class Kinds(Options):
    """What is asked of the places: bands, market access, or hinterlands; as written."""

    bands: Annotated[
        Text,
        typer.Option(metavar="LIMITS", help="Upper limits of bands: 2d,4d,7d or 36h,72h or $1000,$2500."),
    ] = None
    chance: Annotated[
        Text,
        typer.Option(
            metavar="p50|p90",
            help="Bands of days within which half of all shipments arrive (p50), or 9 of 10.",
            show_default="p50",
        ),
    ] = None
    access: Annotated[
        bool, typer.Option("--access", help="Market access of the places: people, discounted by cost.")
    ] = False
    elasticity: Annotated[
        Text, typer.Option(metavar="N", help="Of trade, by which access is discounted; of table rates.")
    ] = None
    hinterland: Annotated[
        Texts,
        typer.Option(
            metavar="GATE,...",
            help="Which of these is nearest to each city: ids of ports, dry ports, terminals, posts, or "
            "kind=port; may be repeated.",
        ),
    ] = None

    @property
    def are_bands(self) -> bool:
        """Whether neither of the others is asked."""
        return not self.access and self.hinterland is None

    def check(self, places: Texts) -> None:
        """Refuses options that mean nothing beside each other.

        Raises:
            InputError: for such options.
        """
        if self.hinterland is not None and (places or self.access or self.elasticity is not None):
            raise InputError(
                "--hinterland stands alone: gates take the part of places, and cost that of access"
            )
        if not self.are_bands and (self.bands or self.chance) is not None:
            raise InputError("--bands and --chance are of one place; leave out --access and --hinterland")
        if self.are_bands and self.elasticity is not None:
            raise InputError("--elasticity discounts market access; write --access too")
        if self.are_bands and (places is None or len(places) != 1):
            raise InputError("name one place; several with --access, and gates with --hinterland")


@dataclass(frozen=True, kw_only=True)
class Shown(Options):
    """What is shown of an answer: how many rows, a map, a CSV file; as written."""

    count: Annotated[str, typer.Option(metavar="N", help="How many rows of each table to show.")] = "20"
    draw: Annotated[
        Text, typer.Option("--map", metavar="FILE", help="Draw a map: FILE.html, or FILE.png of bands.")
    ] = None
    csv: Annotated[Text, typer.Option(metavar="FILE", help="Write every row as CSV; - prints it.")] = None

    @property
    def most(self) -> int:
        """How many rows."""
        return reading.whole(self.count, "count", _MOST)

    def check(self, *, as_json: bool) -> None:
        """Refuses files that cannot be written, before the work begins.

        Raises:
            InputError: for such a file, for two answers on standard output, and for a count that is none.
        """
        files.check_csv(self.csv, as_json=as_json)
        files.check("--map", self.draw, _ENDINGS)
        reading.whole(self.count, "count", _MOST)


@with_output
def reach(
    places: Annotated[
        Texts, typer.Argument(metavar="PLACE...", help="Where goods begin.", show_default=False)
    ] = None,
    *,
    kinds: Kinds,
    by: Annotated[
        Text,
        typer.Option(
            help="By the way best in time, cost or generalised cost; time for bands, else generalised."
        ),
    ] = None,
    goods: shipping.Shipping,
    shown: Shown,
    on_map: OnMap,
    out: Output,
) -> None:
    """Show what a place reaches in days or dollars, market access, or the hinterlands of ports."""
    shown.check(as_json=out.as_json)
    borders = on_map.read(shown.draw)
    asked = goods.asked(by or ("time" if kinds.are_bands else "generalised"))
    asked["on"] = asked["on"] or reading.today()
    kinds.check(places)
    named = places or []
    if kinds.hinterland is not None:
        _hinterland(out, kinds.hinterland, asked, shown, borders)
    elif kinds.access:
        _access(out, named, asked, reading.number(kinds.elasticity, "elasticity"), shown)
    else:
        _bands(out, (named[0], kinds.bands, kinds.chance), asked, shown, borders)


def _bands(
    out: Output,
    words: tuple[str, Text, Text],
    asked: dict[str, Any],
    shown: Shown,
    borders: Lines | None,
) -> None:
    """The reach of a place; `words`: the place, limits of bands, the chance that they count."""
    from karwan.answers.reach import ask_reach, compare_reach, reach_question
    from karwan.facts.places import find
    from karwan.report import reach_table

    place, bands, chance = words
    question = reach_question(out.facts, find(place, out.facts), bands, asked, chance)
    answer = _answered(out, question, ask_reach, compare_reach)
    if shown.draw is not None:
        _draw_bands(out, answer, shown.draw, borders)
    if _written(out, answer, shown, reach_table.csv_text):
        return
    paper.heading(reach_table.title(answer))
    _print(
        (
            (reach_table.band_header(answer), reach_table.band_rows(answer), {0}),
            (reach_table.territory_header(answer), reach_table.territory_rows(answer, shown.most), {0, 1}),
            (reach_table.city_header(answer), reach_table.city_rows(answer, shown.most), {0, 1}),
        )
    )
    for line in reach_table.moved_lines(answer, _NAMED):
        paper.say(line)
    paper.say("P50–P90: within so many days 5, and 9, of 10 shipments arrive; the doubt about means is in it")
    paper.say("people: of the cities that the gazetteer knows; shares: of these, by territory")


def _draw_bands(out: Output, answer: ReachAnswer, name: str, borders: Lines | None) -> None:
    from karwan.report.reach_html import reach_html, reach_map

    base = out.base_state.network if out.scenarios else None
    drawn = reach_map(answer, out.state.network, base)
    if name.casefold().endswith(".png"):
        from karwan.report.reach_png import reach_png

        files.write("--map", name, reach_png(answer, drawn, borders))
    else:
        files.write("--map", name, reach_html(answer, drawn, borders))


def _access(
    out: Output, words: list[str], asked: dict[str, Any], elasticity: float | None, shown: Shown
) -> None:
    from karwan.answers.access import access_question, ask_access, compare_access
    from karwan.cli.listing import named_places
    from karwan.facts.places import find
    from karwan.report import access_table

    if shown.draw is not None:
        raise InputError("--map draws bands or hinterlands; leave it out with --access")
    places = [find(name, out.facts) for name in named_places(words)]
    question = access_question(out.facts, places, asked, elasticity)
    answer = _answered(out, question, ask_access, compare_access)
    if _written(out, answer, shown, access_table.csv_text):
        return
    paper.heading(access_table.title(answer))
    _print(((access_table.header(answer), access_table.rows(answer), {0, 1}),))
    for line in access_table.notes(answer):
        paper.say(line)


def _hinterland(
    out: Output, words: list[str], asked: dict[str, Any], shown: Shown, borders: Lines | None
) -> None:
    from karwan.answers.hinterland import ask_hinterland, compare_hinterland, hinterland_question
    from karwan.report import hinterland_table

    if shown.draw is not None and shown.draw.casefold().endswith(".png"):
        raise InputError(f"--map {shown.draw}: hinterlands are drawn as .html alone")
    gates = [gate for word in words for gate in word.split(",") if gate.strip()]
    question = hinterland_question(out.facts, gates, asked)
    answer = _answered(out, question, ask_hinterland, compare_hinterland)
    if shown.draw is not None:
        _draw_hinterland(out, answer, shown.draw, borders)
    if _written(out, answer, shown, hinterland_table.csv_text):
        return
    paper.heading(hinterland_table.title(answer))
    texts = {0, 1, 2, 3} if answer.base else {0, 1, 2}
    _print(
        (
            (hinterland_table.gate_header(answer), hinterland_table.gate_rows(answer, shown.most), {0, 1}),
            (
                hinterland_table.city_header(answer),
                hinterland_table.city_rows(answer, shown.most),
                texts | {len(hinterland_table.city_header(answer)) - 2},
            ),
        )
    )
    if answer.base:
        people = sum(now.population for _, now in answer.moved())
        paper.say(f"{len(answer.moved()):,} cities with {people / 1e6:,.1f} M people change their gate")
    for name in answer.far:
        paper.say(f"no road or railway is near {name}: it is no gate here")


def _draw_hinterland(out: Output, answer: HinterlandAnswer, name: str, borders: Lines | None) -> None:
    from karwan.answers.hinterland import nearest_gate
    from karwan.report.hinterland_html import hinterland_html

    nearest = nearest_gate(out.state, answer.question)
    page = hinterland_html(answer, out.state.network, nearest, borders=borders)
    files.write("--map", name, page)


def _answered(
    out: Output,
    question: Any,  # noqa: ANN401
    ask: Callable[..., Any],
    compare: Callable[..., Any],
) -> Any:  # noqa: ANN401
    """The answer, beside that without the scenario where one holds."""
    from karwan.cli.progress import Progress

    states: tuple[State, ...] = (out.base_state, out.state) if out.scenarios else (out.state,)
    with Progress("joins cities to the network, once for it, and searches; may be interrupted") as progress:
        if len(states) > 1:
            return compare(*states, question, progress)
        return ask(states[0], question, progress)


def _written(out: Output, answer: Any, shown: Shown, csv_text: Callable[[Any], str]) -> bool:  # noqa: ANN401
    """Writes the CSV and prints the JSON, where they are wanted; whether nothing more is to be printed."""
    if shown.csv is not None:
        files.write("--csv", shown.csv, csv_text(answer))
        if shown.csv == files.STDOUT:
            return True
    if out.as_json:
        paper.print_json(answer.as_json())
    return out.as_json


def _print(parts: Sequence[tuple[tuple[str, ...], Sequence[tuple[str, ...]], set[int]]]) -> None:
    """Tables with a line between them; with each the numbers of its columns of text."""
    paper.say()
    for header, rows, texts in parts:
        columns = [paper.Column(title, is_number=at not in texts) for at, title in enumerate(header)]
        paper.table(columns, rows)
        paper.say()
