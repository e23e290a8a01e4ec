"""karwan: plans international freight corridors."""

__version__ = "0.1.0"
