"""The API, one subject a file."""

from __future__ import annotations

from karwan.serve.api import meta, places, routes

HOUSES = (meta.router, places.router, routes.router)
