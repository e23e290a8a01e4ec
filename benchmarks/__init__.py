"""What karwan takes, and what others take beside it; `./run bench` measures and writes the page."""
