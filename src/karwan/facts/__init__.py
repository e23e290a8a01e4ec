"""Facts about the world: tables with a source and a class of evidence in every row."""

from karwan.facts.load import Facts, load

__all__ = ["Facts", "load"]
