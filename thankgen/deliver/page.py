"""A note as one HTML file: read on a screen, light or dark, or printed in the size of its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thankgen.deliver import stationery
from thankgen.deliver.typesetting import as_data, paper_of

if TYPE_CHECKING:
    from thankgen.facts import Facts
    from thankgen.note import Note


def page(note: Note, facts: Facts) -> str:
    """A card where the facts say so, else a letter; nothing in it comes from outside, and no script runs.

    Text that is too long for the paper goes on below it on a screen, and on a second sheet in print.
    """
    from jinja2 import Environment, StrictUndefined  # most commands do without
    from markupsafe import Markup

    paper = paper_of(facts)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(stationery.read_text("page.html.jinja"))
    return template.render(
        as_data(note, facts),
        paper=paper,
        size=paper.size_on_screen(len(note.text)),
        sprig=Markup(stationery.read_text("sprig.svg")),
    )
