"""The fewest changes of trucks on a stretch, against every choice there is; and who may run where."""

from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karwan.facts.rows import Admission
from karwan.operations.admission import Border, Trucks, purpose
from karwan.operations.book import Book
from karwan.testing import draw
from karwan.words.evidence import Evidence

CODES = ("PK", "CN", "KG", "KZ", "UZ")
FACTS = draw("A----B", territories={"PK": "A", "CN": "B"}, posts={"ab-road": "AB"}).state.facts
ON = date(2026, 6, 1)


def row(home, territory, admitted, **more):
    fields = {"purpose": "any", "reach": "all", "regime": None, "since": None, "until": None} | more
    marks = {"evidence": Evidence.PUBLISHED, "sources": ("drawn",), "note": ""}
    name = "-".join((home, territory, fields["purpose"])).lower()
    return Admission(id=name, home=home, territory=territory, admitted=admitted, **fields, **marks)


def trucks(rows, ends=("PK", "UZ")):
    return Trucks(Book(FACTS.with_rows({Admission: rows})), ON, ends, {"general"})


refusals = st.sets(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)))
borders = st.lists(st.builds(Border, st.just("post"), st.booleans(), st.booleans()), min_size=4, max_size=4)


@given(refusals, borders)
def test_no_choice_of_trucks_has_fewer_changes_and_each_runs_only_where_it_may(refused, between):
    found = trucks([row(home, code, "no") for home, code in refused if home != code])
    changes = {change.border: change for change in found.changes(CODES, between)}

    def added(homes):
        pairs = zip(pairwise(homes), between, strict=True)
        differ = [border for (one, other), border in pairs if one != other and not border.is_transload]
        return sum(not border.is_held for border in differ), len(differ)

    lawful = [
        homes
        for homes in product(CODES, repeat=len(CODES))
        if all(home == code or (home, code) not in refused for home, code in zip(homes, CODES, strict=True))
    ]
    assert added_by(changes.values(), between) == min(map(added, lawful))
    for change in changes.values():
        assert change.before != change.after
        assert (change.before, change.barred) in refused
        assert not between[change.border].is_transload


def added_by(changes, between):
    held = [between[change.border].is_held for change in changes]
    return held.count(False), len(held)


@given(refusals, borders, st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)))
def test_to_admit_trucks_never_adds_a_change(refused, between, admitted):
    rows = [row(home, code, "no") for home, code in refused if home != code]
    before = trucks(rows).changes(CODES, between)
    after = trucks([one for one in rows if (one.home, one.territory) != admitted]).changes(CODES, between)
    assert added_by(after, between) <= added_by(before, between)


def test_of_equal_choices_the_truck_of_the_origin_goes_as_far_as_it_may():
    free = Border("one"), Border("two")
    barred = trucks([row("*", "PK", "no"), row("*", "KZ", "no")])
    (change,) = barred.changes(("PK", "CN", "KZ"), free)
    assert (change.border, change.before, change.after) == (1, "PK", "KZ")
    assert change.why == "no truck of PK may go on in KZ (admissions *-kz-any); one of KZ does"


def test_the_row_that_fits_best_holds():
    ends = ("PK", "KZ")
    rows = [row("*", "*", "permit"), row("PK", "*", "no"), row("*", "CN", "yes"), row("PK", "CN", "no")]
    rows.append(row("PK", "CN", "permit", purpose="transit"))
    found = trucks(rows, ends)
    assert found.admission("PK", "CN").purpose == "transit"
    assert found.refusal("PK", "CN") is None
    assert found.refusal("KG", "CN") is None
    assert found.refusal("PK", "KG") == "admissions pk-*-any"
    assert trucks(rows, ("PK", "CN")).refusal("PK", "CN") == "admissions pk-cn-any"


@pytest.mark.parametrize(
    ("home", "territory", "meant"),
    [("PK", "CN", "transit"), ("PK", "KZ", "bilateral"), ("KZ", "PK", "bilateral"), ("KG", "PK", "any")],
)
def test_between_the_ends_a_run_is_bilateral_and_between_in_transit(home, territory, meant):
    assert purpose(home, territory, ("PK", "KZ")) == meant
