"""Opens the state: loads the facts, and the network and overlay from the cache or builds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from karwan.facts.load import Facts, load
from karwan.network import open_network
from karwan.operations.book import Book
from karwan.routing import overlay
from karwan.state import State
from karwan.storage.store import Store, folder


def open_state(
    *,
    facts_dirs: Sequence[Path] = (),
    facts: Facts | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> State:
    """Everything that is true now.

    The network is built at the first use (about half a minute) and read from the cache from then on; it is
    built anew when the base, a table that it reads or the code that builds it changes.

    Args:
        facts_dirs: folders of the user's own rows, laid over ours, the last one on top.
        facts: the tables, if they are loaded already; `facts_dirs` is not looked at then.
        progress: told the step and the share that is done while something is built.

    Raises:
        FactError: for bad rows. NetworkError: if the network cannot be built from the facts.
    """
    facts = load(*facts_dirs) if facts is None else facts
    store = Store(folder())
    network = open_network(facts, store, progress)
    arrays = store.arrays(
        "overlay",
        overlay.digest_of(network.digest),
        lambda: overlay.to_arrays(overlay.build_overlay(network)),
    )
    return State(facts, Book(facts), network, overlay.from_arrays(arrays), store)
