"""`faithful`: the note states nothing that the facts do not hold.

Decided are the things that can be pointed at: numbers, dates, proper names, addresses and links,
degrees and certificates, and the form of the meeting. Opinions, courtesies and plausible colour pass.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from thankgen.checks.given import given_text, given_vocabulary, given_words
from thankgen.checks.rule import Cue, Rule, Words
from thankgen.language.machine_text import EMAIL, LINK
from thankgen.language.matching import stem
from thankgen.language.names import fold_keys, one_slip_apart, slip_keys
from thankgen.language.spans import Taken
from thankgen.language.spelling import is_mostly_unknown

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading, Sentence
    from thankgen.language.spelling import Dictionary

_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ()/.-]{5,}\d(?![\w])")
_DIGITS = re.compile(r"(?<![\w.,])\d+(?:[.,:]\d+)*(?:[  ]\d{3})*(?![\w])")
# Characters in which a list that a number counts must stand.
_LONGEST_LIST = 300
_SHORTEST_NAME = 4
_SHORTEST_SLIPPED = 5
# Letters of the longest word that surnames commonly end in: Lindström.
_LONGEST_SURNAME_TAIL = 5
_A_DAY = dt.timedelta(days=1)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ROLE_NAME = re.compile(
    r"\s+(?:(?:an?|the|den|det|die|der|das|ein|eine)\s+)?([^\W\d_][\w-]*(?:\s+[A-ZÅÄÖÆØÜ][\w-]*)*)"
)
# A brand, as in SolarWest; KundInnen is a gendered form.
_INNER_CAPITAL = re.compile(r"(?<=[a-zäöüß])(?:[A-HJ-ZÄÖÜ]|I(?!n(?:nen)?\b))[^\W\d_]{2}")
# "Henning" is a name for all its ending.
_SHORTEST_STEM = 4
# A word and the capitalised ones behind it.
_CALLED = re.compile(r"(?<![\w-])(?=([^\W\d_]+\.?)((?: [A-ZÄÖÜÅÆØ][^\W\d_]{2,}(?![\w-])){1,3}))")
_ISO_DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
_LARGE_NEXT = re.compile(r" ([^\W\d_a-zß-öø-ÿ][^\W\d_]+)")
_TRUNCATED = re.compile(r"-(?=[\s,/])")
_NAME_PART = re.compile(r"[^\W_]+")


class FaithfulWords(Words):
    """Cues: `phone`, `video` and `onsite` mark how a meeting took place, `call` either of the first two;
    `degree` qualifications;
    `role` what stands right before the name of a role, `role_nouns` what stands after it.

    `capitals_are_names`: the language writes names large and nothing else within a sentence.
    `legal_forms` stand after the name of a company ("AG");
    `free_numbers` are number words that need no source ("one", "two or three"); `number_idioms` phrases with
    numbers that mean none; `counted` nouns that a note may count for itself (points, thoughts); `proper` capitalised
    words that are no invention (languages, holidays, courtesy titles); `names` names that the dictionary holds as words;
    `ordinary_endings` endings of words that are no names, for those that open a sentence;
    `large_pairs_are_names`: two words written large in a row are a name, even where each is an ordinary word;
    `rare_words_open`: a word that the dictionary lacks, alone at the head of a sentence, is a term rather than a name;
    `houses` nouns in small letters behind which a house's name stands, `place_endings` what names of places end in.
    """

    free_numbers: tuple[str, ...] = ()
    number_idioms: tuple[Cue, ...] = ()
    counted: tuple[str, ...] = ()
    proper: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ordinary_endings: tuple[str, ...] = ()
    large_pairs_are_names: bool = False
    rare_words_open: bool = False
    capitals_are_names: bool = False
    legal_forms: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()
    place_endings: tuple[str, ...] = ()
    degree: tuple[Cue, ...] = ()
    role: tuple[Cue, ...] = ()
    role_nouns: tuple[str, ...] = ()
    phone: tuple[Cue, ...] = ()
    call: tuple[Cue, ...] = ()
    video: tuple[Cue, ...] = ()
    onsite: tuple[Cue, ...] = ()


class LongWords:
    """Words of four letters or more in small letters, ready to be asked whether they hold another in some form."""

    def __init__(self, words: Iterable[str], language: str) -> None:
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST_NAME)
        self._stems = frozenset(stem(word, language) for word in self._words)
        self._keys = frozenset(key for word in self._words for key in slip_keys(word))
        self._row = f" {' '.join(self._words)}"

    def hold(self, word: str, language: str) -> bool:
        """One of them has the word's stem, begins or ends alike, or is one slip apart."""
        if f" {word}" in self._row or stem(word, language) in self._stems:
            return True
        if any(word[:n] in self._words for n in range(_SHORTEST_NAME, len(word))):
            return True
        if any(word[n:] in self._words for n in range(1, len(word) - _SHORTEST_NAME)):
            return True
        return not self._keys.isdisjoint(slip_keys(word)) and any(
            one_slip_apart(word, other) or fold_keys(word) & fold_keys(other) for other in self._words
        )


@dataclass(frozen=True)
class Given:
    """What the facts hold, ready to be asked."""

    text: str
    words: frozenset[str]
    long_words: LongWords
    numbers: frozenset[float]
    digits: str

    @classmethod
    def of(cls, facts: Addressed, lexicon: Lexicon) -> Given:
        return _given(given_text(facts), lexicon.code, _Numbers(lexicon))


class _Numbers:
    """Reads the numbers of a text, in digits and in words. Equal for equal languages, for the cache."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __hash__(self) -> int:
        return hash(self.lexicon.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Numbers) and other.lexicon is self.lexicon

    def find(self, text: str) -> Iterator[tuple[float, int, int, bool]]:
        """(value, start, end, whether in words) of every number."""
        for match in _DIGITS.finditer(text):
            value = _value(match.group())
            if value is not None:
                yield value, match.start(), match.end(), False
        reader = self.lexicon.numerals_reader
        if not any(map(reader.begins, _WORD.findall(text))):
            return
        words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
        position = 0
        while position < len(words):
            if not reader.begins(words[position][0]):
                position += 1
                continue
            length = 1
            best = None
            while length <= 4 and position + length <= len(words):
                start, end = words[position][1], words[position + length - 1][2]
                last = words[position + length - 1][0]
                if reader.is_joiner(last) and (best is None or best[0] < 100):
                    break
                if any(c not in " -" for c in _between(text, words[position : position + length])):
                    break
                value = reader.read(text[start:end])
                if value is not None:
                    best = (float(value), start, end, length)
                length += 1
            if best:
                yield best[0], best[1], best[2], True
                position += best[3]
            else:
                position += 1


def _between(text: str, words: list[tuple[str, int, int]]) -> str:
    return "".join(text[a[2] : b[1]] for a, b in itertools.pairwise(words))


def _value(digits: str) -> float | None:
    """14, 1.200, 1,2 and 40 000 as numbers; a stop or comma before three digits parts thousands."""
    plain = re.sub(r"(?<=\d)[.,  ](?=\d{3}(?:\D|\Z))", "", digits)
    try:
        return float(plain.replace(",", ".").replace(":", "."))
    except ValueError:
        return None


@lru_cache(maxsize=256)
def _given(everything: str, language: str, numbers: _Numbers) -> Given:
    text = re.sub(r"\\n", " ", everything)
    # The months and days of dates are no numbers that a note may use for something else.
    undated = _ISO_DATE.sub(" ", text)
    found = {value for value, *_ in numbers.find(undated)}
    for part in re.findall(r"\d+", undated):
        found.add(float(part))
    words = frozenset(w.lower() for w in _NAME_PART.findall(text))
    return Given(text.lower(), words, LongWords(words, language), frozenset(found), re.sub(r"\D", "", text))


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    given = Given.of(facts, note.lexicon)
    machine = list(_machine_text(note))
    yield from _addresses(note, given, rule, machine)
    taken = Taken(len(note.plain), [*((a, b) for a, b, _ in machine), *(m.span for m in note.dates)])
    yield from _numbers(note, facts, given, rule, taken)
    yield from _dates(note, facts, rule)
    yield from _names(note, facts, given, rule, taken)
    for span in _called(note, given, rule) if note.lexicon.nouns_are_capitalised else ():
        if not taken.touches(*span):
            yield rule.finding(f"The facts know no “{note.plain[slice(*span)]}”.", note, span)
    yield from _qualifications(note, facts, rule)
    yield from _role(note, facts, rule)
    yield from _form(note, facts, rule)


def _machine_text(note: Reading) -> Iterator[tuple[int, int, str]]:
    """E-mail addresses, links and telephone numbers: (start, end, kind)."""
    taken = Taken(len(note.plain))
    starts = [date.start for date in note.dates]
    for kind, pattern in (("e-mail address", EMAIL), ("link", LINK), ("telephone number", _PHONE)):
        for match in pattern.finditer(note.plain):
            nearest = bisect_right(starts, match.start()) - 1
            is_date = nearest >= 0 and match.end() <= note.dates[nearest].end + 1
            if not taken.touches(*match.span()) and not is_date:
                taken.add(match.span())
                yield match.start(), match.end(), kind


def _addresses(
    note: Reading, given: Given, rule: Rule, machine: list[tuple[int, int, str]]
) -> Iterator[Finding]:
    for start, end, kind in machine:
        text = note.plain[start:end].rstrip(".").lower()
        digits = re.sub(r"\D", "", text)
        if kind == "telephone number":
            known = digits in given.digits or _value(text) in given.numbers or len(digits) < 6
        else:
            known = text.removeprefix("https://").removeprefix("http://").removeprefix("www.") in given.text
        if not known:
            yield rule.finding(f"The facts hold no such {kind}.", note, (start, end))


def _numbers(note: Reading, facts: Addressed, given: Given, rule: Rule, taken: Taken) -> Iterator[Finding]:
    dictionary = rule.dictionary
    assert dictionary is not None
    idioms = Taken(len(note.plain), (hit.span for _, hit in rule.said(note, "number_idioms")))
    listed = {len(p.bullets) for p in note.parts.paragraphs}
    reader = _Numbers(note.lexicon)
    words_given = given_words(facts)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript"):
            continue
        for value, a, b, in_words in reader.find(sentence.text):
            start, end = sentence.start + a, sentence.start + b
            if taken.touches(start, end) or idioms.touches(start, end) or value in given.numbers:
                continue
            # "to" of an English sentence is not the Danish two.
            if in_words and is_mostly_unknown(sentence.text, dictionary, words_given):
                continue
            if in_words and (
                sentence.text[a:b].lower() in rule.words.free_numbers or _is_own_count(sentence, b, rule)
            ):
                continue
            if _is_hyphenated_name(note.plain, start, end, given) or (value and value in listed):
                continue
            if sentence.bullet and a == 0:
                continue
            if value in (
                _listed_after(sentence.text, b, note.lexicon),
                _listed_before(sentence.text, a, note.lexicon),
            ):
                continue
            yield rule.finding(f"The facts do not hold the number {sentence.text[a:b]}.", note, (start, end))


def _is_own_count(sentence: Sentence, end: int, rule: Rule) -> bool:
    """The number counts what the note itself brings: "three points"."""
    after = [w.lower() for w in _WORD.findall(sentence.text[end : end + 40])[:3]]
    return any(word.startswith(noun) for word in after for noun in rule.words.counted)


def _listed_after(text: str, position: int, lexicon: Lexicon) -> int:
    """How many things a sentence lists behind the first colon, dash or bracket: "three of them: a, b and c"."""
    text = text[: position + _LONGEST_LIST]
    mark = re.compile(r"[:–—(]|\s-\s").search(text, position)
    if mark is None:
        return 0
    joined = "|".join(map(re.escape, lexicon.names.conjunctions))
    listed = re.split(r"[–—);]|\s-\s", text[mark.end() :], maxsplit=1)[0]
    return len([item for item in re.split(rf",|\s(?:{joined})\s", listed) if item.strip()])


def _listed_before(text: str, position: int, lexicon: Lexicon) -> int:
    """How many things the clause lists before it counts them: "a, b and c are three sides of it"; 0 without a comma."""
    listed = re.split(r"[.;:–—()]|\s-\s", text[max(0, position - _LONGEST_LIST) : position])[-1]
    if "," not in listed:
        return 0
    joined = "|".join(map(re.escape, lexicon.names.conjunctions))
    return len([item for item in re.split(rf",|\s(?:{joined})\s", listed) if item.strip()])


def _is_hyphenated_name(text: str, start: int, end: int, given: Given) -> bool:
    """The number is part of a word that the facts hold: "HPLC-2", "340-bed"."""
    left = re.search(r"[\w-]*\Z", text[max(0, start - 30) : start])
    right = re.match(r"[\w-]*", text[end : end + 30])
    whole = (left.group() if left else "") + text[start:end] + (right.group() if right else "")
    return whole != text[start:end] and whole.lower() in given.text


def _dates(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A date that is neither the interview's nor one of the facts'; the close judges those of next steps."""
    interview = facts.facts.interview.date
    steps = facts.facts.next_steps
    if interview is None:
        return
    reader = note.lexicon.date_reader
    elsewhere = [m for text in _texts(facts) for m in reader.read_facts(text, interview)]
    known = [d for d in (interview, steps.decision_by, steps.follow_up_on) if d]
    ahead = _said_of_close(note, "look_ahead") | _said_of_close(note, "contact")
    met = _said_of_close(note, "meeting") - ahead
    announced = ahead - _said_of_close(note, "meeting") if steps.decision_by or steps.expected else set()
    for mention in note.dates:
        sentence = mention.sentence
        if sentence is None or not mention.exact or sentence.place == "preamble":
            continue
        past = bool(mention.days) and mention.days[0][1] - interview <= _A_DAY
        if mention.days and (sentence.index in announced or (not past and sentence.index not in met)):
            continue  # a date of what comes next is judged by the close
        if mention.days and any(mention.may_be(d) for d in known):
            continue
        if not mention.days and mention.written != (interview.day, interview.month):
            continue  # a next step's date with a wrong weekday
        if any(mention.overlaps(other) for other in elsewhere):
            continue
        yield rule.finding(f"“{mention.text}” is no date of the facts.", note, mention.span)


def _said_of_close(note: Reading, key: str) -> set[int]:
    """The sentences in which the close's cues under a key occur, exceptions left out."""
    found: set[int] = set()
    for group, hits in note.hits.items():
        if group.startswith(f"close.{key}.") and not group.endswith(".unless"):
            excused = {hit.unit for hit in note.hits.get(group + ".unless", ())}
            found.update(hit.sentence.index for hit in hits if hit.unit not in excused)
    return found


def _texts(facts: Addressed) -> Iterator[str]:
    source = facts.facts
    if source.next_steps.expected:
        yield source.next_steps.expected
    yield from (*source.discussed, *source.highlights)
    for recipient in source.recipients:
        yield from recipient.discussed
        if recipient.helped:
            yield recipient.helped


def _names(note: Reading, facts: Addressed, given: Given, rule: Rule, taken: Taken) -> Iterator[Finding]:
    """Capitalised words that are neither of the facts nor ordinary: people, places, companies, products."""
    dictionary = rule.dictionary
    assert dictionary is not None
    words_given = given_words(facts)
    names_companies = any(form in note.plain for form in rule.words.legal_forms)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript") or is_mostly_unknown(
            sentence.text, dictionary, words_given
        ):
            continue
        first = True
        for match in _WORD.finditer(sentence.text):
            if not match.group()[0].isupper():
                first = False
                continue
            word, lowered = match.group(), match.group().lower()
            opens = first or _after_opening_mark(sentence.text, match.start())
            first = False
            if opens and _TRUNCATED.match(sentence.text, match.end()):
                continue  # the first part of a compound: "Storm- and ice warnings" in languages that join them
            is_company = (
                names_companies
                and lowered not in note.lexicon.empty_words
                and _is_company(sentence.text, match.end(), rule)
            )
            paired = (
                rule.words.large_pairs_are_names and not opens and _is_pair(sentence.text, match, given, rule)
            )
            if paired and not taken.touches(sentence.start + match.start(), sentence.start + match.end()):
                yield rule.finding(
                    f"The facts know no “{match.group()}”.",
                    note,
                    (sentence.start + match.start(), sentence.start + match.end()),
                )
                break
            # Where only names are written large, a word that is large within a sentence is one.
            stands_out = (
                rule.words.capitals_are_names
                and sentence.place == "body"
                and not opens
                and word[1:].islower()
                and not sentence.text[: match.start()].rstrip().endswith((".", "…", "[", "{", "<"))
            )
            if not is_company and (
                lowered in given.words
                or (
                    not stands_out
                    and dictionary.knows(lowered)
                    and not any(part in rule.words.names for part in lowered.split("-"))
                )
            ):
                continue  # nearly every word
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if taken.touches(start, end):
                continue
            if opens and rule.words.rare_words_open and _is_rare_word(sentence.text, match, dictionary):
                continue
            if _is_invented(word, opens, stands_out, note, given, rule, dictionary) or (
                is_company and not _is_given(word, note, given)
            ):
                yield rule.finding(f"The facts know no “{match.group()}”.", note, (start, end))
                break


def _is_rare_word(text: str, match: re.Match[str], dictionary: Dictionary) -> bool:
    """No dictionary has it, not even as a name, and no other part of a name follows."""
    part_of_name = re.match(r"['’]s\b|\s+(?:&\s+)?[^\W\d_a-zà-öø-ÿ]", text[match.end() : match.end() + 12])
    return part_of_name is None and not dictionary.knows(match.group())


def _called(note: Reading, given: Given, rule: Rule) -> Iterator[tuple[int, int]]:
    """Names behind an honorific or a kind of house of which the facts hold no word: "Frau Kaiser", "Zoo Lindenberg"."""
    titles = {word for row in note.lexicon.names.honorifics for word in row}
    before = titles | frozenset(rule.words.houses)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript"):
            continue
        for run in _CALLED.finditer(sentence.text):
            words = run[2].split()
            if run[1].lower().rstrip(".") not in before or any(_is_given(w, note, given) for w in words):
                continue
            last = words[-1].lower()
            if run[1].lower() in rule.words.houses and _may_be_any_noun(words[-1], rule):
                continue
            if last not in titles and last not in rule.words.proper and last not in note.lexicon.empty_words:
                end = sentence.start + run.end(2)
                yield end - len(words[-1]), end


def _may_be_any_noun(word: str, rule: Rule) -> bool:
    """ "Im Labor Kronen zu schichten": only what no dictionary has as a word, or as a name alone, is one."""
    assert rule.dictionary is not None
    return rule.dictionary.knows(word) and not word.lower().endswith(rule.words.place_endings)


def _is_company(text: str, end: int, rule: Rule) -> bool:
    """A legal form follows: "SolarWest AG"."""
    after = re.match(r"\s+([\w.]+)", text[end : end + 12])
    return after is not None and after[1].rstrip(".") in rule.words.legal_forms


def _is_pair(text: str, match: re.Match[str], given: Given, rule: Rule) -> bool:
    """The word and the one behind it are large, and neither is of the facts or large for another reason."""
    follower = _LARGE_NEXT.match(text, match.end())
    return follower is not None and not any(
        word.lower() in rule.words.proper or word.lower() in given.words or len(word) < 3
        for word in (match.group(), follower[1])
    )


def _after_opening_mark(text: str, position: int) -> bool:
    before = text[:position].rstrip()
    return text[:position].endswith(('"', "(", "'")) or before[-1:] in (":", "!", "?", "…", "-")


def _is_invented(
    word: str,
    opens: bool,
    stands_out: bool,
    note: Reading,
    given: Given,
    rule: Rule,
    dictionary: Dictionary,
) -> bool:
    if not word[0].isupper() or len(word) < 2 or word.lower() in rule.words.proper:
        return False
    for part in _NAME_PART.findall(word):
        if not part[0].isupper() or len(part) < 2 or part.lower() in rule.words.proper:
            continue
        # The facts are asked first: a dictionary takes its time to load.
        if part.lower() in given.words:
            continue
        if part.lower() in rule.words.names and not _is_given(part, note, given):
            return True
        if (dictionary.knows(part.lower()) and not stands_out) or _is_given(part, note, given):
            continue
        if note.lexicon.nouns_are_capitalised:
            if dictionary.knows(part) or not _looks_foreign(part, dictionary, rule):
                continue
            if part == word and _is_slip(part, dictionary):
                continue  # `proofread` reports it
        elif opens and _may_open(part, rule, dictionary):
            continue
        return True
    return False


def _may_open(part: str, rule: Rule, dictionary: Dictionary) -> bool:
    """What opens a sentence is written large anyway: a loan, a compound that no dictionary has, a word that ends as
    no name does. Surnames are compounds too, but their last part is short.
    """
    word = part.lower()
    if dictionary.knows(part):
        return len(part) < _SHORTEST_NAME and not dictionary.knows(word)
    if dictionary.lends(word) or any(
        dictionary.knows(word[cut:])
        and (dictionary.knows(word[:cut]) or dictionary.knows(word[:cut].removesuffix("s")))
        for cut in range(3, len(word) - _LONGEST_SURNAME_TAIL)
    ):
        return True
    return any(
        word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
        for ending in rule.words.ordinary_endings
    )


def _is_slip(word: str, dictionary: Dictionary) -> bool:
    """One slip of the pen away from what the dictionary thinks of first; short words are near to anything."""
    return (
        len(word) > _SHORTEST_SLIPPED
        and not word.isupper()
        and any(one_slip_apart(word.lower(), meant.lower()) for meant in dictionary.suggest(word)[:1])
    )


def _is_given(word: str, note: Reading, given: Given) -> bool:
    """In the facts as it is, inflected, compounded, or with a slip (which `names` reports)."""
    lowered = word.lower()
    if lowered in given.words:
        return True
    for ending in note.lexicon.names.endings:
        if lowered.endswith(ending) and lowered[: -len(ending)] in given.words:
            return True
    return given.long_words.hold(lowered, note.lexicon.code)


def _looks_foreign(word: str, dictionary: Dictionary, rule: Rule) -> bool:
    """A German noun that the dictionary lacks is mostly a compound; one that has no known part is a name."""
    lowered = word.lower()
    if _INNER_CAPITAL.search(word) and not dictionary.knows(lowered.capitalize()):
        return True
    if any(dictionary.knows(lowered[:cut].capitalize()) for cut in range(6, len(lowered) - 3)):
        return False
    return not any(
        dictionary.knows(lowered[cut:].capitalize()) or dictionary.knows(lowered[cut:])
        for cut in range(3, max(4, len(lowered) - 2))
    )


def _qualifications(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A degree, certificate or licence that the facts do not name."""
    vocabulary = given_vocabulary(facts, note.lexicon)
    for _, hit in rule.said(note, "degree", ("subject", "body", "postscript")):
        words = [w for w in _WORD.findall(note.plain[hit.start : hit.end]) if len(w) > 3]
        words = [w for w in words if w.lower() not in note.lexicon.empty_words]
        # "legitimation" is taken up by "legitimerad": what begins alike is the same qualification.
        if not any(vocabulary.takes_up(w) or (len(w) > 8 and vocabulary.takes_up(w[:7])) for w in words):
            yield rule.finding("The facts name no such qualification.", note, hit.span)


def _role(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """Another role than the one applied for, where the note names one: "the position of Head Chef"."""
    applied_for = given_vocabulary(facts, note.lexicon)
    for span in (*_roles_after(note, rule), *_roles_before(note, rule)):
        words = [
            w for w in _WORD.findall(note.plain[slice(*span)]) if w.lower() not in note.lexicon.empty_words
        ]
        words = [w for w in words if w.lower() not in rule.words.proper]  # "my Saturday job"
        if words and not any(applied_for.takes_up(w) for w in words):
            yield rule.finding(f"The role applied for is {facts.facts.role}.", note, span, facts.facts.role)


def _roles_after(note: Reading, rule: Rule) -> Iterator[tuple[int, int]]:
    """ "the position of Head Chef": in English a role is written large, elsewhere it may not be."""
    for _, hit in rule.said(note, "role", ("subject", "body")):
        named = _ROLE_NAME.match(note.plain[hit.end : hit.end + 60])
        if "," in note.plain[hit.start : hit.end]:
            continue  # a clause: "stillingen, som"
        if named and (note.lexicon.code != "en" or named[1][0].isupper()):
            yield hit.end + named.start(1), hit.end + named.end(1)


def _roles_before(note: Reading, rule: Rule) -> Iterator[tuple[int, int]]:
    """ "the Head Chef position"."""
    if not rule.words.role_nouns:
        return
    named = re.compile(rf"(?<![\w&-])((?:[A-Z][\w&-]*+[ ]){{1,4}})(?:{'|'.join(rule.words.role_nouns)})\b")
    for match in named.finditer(note.plain):
        yield match.start(1), match.end(1) - 1


def _form(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A telephone call where the meeting was at their place, and so on."""
    form = facts.facts.interview.format
    if form is None or not facts.is_application:
        return
    contacts = _said_of_close(note, "contact")
    given = given_vocabulary(facts, note.lexicon)
    for other in ("phone", "video", "onsite", "call"):
        if other == form or (other == "call" and form != "onsite"):
            continue
        for _, hit in rule.said(note, other, ("subject", "body", "postscript")):
            words = [w for w in _WORD.findall(note.plain[hit.start : hit.end]) if len(w) > 3]
            words = [w for w in words if w.lower() not in note.lexicon.empty_words]
            if hit.sentence.index in contacts or any(given.takes_up(w) for w in words):
                continue
            yield rule.finding(f"The meeting was {_FORMS[form]}.", note, hit.span)


_FORMS = {"phone": "by telephone", "video": "by video", "onsite": "at their place"}
