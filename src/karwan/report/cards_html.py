"""The cards beside the map: one a way, then the ways that are not offered. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from karwan.answers.letters import shut_word
from karwan.answers.routes import NotOffered, RoutesAnswer
from karwan.report import shown
from karwan.report.held_words import held_words, is_barred
from karwan.report.palette import EVIDENCE_SIGNS
from karwan.report.shown import ShownWay
from karwan.report.shut_words import spoken_words, to_open_words
from karwan.report.steps_table import Numbered, hours, is_told, numbers, told, where
from karwan.report.variants import variant_words
from karwan.report.worth_words import worth_words
from karwan.words.evidence import Evidence
from karwan.words.mode import Mode
from karwan.words.price import price_lines
from karwan.words.step import Operation

_HOURS = {
    "moving": "Moving",
    "posts": "Border",
    "transshipment": "Transshipment",
    "waiting": "Waiting",
}
_MOST_STOPS, _MOST_VARIANTS = 4, 4


def cards(answer: RoutesAnswer, ways: Sequence[ShownWay]) -> str:
    """The list of cards as HTML."""
    letters = {way.offer.id: way.letter for way in ways}
    longest = max((way.route.time_quantiles_h()[2] for way in ways), default=1.0)
    items = "".join(_card(index, way, letters, longest) for index, way in enumerate(ways))
    none = "" if ways else f'<div class="shut"><h2>No way is offered.</h2>{_why_none(answer)}</div>'
    return f"{_HATCH}<ol>{items}</ol>{none}{_shut(answer, letters)}"


_HATCH = (
    '<svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="4" '
    'height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="1" '
    'height="4" class="hatching"/>'
    "</pattern></defs></svg>"
)


def evidence_sign(kind: Evidence) -> str:
    """The sign of a class of evidence as inline SVG: disc, half disc, ring, dashed ring."""
    dashes = ' stroke-dasharray="2 1.6"' if kind is Evidence.CLAIMED else ""
    fill = "currentColor" if kind is Evidence.MEASURED else "none"
    half = '<path d="M6 1A5 5 0 0 1 6 11Z" fill="currentColor"/>' if kind is Evidence.PUBLISHED else ""
    ring = f'<circle cx="6" cy="6" r="4.6" fill="{fill}" stroke="currentColor" stroke-width="1.3"{dashes}/>'
    return f'<svg viewBox="0 0 12 12" aria-hidden="true">{ring}{half}</svg>'


def _card(index: int, way: ShownWay, letters: Mapping[str, str], longest: float) -> str:
    chips = "".join(
        f'<span class="chip{" first" if badge == "Best" else ""}">{escape(badge)}</span>'
        for badge in way.badges
    )
    span, unit = shown.days(way.route)
    posts = f"{way.posts or 'no'} post{'' if way.posts == 1 else 's'}"
    return (
        f'<li class="card w{index}" id="way-{escape(way.letter)}" tabindex="0">'
        f'<div class="top"><span class="badge">{escape(way.letter)}</span>'
        f'<span class="chips">{chips}</span><h2>{escape(way.offer.label)}</h2></div>'
        f'<div class="sums"><span class="days"><b>{span}</b> {unit}</span>'
        f'<span class="usd">{shown.usd(way.route.cost_usd)}</span>'
        f"<span>{shown.tonnes(way.route.co2e_kg)} t CO₂e</span><span>{posts}</span></div>"
        f"{_bar(way, longest)}{_loses(way, letters)}"
        f'<div class="more">{"".join(_more(way))}</div></li>'
    )


def _bar(way: ShownWay, longest: float) -> str:
    """Mean hours by kind on the scale that all cards share; the whisker ends at the 90th percentile."""
    scale = 100 / longest
    left, parts = 0.0, []
    for kind, part in way.times.items():
        wide = part.time_h * scale
        parts.append(f'<rect class="{kind}" x="{left:.2f}%" y="1" width="{wide:.2f}%" height="11"/>')
        left += wide
    p90 = min(100.0, way.route.time_quantiles_h()[2] * scale)
    whisker = (
        f'<line class="whisker" x1="{left:.2f}%" y1="6.5" x2="{p90:.2f}%" y2="6.5"/>'
        f'<line class="whisker" x1="{p90:.2f}%" y1="3" x2="{p90:.2f}%" y2="10"/>'
        if p90 > left
        else ""
    )
    title = ", ".join(
        f"{_hours_word(kind, way).lower()} {shown.time_of(part)}" for kind, part in way.times.items()
    )
    return f'<svg class="bar" role="img" aria-label="{escape(title)}">{"".join(parts)}{whisker}</svg>'


def _hours_word(kind: str, way: ShownWay) -> str:
    """What hours of a kind are on a way: those at posts may be at straits alone, or at both."""
    at_sea = any(step.operation is Operation.CROSS and step.mode is Mode.SEA for step in way.route.steps)
    if kind != "posts" or not at_sea:
        return _HOURS[kind]
    return "Borders, straits" if way.posts else "Straits"


def _more(way: ShownWay) -> Iterator[str]:
    kinds = "".join(
        f'<span><i class="key {kind}"></i>{_hours_word(kind, way)} <b>{shown.time_of(part)}</b></span>'
        for kind, part in way.times.items()
    )
    yield f'<p class="row">{kinds}</p>'
    stops = "".join(
        f"<span>{escape(stop.name)} <b>{stop.time}</b></span>" for stop in way.stops[:_MOST_STOPS]
    )
    if stops:
        yield f'<p class="row">Most hours at {stops}</p>'
    for what, shares in (("Hours", way.route.time_evidence), ("Dollars", way.route.cost_evidence)):
        signs = "".join(
            f"<span>{evidence_sign(kind)}<b>{percent}%</b> {kind}</span>"
            for kind, percent in shown.percents(shares).items()
        )
        yield f'<p class="row">{what} {signs}</p>'
    prices = "".join(
        f"<span>{line.name.capitalize()} <b>{shown.usd(line.usd)}</b></span>"
        for line in price_lines(way.route)
        if round(line.usd)
    )
    yield f'<p class="row">{prices}</p>'
    if way.offer.variants:
        yield f'<p class="row quiet">Or {_variants(way)}</p>'
    for words in worth_words(way.offer):
        yield f'<p class="row">{escape(words)}</p>'
    for reason in way.offer.limited:
        yield f'<p class="row quiet">{escape(shown.reason_words(reason, way.names))}</p>'
    yield _steps(way)


def _why_none(answer: RoutesAnswer) -> str:
    why = answer.why_none
    return f'<p class="reason">{escape(why[0].upper() + why[1:])}.</p>' if why else ""


def _variants(way: ShownWay) -> str:
    told = variant_words(way.offer, way.names)
    items = (f"<span>{escape(words)}</span>" for words in told[:_MOST_VARIANTS])
    more = len(told) - _MOST_VARIANTS
    return "".join(items) + (f"<span>and {more} more</span>" if more > 0 else "")


def _loses(way: ShownWay, letters: Mapping[str, str]) -> str:
    words = shown.loses_words(way.offer, letters), held_words(way.offer.held_back, way.names)
    return "".join(f'<p class="warn">△ {escape(one)}</p>' for one in words if one)


def _steps(way: ShownWay) -> str:
    cited: Numbered = {}
    rows = "".join(
        f"<tr><td>{escape(told(step))}<small>{escape(where(step, way.names))}</small></td>"
        f'<td class="n">{f"{step.distance_km:,.0f}" if step.distance_km else ""}</td>'
        f'<td class="n">{hours(step)} {EVIDENCE_SIGNS[step.time.evidence]}</td>'
        f'<td class="n">{step.cost.value:,.0f} {EVIDENCE_SIGNS[step.cost.evidence]}</td>'
        f'<td class="n"><small>{" ".join(map(str, numbers(step, cited)))}</small></td></tr>'
        for step in way.route.steps
        if is_told(step)
    )
    sources = "".join(f"<li>{escape(source)}</li>" for source in cited)
    head = (
        '<tr><th>step</th><th class="n">km</th><th class="n">hours P50–P90</th><th class="n">USD</th>'
        '<th class="n">sources</th></tr>'
    )
    return (
        f'<details><summary>Legs, sources</summary><div class="scroll"><table><thead>{head}</thead>'
        f'<tbody>{rows}</tbody></table></div><ol class="cited">{sources}</ol></details>'
    )


def _shut(answer: RoutesAnswer, letters: Mapping[str, str]) -> str:
    told = ""
    if answer.not_offered:
        items = "".join(
            _not_offered(shut_word(index), way, answer.names, letters)
            for index, way in enumerate(answer.not_offered)
        )
        to_open = f"<p>{escape(to_open_words(answer))}.</p>" if answer.least else ""
        told += f'<section class="shut"><h2>Ways not offered</h2>{to_open}<ul>{items}</ul></section>'
    if answer.spoken:
        items = "".join(_spoken(*spoken_words(row)) for row in answer.spoken)
        told += f'<section class="shut"><h2>Spoken of, and no way today</h2><ul>{items}</ul></section>'
    return told


def _spoken(name: str, why: str) -> str:
    return f'<li>{_CROSSED}<div><h3>{escape(name)}</h3><p class="reason">{escape(why)}</p></div></li>'


_CROSSED = (
    '<svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5" fill="none" '
    'stroke="currentColor"/><path d="M4 4L8 8M4 8L8 4" stroke="currentColor"/></svg>'
)


def _not_offered(word: str, way: NotOffered, names: Mapping[str, str], letters: Mapping[str, str]) -> str:
    told = [names[way.corridor]] if way.corridor and (way.loses or is_barred(way)) else []
    if way.loses:
        told.append(shown.loses_words(way, letters))
    else:
        told += [shown.reason_words(reason, names) for reason in way.reasons]
    told += filter(None, [held_words(way.held_back, names)])
    reasons = "".join(f'<p class="reason">{escape(one)}</p>' for one in told)
    span, unit = shown.days(way.otherwise)
    otherwise = (
        f"{span} {unit}, {shown.usd(way.otherwise.cost_usd)}, {way.otherwise.distance_km:,.0f} km otherwise"
    )
    return (
        f"<li>{_CROSSED}<div><h3>{word} {escape(way.label)}</h3>{reasons}"
        f'<p class="otherwise">{otherwise}</p></div></li>'
    )
