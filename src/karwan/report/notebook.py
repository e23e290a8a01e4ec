"""An answer on routes as it shows itself in a notebook: a table in the notebook's own colours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from karwan.answers.letters import shut_word
from karwan.answers.routes import NotOffered, RoutesAnswer
from karwan.report import shown
from karwan.report.price_table import price_words
from karwan.report.shown import ShownWay

_LEFT = "text-align:left"
_HEADINGS = ("", "way", "km", "median–P90", "USD", "price", "t CO₂e", "hours measured", "most hours at")


def repr_html(answer: RoutesAnswer) -> str:
    """HTML for `_repr_html_`: one row a way, ways not offered below, attribution; all text escaped."""
    question = answer.question
    head = "".join(f'<th style="{_LEFT}">{heading}</th>' for heading in _HEADINGS)
    rows = "".join(f"<tr>{''.join(_cells(way))}</tr>" for way in shown.shown_ways(answer))
    shut = "".join(
        f"<li>{shut_word(index)} {_closed(way, answer)}</li>" for index, way in enumerate(answer.not_offered)
    )
    not_offered = f"<p><b>Not offered</b></p><ul>{shut}</ul>" if shut else ""
    if answer.why_none:
        not_offered += f"<p>No way: {escape(answer.why_none)}.</p>"
    return (
        f"<p><b>{escape(shown.place(question.origin))} → {escape(shown.place(question.destination))}</b> "
        f"{escape(shown.cargo(question.shipment))}, on {shown.day(question.on)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{not_offered}"
        f'<p style="opacity:.7">Time: median–90th percentile. Network {shown.OSM}</p>'
    )


def _cells(way: ShownWay) -> Iterator[str]:
    badge = f"background:{way.hue.light};color:#fff;border-radius:1em;padding:0 .5em;font-weight:bold"
    yield f'<td><span style="{badge}">{way.letter}</span></td>'
    yield f'<td style="{_LEFT}">{escape(way.offer.label)}</td>'
    measured = next(
        (percent for kind, percent in shown.percents(way.route.time_evidence).items() if kind == "measured"),
        0,
    )
    for figure in (
        f"{way.route.distance_km:,.0f}",
        " ".join(shown.days(way.route)),
        f"{way.route.cost_usd:,.0f}",
    ):
        yield f'<td style="text-align:right">{figure}</td>'
    yield f'<td style="{_LEFT}">{escape(price_words(way.route))}</td>'
    for figure in (
        shown.tonnes(way.route.co2e_kg),
        f"{measured} %",
    ):
        yield f'<td style="text-align:right">{figure}</td>'
    stops = ", ".join(stop.told for stop in way.stops[:3])
    yield f'<td style="{_LEFT}">{escape(stops)}</td>'


def _closed(way: NotOffered, answer: RoutesAnswer) -> str:
    reasons = "; ".join(shown.reason_words(reason, answer.names) for reason in way.reasons)
    otherwise = f"{' '.join(shown.days(way.otherwise))}, {shown.usd(way.otherwise.cost_usd)} otherwise"
    return f"{escape(way.label)}: {escape(reasons)} ({otherwise})"
