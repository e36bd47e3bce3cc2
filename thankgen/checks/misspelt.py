"""Spelling mistakes: words that no dictionary has, and the common words that were meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thankgen.language.matching import LONGEST_WORD
from thankgen.language.stems import stem

if TYPE_CHECKING:
    import re

    from thankgen.checks.proofread import Limits, ProofreadWords
    from thankgen.checks.rule import Rule
    from thankgen.finding import Finding
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading
    from thankgen.language.spelling import Dictionary

# A longer word is no compound: looking for its parts would take long and find none.
_LONGEST_COMPOUND = 45
# Words up to this many letters are too short to be told by their stems.
_SHORT = 4
# Doubled letters of a word that may be wrong together with another one.
_FEW_DOUBLED = 2
# A typing error has what was meant among so many suggestions.
_BEST = 4
# Words from so many letters on may hold two slips of the pen.
_LONG = 8


@dataclass
class LookedUp:
    """Words that no dictionary has: those looked into, and those beyond the number allowed."""

    allowed: int
    words: set[str] = field(default_factory=set)
    passed_over: set[str] = field(default_factory=set)

    def takes(self, word: str) -> bool:
        """There is room to look into the word, or it was looked into before."""
        if word not in self.words and len(self.words) >= self.allowed:
            self.passed_over.add(word)
            return False
        self.words.add(word)
        return True


def misspelt(
    note: Reading, rule: Rule, match: re.Match[str], given: frozenset[str], looked_up: LookedUp, first: bool
) -> Iterator[Finding]:
    """A finding where a word is a slip of the pen for a common one; `first`: it opens its sentence."""
    dictionary = rule.dictionary
    assert dictionary is not None
    word = match.group()
    parts = [word] if _knows(word, dictionary, note, given, rule) else word.split("-")
    for part in parts:
        if part != word and len(part) <= _SHORT:
            continue  # "Thermo-Calc": short parts are near to anything
        if _is_suspect(part, dictionary, note, given, rule, first) and looked_up.takes(part):
            meant = _corrections(part, dictionary, note, rule)
            if meant:
                named = " and ".join(f"“{one}”" for one in meant)
                yield rule.finding(
                    f"“{part}” is not in the dictionary; {named} {'is' if len(meant) == 1 else 'are'}.",
                    note,
                    match.span(),
                    word.replace(part, meant[0]) if len(meant) == 1 else None,
                )
                return


def _is_suspect(
    part: str, dictionary: Dictionary, note: Reading, given: frozenset[str], rule: Rule, first: bool
) -> bool:
    if not 3 <= len(part) <= LONGEST_WORD or _knows(part, dictionary, note, given, rule):
        return False
    if part[0].isupper() and not first and not note.lexicon.nouns_are_capitalised:
        return False  # a name; whether the facts hold it is another guardrail's business
    if sum(c.isupper() for c in part) > 1 or any(map(dictionary.lends, (part, part.lower()))):
        return False
    if _is_elided(part, first, dictionary, rule) or _is_derived(part, dictionary, rule):
        return False
    return not _is_compound(part.lower(), dictionary, rule.words, given, note.lexicon) or _is_half_doubled(
        part.lower(), dictionary, rule
    )


def _is_half_doubled(word: str, dictionary: Dictionary, rule: Rule) -> bool:
    """A letter once for twice, or twice for once, or both, in a common word: "överaskad" is no compound of "över"."""
    shorter = _with_one_less(word)
    meant = shorter | _with_one_more(word)
    if len(shorter) <= _FEW_DOUBLED:  # or a word of nothing else would be looked up thousands of times
        meant |= {both for less in shorter for both in _with_one_more(less)}
    return any(dictionary.knows(w) and _is_likely(w, word, dictionary, rule) for w in meant - {word})


def _with_one_less(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(1, len(word)) if word[n] == word[n - 1]}


def _with_one_more(word: str) -> set[str]:
    return {word[:n] + word[n] + word[n:] for n in range(1, len(word) - 1)}


def _knows(word: str, dictionary: Dictionary, note: Reading, given: frozenset[str], rule: Rule) -> bool:
    lowered = word.lower()
    if lowered in given or lowered in rule.words.known or lowered in note.lexicon.dates.names:
        return True
    if dictionary.knows(word) or dictionary.knows(lowered):
        return True
    for ending in note.lexicon.names.endings:
        if lowered.endswith(ending) and lowered[: -len(ending)] in given:
            return True
    if word[0].isupper() and dictionary.knows(word.capitalize()):
        return True
    if _is_inflected(lowered, dictionary, note.lexicon.code, given):
        return True
    return any(
        dictionary.knows(plain) or _is_derived(plain, dictionary, rule)
        for plain in _without_infix(lowered, rule.words.infixes)
    )


def _is_elided(part: str, first: bool, dictionary: Dictionary, rule: Rule) -> bool:
    """A verb or a small word without its ending; a noun keeps its own."""
    small = part.lower() if first else part
    return small.islower() and any(dictionary.knows(small + ending) for ending in rule.words.elided)


def _is_derived(part: str, dictionary: Dictionary, rule: Rule) -> bool:
    """A word with a prefix or a suffix that makes words of words, on a stem of four letters or more."""
    for prefix in rule.words.prefixes:
        rest = part.lower().removeprefix(prefix)
        if len(rest) < len(part) and len(rest) >= _SHORT and dictionary.knows(rest):
            return True
    endings = ("", *rule.words.elided)
    for suffix in rule.words.suffixes:
        base = part.removesuffix(suffix)
        if base != part and len(base) >= _SHORT and any(dictionary.knows(base + e) for e in endings):
            return True
    return False


def _is_inflected(word: str, dictionary: Dictionary, language: str, given: frozenset[str]) -> bool:
    """Another form of a word of the facts that the dictionary lacks: "skatebanen" for "skatebane"."""
    if len(word) <= _SHORT:
        return False
    wanted = stem(word, language)
    return any(
        other[0] == word[0] and stem(other, language) == wanted and not dictionary.knows(other)
        for other in given
        if len(other) > _SHORT
    )


def _without_infix(word: str, infixes: tuple[str, ...]) -> Iterator[str]:
    """The word without what inflection put inside it: "herumgestottert" -> "herumstottert"."""
    for infix in infixes:
        cut = word.find(infix, 2)
        if 2 <= cut <= len(word) - len(infix) - 4:
            yield word[:cut] + word[cut + len(infix) :]


def _is_compound(
    word: str,
    dictionary: Dictionary,
    words: ProofreadWords,
    given: frozenset[str],
    lexicon: Lexicon,
    depth: int = 0,
) -> bool:
    """Parts that are not too short, each a word, with the language's linking letters between them.

    What is large is a name, and no part, but where nouns are written so; elsewhere the last part is no small word
    ("märk-ingen").
    """
    linking, shortest = words.linking, words.shortest_part
    if not linking or not 8 <= len(word) <= _LONGEST_COMPOUND or depth > 2:
        return False

    large = lexicon.nouns_are_capitalised

    def known(part: str) -> bool:
        return part in given or dictionary.knows(part) or (large and dictionary.knows(part.capitalize()))

    for cut in range(shortest, len(word) - shortest + 1):
        head, tail = word[:cut], word[cut:]
        if not large and tail in lexicon.small_words:
            continue
        if not (known(tail) or _is_compound(tail, dictionary, words, given, lexicon, depth + 1)):
            continue
        if known(head) or any(
            len(head) - len(li) >= shortest and head.endswith(li) and known(head[: -len(li)])
            for li in linking
            if li
        ):
            return True
        # The tail must be a word as it is: every part may lose a letter by mistake as well.
        if known(tail) and any(known(head + lost) for lost in (*words.dropped, *words.elided)):
            return True
    return False


def _corrections(word: str, dictionary: Dictionary, note: Reading, rule: Rule) -> tuple[str, ...]:
    """What may be meant by a slip of the pen: the one word that clearly is, else the likeliest two.

    Empty where the dictionary's best suggestions are none: typing errors have one among them, rare words have not.
    """
    # Large at the head of a sentence, a word is looked up as the ordinary word it is.
    asked = word if note.lexicon.nouns_are_capitalised else word.lower()
    suggested = dictionary.suggest(asked)
    likely = [s for s in suggested if _is_slip_of(word, s, dictionary, note, rule)]
    if not any(s in suggested[:_BEST] for s in likely):
        return ()
    ranked = sorted(likely, key=lambda s: -_probability(s, word, dictionary))
    clear = len(ranked) == 1 or (
        _probability(ranked[0], word, dictionary) - _probability(ranked[1], word, dictionary)
        >= rule.limits.clear_by
    )
    return tuple(s if not word[0].isupper() else s[0].upper() + s[1:] for s in ranked[: 1 if clear else 2])


def _is_slip_of(word: str, suggestion: str, dictionary: Dictionary, note: Reading, rule: Rule) -> bool:
    """The suggestion is a common word, and the word differs from it as typing errors do."""
    ending = next((e for e in rule.words.learned if word.lower().endswith(e)), "")
    if not suggestion.lower().endswith(ending):
        return False
    if " " in suggestion or "-" in suggestion or suggestion.isupper():
        return False
    # Typing errors spare the first letter, or swap it with the second; rare words do not.
    if suggestion.lower() == word.lower() or (
        suggestion[0].lower() != word[0].lower()
        and sorted(suggestion[:2].lower()) != sorted(word[:2].lower())
    ):
        return False
    if suggestion[0].isupper() and len(word) <= _SHORT:
        return False  # a short name is near to too many words
    # A word that opens a sentence is rarely a slip of somebody's name.
    if (
        word[0].isupper()
        and suggestion[0].isupper()
        and not note.lexicon.nouns_are_capitalised
        and not dictionary.knows(suggestion.lower())
    ):
        return False
    slips = _distance(word.lower(), suggestion.lower())
    # A noun that is two slips from another is more likely a rare one.
    may_hold_two = len(word) >= _LONG and not (word[0].isupper() and note.lexicon.nouns_are_capitalised)
    if not (slips == 1 or (slips == 2 and may_hold_two and abs(len(word) - len(suggestion)) < slips)):
        return False
    return _is_likely(suggestion, word, dictionary, rule)


def _probability(meant: str, word: str, dictionary: Dictionary) -> float:
    """How likely the word is a slip of what may be meant, on a scale of powers of ten.

    Common words are; so is one letter for two ("hapy"), and more so a missing apostrophe ("youre").
    """
    small = meant.lower()
    apart = _distance(word.lower(), small)
    usual = 2 * (small.replace("'", "") == word.lower()) + (word.lower() in _with_one_less(small))
    return dictionary.commonness(meant) + usual - apart


def _is_likely(meant: str, word: str, dictionary: Dictionary, rule: Rule) -> bool:
    """Typing errors are made in common words; what is as rare as its neighbour is a term of some trade.

    A word as long as compounds are is near to no other by chance.
    """
    limits: Limits = rule.limits
    common = dictionary.commonness(meant)
    if len(word) < limits.long and common < limits.least_common:
        return False
    written = dictionary.commonness(word)
    return written == 0 or common - written >= limits.common_by  # what others write, too, is a word


def _distance(one: str, other: str) -> int:
    """Optimal string alignment distance: letters added, lost, changed, or two neighbours swapped."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
