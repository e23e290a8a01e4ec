"""Land and borders under every map, drawn once from Natural Earth by `make.py`."""
