"""The API, one subject a file."""

from __future__ import annotations

from karwan.serve.api import (
    brief,
    corridors,
    facts,
    jobs,
    meta,
    needs,
    network,
    places,
    posts,
    routes,
    scenarios,
    validation,
)

HOUSES = tuple(
    subject.router
    for subject in (
        meta,
        places,
        routes,
        needs,
        corridors,
        posts,
        facts,
        validation,
        network,
        scenarios,
        jobs,
        brief,
    )
)
