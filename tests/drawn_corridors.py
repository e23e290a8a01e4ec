"""Corridors drawn through the letters of a small world."""

from __future__ import annotations

from datetime import date

from karwan.testing import Sketch, read_map

ON = date(2026, 1, 1)
ROAD = """
    A----B----C
"""
TWO = {"PK": "AB", "CN": "C"}
POST = {"pass-road": "BC"}


def chain(drawing, points, *, name="silk-road", status="open", **rows):
    """Rows of a corridor through letters: `A road`, `B rail via=rail-b`, `C`."""
    drawn = read_map(drawing, 10.0)
    waypoints = []
    for order, text in enumerate(points, 1):
        letter, *words = text.split()
        lon, lat = drawn.position(letter)
        row = {"id": f"{name}-{order}", "corridor": name, "order": order, "name": letter, "status": "open"}
        row |= {"lon": lon, "lat": lat, "territory": rows["homes"][letter]}
        for word in words:
            key, _, value = word.partition("=")
            row |= {key: value} if value else {"mode_to_next": key}
        waypoints.append(row)
    return {
        "corridors": [{"id": name, "name": f"The {name}", "status": status}],
        "waypoints": waypoints,
    }


def world(drawing, points, *, territories=TWO, posts=POST, tables=None, **more):
    homes = {letter: code for code, letters in territories.items() for letter in letters}
    rows = chain(drawing, points, homes=homes) | (tables or {})
    return Sketch(drawing, territories=territories, posts=posts, tables=rows, **more).build()


def answer_of(made, *names, **options):
    return made.corridor(*(names or ("silk-road",)), **{"on": ON} | options)


def card_of(made, **options):
    return answer_of(made, **options).cards[0]


def side(post, code, hours, **more):
    row = {"id": f"{post}-{code}", "crossing": post, "direction": "both", "side": code, "metric": "time_h"}
    return row | {"value": hours, "unit": "h", "year": 2023} | more


SIDES = {"crossing_measures": [side("pass-road", "PK", 5, evidence="measured"), side("pass-road", "CN", 7)]}
