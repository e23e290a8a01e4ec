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
    """Bytes with their type and hash.

    Attributes:
        held: gzipped where that is worth it, which is how they are kept and mostly sent. is_zipped: whether.
        media: their type. tag: hash of what they say, as an ETag. name: of the file to save, if it is one.
        smaller: the same packed by Brotli, for clients that read it; None where nobody packed it.
    """

    held: bytes
    is_zipped: bool
    media: str
    tag: str
    name: str | None = None
    smaller: bytes | None = None

    @property
    def content(self) -> bytes:
        """The bytes as they are."""
        return gzip.decompress(self.held) if self.is_zipped else self.held

    def response(self, request: Request, cache: str = "no-store", status: int = 200) -> Response:
        """The response that a client understands: zipped if it says so, empty if it has the bytes already."""
        headers = {"Cache-Control": cache, "Vary": "Accept-Encoding", "ETag": self.tag}
        if request.headers.get("if-none-match") == self.tag and status == 200:  # noqa: PLR2004
            return Response(status_code=304, headers=headers)
        if self.name is not None:
            headers["Content-Disposition"] = f'attachment; filename="{self.name}"'
        accepted = request.headers.get("accept-encoding", "")
        if self.smaller is not None and _reads_brotli(accepted):
            headers["Content-Encoding"] = "br"
            return Response(self.smaller, status, headers, media_type=self.media)
        if self.is_zipped and "gzip" in accepted:
            headers["Content-Encoding"] = "gzip"
            return Response(self.held, status, headers, media_type=self.media)
        return Response(self.content, status, headers, media_type=self.media)


def _reads_brotli(accepted: str) -> bool:
    """Whether the words of Accept-Encoding name Brotli, and not so as to refuse it."""
    for word in accepted.split(","):
        name, _, weight = word.replace(" ", "").partition(";q=")
        if name == "br":
            return not weight or bool(weight.strip("0."))
    return False


def packed(
    content: bytes,
    media: str,
    effort: int = _EFFORT,
    name: str | None = None,
    smaller: bytes | None = None,
) -> Packed:
    """Bytes ready to be sent; no effort leaves them as they are. `smaller`: the same packed by Brotli."""
    zipped = gzip.compress(content, effort, mtime=0) if effort and len(content) > _WORTH_PACKING else content
    is_zipped = zipped is not content and len(zipped) < len(content)
    return Packed(zipped if is_zipped else content, is_zipped, media, _tag_of(content), name, smaller)


def _tag_of(content: bytes) -> str:
    """The hash of bytes as an ETag."""
    return f'"{hashlib.sha256(content).hexdigest()[:20]}"'


def packed_json(value: Any, effort: int = _EFFORT) -> Packed:  # noqa: ANN401
    """JSON types ready to be sent.

    Raises:
        ValueError: a figure is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return packed(text.encode(), "application/json", effort)
