"""JSON that may be read without harm: not too deep, figures finite, texts that can be written again."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_JSON = "application/json"
_MOST_DIGITS = 300


class BadBodyError(Exception):
    """A body that is refused; its text says why.

    Attributes:
        status: of the answer.
    """

    def __init__(self, what: str, status: int = 400) -> None:
        super().__init__(what)
        self.status = status


def check_json(body: bytes, media: str, depth: int) -> None:
    """Refuses a body that is no JSON, is nested deeper than `depth`, or holds a figure that is not finite.

    Raises:
        BadBodyError: with the mend.
    """
    if media.partition(";")[0].strip().casefold() != _JSON:
        raise BadBodyError(f"the body is to be JSON; send it with Content-Type: {_JSON}", 415)
    if _depth(body) > depth:
        raise BadBodyError(f"the JSON is nested deeper than {depth} lists and objects; write it flatter")
    try:
        value = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise BadBodyError("the body is no UTF-8 text; half a surrogate pair is none either") from None
    except (ValueError, RecursionError) as error:
        raise BadBodyError(f"the body is no JSON ({str(error)[:200]}); mend it") from None


def _depth(body: bytes) -> int:
    """How deep lists and objects lie in each other, texts left out."""
    deepest = now = 0
    for sign in _TEXT.sub(b"", body):
        if sign in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif sign in b"]}":
            now -= 1
    return deepest


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no figure")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is no finite figure")
    return value


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"{text[:40]}... has more than {_MOST_DIGITS} digits")
    return int(text)


def as_object(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """A value that has to be an object.

    Raises:
        BadBodyError: it is none.
    """
    if not isinstance(value, dict):
        raise BadBodyError("the body is to be a JSON object")
    return value
