"""The page itself, rendered in one language; what is on it stands in `page.html.jinja`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from thankgen.web.texts import languages, texts

_FOLDER = Path(__file__).parent

STATIC = _FOLDER / "static"
"""What the page loads: its style and its script."""


def page(language: str, model: str | None) -> str:
    """The page in a language; `model` is whoever writes besides the built-in writer."""
    template = _environment().get_template("page.html.jinja")
    return template.render(lang=language, languages=languages(), texts=texts(language), model=model)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
