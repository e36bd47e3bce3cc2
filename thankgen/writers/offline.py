"""The offline writer: Jinja2 templates in four languages, no key, no network.

What it says stands in `prompts/offline/<language>/`. The mechanism here is choice: every
`pick` is settled by a seed that comes from the facts, so that the same facts always give the
same note, another variant gives another one, and two recipients never share a choice where
there are enough to go round.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from thankgen.errors import Fault, PromptError
from thankgen.exchange import Reply, Request
from thankgen.note import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from jinja2 import Environment

    from thankgen.facts import Addressed
    from thankgen.language.lexicon import Lexicon

_BLANK_LINES = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[ \t]+")
_STOP = re.compile(r"[.!?…:][\"'”“»)]*\Z")


class OfflineWriter:
    """Writes from templates. Deterministic; `request.number` chooses the variant."""

    def __init__(self, templates: Path, lexicon: Callable[[str], Lexicon]) -> None:
        """`templates` is the folder that holds one folder a language; `lexicon` gives the words of one."""
        self._templates = templates
        self._lexicon = lexicon

    def draft(self, request: Request) -> Reply:
        addressed = request.facts.to(request.to)
        draft = write_offline(
            addressed, self._templates, self._lexicon(request.facts.language), request.number - 1
        )
        return Reply(text=draft.model_dump_json(), source="offline")

    async def adraft(self, request: Request) -> Reply:
        return self.draft(request)


def write_offline(addressed: Addressed, templates: Path, lexicon: Lexicon, variant: int = 0) -> Draft:
    """Render the note for one recipient. `variant` counts from 0."""
    template = _environment(templates / lexicon.code).get_template("note.jinja")
    chooser = Chooser(addressed, variant)
    text = template.render(**_vocabulary(addressed, lexicon, chooser))
    blocks = [_tidy(block) for block in _BLANK_LINES.split(text.strip())]
    subject, *paragraphs = [block for block in blocks if block]
    return Draft(subject="" if addressed.is_card else subject, paragraphs=paragraphs)


class Chooser:
    """Settles every `pick` of one note."""

    def __init__(self, addressed: Addressed, variant: int) -> None:
        facts = addressed.facts
        about = f"{facts.company}\n{facts.role}\n{facts.candidate.name}"
        self._seed = int.from_bytes(hashlib.sha256(about.encode()).digest()[:8])
        self._reader = [r.name for r in facts.recipients].index(addressed.recipient.name)
        self._variant = variant

    def pick(self, key: str, options: Sequence[Any]) -> Any:
        """One of the options; another for each reader and variant until all have been used."""
        salt = hashlib.sha256(f"{self._seed}:{key}".encode()).digest()[0]
        return options[(salt + self._reader + self._variant) % len(options)]


def _vocabulary(addressed: Addressed, lexicon: Lexicon, chooser: Chooser) -> dict[str, Any]:
    """What a template can use."""
    facts = addressed.facts
    return {
        "facts": facts,
        "recipient": addressed.recipient,
        "address": addressed,
        "formal": addressed.is_formal,
        "card": addressed.is_card,
        "occasion": facts.occasion,
        "format": facts.interview.format,
        "relation": addressed.recipient.relation,
        "helper": addressed.is_helper,
        "application": addressed.is_application,
        "topics": addressed.topics,
        "highlights": facts.highlights if addressed.is_application else (),
        "stumble": addressed.stumble,
        "incident": addressed.incident,
        "next_steps": facts.next_steps,
        "pick": chooser.pick,
        "date": lambda d: lexicon.date_in_words(d),
        "day": lambda d: lexicon.date_in_words(d, weekday=False),
        "small": lambda text: small(text, lexicon),
        "weekday": lambda d: lexicon.dates.weekdays[d.weekday()][0],
    }


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only needed when writing

    if not (folder / "note.jinja").is_file():
        raise PromptError(
            (
                Fault(
                    "", "the folder holds no note.jinja; the offline writer needs one a language", str(folder)
                ),
            )
        )
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # the output is plain text
    )
    environment.filters.update(capital=capital, stop=stop, bare=bare)
    return environment


def small(text: str, lexicon: Lexicon) -> str:
    """The first letter small where the first word is surely no name: one of the sentence openers."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if first.lower() in lexicon.opener_set and first != "I":
        return text[:1].lower() + text[1:]
    return text


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


def stop(text: str) -> str:
    """With a full stop at the end, unless it ends in a stop already."""
    text = text.rstrip()
    return text if _STOP.search(text) else text + "."


def bare(text: str) -> str:
    """Without a full stop at the end; question marks stay."""
    return text.rstrip().rstrip(".")


def _tidy(block: str) -> str:
    """Spaces folded; lines of running text joined; each bullet on its own line."""
    lines = [_SPACES.sub(" ", line).strip() for line in block.splitlines()]
    tidy: list[str] = []
    for line in lines:
        if line.startswith("- ") or not tidy:
            tidy.append(line)
        else:
            tidy[-1] += " " + line
    return "\n".join(tidy)
