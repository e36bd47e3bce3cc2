"""Checks that words decide: `says` finds what must not be said, `lacks` misses what must be."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from thankgen.checks.given import free_text, given_vocabulary, renders_answer, stands_in_facts, tells_of_facts
from thankgen.checks.rule import Cue, Rule, Table, Words
from thankgen.language.matching import content_words, vocabulary_of
from thankgen.language.spans import Taken

if TYPE_CHECKING:
    from thankgen.facts import Addressed
    from thankgen.finding import Finding
    from thankgen.language.phrases import Hit
    from thankgen.language.reading import Reading, Sentence


class PhraseWords(Words):
    """`cue` lists what is looked for; `repair` the sentence that says it, where saying it is what is lacking.

    `denied` lists verbs of saying so that are denied ("I do not ask for"): what is found around one is not said.
    `wish` lists clauses in which the candidate wishes for something or would do it, whatever that may be: they say
    it as well, unless they give the answer that the candidate would give now. `beside` lists what says it only next to
    one of the `levers`, cues of other guardrails ("confidential.cue.offers from elsewhere").
    """

    cue: tuple[Cue, ...]
    denied: tuple[Cue, ...] = ()
    wish: tuple[Cue, ...] = ()
    beside: tuple[Cue, ...] = ()
    levers: tuple[str, ...] = ()
    repair: str | None = None


class PhraseLimits(Table):
    """`message` is what a finding says; a cue may say it better. `facts_excuse`: what the facts name may be said.
    `answer_excuses`: so may, word for word, what answers the question that went badly; that is about the work.
    Where the words of a sentence weigh less than `least_evidence` for each phrase in it, it does not say what these mostly say;
    where they weigh at least `enough_evidence`, it says it without any phrase, unless it tells of what the facts hold,
    and no single word of the facts excuses a phrase in it (logarithms of odds).
    """

    message: str
    facts_excuse: bool = False
    answer_excuses: bool = False
    least_evidence: float = -inf
    enough_evidence: float = inf


def says(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """One finding a sentence in which a cue occurs, wherever in the note it stands."""
    seen: set[int] = set()
    innocent: set[int] = set()
    denied = Taken(len(note.plain), [hit.span for _, hit in rule.said(note, "denied")])
    for cue, hit in sorted(rule.said_credibly(note, "cue"), key=lambda found: found[1].start):
        excused = (
            rule.limits.facts_excuse
            and (
                stands_in_facts(note.plain[slice(*hit.span)], facts)
                or (
                    cue.facts_excuse and not _words_say_it(hit.sentence, rule) and _is_given(hit, note, facts)
                )
                or _is_of_topic(hit, note, facts)
                or (cue.news and _is_the_news(hit, note, facts))
            )
        ) or (rule.limits.answer_excuses and _is_of_answer(hit, note, facts))
        excused = excused or denied.touches(*hit.span)
        if excused:
            innocent.add(hit.sentence.index)
        elif hit.sentence.index not in seen:
            seen.add(hit.sentence.index)
            yield rule.finding(cue.message or rule.limits.message, note, hit.span)
    near = {n for lever in rule.words.levers for hit in note.hits.get(lever, ()) for n in _around(hit)}
    for cue, hit in rule.said_credibly(note, "beside"):
        if hit.sentence.index in near - seen:
            seen.add(hit.sentence.index)
            yield rule.finding(cue.message or rule.limits.message, note, hit.span)

    for sentence in note.sentences:
        if (
            sentence.index not in seen | innocent
            and sentence.place in ("body", "postscript")
            and _words_say_it(sentence, rule)
            and not denied.touches(*sentence.span)
            and not note.is_quoted(sentence.span)
            and not renders_answer(sentence, note, facts)
            and not tells_of_facts(sentence, note, facts)
        ):
            yield rule.finding(rule.limits.message, note, sentence.span)


def _around(hit: Hit) -> range:
    """The sentence before, this one, and two more."""
    return range(hit.sentence.index - 1, hit.sentence.index + 3)


def lacks(note: Reading, facts: Addressed, rule: Rule) -> Iterator[Finding]:
    """One finding where no cue occurs in the body of an application."""
    if not facts.is_application or any(rule.said(note, "cue", ("body", "postscript", "signoff"))):
        return
    wishes = rule.said(note, "wish", ("body", "postscript"))
    if all(renders_answer(hit.sentence, note, facts) for _, hit in wishes) and not any(
        _words_say_it(sentence, rule) for sentence in note.body_sentences
    ):
        yield rule.finding(rule.limits.message)


def _words_say_it(sentence: Sentence, rule: Rule) -> bool:
    """All words of a sentence together, whatever phrases stand in it."""
    return rule.evidence is not None and rule.evidence.of(sentence.text) >= rule.limits.enough_evidence


def _is_of_answer(hit: Hit, note: Reading, facts: Addressed) -> bool:
    """The answer says it in the same words, or its sentence gives the answer, which says it in other forms."""
    stumble = facts.facts.stumble
    if stumble is None:
        return False
    said = note.plain[hit.start : hit.end]
    answered = vocabulary_of(stumble.answer, note.lexicon)
    return said.lower() in stumble.answer.lower() or (
        renders_answer(hit.sentence, note, facts, besides=said)
        and all(map(answered.takes_up, content_words(said, note.lexicon)))
    )


def _is_the_news(hit: Hit, note: Reading, facts: Addressed) -> bool:
    """Whom one thanks once hired may hear who it was: "Hultman's want me as a joiner"."""
    company = content_words(facts.facts.company, note.lexicon)
    return not facts.is_application and any(map(note.vocabulary_of(hit.sentence).holds, company))


def _is_of_topic(hit: Hit, note: Reading, facts: Addressed) -> bool:
    """What was said belongs to a text of the facts, of which the sentence takes up another word besides."""
    phrase = note.plain[hit.start : hit.end]
    said, sentence = vocabulary_of(phrase, note.lexicon), note.vocabulary_of(hit.sentence)
    for text in free_text(facts):
        topic = vocabulary_of(text, note.lexicon)
        others = (w for w in content_words(text, note.lexicon) if not said.takes_up(w))
        if all(map(topic.holds, content_words(phrase, note.lexicon))) and any(map(sentence.takes_up, others)):
            return True
    return False


def _is_given(hit: Hit, note: Reading, facts: Addressed) -> bool:
    """A content word of what was said stands in the facts."""
    given = given_vocabulary(facts, note.lexicon)
    words = content_words(note.plain[hit.start : hit.end], note.lexicon)
    # Where nothing is said that has a topic, no topic of the facts excuses it.
    words = tuple(w for w in words if len(w) > 2 and w not in note.lexicon.empty_words)
    # "A stroke two years ago" is not excused by two clerks.
    telling = [word for word in words if not note.lexicon.numerals_reader.begins(word)]
    return any(map(given.holds, telling or words))
