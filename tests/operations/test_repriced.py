"""What has to be priced anew after a change of tables."""

from datetime import date

from drawn_scenarios import priced, world
from karwan.facts.load import load
from karwan.facts.rows import TABLES, Rate
from karwan.operations.book import Book
from karwan.operations.touched import PRICED_TABLES
from karwan.state import State


class Watched:
    """Facts that note which tables are read."""

    def __init__(self, facts):
        self.facts, self.read = facts, set()

    def rows(self, kind):
        self.read.add(kind)
        return self.facts.rows(kind)

    def by_id(self, kind):
        self.read.add(kind)
        return self.facts.by_id(kind)


def test_every_table_that_a_price_reads_is_known_to_reach_something():
    state = world().state
    watched = Watched(state.facts)
    priced(State(watched, Book(watched), state.network, state.overlay, state.store), date(2026, 11, 24))
    told_by_route = {"services", "spread", "cargo_units", "commodities"}
    assert {kind.table for kind in watched.read} - told_by_route <= {kind.table for kind in PRICED_TABLES}


def test_a_book_shares_the_indexes_of_tables_that_did_not_change():
    book = Book(load())
    facts = book.facts.with_rows({Rate: []})
    above = book.over(facts, {"rates"})
    assert above.shelf.posts is book.shelf.posts
    assert above.shelf.rates is not book.shelf.rates
    assert {kind.table for kind in TABLES} >= {"rates"}
