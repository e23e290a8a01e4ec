"""What a build has to say: every repair with place and length, and all that did not fit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a finding is about."""

    PIECE = "piece"  # a connected piece of a mode
    REPAIR = "repair"  # two dead ends joined by rule
    PATCH = "patch that does not fit"
    WEAVE = "weave"  # given to the territory around it
    POST = "post without a link"
    BRIDGED = "post bridged"  # no link crosses there; the roads on both sides end close by
    UNLISTED = "boundary link without a post"
    SHUT = "boundary link without a post on a shut border"
    OUTSIDE = "boundary link without a post where the table has none"
    GAUGE = "gauge of a post against its links"
    GATEWAY = "gateway without a link"
    PASSAGE = "passage without a link"
    LEG = "corridor leg without a way"
    DETOUR = "detour between neighbouring towns"
    PLACE = "place that cannot be reached"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the build found or did.

    Attributes:
        kind: see Kind. subject: id of the row, or the mode and territory that it is about.
        text: in words. lon, lat: where. km: its length or distance.
        is_fatal: the build stops for it.
    """

    kind: Kind
    subject: str
    text: str
    lon: float
    lat: float
    km: float = 0.0
    is_fatal: bool = False


@dataclass(frozen=True, slots=True)
class BuildReport:
    """All findings of one build, in the order of its steps."""

    findings: tuple[Finding, ...]

    def of(self, *kinds: Kind) -> tuple[Finding, ...]:
        """The findings of some kinds."""
        return tuple(finding for finding in self.findings if finding.kind in kinds)

    def counts(self) -> dict[Kind, int]:
        """How many findings there are of each kind, in the order of Kind."""
        return {kind: len(self.of(kind)) for kind in Kind}
