"""`proofread`: spelling, doubled words, spacing, pairs of marks, sentence starts and ends, plain slips of grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thankgen.checks.given import given_words
from thankgen.checks.rule import Cue, Rule, Table, Words
from thankgen.language.machine_text import MACHINE_TEXT
from thankgen.language.matching import LONGEST_WORD
from thankgen.language.names import fold_keys, one_slip_apart
from thankgen.language.spans import Taken
from thankgen.language.spelling import is_mostly_unknown
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed, Facts
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence
    from thankgen.language.spelling import Dictionary

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"(?<![\w'-])([^\W\d_]+)[ \n]+\1(?![\w'@-]|\.\w)", re.IGNORECASE)
# What is looked for stands first and what must stand before it behind that: so most of a text is passed over at once.
# A run of spaces is read from its first one only, so once.
_SPACED = re.compile(r" (?<!  ) ++(?=\S)")
_SPACE_BEFORE = re.compile(r"[ \n](?<![ \n][ \n])[ \n]*+(?=[,;!?](?:\s|\Z)|\.(?:\s|\Z)|[,;][^\W\d_])")
_QUOTED = re.compile(r'"[^"\n]{1,60}"')
_NO_SPACE_AFTER = re.compile(
    r"[,;!?.](?:(?<=[^\W\d_]{2}[,;!?])(?=[^\W\d_])"
    r"|(?<=[^\W\d_]{2}\.)(?=[^\W\d_a-zà-öø-ÿ][^\W\d_])|(?<=\d,)(?=[^\W\d_]{2}))"
)
_GENDERED = re.compile(r"(?<!\w)\w{1,60}[*_:/]-?(?:in|innen|n|r|e|a|ne)\w*")
# A longer word is no compound: looking for its parts would take long and find none.
_LONGEST_COMPOUND = 45
_PAIRS = {"(": ")", "[": "]"}
_ENDINGS = re.compile(r"[.!?…:][\"')\]»”“’]*\Z")


_TRUNCATED = re.compile(r"-(?=[\s,/])")
_CLAUSE_MARK = re.compile(r"[^\w\s'-]|\n\n")
# A capital inside a sentence, with nothing but a space before it.
_LARGE_INSIDE = re.compile(r"(?<=[^\W\d_] )[^\W\d_a-zß-öø-ÿ][^\W\d_]*")
# Words that may stand before a doubled one at the head of a clause: "…, und für die die".
_EARLY = 2
# Words up to this many letters are too short to be told by their stems.
_SHORT = 4
# Words from so many letters on may hold two slips of the pen.
_LONG = 8
# Characters in which the neighbour of a sentence is looked for.
_NEAR = 40


class Limits(Table):
    """`max_unknown_words`: for how many different words the dictionary is asked what was meant (it takes long).

    On Zipf's scale, `least_common` is how common a word must be to be held for what was meant, and `common_by` by how
    much commoner than what was written; words of `long` letters or more are spared both.
    """

    max_unknown_words: int
    least_common: float
    common_by: float
    long: int


@dataclass
class _LookedUp:
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


class ProofreadWords(Words):
    """`may_double`: words that rightly stand twice in a row; `may_double_early` only at the head of a clause, or
    right after its first words ("Leute, für die die Arbeit zählt"). `linking`: letters between the parts of compounds, of
    which none is shorter than `shortest_part`; `dropped`: letters that a first part loses there ("Schul-", from "Schule").
    `infixes`: what stands inside a word when it is inflected ("herum-ge-stottert").
    `elided`: endings that talk drops ("ich freu mich"). `prefixes` and `suffixes` make words of words ("wegmüssen",
    "Gipfeli").
    `never_large`: words, in small letters, that are large at the head of a sentence only: inside one, the stop before
    them is missing. `slips`: plain slips of grammar, words written apart or together wrongly among them. `known`: words
    that the dictionaries lack. `learned`: endings of terms that the dictionaries lack, where what may be meant does not
    end so ("limbus", not "limbs").
    """

    may_double: tuple[str, ...] = ()
    may_double_early: tuple[str, ...] = ()
    infixes: tuple[str, ...] = ()
    linking: tuple[str, ...] = ()
    shortest_part: int = 4
    dropped: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    never_large: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    slips: tuple[Cue, ...] = ()
    elided: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    given = given_words(facts)
    skipped = Taken(len(note.plain), (m.span() for m in MACHINE_TEXT.finditer(note.plain)))
    for match in _GENDERED.finditer(note.plain):
        skipped.add(match.span())
    for match in _QUOTED.finditer(note.plain):
        skipped.add(match.span())  # what others say may be in any language
    assert rule.dictionary is not None
    prose = [
        s.span
        for s in note.sentences
        if s.place in ("body", "postscript", "subject")
        and not is_mostly_unknown(s.text, rule.dictionary, given)
    ]
    yield from _doubled(note, rule)
    yield from _spacing(note, rule, skipped, facts.facts.company)
    yield from _pairs(note, rule)
    yield from _edges(note, rule, _written_small(facts.facts))
    yield from _run_on(note, rule)
    for cue, hit in rule.said(note, "slips", ("body", "postscript", "subject")):
        yield rule.finding(cue.message or "This is a slip of grammar.", note, hit.span)
    looked_up = _LookedUp(rule.limits.max_unknown_words)
    names = _name_words(facts.facts)
    for span in prose:
        # Nearly every word is known, and of those there is nothing more to ask.
        words = _WORD.findall(note.plain, *span)
        unknown = frozenset(rule.dictionary.unknown(w for w in words if w.lower() not in given))
        for match in _WORD.finditer(note.plain, *span) if unknown else ():
            # "Storm- und": the first part of a compound need be no word by itself.
            if match.group() not in unknown or _TRUNCATED.match(note.plain, match.end()):
                continue
            if not skipped.holds(match.start()) and not _is_slip_of_name(match.group(), names):
                yield from _spelling(note, rule, match, given, looked_up, first=match.start() == span[0])
    if looked_up.passed_over:
        yield rule.finding(
            f"{rule.limits.max_unknown_words} words that the dictionary lacks were looked into; "
            f"{len(looked_up.passed_over)} more were not, such as “{min(looked_up.passed_over)}”."
        )


def _name_words(facts: Facts) -> frozenset[str]:
    """Words of the facts' names from four letters on, in small letters."""
    names = [facts.company, facts.candidate.name, *(r.name for r in facts.recipients)]
    return frozenset(w.lower() for name in names for w in _LETTERS.findall(name) if len(w) > 3)


def _is_slip_of_name(word: str, names: frozenset[str]) -> bool:
    """A name written wrongly is reported as such, by `names`."""
    lowered = word.lower()
    return word[0].isupper() and any(
        one_slip_apart(lowered, name) or fold_keys(lowered) & fold_keys(name) for name in names
    )


def _written_small(facts: Facts) -> frozenset[str]:
    """Words of the facts' names that begin small even at the head of a sentence: kiezKorb, von Plessow."""
    names = [facts.company, facts.candidate.name, *(r.name for r in facts.recipients)]
    return frozenset(w.lower() for name in names for w in _LETTERS.findall(name) if w[0].islower())


def _doubled(note: Reading, rule: Rule) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(note.plain):
        word = match[1]
        early = word.lower() in rule.words.may_double_early and _is_early(note.plain, match.start())
        if not early and word.lower() not in rule.words.may_double and "\n\n" not in match.group():
            yield rule.finding(f"“{word}” stands twice.", note, match.span(), word)


def _is_early(text: str, position: int) -> bool:
    """At most two words of the clause stand before the position."""
    clause = _CLAUSE_MARK.split(text[max(0, position - _NEAR) : position])[-1]
    return len(_LETTERS.findall(clause)) <= _EARLY


def _spacing(note: Reading, rule: Rule, skipped: Taken, company: str) -> Iterator[Finding]:
    for match in _SPACED.finditer(note.plain):
        if note.plain[match.start() - 1 : match.start()].strip():
            yield rule.finding("There is a space too many.", note, match.span(), " ")
    for match in _SPACE_BEFORE.finditer(note.plain):
        if note.plain[match.start() - 1 : match.start()].isalnum():
            yield rule.finding("No space belongs before this mark.", note, match.span(), "")
    for match in _NO_SPACE_AFTER.finditer(note.plain):
        around = note.plain[max(0, match.start() - 12) : match.end() + 12]
        if not skipped.holds(match.start()) and not any(
            part in around for part in company.split() if match.group() in part
        ):
            yield rule.finding("A space is missing after this mark.", note, match.span(), match.group() + " ")


def _pairs(note: Reading, rule: Rule) -> Iterator[Finding]:
    """Brackets and double quotes that are opened and not closed within a paragraph, or the other way round."""
    for paragraph in note.parts.paragraphs:
        text = note.plain[slice(*paragraph.span)]
        for opening, closing in _PAIRS.items():
            if text.count(opening) != text.count(closing):
                yield rule.finding(
                    f"A bracket {opening}{closing} is not closed or not opened.", note, paragraph.span
                )
        if text.count('"') % 2:
            yield rule.finding("A quotation mark has no partner.", note, paragraph.span)


def _edges(note: Reading, rule: Rule, given: frozenset[str]) -> Iterator[Finding]:
    """Sentences start large and end in a stop."""
    greeting = note.parts.greeting
    small_opening = greeting is not None and note.plain[greeting[1] - 1] == ","
    body = note.body_sentences
    for number, sentence in enumerate(body):
        if sentence.bullet:
            continue
        first = _WORD.search(sentence.text)
        if first and first.group()[0].islower() and not (small_opening and number == 0):
            start = sentence.start + first.start()
            opens = first.start() == len(sentence.text) - len(sentence.text.lstrip(" \"'(“„»"))
            if opens and not _is_brand(first.group(), given) and not _follows_colon(note, sentence):
                span = (start, start + 1)
                yield rule.finding(
                    "A sentence starts with a capital letter.", note, span, first.group()[0].upper()
                )
        if not _ENDINGS.search(sentence.text) and _ends_block(note, sentence):
            yield rule.finding("The sentence ends without a stop.", note, sentence.span)


def _run_on(note: Reading, rule: Rule) -> Iterator[Finding]:
    """A word that only the head of a sentence makes large, and no stop before it."""
    for sentence in note.body_sentences if rule.words.never_large else ():
        for match in _LARGE_INSIDE.finditer(sentence.text):
            lowered = match.group().lower()
            if lowered in rule.words.never_large:
                start = sentence.start + match.start()
                yield rule.finding("A stop is missing before this word.", note, (start, start + len(lowered)))


def _is_brand(word: str, given: frozenset[str]) -> bool:
    return any(part.lower() in given for part in _LETTERS.findall(word)[:1]) or any(c.isupper() for c in word)


def _follows_colon(note: Reading, sentence: Sentence) -> bool:
    before = note.plain[max(0, sentence.start - _NEAR) : sentence.start]
    return before.rstrip()[-1:] == ":"


def _ends_block(note: Reading, sentence: Sentence) -> bool:
    """No list follows that the sentence leads into."""
    after = note.plain[sentence.end : sentence.end + _NEAR].lstrip()
    return not after.startswith(("-", "*", "•", "–"))


def _spelling(
    note: Reading, rule: Rule, match: re.Match[str], given: frozenset[str], looked_up: _LookedUp, first: bool
) -> Iterator[Finding]:
    dictionary = rule.dictionary
    assert dictionary is not None
    word = match.group()
    parts = [word] if _knows(word, dictionary, note, given, rule) else word.split("-")
    for part in parts:
        if part != word and len(part) <= _SHORT:
            continue  # "Thermo-Calc": short parts are near to anything
        if _is_suspect(part, dictionary, note, given, rule, first) and looked_up.takes(part):
            meant = _correction(part, dictionary, note, rule)
            if meant:
                yield rule.finding(
                    f"“{part}” is not in the dictionary; “{meant}” is.",
                    note,
                    match.span(),
                    word.replace(part, meant),
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
    return not _is_compound(part.lower(), dictionary, rule.words, given, note.lexicon.nouns_are_capitalised)


def _knows(word: str, dictionary: Dictionary, note: Reading, given: frozenset[str], rule: Rule) -> bool:
    lowered = word.lower()
    if lowered in given or lowered in rule.words.known or dictionary.knows(word) or dictionary.knows(lowered):
        return True
    for ending in note.lexicon.names.endings:
        if lowered.endswith(ending) and lowered[: -len(ending)] in given:
            return True
    if word[0].isupper() and dictionary.knows(word.capitalize()):
        return True
    if _is_inflected(lowered, dictionary, note.lexicon.code, given):
        return True
    return any(dictionary.knows(plain) for plain in _without_infix(lowered, rule.words.infixes))


def _is_elided(part: str, first: bool, dictionary: Dictionary, rule: Rule) -> bool:
    """A verb or a small word without its ending; a noun keeps its own."""
    small = part.lower() if first else part
    return small.islower() and any(dictionary.knows(small + ending) for ending in rule.words.elided)


def _is_derived(part: str, dictionary: Dictionary, rule: Rule) -> bool:
    """A word with a prefix or a suffix that makes words of words, on a stem of four letters or more."""
    for prefix in rule.words.prefixes:
        rest = part.removeprefix(prefix)
        if rest != part and len(rest) >= _SHORT and dictionary.knows(rest):
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
    large: bool,
    depth: int = 0,
) -> bool:
    """Parts that are not too short, each a word, with the language's linking letters between them.

    `large`: nouns are written so in this language; in others what is large is a name, and no part.
    """
    linking, shortest = words.linking, words.shortest_part
    if not linking or not 8 <= len(word) <= _LONGEST_COMPOUND or depth > 2:
        return False

    def known(part: str) -> bool:
        return part in given or dictionary.knows(part) or (large and dictionary.knows(part.capitalize()))

    for cut in range(shortest, len(word) - shortest + 1):
        head, tail = word[:cut], word[cut:]
        if not (known(tail) or _is_compound(tail, dictionary, words, given, large, depth + 1)):
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


def _correction(word: str, dictionary: Dictionary, note: Reading, rule: Rule) -> str | None:
    """The dictionary's word one slip away, if there is one: typing errors have it, rare words have not."""
    # Large at the head of a sentence, a word is looked up as the ordinary word it is.
    asked = word if note.lexicon.nouns_are_capitalised else word.lower()
    ending = next((e for e in rule.words.learned if word.lower().endswith(e)), "")
    for suggestion in dictionary.suggest(asked)[:4]:
        if not suggestion.lower().endswith(ending):
            continue
        if " " in suggestion or "-" in suggestion or suggestion.isupper():
            continue
        # Typing errors spare the first letter, or swap it with the second; rare words do not.
        if suggestion.lower() == word.lower() or (
            suggestion[0].lower() != word[0].lower()
            and sorted(suggestion[:2].lower()) != sorted(word[:2].lower())
        ):
            continue
        if suggestion[0].isupper() and len(word) <= _SHORT:
            continue  # a short name is near to too many words
        # A word that opens a sentence is rarely a slip of somebody's name.
        if (
            word[0].isupper()
            and suggestion[0].isupper()
            and not note.lexicon.nouns_are_capitalised
            and not dictionary.knows(suggestion.lower())
        ):
            continue
        slips = _distance(word.lower(), suggestion.lower())
        # A noun that is two slips from another is more likely a rare one.
        may_hold_two = len(word) >= _LONG and not (word[0].isupper() and note.lexicon.nouns_are_capitalised)
        if not (slips == 1 or (slips == 2 and may_hold_two and abs(len(word) - len(suggestion)) < slips)):
            continue
        if _is_likely(suggestion, word, dictionary, rule):
            return suggestion if not word[0].isupper() else suggestion[0].upper() + suggestion[1:]
    return None


def _is_likely(meant: str, word: str, dictionary: Dictionary, rule: Rule) -> bool:
    """Typing errors are made in common words; what is as rare as its neighbour is a term of some trade.

    A word as long as compounds are is near to no other by chance.
    """
    limits: Limits = rule.limits
    if len(word) >= limits.long:
        return True
    common = dictionary.commonness(meant)
    return common >= limits.least_common and common - dictionary.commonness(word) >= limits.common_by


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
