"""Style and script of the HTML map."""
