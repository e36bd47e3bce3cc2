"""Texts that nobody sends and that a reader must survive: one builder a kind, each cut to a number of characters."""

from __future__ import annotations

import random
import string
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_UNITS = {
    "one word": "x",
    "one word of marks": "e\u0301\u0323",
    "marks alone": "\u0301\u0323",
    "spaces": " ",
    "brackets open": "[",
    "brackets": "[a]",
    "round brackets": "(",
    "braces": "{a}",
    "angles": "<a>",
    "quotes": '"',
    "apostrophes": "'",
    "letters and apostrophes": "a'",
    "stop and quote": '."',
    "asterisks": "*",
    "bold": "**a",
    "underscores": "_",
    "letters and underscores": "a_",
    "backticks": "`",
    "hashes": "# ",
    "exclamation marks": "!",
    "exclamation marks apart": "a! ",
    "question marks": "?",
    "commas": ",",
    "commas and spaces": ", ",
    "semicolons": "a; ",
    "colons": "a:",
    "slashes": "a/",
    "newlines": "\n",
    "carriage returns": "\r",
    "tabs": "\t",
    "hyphens": "-",
    "hyphenated": "a-",
    "dashes": "– ",
    "dots": ".",
    "dotted": "a.",
    "dotted sentences": "a. ",
    "ellipses": "…",
    "at signs": "a@",
    "address begun": "a.a-a+",
    "links": "www.a ",
    "links begun": "http://",
    "domains": "a.se/",
    "digits": "7",
    "digits apart": "1 ",
    "thousands": "1,000 ",
    "clock": "1:",
    "telephone": "+1 (",
    "superscripts": "² ",
    "number words": "hundred thousand ",
    "percent": "%a ",
    "dollars": "${a ",
    "zero width": "a\u200b\u200d",
    "right to left": "\u05d0\u0591\u200f ",
    "overrides": "\u202ea ",
    "homoglyphs": "Кеіth ",
    "capitals": "ABC ",
    "emoji": "👍🏽 ",
    "weekdays": "Friday ",
    "dates": "Friday 16 October ",
    "months": "may ",
    "weeks": "the week of ",
    "in days": "in two days ",
    "names": "Keith Kieth ",
    "honorifics": "Mr ",
    "gendered": "Kolleg*innen ",
    "gendered alone": "a*",
    "doubled words": "the the ",
    "clauses": "and but or ",
    "apologies": "I am so sorry. ",
    "thanks": "Thank you! ",
    "thanks without stop": "thank you for the time and ",
    "promises": "I will be in touch on Friday and I look forward to ",
    "demands": "I expect your answer ",
    "small sentences": "no. ",
    "capital sentences": "Xqz vrb. ",
    "paragraphs": "A b c.\n\n",
    "bullets": "- a b c\n",
    "numbered": "1. a\n",
    "postscripts": "P.S. a b c d.\n\n",
    "subjects": "Subject: a\n",
    "greetings": "Hi Keith,\n",
    "sign-offs": "Best wishes,\nImogen\n\n",
    "fences": "```\n",
    "headings": "# a\n",
}  # fmt: skip


def kinds() -> dict[str, Callable[[int], str]]:
    """Builders by name; each takes the number of characters that it returns."""
    builders: dict[str, Callable[[int], str]] = {name: _repeated(unit) for name, unit in _UNITS.items()}
    for name, unit in _UNITS.items():
        if len(unit) == 1:
            builders[f"{name}, then a letter"] = _ended(unit)
    builders["capitalised unknown words"] = _words(str.capitalize)
    builders["misspelt words"] = _words(_misspelt)
    builders["unknown words"] = _words(lambda word: word)
    builders["unknown long words"] = _words(lambda word: word * 5)
    builders["compounds"] = _words(lambda word: _pick(word, _PARTS, 3) + _pick(word[::-1], _PARTS, 2))
    builders["unknown words a line"] = _words(lambda word: word + ".\n\n")
    builders["every mark"] = lambda size: (string.punctuation * (size // 32 + 1))[:size]
    builders["noise"] = _noise
    return builders


def in_a_note(filling: str, note: str, *, size: int) -> str:
    """A note with the filling in the middle of its body, `size` characters in all."""
    head, tail = note.split("Crew rotas", 1)
    room = size - len(head) - len(tail) - 1
    return f"{head}{filling[:room]} {tail}"


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _ended(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size - 1) + "a"


_SYLLABLES = (
    "bra",
    "kel",
    "tor",
    "mun",
    "sil",
    "vex",
    "dro",
    "pan",
    "lim",
    "gus",
    "ret",
    "ost",
    "fyr",
    "nag",
    "hul",
    "wic",
)
_PLAIN = (
    "management",
    "interview",
    "conversation",
    "schedule",
    "experience",
    "opportunity",
    "harbour",
    "together",
)
_PARTS = (
    "hafen",
    "verkehr",
    "planung",
    "schiff",
    "tavla",
    "arbete",
    "ledning",
    "gruppe",
    "havne",
    "drift",
    "vagn",
    "boden",
)


def _syllables() -> Iterator[str]:
    """Words that no language has, each another."""
    base = len(_SYLLABLES)
    for number in count(base**2):
        word = ""
        while number:
            number, digit = divmod(number, base)
            word += _SYLLABLES[digit]
        yield word


def _misspelt(word: str) -> str:
    """An ordinary word with one wrong letter."""
    plain = _pick(word, _PLAIN, 1)
    place = sum(map(ord, word)) % len(plain)
    return plain[:place] + word[:2] + plain[place + 1 :]


def _pick(word: str, parts: tuple[str, ...], number: int) -> str:
    seed = random.Random(word)
    return "".join(seed.choice(parts) for _ in range(number))


def _words(form: Callable[[str], str]) -> Callable[[int], str]:
    def build(size: int) -> str:
        text, length = [], 0
        for word in _syllables():
            text.append(form(word))
            length += len(text[-1]) + 1
            if length > size:
                break
        return " ".join(text)[:size]

    return build


def _noise(size: int) -> str:
    """Letters, marks and spaces of many scripts in any order; the same each time."""
    alphabet = (
        string.printable
        + "äöüßåøæéñłŁþ–—…“”„«»’\u00a0\u0301\u05d0\u0639\u4e2d\uac00\u1100\u1161²½①\u200b\u202e👍"
    )
    return "".join(random.Random(size).choices(alphabet, k=size))
