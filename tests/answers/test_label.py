"""What a family is called: short, without repeating itself, and never as another of the same answer."""

from itertools import pairwise

from karwan.answers.label import label, labels
from karwan.words.evidence import Evidence, Figure
from karwan.words.mode import Mode
from karwan.words.route import Route
from karwan.words.step import Operation, Step

ROAD, RAIL, SEA, AIR = Mode.ROAD, Mode.RAIL, Mode.SEA, Mode.AIR


class Names(dict):
    """Every id is its own name."""

    def __missing__(self, key):
        return key


def step(kind, operation, mode, ends, territory, km, hours):
    figures = (Figure(hours, Evidence.ASSUMED), 0.0, Figure(0.0), Figure(0.0))
    return Step(kind, operation, mode, *ends, territory, km, *figures)


def way(*parts):
    """Parts are `(mode, from, to, territory[, km])` for a leg, `(mode, post, hours)` for a post."""
    steps = []
    for part in parts:
        if len(part) == 3:
            mode, post, hours = part
            steps.append(step("transfer", Operation.CROSS, mode, (post, post), "PK", 0.0, hours))
        else:
            mode, origin, destination, territory, *km = part
            ends = (origin, destination)
            steps.append(step("leg", Operation.HAUL, mode, ends, territory, *(km or [500.0]), 10.0))
    return Route(tuple(steps))


def chain(mode, posts, territory="PK"):
    """A trunk line through many posts, each with its hours."""
    names = ["Start", *posts, "End"]
    parts = []
    for origin, destination in pairwise(names):
        if origin in posts:
            parts.append((mode, origin, posts[origin]))
        parts.append((mode, origin, destination, territory))
    return way(*parts)


def test_a_way_by_air_tells_where_it_departs():
    flown = way(
        (ROAD, "Lahore", "LHE", "PK", 20.0), (AIR, "LHE", "ALA", None), (ROAD, "ALA", "Almaty", "KZ", 20.0)
    )
    names = Names(LHE="Lahore Airport", ALA="Almaty Airport")
    assert label(flown, names) == "Air from Lahore to Almaty"


def test_a_voyage_tells_its_port_of_loading_once():
    direct = way((SEA, "Karachi", "Bandar Abbas", None), (RAIL, "Bandar Abbas", "Tehran", "IR"))
    assert label(direct, Names()) == "Sea from Karachi to Bandar Abbas, rail to Tehran"
    inland = way(
        (RAIL, "Lahore", "Karachi", "PK"),
        (SEA, "Karachi", "Canal", None),
        (SEA, "Canal", 14.0),
        (SEA, "Canal", "Rijeka", None),
    )
    assert label(inland, Names()) == "Rail to Karachi, sea to Rijeka by Canal"


def test_a_voyage_after_a_way_that_was_told_by_its_posts_tells_its_port_of_loading():
    caspian = way(
        (RAIL, "Lahore", "Taftan", "PK"),
        (RAIL, "Taftan", 80.0),
        (RAIL, "Taftan", "Amirabad", "IR"),
        (SEA, "Amirabad", "Aktau", None),
        (RAIL, "Aktau", "Almaty", "KZ"),
    )
    assert label(caspian, Names()) == "Rail by Taftan, sea from Amirabad to Aktau, rail to Almaty"


def test_no_name_stands_twice_in_a_label():
    names = Names(a="Pamir Highway (Karamyk)", b="Pamir Highway (Bor-Dobo)", c="Dostuk")
    assert (
        label(chain(ROAD, {"a": 9.0, "b": 8.0, "c": 7.0}), names)
        == "Road by Pamir Highway (Karamyk) and Dostuk"
    )


def test_a_station_that_was_named_is_not_named_again_as_a_post():
    change = way((ROAD, "Rasht", "Astara", "IR"), (RAIL, "Astara", 5.0), (RAIL, "Astara", "Baku", "AZ"))
    assert label(change, Names()) == "Road to Astara, rail to Baku"


def test_of_many_posts_those_that_take_most_hours_are_named_in_order():
    posts = {"A": 1.0, "B": 20.0, "C": 2.0, "D": 30.0, "E": 10.0, "F": 15.0, "G": 1.0}
    assert label(chain(ROAD, posts), Names()) == "Road by B … D, E and F …"
    assert label(chain(ROAD, dict.fromkeys("ABCDE", 5.0)), Names()) == "Road by A, B, C, D and E"


def test_families_that_differ_in_a_small_post_name_it():
    same = {"A": 20.0, "B": 20.0, "C": 20.0, "D": 20.0, "Z": 1.0}
    one, other = labels([chain(ROAD, same | {"X": 1.0}), chain(ROAD, same | {"Y": 1.0})], Names())
    assert one == "Road by A, B, C, D … X"
    assert other == "Road by A, B, C, D … Y"


def test_families_through_the_same_posts_differ_by_their_modes_or_territories():
    posts = {"A": 20.0}
    one, other = labels([chain(ROAD, posts, "IR"), chain(ROAD, posts, "TR")], Names())
    assert (one, other) == ("Road by A (road in IR)", "Road by A (road in TR)")
    same = labels([chain(ROAD, posts)] * 3, Names())
    assert len(set(same)) == 3
