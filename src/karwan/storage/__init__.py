"""Files that are never half written, and a cache that mends itself."""
