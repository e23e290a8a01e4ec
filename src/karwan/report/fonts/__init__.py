"""Fonts of the brief, cut to its letters: NOTICE says whose they are."""
