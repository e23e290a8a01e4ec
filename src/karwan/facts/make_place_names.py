"""Chooses, among the many spellings that GeoNames holds of a place, those that the gazetteer keeps.

GeoNames' spellings come without a language here, so that a spelling is judged by its script, by the letters
of its languages and by how far it sounds like the name.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from karwan.facts.spelling import key

_SCRIPTS = (
    ("cyrillic", "\u0400", "\u04ff"), ("arabic", "\u0600", "\u06ff"), ("han", "\u4e00", "\u9fff"),
    ("georgian", "\u10a0", "\u10ff"), ("armenian", "\u0530", "\u058f"), ("greek", "\u0370", "\u03ff"),
    ("hebrew", "\u0590", "\u05ff"), ("devanagari", "\u0900", "\u097f"), ("bengali", "\u0980", "\u09ff"),
    ("thai", "\u0e00", "\u0e7f"), ("hangul", "\uac00", "\ud7af"), ("tibetan", "\u0f00", "\u0fff"),
)  # fmt: skip
WORLD_SCRIPTS = ("cyrillic", "arabic", "han")
_OWN_SCRIPTS = {
    "arabic": "PK AF IR IQ AE SA OM QA KW BH YE JO LB SY PS EG SD LY TN DZ MA",
    "cyrillic": "KZ KG UZ TJ TM MN RU BY UA BG RS MK AZ GE AM MD",
    "han": "CN HK MO TW JP",
    "georgian": "GE",
    "armenian": "AM",
    "greek": "GR CY",
    "hebrew": "IL",
    "devanagari": "IN NP",
    "bengali": "BD",
    "thai": "TH",
    "hangul": "KR KP",
}
_PERSIAN = set("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئأؤء")
_ARABIC = set("ابتثجحخدذرزسشصضطظعغفقكلمنوهيةىآأإئؤء")
# Letters of each script's languages by territory; a spelling with others is of another language.
_LETTERS = {
    "PK": _PERSIAN | set("ٹڈڑںہھےۂۓ"),
    "AF": _PERSIAN | set("ټځڅډړږښګڼېۍ"),
    "IR": _PERSIAN,
}
_RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_LOCAL_CYRILLIC = {
    "KZ": "әғқңөұүһі", "KG": "ңөү", "TJ": "ғӣқӯҳҷ", "UZ": "ўқғҳ", "MN": "өү", "BY": "іў", "UA": "іїєґ",
    "RS": "ђјљњћџ", "MK": "ѓѕјљњќџ",
}  # fmt: skip
_CYRILLIC_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ү": "u", "ұ": "u", "ф": "f", "х": "kh", "ҳ": "h",
    "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "і": "i", "ї": "i", "є": "e", "ј": "j", "ә": "a", "ҷ": "j", "ӣ": "i", "ӯ": "u",
}  # fmt: skip
_ARABIC_SOUNDS = {
    "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d",
    "ذ": "z", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "o",
    "ه": "h", "ی": "i", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ښ": "kh",
}  # fmt: skip
_SOUNDS = str.maketrans(_CYRILLIC_SOUNDS | _ARABIC_SOUNDS)
_LATIN = re.compile(r"[^\W\d_a-z][^\W\d_]*([ \-'’ʻ][^\W\d_]+)*")
_ARTEFACT = re.compile(r"(?:UE|OE|AE|KH|CH|SH)[a-z]|[a-zA-Z]?[ʿʾ]|[A-Z]{2,4}$")
_LONGEST = 32
_MOST_MIXED = 6


@dataclass(frozen=True, slots=True)
class Room:
    """How many spellings a place may keep: in Latin letters, in its own scripts, in each world script."""

    latin: int
    own: int
    world: int


def script(name: str) -> str:
    """The script of the first letter of a name: `latin`, one of the list above, or `other`."""
    first = next((sign for sign in name if sign.isalpha()), "")
    if unicodedata.name(first, "").startswith("LATIN"):
        return "latin"
    return next((word for word, low, high in _SCRIPTS if low <= first <= high), "other")


def chosen(name: str, territory: str, spellings: Iterable[str], room: Room) -> tuple[str, ...]:
    """The spellings to keep, none equal to another or to the name when folded; Latin ones first.

    Args:
        name: as shown.
        territory: its code.
        spellings: all that GeoNames has.
        room: how many of each kind.
    """
    by_script: dict[str, list[str]] = {}
    for spelling in sorted(set(spellings)):
        if _is_clean(spelling):
            by_script.setdefault(script(spelling), []).append(spelling)
    kept = {key(name): name}
    _add(kept, _latin(name, territory, by_script.get("latin", [])), room.latin)
    own = [word for word, codes in _OWN_SCRIPTS.items() if territory in codes.split()]
    for word in (*own, *(word for word in WORLD_SCRIPTS if word not in own)):
        options = [
            item for item in by_script.get(word, []) if _is_of(item, word, territory if word in own else "")
        ]
        _add(kept, _best(name, word, options), room.own if word in own else room.world)
    return tuple(kept.values())[1:]


def _is_clean(spelling: str) -> bool:
    return 1 < len(spelling) <= _LONGEST and not any(sign in spelling for sign in ',;"()[]/\n ')


def _add(kept: dict[str, str], options: Sequence[str], count: int) -> None:
    for option in options:
        if count > 0 and key(option) not in kept:
            kept[key(option)] = option
            count -= 1


def _latin(name: str, territory: str, options: Sequence[str]) -> list[str]:
    """Latin spellings, best first: those that sound like the name, each third one that does not (exonyms)."""
    good = [item for item in options if _is_latin(item, territory)]
    stems = {_stem(key(name))}
    first: list[str] = []
    others: list[str] = []
    for item in sorted(good, key=lambda item: (not item.isascii(), len(item), item)):
        stem = _stem(key(item))
        (others if stem in stems else first).append(item)
        stems.add(stem)
    like = sorted(first, key=lambda item: (-_likeness(key(name), key(item)), item))
    mixed: list[str] = []
    while like:
        mixed += like[:2]
        like = like[2:]
        if like:
            mixed.append(like.pop())
    return mixed[:_MOST_MIXED] + sorted(others, key=len) + mixed[_MOST_MIXED:]


def _is_latin(spelling: str, territory: str) -> bool:
    letters = unicodedata.normalize("NFC", spelling)
    if any(unicodedata.combining(sign) for sign in letters) or ("ə" in letters and territory != "AZ"):
        return False
    return bool(_LATIN.fullmatch(spelling)) and not _ARTEFACT.search(spelling)


def _stem(folded_name: str) -> str:
    """A name without the endings that Baltic, Esperanto and Latin give it."""
    return re.sub(r"(as|us|is|os|um|a|o|e|i|s)$", "", folded_name.replace(" ", ""))


def _is_of(spelling: str, word: str, territory: str) -> bool:
    """Whether its letters are those of the languages of a territory (or of the script's main language)."""
    letters = {sign for sign in spelling.casefold() if sign.isalpha()}
    if word == "arabic":
        return letters <= _LETTERS.get(territory, _ARABIC if territory else _PERSIAN)
    if word == "cyrillic":
        return letters <= _RUSSIAN | set(_LOCAL_CYRILLIC.get(territory, ""))
    if word == "han":
        if territory in {"HK", "MO", "TW", "JP"}:
            return all(script(sign) == "han" for sign in letters)
        return all(sign.encode("gb2312", "ignore") for sign in letters)
    return True


def _best(name: str, word: str, options: Sequence[str]) -> list[str]:
    """Spellings of one script, best first: by sound where that can be told, else the shortest."""
    if word in {"cyrillic", "arabic"}:
        return sorted(options, key=lambda item: (-_likeness(_heard(name), _heard(item)), len(item), item))
    endings = {"市", "县", "區", "区"}
    return sorted(options, key=lambda item: (item[-1] in endings, len(item), item))


def _heard(name: str) -> str:
    """A name in plain consonants."""
    return re.sub(r"[aeiouy ]", "", key(name).translate(_SOUNDS))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
