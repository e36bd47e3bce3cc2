"""Answers kept beside the file that they will become, so that an interview can be gone on with later."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen.errors import SettingsError

if TYPE_CHECKING:
    from thankgen.questionnaire import Questionnaire


class Progress:
    """The answers to the questions for one file: `interview.toml` has them in `interview.toml.part`."""

    def __init__(self, file: Path) -> None:
        self.path = file.with_name(f"{file.name}.part")
        self.is_kept = False

    def load(self, today: dt.date) -> Questionnaire | None:
        """The interview where it was left; None where none was begun. Raises `SettingsError`."""
        from thankgen.questionnaire import Questionnaire

        if not self.path.exists():
            return None
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            asking = Questionnaire(kept["language"], kept["answers"], today)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, SettingsError) as error:
            raise SettingsError(
                f"{self.path} does not hold answers that can be gone on with: {error}. Delete it to begin anew."
            ) from error
        self.is_kept = True
        return asking

    def keep(self, asking: Questionnaire) -> None:
        """Write the answers; a place that takes none is told when the facts are saved."""
        kept = {"language": asking.language, "answers": asking.answers}
        new = self.path.with_name(f"{self.path.name}.new")
        self.is_kept = False
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            new.replace(self.path)
            self.is_kept = True

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
