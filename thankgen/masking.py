"""E-mail addresses and telephone numbers in free text, taken out before the text leaves the machine.

A telephone number is told from other numbers by its shape; doubt is settled by what stands
around it: a word such as *mobile* before it, a unit or currency after it (`masking.toml`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli

if TYPE_CHECKING:
    from thankgen.facts import Facts

WITHHELD_EMAIL = "[e-mail address]"
"""Stands in place of an address. Copied into a note it is an unfilled slot, which a guardrail catches."""

WITHHELD_PHONE = "[telephone number]"
"""Stands in place of a telephone number."""

WITHHELD_LINK = "[link]"
"""Stands in place of one of the candidate's links."""

_DATA: dict[str, list[str]] = tomli.loads(
    (Path(__file__).parent / "masking.toml").read_text(encoding="utf-8")
)


def _words(key: str) -> str:
    """Words of the data file as alternatives of a regular expression."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in _DATA[key])


# Starting only where no address character stands before keeps the search linear.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++(?:[@＠]|\s?[(\[{](?:at|AT|@)[)\]}]\s?)"
    r"(?:[\w-]++(?:\.|\s?[(\[{](?:dot|DOT|\.)[)\]}]\s?))+[^\W\d_]{2,}"
)
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:0\d|1[0-2])[./-](?:19|20)\d\d)"
    r"(?!\d)(?![./]\d)(?!-\d++(?![./]))"
)
_SPACE = "[ \u00a0\u2009\u202f]"
_DASH = "[\u2010-\u2013-]"
_NUMBER = re.compile(
    rf"(?<!\w)(?<!\d[.,])(?:(?P<date>{_DATE})|"
    rf"(?:\+{_SPACE}?\d{{1,3}}{_SPACE}?)?(?:\(\d{{1,5}}\){_SPACE}?[-/]?)?"
    rf"\d++(?:(?:{_SPACE}?(?:{_DASH}|/){_SPACE}?|{_SPACE}|\.)\d++)*+)"
)
_CUE = re.compile(
    rf"(?<!\w)(?:{_words('before')})[^\w\d]{{0,3}}(?:(?:{_words('between')})[^\w\d]{{1,3}}){{0,3}}\Z",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"{_SPACE}?(?:[%€$£]|(?:{_words('units')})\b)", re.IGNORECASE)
_TIMES = re.compile(rf"\d{{1,2}}\.\d{{2}}{_SPACE}?{_DASH}{_SPACE}?\d{{1,2}}\.\d{{2}}")
_THOUSANDS = re.compile(rf"\+?\d{{1,3}}(?:(?:{_SPACE}|\.)\d{{3}})+")
_WHOLE = tuple(
    re.compile(shape)
    for shape in (
        r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}",  # (312) 555-0142, 312.555.0142
        r"\d{2} \d{2} \d{2} \d{2}",  # 10 48 27 60
        r"[6-9]\d{4} \d{5}",  # 98450 12345
        r"[1-9]\d{9,10}(?<!0000)",  # 3125550142
    )
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15


def mask(text: str) -> str:
    """`text` with e-mail addresses and telephone numbers replaced.

    Dates, years, times, amounts, ranges and postcodes stay as they are. Takes time linear in
    the length of the text.
    """
    return _NUMBER.sub(_masked, _EMAIL.sub(WITHHELD_EMAIL, text))


def _masked(match: re.Match[str]) -> str:
    run, text = match.group(), match.string
    if match["date"] or text[match.end() : match.end() + 1].isalpha() or _UNIT.match(text, match.end()):
        return run
    cued = bool(_CUE.search(text, max(0, match.start() - 40), match.start()))
    return WITHHELD_PHONE if _is_phone(run, cued) else run


def _is_phone(number: str, cued: bool) -> bool:
    """Whether a run of digits and separators is a telephone number; `cued`: a word before it says so."""
    groups = re.findall(r"\d+", number)
    count = sum(map(len, groups))
    is_range = len(groups) == 2 and len(groups[0]) == len(groups[1]) and number.count(" ") != 1
    if count < (5 if cued else _FEWEST_DIGITS) or is_range or _TIMES.fullmatch(number):
        return False
    if count > _MOST_DIGITS:  # a telephone number with more digits after it
        return number.startswith(("+", "0", "(0"))
    if _THOUSANDS.fullmatch(number):
        return count >= 9 and (cued or number.startswith("+")) and not number.endswith("000")
    if number.startswith("00"):
        return count >= 9
    if number.startswith(("+", "(0")) or cued:
        return True
    if number.startswith("0"):
        return len(groups[0]) >= 2
    return any(shape.fullmatch(number) for shape in _WHOLE)


class Withholder:
    """Masks contact details in every text of a value, and remembers whether there were any.

    Besides what `mask` finds, it takes out the contact details of these facts, links included.
    """

    def __init__(self, facts: Facts) -> None:
        candidate = facts.candidate
        emails = [candidate.email, *(r.email for r in facts.recipients)]
        known = {text: WITHHELD_EMAIL for text in emails if text}
        known |= dict.fromkeys(candidate.links, WITHHELD_LINK)
        known |= {candidate.phone: WITHHELD_PHONE} if candidate.phone else {}
        # One may stand in another.
        longest_first = sorted(known, key=len, reverse=True)
        self._known = [(re.compile(re.escape(text), re.IGNORECASE), known[text]) for text in longest_first]
        self.hidden = False

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            masked = value
            for pattern, stand_in in self._known:
                masked = pattern.sub(stand_in, masked)
            masked = mask(masked)
            self.hidden = self.hidden or masked != value
            return masked
        if isinstance(value, dict):
            return {key: self(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self(part) for part in value]
        return value
