"""Templates of the brief: Typst and CSS."""
