"""The edits, by the check whose findings they mend. A check without one goes back to the model."""

from __future__ import annotations

from thankgen.edits import boilerplate, close, gratitude, layout, length, names, phrases, suggested
from thankgen.edits.change import Alternative, Change, EditFunction

__all__ = ["EDITS", "Alternative", "Change", "EditFunction"]

EDITS: dict[str, EditFunction] = {
    "boilerplate": boilerplate.edit,
    "close": close.edit,
    "effusive": suggested.edit,
    "foreign": phrases.leave_out,
    "gratitude": gratitude.edit,
    "lacks": phrases.add,
    "layout": layout.edit,
    "length": length.edit,
    "names": names.edit,
    "placeholder": suggested.edit,
    "proofread": suggested.edit,
    "says": phrases.leave_out,
}
