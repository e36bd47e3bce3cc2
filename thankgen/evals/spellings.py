"""What the dictionaries said of the words of recorded drafts, kept beside the recordings.

The same drafts are judged run after run, and a dictionary takes a sixth of a second to open. Kept as other things are
(`thankgen.kept`), but as JSON: recordings may come from others, and to read a pickle is to run what it says.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from pydantic import BaseModel

from thankgen.kept import Stamp, keep, place, stamp
from thankgen.language.spelling import Answers, HunspellDictionary

if TYPE_CHECKING:
    from pathlib import Path

    from thankgen.language.spelling import Dictionary


class Kept(BaseModel):
    """The answers, and the stamp of the dictionaries that gave them."""

    of: Stamp
    answers: Answers


@contextlib.contextmanager
def answers_kept(dictionary: Dictionary | None, recordings: Path) -> Iterator[None]:
    """Let a dictionary remember what it said in earlier runs, and keep what it says in this one."""
    if not isinstance(dictionary, HunspellDictionary) or not recordings.is_dir():
        yield
        return
    path = place(f"spellings-{dictionary.language}", recordings)
    current = stamp(dictionary.sources)
    # Whatever is wrong with a file that only saves time, the dictionary is asked again.
    with contextlib.suppress(OSError, ValueError):
        there = Kept.model_validate_json(path.read_bytes())
        if there.of == current:
            dictionary.answers.learn(there.answers)
    before = deepcopy(dictionary.answers)
    yield
    if dictionary.answers != before:
        keep(path, Kept(of=current, answers=dictionary.answers).model_dump_json().encode())
