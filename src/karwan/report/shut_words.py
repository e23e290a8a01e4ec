"""What is said of ways that nobody may go: what would have to go to open one, and those only spoken of."""

from __future__ import annotations

from karwan.answers.letters import shut_word
from karwan.answers.routes import RoutesAnswer
from karwan.facts.rows import WaySpokenOf
from karwan.report.shown import reason_words


def to_open_words(answer: RoutesAnswer) -> str:
    """`To open x1, Road by Torkham, lift: Torkham closed`: the least that stands in between; "" if no way."""
    if answer.least is None:
        return ""
    word = shut_word(answer.not_offered.index(answer.least))
    reasons = [reason_words(reason, answer.names, with_source=False) for reason in answer.least.reasons]
    return f"To open {word}, {answer.least.label}, lift: {'; and '.join(reasons)}"


def spoken_words(row: WaySpokenOf) -> tuple[str, str]:
    """The name of a way that people speak of; why it is none, what serves instead, and who says so."""
    instead = f"; instead {row.instead}" if row.instead else ""
    source = f" [{row.sources[0]}]" if row.sources else ""
    return row.name, f"{row.state.replace('_', ' ')}; {row.why}{instead}{source}"
