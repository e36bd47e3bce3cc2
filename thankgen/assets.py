"""Where the shipped data stands: in the checkout, and in the wheel under `thankgen/_data`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_PACKED = _PACKAGE / "_data"


def find(kind: str) -> Path:
    """The folder of `prompts`, `guardrails` or `cases`."""
    packed = _PACKED / kind
    if packed.is_dir():
        return packed
    checkout = _PACKAGE.parent
    return checkout / "evals" / kind if kind == "cases" else checkout / kind
