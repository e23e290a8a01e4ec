"""Every error as one JSON object: what is wrong, and the nearest that is right."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse

from karwan.errors import InputError

_MEANT = re.compile(r"did you mean (.+?)\?")
_TO_WRITE = re.compile(r"; write ('.+' or '.+')")
_MOST_TOLD, _LONGEST = 20, 200
_QUOTED = re.compile(r"'([^']+)'")


def told(what: str, status: int, nearest: list[str] | None = None, wait_s: int | None = None) -> JSONResponse:
    """A response that says what is wrong."""
    headers = {"Cache-Control": "no-store"}
    if wait_s is not None:
        headers["Retry-After"] = str(wait_s)
    return JSONResponse({"error": {"what": what, "nearest": nearest or []}}, status, headers)


def fault_json(error: InputError) -> dict[str, Any]:
    """An error of the user as JSON types."""
    what = str(error)
    return {"what": what, "nearest": nearest_of(what)}


def nearest_of(what: str) -> list[str]:
    """The names that the text of an error offers instead."""
    if found := _MEANT.search(what):
        return found[1].split(" or ")
    if found := _TO_WRITE.search(what):
        return _QUOTED.findall(found[1])
    return []


def unforeseen(error: Exception) -> str:
    """What a user is told of an error of ours; whoever runs the server reads the whole of it on stderr."""
    traceback.print_exception(error)
    return f"internal error, {type(error).__name__}; the server goes on"


def misshapen(errors: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with a query or body that has not the shape of the OpenAPI document, a line each."""
    lines = []
    for one in errors[:_MOST_TOLD]:
        where = [str(part)[:_LONGEST] for part in one["loc"] if part not in ("query", "body", "path")]
        mend = "no such name" if one["type"] == "extra_forbidden" else one["msg"][:_LONGEST]
        lines.append(f"{'.'.join(where[:6]) or 'body'}: {mend}")
    return "\n".join(lines)


ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["what", "nearest"],
            "properties": {
                "what": {"type": "string", "description": "What is wrong, and the mend."},
                "nearest": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}
_WHY = {
    400: "Words or figures that mean nothing.",
    401: "The token is missing or wrong.",
    403: "Asked by another site.",
    404: "No such thing.",
    413: "The body is too large.",
    415: "The body is of another type.",
    421: "Asked under another name than its own.",
    429: "Too much at once; `Retry-After` says when to ask again.",
    503: "Not answered in time; it is being worked out, so ask again.",
}


# What stands before every endpoint may say these.
_ALWAYS = (400, 401, 403, 421, 429, 503)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an endpoint of the OpenAPI document may answer besides its answer, and what all may."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        status: {"description": _WHY[status], "content": body} for status in sorted({*_ALWAYS, *statuses})
    }
