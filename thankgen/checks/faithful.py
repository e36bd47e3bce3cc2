"""`faithful`: the note states nothing that the facts do not hold.

Decided are the things that can be pointed at: numbers, dates, proper names, addresses and links,
degrees and certificates, and the form of the meeting. Opinions, courtesies and plausible colour pass.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from thankgen.checks.given import free_text, given_vocabulary, given_words
from thankgen.checks.given_facts import TELEPHONE, Given, NumberReader, word_after
from thankgen.checks.invented_names import invented_names, names_behind_titles
from thankgen.checks.next_dates import announced_days, dated_ahead
from thankgen.checks.rule import Cue, Rule, Words, said_of
from thankgen.language.machine_text import EMAIL, LINK
from thankgen.language.matching import vocabulary_of
from thankgen.language.spans import Taken
from thankgen.language.spelling import is_mostly_unknown
from thankgen.language.stems import stem

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.dates import DateMention
    from thankgen.language.lexicon import Lexicon
    from thankgen.language.reading import Reading, Sentence

# Characters in which a list that a number counts must stand.
_LONGEST_LIST = 300
# Of two qualifications that begin alike so many letters, and such a share, are the same.
_QUALIFYING = 7
_SAME = 0.5
_UNKNOWN = {
    "degree": "The facts name no such qualification.",
    "trained": "The facts name no such training.",
    "feat": "The facts tell of nothing of the kind.",
}
_A_DAY = dt.timedelta(days=1)
_WEEK = 7
_MULTIPLES = (100, 1000, 1_000_000)
# Characters between a weekday and what names the meeting: "call on Monday", "Monday's call".
_BESIDE = 3
# Characters before a weekday in which the word before it stands.
_WORD_LENGTH = 30
_LAST_WORD = re.compile(r"(\w+)\s+\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_WORDS_IN_ROW = re.compile(r"\w[\w-]*(?:[ ]\w[\w-]*){0,2}")
_ROLE_NAME = re.compile(
    r"\s+(?:(?:an?|the|den|det|die|der|das|ein|eine)\s+)?([^\W\d_][\w-]*(?:[ ]+[A-ZÅÄÖÆØÜ][\w-]*)*)"
)


class FaithfulWords(Words):
    """Cues: `phone`, `video` and `onsite` mark how a meeting took place, `call` either of the first two;
    `degree` qualifications, `trained` what stands right before a trade that was learnt ("trained as a"), `feat` what
    was achieved: of its content words two must be of the facts;
    `role` what stands right before the name of a role, `role_nouns` what stands after it, `ranks` beginnings of words
    that make another role of it ("senior", "Ober-"), `role_endings` what names of roles end in that are written small;
    `talk` names the meeting, with what stands between it and its weekday, `on_day` what stands before that day where
    one gives thanks for it.

    `capitals_are_names`: the language writes names large and nothing else within a sentence.
    `legal_forms` stand after the name of a company ("AG");
    `free_numbers` are number words that need no source ("one", "two"), `small_numbers` those that need one
    only before one of the `units` (of time or measure, by their beginnings), or beside a larger number;
    `day_words` and `week_words` begin those that a number of days or weeks to a next step stands before; `number_idioms`
    phrases with numbers that mean none; `several` what stands before hundreds or thousands that are not counted;
    `counted` nouns that a note may count for itself (points, thoughts), `counting`
    adjectives that lead up to them; `proper` capitalised words that are no invention (languages, holidays, courtesy
    titles); `names` names that the dictionary holds as words;
    `ordinary_endings` endings of words that are no names, for those that open a sentence;
    `large_pairs_are_names`: two words written large in a row are a name, even where each is an ordinary word;
    `rare_words_open`: a word that the dictionary lacks, alone at the head of a sentence, is a term rather than a name;
    `houses` nouns in small letters behind which a house's name stands, `place_endings` what names of places end in.
    """

    free_numbers: tuple[str, ...] = ()
    small_numbers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    day_words: tuple[str, ...] = ()
    week_words: tuple[str, ...] = ()
    number_idioms: tuple[Cue, ...] = ()
    several: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    counting: tuple[str, ...] = ()
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
    trained: tuple[Cue, ...] = ()
    feat: tuple[Cue, ...] = ()
    role: tuple[Cue, ...] = ()
    role_nouns: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()
    role_endings: tuple[str, ...] = ()
    phone: tuple[Cue, ...] = ()
    call: tuple[Cue, ...] = ()
    video: tuple[Cue, ...] = ()
    onsite: tuple[Cue, ...] = ()
    talk: tuple[Cue, ...] = ()
    on_day: tuple[str, ...] = ()


def check(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    given = Given.of(facts, note.lexicon)
    machine = list(_machine_text(note))
    yield from _addresses(note, given, rule, machine)
    taken = Taken(len(note.plain), [*((a, b) for a, b, _ in machine), *(m.span for m in note.dates)])
    yield from _numbers(note, facts, given, rule, taken)
    yield from _dates(note, facts, rule)
    yield from _weekdays(note, facts, rule)
    yield from invented_names(note, facts, given, rule, taken)
    for span in names_behind_titles(note, given, rule) if note.lexicon.nouns_are_capitalised else ():
        if not taken.touches(*span):
            yield rule.finding(f"The facts know no “{note.plain[slice(*span)]}”.", note, span)
    yield from _qualifications(note, facts, rule)
    yield from _role(note, facts, given, rule)
    yield from _form(note, facts, rule)


def _machine_text(note: Reading) -> Iterator[tuple[int, int, str]]:
    """E-mail addresses, links and telephone numbers: (start, end, kind)."""
    taken = Taken(len(note.plain))
    starts = [date.start for date in note.dates]
    for kind, pattern in (("e-mail address", EMAIL), ("link", LINK), ("telephone number", TELEPHONE)):
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
        known = given.holds_number(text) if kind == "telephone number" else given.holds_address(text)
        if not known:
            yield rule.finding(f"The facts hold no such {kind}.", note, (start, end))


def _numbers(note: Reading, facts: Addressed, given: Given, rule: Rule, taken: Taken) -> Iterator[Finding]:
    dictionary = rule.dictionary
    assert dictionary is not None
    idioms = Taken(len(note.plain), (hit.span for _, hit in rule.said(note, "number_idioms")))
    listed = {len(p.bullets) for p in note.parts.paragraphs}
    reader = NumberReader(note.lexicon)
    words_given = given_words(facts)
    for sentence in note.sentences:
        if sentence.place not in ("subject", "body", "postscript"):
            continue
        found = list(reader.find(sentence.text))
        largest = max((value for value, *_ in found), default=0)
        for value, a, b, in_words in found:
            start, end = sentence.start + a, sentence.start + b
            if taken.touches(start, end) or idioms.touches(start, end) or value in given.numbers:
                continue
            # "to" of an English sentence is not the Danish two.
            if in_words and is_mostly_unknown(sentence.text, dictionary, words_given):
                continue
            if value in _MULTIPLES and _is_told_loosely(sentence.text, a, value, given, rule):
                continue
            counted = stem(word_after(sentence.text, b), note.lexicon.code)
            if (
                in_words
                and not given.counts_otherwise(value, counted)
                and (_is_free(sentence, a, b, rule, value == largest) or _is_own_count(sentence, b, rule))
            ):
                continue
            if _is_hyphenated_name(note.plain, start, end, given) or (value and value in listed):
                continue
            if in_words and _is_in_compound(sentence.text, a, b, given, note.lexicon):
                continue
            if (sentence.bullet and a == 0) or _is_span(value, word_after(sentence.text, b), facts, rule):
                continue
            if value in (
                _listed_after(sentence.text, b, note.lexicon),
                _listed_before(sentence.text, a, note.lexicon),
            ):
                continue
            yield rule.finding(f"The facts do not hold the number {sentence.text[a:b]}.", note, (start, end))


def _is_span(value: float, unit: str, facts: Addressed, rule: Rule) -> bool:
    """So many days or whole weeks lie between the interview and a next step: "nine days you gave yourselves"."""
    begin, steps = facts.facts.interview.date, facts.facts.next_steps
    days = value * (1 if unit.startswith(rule.words.day_words) else _WEEK)
    counted = unit.startswith((*rule.words.day_words, *rule.words.week_words))
    ends = (steps.decision_by, steps.follow_up_on)
    return counted and any(begin and end and days == (end - begin).days for end in ends)


def _is_told_loosely(text: str, start: int, unit: float, given: Given, rule: Rule) -> bool:
    """ "Several hundred" of the six hundred that the facts hold."""
    before = _LAST_WORD.search(text[max(0, start - _WORD_LENGTH) : start])
    is_several = before is not None and before[1].lower() in rule.words.several
    return is_several and any(2 * unit <= number < 10 * unit for number in given.numbers)


def _is_free(sentence: Sentence, start: int, end: int, rule: Rule, largest: bool) -> bool:
    """So small a number that it is colour: "three other trees". Of years, or beside larger figures, it is a claim."""
    word = sentence.text[start:end].lower()
    if word in rule.words.free_numbers:
        return True
    is_unit = word_after(sentence.text, end).startswith(rule.words.units)
    return largest and word in rule.words.small_numbers and not is_unit


def _is_own_count(sentence: Sentence, end: int, rule: Rule) -> bool:
    """The number counts what the note itself brings: "three points", "three last"."""
    after = [w.lower() for w in _WORD.findall(sentence.text[end : end + 40])[:3]]
    return any(word.startswith(rule.words.counted) for word in after) or (
        bool(after) and after[0].startswith(rule.words.counting)
    )


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
    return whole != text[start:end] and given.holds(whole.lower())


def _is_in_compound(text: str, start: int, end: int, given: Given, lexicon: Lexicon) -> bool:
    """The facts hold the number and what it counts as one word: "two shifts" of a "Zweischichtbetrieb"."""
    counted = word_after(text, end)
    beginning = text[start:end].lower() + stem(counted, lexicon.code)
    return counted != "" and any(known.startswith(beginning) for known in given.words)


def _dates(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A date that is neither the interview's nor one of the facts'; the close judges those of next steps."""
    interview = facts.facts.interview.date
    steps = facts.facts.next_steps
    if interview is None:
        yield from _dates_written(note, facts, rule)
        return
    elsewhere = _dates_given(note, facts)
    known = [d for d in (interview, steps.decision_by, steps.follow_up_on) if d]
    ahead = said_of(note, "close.look_ahead") | said_of(note, "close.contact")
    met = said_of(note, "close.meeting") - ahead
    announced = ahead - said_of(note, "close.meeting") if steps.decision_by or steps.expected else set()
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


def _dates_written(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """Without an interview no year is known to resolve dates in: what is written counts.

    When the candidate will be in touch is no claim; whether it is as announced, the close judges.
    """
    announced = announced_days(note, facts)
    known = announced | {m.written for m in _dates_given(note, facts)}
    left_to_close = said_of(note, "close.contact")
    if announced:
        left_to_close |= said_of(note, "close.look_ahead") | said_of(note, "close.look_ahead_to_helpers")
    for mention in note.dates:
        sentence = mention.sentence
        if sentence is None or not mention.exact or sentence.place == "preamble" or mention.written in known:
            continue
        if sentence.index not in left_to_close:
            yield rule.finding(f"“{mention.text}” is no date of the facts.", note, mention.span)


def _dates_given(note: Reading, facts: Addressed) -> list[DateMention]:
    """The dates that are named in the free text of the facts."""
    texts = (*free_text(facts), facts.facts.next_steps.expected or "")
    return [m for text in texts for m in note.dates_of(text)]


def _weekdays(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """Another weekday than the interview's, where one gives thanks for it or names it: "Monday's call"."""
    day = facts.facts.interview.date
    mentions = [m for m in note.dates if m.names_weekday and not m.exact and not m.written]
    if day is None or not mentions:
        return
    beside_talk = Taken(len(note.plain))
    for _, hit in rule.said(note, "talk", ("subject", "body", "postscript")):
        beside_talk.add((max(0, hit.start - _BESIDE - 1), hit.end + 2))
    thanks = said_of(note, "gratitude.cue")
    ahead = said_of(note, "close.look_ahead") | said_of(note, "close.contact")
    elsewhere = [m for m in _dates_given(note, facts) if m.names_weekday]
    for mention in mentions:
        sentence = mention.sentence
        if sentence is None or sentence.index in ahead or not mention.days or mention.may_be(day):
            continue
        if any(first.weekday() == day.weekday() for first, last in mention.days if first == last):
            continue  # "this Thursday", that of the interview
        if any(mention.overlaps(other) for other in elsewhere):
            continue  # "the Monday call" of every week
        before = _LAST_WORD.search(
            note.plain[max(sentence.start, mention.start - _WORD_LENGTH) : mention.start]
        )
        thanked_for = (
            sentence.index in thanks
            and sentence.paragraph == 0
            and before is not None
            and before[1].lower() in rule.words.on_day
        )
        if thanked_for or beside_talk.touches(*mention.span):
            yield rule.finding(
                f"“{mention.text}” is not the day of the interview, {note.lexicon.date_in_words(day)}.",
                note,
                mention.span,
            )


def _qualifications(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A degree, licence, trade or achievement that the facts do not name."""
    vocabulary = given_vocabulary(facts, note.lexicon)

    def is_given(word: str) -> bool:
        # "legitimation" is taken up by "legitimerad": what begins alike is the same qualification.
        beginning = max(_QUALIFYING, round(len(word) * _SAME))
        return all(map(vocabulary.takes_up, word.split("-"))) or (
            len(word) > _QUALIFYING + 1 and vocabulary.takes_up(word[:beginning])
        )

    def is_known_trade(word: str) -> bool:
        # What a trade works on is no trade: "maskinmester" is none that "maskine" tells of.
        root = stem(word.lower(), note.lexicon.code)
        return vocabulary.holds(word) or vocabulary.is_part(
            root[: max(_QUALIFYING, round(len(root) * _SAME))]
        )

    told = Taken(len(note.plain))
    for key, needed in (("degree", 1), ("trained", 1), ("feat", 2)):
        for _, hit in rule.said(note, key, ("subject", "body", "postscript")):
            if told.touches(*hit.span):
                continue
            said = note.plain[hit.start : hit.end]
            # "trained as" says nothing without the trade that follows.
            if key == "trained" or said.rsplit(maxsplit=1)[-1].lower() in note.lexicon.small_words:
                following = _WORD.search(note.plain, hit.end)
                trade = following.group() if following else ""
                said = trade if key == "trained" else f"{said} {trade}"
            tokens = [w for w in _WORD.findall(said) if w.lower() not in note.lexicon.empty_words]
            if key == "trained" and not tokens:
                continue  # "Trained I am": no trade is named
            # Only where it has no longer word, a short one tells: "DTU".
            words = [w for w in tokens if len(w) > 3] or tokens
            known = is_known_trade if key == "trained" else is_given
            if sum(map(known, words)) < min(needed, len(words)) or not words:
                told.add(hit.span)
                yield rule.finding(_UNKNOWN[key], note, hit.span)


def _role(note: Reading, facts: Addressed, given: Given, rule: Rule) -> Iterator[Finding]:
    """Another role than the one applied for, where the note names one: "the position of Head Chef"."""
    role = facts.facts.role
    # What the readers are is no role to apply for.
    theirs = frozenset(r.title for r in facts.facts.recipients if r.title and r.title != role)
    applied_for = given_vocabulary(facts, note.lexicon, besides=theirs)
    own = vocabulary_of(f"{role}\n{facts.facts.company}", note.lexicon)
    for span in (*_roles_after(note, rule), *_roles_before(note, rule)):
        whole = _WORD.findall(note.plain[slice(*span)])
        named = [w for w in whole if w.lower() not in note.lexicon.empty_words]
        of_role = [w for w in named if own.holds(w) or _ends_alike(w, role, note.lexicon)]
        words = [w for w in named if w.lower() not in rule.words.proper]  # "my Saturday job"
        known = any(w in of_role or applied_for.holds(w) or given.abbreviates(w) for w in words)
        # It may be shortened; what it is a manager of may be no other thing, and a shift manager is no shift guard.
        another = note.lexicon.code == "en" and (
            (len(of_role) == 1 and bool({*words} - {*of_role}))
            or (
                "of" not in whole and not applied_for.takes_up(whole[-1]) and not given.abbreviates(whole[-1])
            )
        )
        if words and (not known or another or any(_adds_rank(w, role, note.lexicon, rule) for w in words)):
            yield rule.finding(f"The role applied for is {role}.", note, span, role)


def _adds_rank(word: str, role: str, lexicon: Lexicon, rule: Rule) -> bool:
    """A senior nurse is another one than the nurse that was looked for."""
    is_rank = word.lower().startswith(rule.words.ranks)
    known = word.lower() in role.lower() or vocabulary_of(role, lexicon).holds(word)
    return is_rank and not known


def _ends_alike(word: str, role: str, lexicon: Lexicon) -> bool:
    """ "Engineer" shortens "process engineer" even where that is one word; "process technician" only begins alike."""
    known = [stem(w, lexicon.code) for w in _WORD.findall(role.lower())]
    said = stem(word.lower(), lexicon.code)
    return any(w.endswith(said) or said.endswith(w) for w in known)


def _roles_after(note: Reading, rule: Rule) -> Iterator[tuple[int, int]]:
    """ "the position of Head Chef": written large, as all nouns are in German, or by what ends as the names of roles do."""
    for _, hit in rule.said(note, "role", ("subject", "body")):
        if "," in note.plain[hit.start : hit.end]:
            continue  # a clause: "stillingen, som"
        named = _ROLE_NAME.match(note.plain[hit.end : hit.end + 60])
        name = named[1] if named else ""
        written_large = note.lexicon.code == "en" or note.lexicon.nouns_are_capitalised
        if named and (not written_large or name[0].isupper() or name.startswith(rule.words.ranks)):
            yield hit.end + named.start(1), hit.end + named.end(1)
        elif named and rule.words.role_endings:
            row = _WORDS_IN_ROW.match(note.plain, hit.end + named.start(1))
            words = list(_WORD.finditer(row.group())) if row else []
            last = next((w for w in words if w.group().lower().endswith(rule.words.role_endings)), None)
            if last is not None:
                yield hit.end + named.start(1), hit.end + named.start(1) + last.end()


def _roles_before(note: Reading, rule: Rule) -> Iterator[tuple[int, int]]:
    """ "the Head Chef position", "for the head chef's post"."""
    if not rule.words.role_nouns:
        return
    nouns = "|".join(rule.words.role_nouns)
    named = re.compile(rf"(?<![\w&-])((?:[A-Z][\w&-]*+[ ]){{1,4}})(?:{nouns})\b")
    for match in named.finditer(note.plain):
        yield match.start(1), match.end(1) - 1
    if rule.words.role_endings:
        small = "|".join(map(re.escape, rule.words.role_endings))
        named = re.compile(
            rf"\b(?:for|in|about) (?:the|your) ((?:[a-z-]{{1,40}} )?[a-z-]{{0,40}}(?:{small}))(?:'s)? (?:{nouns})\b"
        )
        for match in named.finditer(note.plain):
            yield match.span(1)


def _form(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """A telephone call where the meeting was at their place, and so on."""
    form = facts.facts.interview.format
    if form is None or not facts.is_application:
        return
    elsewhen = said_of(note, "close.contact") | dated_ahead(note, facts)
    given = given_vocabulary(facts, note.lexicon)
    told: set[int] = set()
    for other in ("phone", "video", "onsite", "call"):
        if other == form or (other == "call" and form != "onsite"):
            continue
        for _, hit in rule.said(note, other, ("subject", "body", "postscript")):
            words = [w for w in _WORD.findall(note.plain[hit.start : hit.end]) if len(w) > 3]
            words = [w for w in words if w.lower() not in note.lexicon.empty_words | note.lexicon.small_words]
            if hit.sentence.index in elsewhen | told or (words and all(given.takes_up(w) for w in words)):
                continue
            told.add(hit.sentence.index)
            yield rule.finding(f"The meeting was {_FORMS[form]}.", note, hit.span)


_FORMS = {"phone": "by telephone", "video": "by video", "onsite": "at their place"}
