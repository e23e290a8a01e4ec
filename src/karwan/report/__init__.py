"""Answers as tables, charts, maps and files."""
