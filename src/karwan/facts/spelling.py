"""Brings the spellings of a name together, so that a reader may type any of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Accents, vowel points and marks of direction.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200b-\u200f\u02b9-\u02cf]+"
)
_APOSTROPHES = "'`.\u00b4\u2018\u2019\u201b\u2032"
# Letters that Unicode does not take apart, each with the one that a keyboard without it would give.
_PLAIN = (
    ("ı", "i"), ("ł", "l"), ("ø", "o"), ("đ", "d"), ("ð", "d"), ("ə", "a"), ("æ", "ae"), ("œ", "oe"),
    ("þ", "th"),
    ("-", " "), ("\u2010", " "), ("\u2011", " "), ("\u2013", " "), ("_", " "),
    ("ي", "ی"), ("ى", "ی"), ("ې", "ی"), ("ے", "ی"), ("ك", "ک"), ("ڪ", "ک"),
    ("ہ", "ه"), ("ھ", "ه"), ("ة", "ه"), ("ە", "ه"), ("ۃ", "ه"), ("ں", "ن"), ("ـ", ""),
)  # fmt: skip


def folded(text: str) -> str:
    """A name (or a whole text of names) without what its spellings differ in by habit or keyboard.

    Case, accents, vowel points, apostrophes and full stops go; hyphens become spaces; the Arabic, Persian and
    Urdu forms of one letter become one. Commas, semicolons and ends of lines stay where they are.
    """
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _DROPPED.sub("", text)
    for sign in _APOSTROPHES:
        text = text.replace(sign, "")
    for letter, plain in _PLAIN:
        text = text.replace(letter, plain)
    return text


@lru_cache(maxsize=10_000)
def key(name: str) -> str:
    """What two spellings of one name have in common: folded, with single spaces."""
    return " ".join(folded(name).split())
