"""Facts about the world: tables with a source and a class of evidence in every row."""
