"""`proofread`: spelling, doubled words, spacing, pairs of marks, sentence starts and ends, plain slips of grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.given import given_words, stands_in_facts
from thankgen.checks.misspelt import LookedUp, misspelt
from thankgen.checks.rule import Cue, Rule, Table, Words
from thankgen.language.machine_text import MACHINE_TEXT
from thankgen.language.names import fold_keys, one_slip_apart
from thankgen.language.spans import Taken
from thankgen.language.spelling import is_mostly_unknown

if TYPE_CHECKING:
    from thankgen.facts import Addressed, Facts
    from thankgen.finding import Finding
    from thankgen.language.reading import Reading, Sentence

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"(?<![\w'-])([^\W\d_]+)[ \n]+(\1)(?![\w'@-]|\.\w)", re.IGNORECASE)
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
_PAIRS = {"(": ")", "[": "]"}
_ENDINGS = re.compile(r"[.!?…:][\"')\]»”“’]*\Z")


_TRUNCATED = re.compile(r"-(?=[\s,/])")
_TWO_STOPS = re.compile(r"(?<=\w)\.\.(?!\.)")
_CLAUSE_MARK = re.compile(r"[^\w\s'-]|\n\n")
# A capital inside a sentence, with nothing but a space before it.
_LARGE_INSIDE = re.compile(r"(?<=[^\W\d_] )[^\W\d_a-zß-öø-ÿ][^\W\d_]*")
# Words that may stand before a doubled one at the head of a clause: "…, und für die die".
_EARLY = 2
# Characters in which the neighbour of a sentence is looked for.
_NEAR = 40


class Limits(Table):
    """`max_unknown_words`: for how many different words the dictionary is asked what was meant (it takes long).

    On Zipf's scale, `least_common` is how common a word must be to be held for what was meant, and `common_by` by how
    much commoner than what was written; words of `long` letters or more are spared both. The likeliest of several words
    is the one right answer where it is so much likelier than the next (`clear_by`).
    """

    max_unknown_words: int
    least_common: float
    common_by: float
    clear_by: float
    long: int


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
        if s.place in ("body", "postscript", "subject", "signoff")
        and not is_mostly_unknown(s.text, rule.dictionary, given)
    ]
    yield from _doubled(note, rule)
    yield from _spacing(note, rule, skipped, facts.facts.company)
    yield from _pairs(note, rule)
    yield from _edges(note, rule, _written_small(facts.facts))
    yield from _run_on(note, rule)
    in_language = {start for start, _ in prose}
    for cue, hit in rule.said(note, "slips", ("body", "postscript", "subject")):
        if hit.sentence.start not in in_language or stands_in_facts(note.plain[slice(*hit.span)], facts):
            continue
        yield rule.finding(cue.message or "This is a slip of grammar.", note, hit.span)
    looked_up = LookedUp(rule.limits.max_unknown_words)
    names = _name_words(facts.facts)
    for span in prose:
        # Nearly every word is known, and of those there is nothing more to ask.
        words = _WORD.findall(note.plain, *span)
        unknown = frozenset(rule.dictionary.unknown(w for w in words if w.lower() not in given))
        for match in _WORD.finditer(note.plain, *span) if unknown else ():
            # "Storm- und": the first part of a compound need be no word by itself.
            if match.group() not in unknown or _TRUNCATED.match(note.plain, match.end()):
                continue
            if note.lexicon.dates.capitalised and match.group() in note.lexicon.dates.names:
                yield rule.finding(
                    "Names of days and months begin large.", note, match.span(), match.group().capitalize()
                )
                continue
            if not skipped.holds(match.start()) and not _is_slip_of_name(match.group(), names):
                yield from misspelt(note, rule, match, given, looked_up, first=match.start() == span[0])
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
        if word != match[2] and all(sentence.start != match.start() for sentence in note.sentences):
            continue  # two words: Danish "I i", German "Sie sie"
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
    for match in _TWO_STOPS.finditer(note.plain):
        if not skipped.holds(match.start()) and ".." not in company:
            yield rule.finding("There is a stop too many.", note, match.span(), ".")
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
