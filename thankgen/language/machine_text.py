"""E-mail addresses and links: text for machines, in which no guardrail reads words.

Each pattern begins only where a run of its characters begins, so that a long run is read once.
"""

from __future__ import annotations

import re

# The start of a label that is not the middle of a longer row of labels.
_HOST_START = r"(?<![\w-])(?<![\w-]\.)"
_SCHEME = r"(?i:https?://|www\.)"
# Two sentences without a space between them ("work.Then") are no host.
_NEW_SENTENCE = r"(?<=[a-zäöüåæøß]{2}\.)[A-ZÄÖÜÅÆØ][a-zäöüåæøß]"
TOP_LEVEL = r"(?:com|org|net|io|se|de|dk|uk|eu|example|dev|me)"

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
LINK = re.compile(
    rf"{_SCHEME}[^\s,;)]+|{_HOST_START}[\w-]++(?:\.[\w-]+)*\.{TOP_LEVEL}\b(?:/[^\s,;)]*)?", re.IGNORECASE
)
# Whatever looks like an address, a link, or words joined by stops.
MACHINE_TEXT = re.compile(
    rf"(?<![\w.+-])[\w.+-]++@[\w.-]+|{_SCHEME}\S+|{_HOST_START}[\w-]++(?:\.(?!{_NEW_SENTENCE})[\w-]++)+(?:/\S*)?"
)
# The same, where words joined by stops alone are read as words.
ADDRESS_OR_LINK = re.compile(
    rf"(?<![\w.+-])[\w.+-]++@[\w.-]+|{_SCHEME}\S+|{_HOST_START}[\w-]++(?:\.[\w-]+)*\.[a-z]{{2,}}/\S*",
    re.IGNORECASE,
)
