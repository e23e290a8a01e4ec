"""The page and its API: `create_app` makes one application over one state."""
