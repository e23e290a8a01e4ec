"""The fields by which measures say what they are about, and the gateways that these mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol

from karwan.facts.rows import Crossing, Territory
from karwan.network.record import GatewayKind
from karwan.scenario.fields import MODES, a
from karwan.scenario.figures import Change, times, to
from karwan.scenario.scene import Scene

_TWO = 2
_STATIONS = (GatewayKind.PORT, GatewayKind.TERMINAL, GatewayKind.AIRPORT)
_AT_HOME = {"sea": GatewayKind.PORT, "air": GatewayKind.AIRPORT}


def at() -> Any:  # noqa: ANN401 - a field
    """Posts, ports, terminals, airports or straits."""
    return a("texts", "a post, port, terminal, airport or strait by id or name, or a list of them")


def border() -> Any:  # noqa: ANN401
    """Two territories."""
    return a("texts", 'two territories, such as ["PK", "AF"]: all posts between them')


def territory() -> Any:  # noqa: ANN401
    """One territory."""
    return a("text", "a territory by code or name: all its posts, ports and airports (of the mode)")


def mode() -> Any:  # noqa: ANN401
    """A mode."""
    return a("text", "only of this mode", words=MODES)


class _Gateways(Protocol):
    """A measure that is about gateways."""

    @property
    def at(self) -> tuple[str, ...]: ...
    @property
    def border(self) -> tuple[str, ...]: ...
    @property
    def territory(self) -> str | None: ...
    @property
    def mode(self) -> str | None: ...


def gateways_of(scene: Scene, measure: _Gateways) -> list[str]:
    """Ids of the gateways that a measure names, by name, border and territory; faults go to the scene."""
    found = scene.gateways("at", measure.at, measure.mode)
    if measure.border:
        found += _at_border(scene, measure)
    if measure.territory:
        code = scene.territory("territory", measure.territory)
        found += [] if code is None else _of_territory(scene, code, measure.mode)
    return list(dict.fromkeys(found))


def posts_of(scene: Scene, measure: _Gateways, others: Collection[str] = ()) -> list[Crossing]:
    """The border posts that a measure names; a gateway that is none, nor one of the others, is a fault."""
    posts = scene.facts.by_id(Crossing)
    found = gateways_of(scene, measure)
    for one in found:
        if one not in posts and one not in others and not measure.territory:
            scene.fault("at", f"'{one}' is no border post", "`karwan posts` lists them")
    return [posts[one] for one in found if one in posts]


def stations_of(scene: Scene, measure: _Gateways) -> list[str]:
    """Ports, terminals and airports that a measure names one by one, where goods change modes."""
    kinds = {one.id: one.kind for one in scene.network.gateways}
    return [one for word in measure.at if (one := word.casefold()) in kinds and kinds[one] in _STATIONS]


def _at_border(scene: Scene, measure: _Gateways) -> list[str]:
    if len(measure.border) != _TWO:
        scene.fault("border", f"{len(measure.border)} territories", 'write two, such as ["PK", "AF"]')
        return []
    codes = [scene.territory("border", word) for word in measure.border]
    if None in codes:
        return []
    sides = [_members(scene, str(code)) for code in codes]
    found = [
        post.id
        for post in _posts(scene, measure.mode)
        if any(one in post_a and other in post_b for one, other in _both(post) for post_a, post_b in [sides])
    ]
    if not found:
        what = f"no post lies between {measure.border[0]} and {measure.border[1]}"
        scene.fault("border", what, "`karwan posts` lists the posts of each territory")
    return found


def _of_territory(scene: Scene, code: str, mode_: str | None) -> list[str]:
    members = _members(scene, code)
    found = [post.id for post in _posts(scene, mode_) if members & {post.territory_a, post.territory_b}]
    for wanted, kind in _AT_HOME.items():
        if mode_ in (None, wanted):
            found += [
                gateway.id
                for gateway in scene.network.gateways
                if gateway.kind is kind and scene.home(code) in gateway.territories
            ]
    if not found:
        scene.fault("territory", f"no post, port or airport of {code} is on the network", "name another")
    return found


def _posts(scene: Scene, mode_: str | None) -> Iterator[Crossing]:
    on_network = {gateway.id for gateway in scene.network.gateways}
    for post in scene.facts.rows(Crossing):
        if post.id in on_network and mode_ in (None, post.mode):
            yield post


def _both(post: Crossing) -> Iterator[tuple[str, str]]:
    yield post.territory_a, post.territory_b
    yield post.territory_b, post.territory_a


def _members(scene: Scene, code: str) -> set[str]:
    """A territory, or the members of a border union."""
    members = {row.id for row in scene.facts.rows(Territory) if row.border_union == code}
    return members or {code}


class _Figures(Protocol):
    """A measure that sets or changes hours and dollars."""

    @property
    def time_h(self) -> float | None: ...
    @property
    def time_factor(self) -> float | None: ...
    @property
    def cost_usd(self) -> float | None: ...
    @property
    def cost_factor(self) -> float | None: ...


def changes_of(scene: Scene, measure: _Figures) -> dict[str, Change]:
    """How hours (`time_h`) and dollars (`cost_usd`) change; a fault if one is set twice, or none."""
    found: dict[str, Change] = {}
    for metric, set_to, factor in (
        ("time_h", measure.time_h, measure.time_factor),
        ("cost_usd", measure.cost_usd, measure.cost_factor),
    ):
        if set_to is not None and factor is not None:
            scene.fault(metric, f"both a figure and a factor of {metric}", "leave one of them out")
        elif set_to is not None:
            found[metric] = to(set_to)
        elif factor is not None:
            found[metric] = times(factor)
    if not found:
        scene.fault("", "no figure is named", "write time_h, time_factor, cost_usd or cost_factor")
    return found


def set_of(measure: _Figures) -> set[str]:
    """The metrics that a measure sets to a figure, not by a factor."""
    told = {"time_h": measure.time_h, "cost_usd": measure.cost_usd}
    return {metric for metric, value in told.items() if value is not None}
