"""The built page: files by their path, packed, cached for good where their name holds their hash."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from karwan.serve import faults
from karwan.serve.packed import Packed, packed

_HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.\w+$")
_FOR_GOOD = "public, max-age=31536000, immutable"
_EACH_TIME = "no-cache"
_PACKED_ALREADY = {".woff2", ".png", ".webp", ".jpg", ".gz", ".ico"}
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json"}
_TYPES |= {".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_BEST = 9
NO_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>karwan</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>karwan is running, the page is not built</h1>
<p>This copy of karwan has the API and no page. To have the page:</p>
<ul><li>in a clone, <code>./run serve</code> builds it, once, in half a minute;</li>
<li>or install karwan from its wheel, which holds it.</li></ul>
<p>The API answers all the same: <a href="/api/v1/meta">/api/v1/meta</a>,
<a href="/api/v1/routes?from=Lahore&amp;to=Almaty">/api/v1/routes</a>; it is described in
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p></body></html>
"""


class Bundle:
    """The files of a built page, read and packed when they are first asked for.

    Args:
        folder: that holds index.html; there may be none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files: dict[str, Packed] = {}

    @property
    def is_built(self) -> bool:
        """Whether there is a page to show."""
        return (self._folder / "index.html").is_file()

    def response(self, request: Request, path: str) -> Response:
        """The file of a path, or the page itself for the paths that it routes; 404 for other files."""
        if not self.is_built:
            return HTMLResponse(NO_PAGE, headers={"Cache-Control": "no-store"})
        name = path.strip("/") or "index.html"
        found = self._file(name)
        if found is None and "." not in name.rsplit("/", 1)[-1]:
            name, found = "index.html", self._file("index.html")
        if found is None:
            return faults.told("there is no such file", 404)
        return found.response(request, _FOR_GOOD if _HASHED.search(name) else _EACH_TIME)

    def _file(self, name: str) -> Packed | None:
        if (known := self._files.get(name)) is not None:
            return known
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or not path.is_file():
                return None
            content = path.read_bytes()
        except (OSError, ValueError):  # a name that no system takes
            return None
        ending = path.suffix.casefold()
        media = _TYPES.get(ending) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        effort = 0 if ending in _PACKED_ALREADY else _BEST
        self._files[name] = packed(content, media, effort, smaller=_beside(path) if effort else None)
        return self._files[name]


def _beside(path: Path) -> bytes | None:
    """The same file packed by Brotli, where the build of the page left that."""
    try:
        return path.with_name(f"{path.name}.br").read_bytes()
    except OSError:
        return None
