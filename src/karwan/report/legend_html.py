"""Legend and buttons that lie on the HTML map."""

from __future__ import annotations

from karwan.report.palette import LINE_PX, LINES, LineStyle

_SIGNS = (
    ("post", "post", '<circle r="4.6" class="body"/>'),
    ("closed", "closed post", '<circle r="5" class="body"/><path d="M-2-2L2 2M-2 2L2-2" class="mark"/>'),
    (
        "gauge",
        "break of gauge",
        '<path d="M0-7L7 0L0 7L-7 0Z" class="body"/><path d="M-1.4-2.4V2.4M1.6-2.4V2.4" class="mark"/>',
    ),
    ("port", "port, airport", '<rect x="-4.4" y="-4.4" width="8.8" height="8.8" class="body"/>'),
)

_SHUT = '<svg viewBox="0 0 26 16" aria-hidden="true"><path class="shutway" d="M1 8H25"/></svg>'

BUTTONS = (
    '<div class="zoom"><button type="button" class="nearer" aria-label="Nearer"><svg viewBox="0 0 14 14">'
    '<path d="M7 1V13M1 7H13"/></svg></button><button type="button" class="further" aria-label="Further">'
    '<svg viewBox="0 0 14 14"><path d="M1 7H13"/></svg></button><button type="button" class="whole" '
    'aria-label="All of it"><svg viewBox="0 0 14 14"><path d="M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9"/></svg>'
    "</button></div>"
)


def legend(*, has_shut: bool) -> str:
    """What lines and signs mean, in two columns; `has_shut`: ways that are not offered are drawn."""
    lines = [f"<div>{_line(style)}{mode}</div>" for mode, style in LINES.items()]
    signs = [
        f'<div class="gate {kind}"><svg viewBox="-8 -8 16 16" aria-hidden="true">{shape}</svg>{word}</div>'
        for kind, word, shape in _SIGNS
    ]
    rows = (line + sign for line, sign in zip(lines, signs, strict=True))
    shut = f"<div>{_SHUT}not offered</div>" if has_shut else ""
    return f'<div class="legend">{"".join(rows)}{shut}</div>'


def _line(style: LineStyle) -> str:
    dashes = " ".join(map(str, style.dashes)) or "none"
    cap = "round" if style.is_round else "butt"
    line = (
        f'<path class="line" d="M1 8H25" stroke-width="{LINE_PX}" stroke-dasharray="{dashes}" '
        f'stroke-linecap="{cap}"/>'
    )
    core = " ".join(map(str, style.core))
    inner = f'<path class="core" d="M3 8H23" stroke-width="1.1" stroke-dasharray="{core}"/>' if core else ""
    return f'<svg viewBox="0 0 26 16" aria-hidden="true">{line}{inner}</svg>'
