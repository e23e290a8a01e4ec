"""`karwan compare`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from karwan.cli import files, listing, paper, reading, shipping
from karwan.cli.boundaries import OnMap
from karwan.cli.options import Output, with_output

if TYPE_CHECKING:
    from karwan.answers.compared import CompareAnswer
    from karwan.report.land.read import Lines

_MOST = 2000
_MAPS, _CHARTS = (".html", ".png"), (".svg", ".png")
Text = str | None


@with_output
def compare(  # noqa: PLR0913  one parameter an option
    base: Annotated[
        str, typer.Argument(help="What is compared with: base (the facts as they are), or a scenario.")
    ],
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...",
            help="A file, or a name of `karwan scenario list`; several stand in columns.",
        ),
    ],
    *,
    listed: listing.Pairs,
    goods: shipping.Shipping,
    by: shipping.By = "generalised",
    count: Annotated[str, typer.Option(metavar="N", help="How many pairs and gateways to show.")] = "20",
    csv: Annotated[
        Text, typer.Option(metavar="FILE", help="Write a row for each pair and scenario; - prints it.")
    ] = None,
    chart: Annotated[Text, typer.Option(metavar="FILE", help="Draw the changes: FILE.svg or .png.")] = None,
    map_file: Annotated[
        Text,
        typer.Option(
            "--map", metavar="FILE", help="Draw ways before and after the first scenario: FILE.html or .png."
        ),
    ] = None,
    on_map: OnMap,
    out: Output,
) -> None:
    """Show what scenarios change for pairs of places, and which posts gain and lose."""
    _check(csv, chart, map_file, as_json=out.as_json)
    borders = on_map.read(map_file)
    asked = goods.asked(by)
    most = reading.whole(count, "count", _MOST)
    answer = _answered(out, (base, *scenarios), listed, asked)
    _write(answer, csv, chart)
    if map_file is not None:
        _draw(out, answer, map_file, borders)
    if csv == files.STDOUT:
        return
    if out.as_json:
        paper.print_json(answer.as_json())
    else:
        _print(answer, most)


def _check(csv: Text, chart: Text, map_file: Text, *, as_json: bool) -> None:
    """Refuses files that cannot be written, before the work begins."""
    files.check_csv(csv, as_json=as_json)
    files.check("--chart", chart, _CHARTS)
    files.check("--map", map_file, _MAPS)


def _answered(
    out: Output, named: tuple[str, ...], listed: listing.Pairs, asked: dict[str, Any]
) -> CompareAnswer:
    """The answer; mistakes in the list are told before the network is opened."""
    from karwan.answers.compare import ask_compare
    from karwan.answers.worlds import BASE, FlowsAsked, day_of_all
    from karwan.cli.progress import Progress
    from karwan.scenario import scenario_of

    listed.check()
    scenarios = [None if name == BASE else scenario_of(name, to_apply=True) for name in named]
    content = sys.stdin.buffer.read() if listed.pairs == files.STDOUT else None
    flows = FlowsAsked(
        options=asked,
        today=asked["on"] or day_of_all(scenarios, reading.today()),
        pairs="standard input" if content is not None else listed.pairs,
        places=tuple(listing.named_places(listed.places or [])),
        content=content,
    )
    flows.of(out.facts)
    state = out.state
    with Progress("") as progress:
        return ask_compare(state, scenarios, flows, progress)


def _write(answer: CompareAnswer, csv: Text, chart: Text) -> None:
    """Writes the table and the chart that were asked for."""
    if csv is not None:
        from karwan.report.compare_table import csv_text

        files.write("--csv", csv, csv_text(answer))
    if chart is not None:
        from karwan.report.compare_chart import compare_chart

        files.write("--chart", chart, compare_chart(answer, chart.casefold().rsplit(".", 1)[1]))


def _draw(out: Output, answer: CompareAnswer, name: str, borders: Lines | None) -> None:
    from karwan.answers.compare_drawn import drawn_of
    from karwan.report.compare_map import compare_html, compare_png, picture, ways_drawn
    from karwan.report.towns import towns

    drawn = drawn_of(answer, ways_drawn(answer))
    made = picture(answer, drawn.shapes, drawn.positions)
    draw = compare_png if name.casefold().endswith(".png") else compare_html
    files.write("--map", name, draw(answer, made, towns(out.facts), borders))


def _print(answer: CompareAnswer, count: int) -> None:
    from karwan.report import compare_table as told

    columns = [paper.Column(title, is_number=number) for title, number in told.header(answer)]
    paper.table(columns, told.rows(answer, count))
    for name, lines in told.ways(answer, count):
        paper.say()
        paper.heading(name)
        paper.fields(lines)
    if answer.gateways:
        paper.say()
        columns = [paper.Column(title, is_number=number) for title, number in told.gateway_header(answer)]
        paper.table(columns, told.gateway_rows(answer, count))
    paper.say()
    for line in told.summary(answer):
        paper.say(line)
    days = sorted({pair.flow.question.on for pair in answer.pairs})
    weight = "tonnes of the list" if answer.is_weighted else "tonnes of one shipment of each pair"
    paper.say(
        f"ranked by {answer.ranked_by}; on {days[0]} to {days[-1]}; {weight}; times are median to 90th "
        "percentile, their changes those of the median"
    )
    from karwan.cli.wording import legend

    paper.say(legend() + ": % of hours and of dollars that rest on it")
