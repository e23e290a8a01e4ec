"""An answer as bytes, packed once and sent as often as it is asked for."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

_WORTH_PACKING = 1_000
_EFFORT = 4


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes with their type, gzipped besides where that is worth it, and their hash."""

    plain: bytes
    zipped: bytes | None
    media: str
    tag: str

    def response(self, request: Request, cache: str = "no-store", status: int = 200) -> Response:
        """The response that a client understands: zipped if it says so, empty if it has the bytes already."""
        headers = {"Cache-Control": cache, "Vary": "Accept-Encoding", "ETag": self.tag}
        if request.headers.get("if-none-match") == self.tag and status == 200:  # noqa: PLR2004
            return Response(status_code=304, headers=headers)
        is_zipped = self.zipped is not None and "gzip" in request.headers.get("accept-encoding", "")
        if is_zipped:
            headers["Content-Encoding"] = "gzip"
        content = self.zipped if is_zipped else self.plain
        return Response(content, status, headers, media_type=self.media)


def packed(content: bytes, media: str, effort: int = _EFFORT) -> Packed:
    """Bytes ready to be sent."""
    zipped = gzip.compress(content, effort, mtime=0) if len(content) > _WORTH_PACKING else None
    if zipped is not None and len(zipped) >= len(content):
        zipped = None
    return Packed(content, zipped, media, tag_of(content))


def tag_of(content: bytes) -> str:
    """The hash of bytes as an ETag."""
    return f'"{hashlib.sha256(content).hexdigest()[:20]}"'


def packed_json(value: Any) -> Packed:  # noqa: ANN401
    """JSON types ready to be sent.

    Raises:
        ValueError: a figure is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return packed(text.encode(), "application/json")
