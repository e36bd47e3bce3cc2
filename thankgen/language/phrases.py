"""The search of a note for all phrase patterns of a rulebook at once."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from thankgen.language.patterns import Optional, Row, Words, written_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from thankgen.language.patterns import Marks, Node, Pattern, Places, Unit
    from thankgen.language.reading import Sentence
    from thankgen.language.structure import Span

_WORD = re.compile(r"\w+")
_PARTING_BEFORE = frozenset(",;:–—(")
_PARTING_AFTER = frozenset(",;:–—)")
_ANY = "*"
# A beginning or an ending so short says little about a word, and so does a word.
_SHORT = 3
# Of a sentence with more clauses (a list that never ends) so many are looked at together: each step of a pattern
# goes over all the words of a line.
_CLAUSES_AT_ONCE = 32
# Sentences are searched together up to so many characters; a note has about a thousand.
_AT_ONCE = 2000
# Sentences whose finds are kept: those of some hundred notes, none of them endless.
_MAX_SENTENCES = 4096
_LONG_SENTENCE = 1000
# Words whose marks are kept: what some thousand notes hold.
_MAX_REMEMBERED = 50_000


# A group, a pattern of it, and the sentences of a line where that may occur.
Possible = tuple[str, "Pattern", int]
# A group, its pattern, and in the text of a sentence the span of what was found.
Said = tuple[str, str, "Span"]


@dataclass(frozen=True)
class Hit:
    """A pattern found: its span in the note, and the sentence it stands in."""

    group: str
    pattern: str
    start: int
    end: int
    sentence: Sentence

    @property
    def span(self) -> Span:
        return (self.start, self.end)


class MarkIndex:
    """The marks that patterns ask for, and which of them a word has."""

    def __init__(self, marks: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._beginnings: set[str] = set()
        self._endings: set[str] = set()
        self._others: list[tuple[str, re.Pattern[str]]] = []
        for mark in marks:
            stem = mark.strip("*")
            if "*" in stem or mark.startswith("^*"):
                self._others.append((mark, re.compile(r"\w*".join(map(re.escape, mark.split("*"))))))
            elif mark == stem:
                self._words.add(mark)
            elif mark == stem + "*":
                self._beginnings.add(stem)
            elif mark == "*" + stem:
                self._endings.add(stem)
            else:
                self._others.append((mark, re.compile(r"\w*".join(map(re.escape, mark.split("*"))))))
        self._beginning_lengths = sorted({len(stem) for stem in self._beginnings})
        self._ending_lengths = sorted({len(stem) for stem in self._endings})
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, word: str) -> tuple[str, ...]:
        """The marks of a word as written."""
        marks = self._known.get(word)
        if marks is None:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            marks = self._known[word] = tuple(
                dict.fromkeys(self._find(written_alike(word.lower()), "^" + word))
            )
        return marks

    def _find(self, word: str, exact: str) -> Iterator[str]:
        for form in (word, exact):
            if form in self._words:
                yield form
            for length in self._beginning_lengths:
                if form[:length] in self._beginnings:
                    yield form[:length] + "*"
            for mark, shape in self._others:
                if shape.fullmatch(form):
                    yield mark
        for length in self._ending_lengths:
            if word[-length:] in self._endings:
                yield "*" + word[-length:]


class Stretch(NamedTuple):
    """A sentence, or so much of an endless one: the span in its text, and the clauses in that."""

    sentence: Sentence
    span: Span
    clauses: Sequence[Span]


class Line:
    """Sentences one after the other, as one row of words: the `Line` that patterns are looked for in.

    Behind the last word of each is a place where no word begins, so that nothing leads from one into the next. A
    set of the sentences is a whole number whose bit `n` is sentence `n`.
    """

    def __init__(self, stretches: Sequence[Stretch], marks: MarkIndex) -> None:
        self._stretches = stretches
        self.words: Places = 0
        self._by_mark: dict[str, Places] = {}
        # The sentences in which a word has the mark.
        self.holding: dict[str, int] = {}
        # The word that begins at each place, and what stands before that.
        self._words: list[Span] = []
        self._gaps: list[str] = []
        # The first and the last place of each sentence, and the places of its units.
        self._rows: list[tuple[int, int]] = []
        self._units: list[list[Places]] = []
        self._sentences: dict[Places, Sentence] = {}
        self._opens: Places = 0
        self._ends: Places = 0
        # Of each word: its places, and the sentences that it stands in.
        found: dict[str, tuple[Places, int]] = {}
        for number, stretch in enumerate(stretches):
            self._add(stretch, 1 << number, found)
        for word, (places, sentences) in found.items():
            for mark in marks.of(word):
                self._by_mark[mark] = self._by_mark.get(mark, 0) | places
                self.holding[mark] = self.holding.get(mark, 0) | sentences
        self._by_mark[_ANY] = self.words
        self.present = frozenset(self._by_mark)
        self._having: dict[Marks, Places] = {}
        self._between: dict[Callable[[str], bool], Places] = {}
        self._neighbours: dict[Places, Sequence[Places]] = {}

    def _add(self, stretch: Stretch, number: int, found: dict[str, tuple[Places, int]]) -> None:
        sentence, span, _ = stretch
        text = sentence.text
        start_place = len(self._words)
        first = bit = 1 << start_place
        edge = span[0]
        for match in _WORD.finditer(text, *span):
            word = match.group()
            places, sentences = found.get(word, (0, 0))
            found[word] = (places | bit, sentences | number)
            self._words.append(match.span())
            self._gaps.append(text[edge : match.start()])
            edge = match.end()
            bit <<= 1
        self._rows.append((start_place, len(self._words)))
        self._words.append((edge, edge))
        self._gaps.append(text[edge:])
        self.words |= bit - first
        unit = bit * 2 - first
        self._units.append([unit])
        self._sentences[unit] = sentence
        self._opens |= 0 if span[0] else first
        self._ends |= bit

    def in_clauses(self) -> Line:
        """The same words with each of the clauses as a unit."""
        line = copy(self)
        line._units, line._ends, line._sentences = [], 0, {}
        for number, (sentence, _, _) in enumerate(self._stretches):
            units: list[Places] = []
            for first, last in self._clauses(number):
                unit = (2 << last) - (1 << first)
                units.append(unit)
                line._ends |= 1 << last
                line._sentences[unit] = sentence
            line._units.append(units)
        return line

    def _clauses(self, sentence: int) -> Iterator[tuple[int, int]]:
        """The clauses of a sentence that hold words: the first place and the last."""
        first, end_of_row = self._rows[sentence]
        for _, end in self._stretches[sentence].clauses:
            last = first
            while last < end_of_row and self._words[last][0] < end:
                last += 1
            if last > first:
                yield first, last
            first = last

    def neighbours(self, sentence: Places) -> Sequence[Places]:
        pairs = self._neighbours.get(sentence)
        if pairs is None:
            places = list(self._clauses(self._units.index([sentence])))
            pairs = [(2 << last) - (1 << first) for (first, _), (_, last) in pairwise(places)] or [sentence]
            self._neighbours[sentence] = pairs
        return pairs

    def units(self, sentences: int) -> list[Places]:
        """The places of each sentence of a set, or of each of their clauses."""
        units: list[Places] = []
        while sentences:
            units += self._units[_lowest(sentences)]
            sentences &= sentences - 1
        return units

    def having(self, marks: Marks) -> Places:
        places = self._having.get(marks)
        if places is None:
            places = 0
            for mark in marks & self.present:
                places |= self._by_mark[mark]
            self._having[marks] = places
        return places

    def between(self, holds: Callable[[str], bool]) -> Places:
        places = self._between.get(holds)
        if places is None:
            places = self._between[holds] = sum(1 << n for n, gap in enumerate(self._gaps) if holds(gap))
        return places

    def may_hold(self, node: Node | Pattern) -> bool:
        present = self.present
        for need in node.needs:  # noqa: SIM110 (asked some hundred times a note)
            if need.isdisjoint(present):
                return False
        return True

    @property
    def heads(self) -> Places:
        return self.between(_parts_before) | self._opens

    @property
    def tails(self) -> Places:
        return self.between(_parts_after) | self._ends

    def place(self, pattern: Pattern, unit: Places) -> tuple[Sentence, Span]:
        """The sentence of a unit, and where in its text the first term of a pattern stands that the unit holds."""
        return self._sentences[unit], self._first(pattern.wanted[0], pattern.narrowed(unit, self))

    def _first(self, term: Node, unit: Places) -> Span:
        """The first place of a term that a unit holds, as a span in the sentence's text.

        It ends as soon as it may, but for words at its end that may be missing.
        """
        needed = list(term.children if isinstance(term, Row) else (term,))
        optional: list[Node] = []
        while isinstance(needed[-1], Optional):
            optional.insert(0, needed.pop())
        opener = needed[0]
        starts = unit & self.having(opener.marks) if isinstance(opener, Words) else unit
        # Of the places where it may start, the halves without it are put aside.
        while starts & (starts - 1):
            half = starts & ((1 << (starts.bit_length() + _lowest(starts)) // 2) - 1)
            starts = half if term.follow(half, self) & unit else starts ^ half
        ends = starts
        for piece in needed:
            ends = piece.follow(ends, self) & unit
        end = ends & -ends
        for piece in optional:
            further = piece.follow(end, self) & unit & ~end
            end = further & -further or end
        return self._words[_lowest(starts)][0], self._words[_lowest(end) - 1][1]


def _lowest(places: Places) -> int:
    """The number of the first place."""
    return (places & -places).bit_length() - 1


def _parts_before(gap: str) -> bool:
    """Punctuation right before a word, or before a space before it."""
    return gap[-1:] in _PARTING_BEFORE or (gap[-1:].isspace() and gap[-2:-1] in _PARTING_BEFORE)


def _parts_after(gap: str) -> bool:
    """Punctuation right after a word, or after a space after it."""
    return gap[:1] in _PARTING_AFTER or (gap[:1].isspace() and gap[1:2] in _PARTING_AFTER)


class Group(NamedTuple):
    """Patterns that mean the same, and the exceptions: where one of these stands in the unit, nothing is found."""

    patterns: Sequence[Pattern]
    unless: Sequence[Pattern] = ()


class Phrasebook:
    """All patterns of a rulebook in one language, each filed under a word that it cannot do without."""

    def __init__(self, groups: Mapping[str, Group], common: frozenset[str] = frozenset()) -> None:
        """`groups` by their names; `common` are words, in small letters, that most texts hold."""
        self.groups = groups
        self._common = common
        self._known: dict[str, list[Said]] = {}
        # Needs go by numbers. Under its rarest need: what else a pattern needs, its group, and the pattern.
        needs: dict[Marks, int] = {}
        self._filed: dict[int, list[tuple[tuple[int, ...], str, Pattern]]] = defaultdict(list)
        commonness: dict[Marks, tuple[int, float]] = {}
        for name, group in groups.items():
            for pattern in group.patterns:
                for need in pattern.needs:
                    if need not in commonness:
                        commonness[need] = self._commonness(need)
                rarest, *others = (
                    needs.setdefault(need, len(needs))
                    for need in sorted(pattern.needs, key=commonness.__getitem__)
                )
                self._filed[rarest].append((tuple(others), name, pattern))
        # The needs that a word with a mark meets.
        self._met_by: dict[str, list[int]] = defaultdict(list)
        for need, number in needs.items():
            for mark in need:
                self._met_by[mark].append(number)
        self._needs = len(needs)
        pieces: set[Node] = set()
        pieces.update(*(p.pieces for group in groups.values() for patterns in group for p in patterns))
        self._marks = MarkIndex(_marks(pieces))

    def _commonness(self, marks: Marks) -> tuple[int, float]:
        """How often one of the words occurs, as far as can be told: small words are everywhere, long ones rare."""
        small = sum(len(mark) < _SHORT or mark in self._common for mark in marks)
        return small, len(marks) / 10 - min(map(len, marks))

    def find(self, sentences: Sequence[Sentence]) -> dict[str, tuple[Hit, ...]]:
        """Every pattern's first hit in each unit, by group, in the order of the text."""
        found: dict[str, list[Hit]] = defaultdict(list)
        said = self._said(sentences)
        for sentence in sentences:
            at = sentence.start
            for group, pattern, (start, end) in said[sentence.text]:
                found[group].append(Hit(group, pattern, at + start, at + end, sentence))
        return {
            group: tuple(sorted(hits, key=lambda h: (h.start, h.end, h.pattern)))
            for group, hits in found.items()
        }

    def _said(self, sentences: Sequence[Sentence]) -> Mapping[str, Sequence[Said]]:
        """What the sentences say, by their texts; kept, since a note is judged again after every edit of one of them."""
        new = {s.text: s for s in sentences if s.text not in self._known}
        if len(self._known) + len(new) > _MAX_SENTENCES:
            self._known.clear()
            new = {s.text: s for s in sentences}
        said: dict[str, list[Said]] = {text: [] for text in new}
        for sentence, what in self._read(new.values()):
            said[sentence.text].append(what)
        found = {s.text: said[s.text] if s.text in said else self._known[s.text] for s in sentences}
        self._known.update((text, what) for text, what in said.items() if len(text) <= _LONG_SENTENCE)
        return found

    def _read(self, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Said]]:
        for stretches in _together(sentences):
            line = Line(stretches, self._marks)
            possible = self._possible(line)
            yield from self._find(line, [*possible["sentence"], *possible["neighbours"]])
            sentence, _, clauses = stretches[0]
            if len(clauses) <= _CLAUSES_AT_ONCE:
                yield from self._find(line.in_clauses(), possible["clause"])
                continue
            for first in range(0, len(clauses), _CLAUSES_AT_ONCE):
                some = clauses[first : first + _CLAUSES_AT_ONCE]
                line = Line([Stretch(sentence, (some[0][0], some[-1][1]), some)], self._marks)
                yield from self._find(line.in_clauses(), self._possible(line)["clause"])

    def _find(self, line: Line, possible: Iterable[Possible]) -> Iterator[tuple[Sentence, Said]]:
        occurring: dict[str, list[tuple[Pattern, Places]]] = {}
        for name, pattern, sentences in possible:
            for unit in pattern.find(line, line.units(sentences)):
                occurring.setdefault(name, []).append((pattern, unit))
        for name, places in occurring.items():
            units = list(dict.fromkeys(unit for _, unit in places))
            excused = [u for p in self.groups[name].unless if line.may_hold(p) for u in p.find(line, units)]
            for pattern, unit in places:
                if unit not in excused:
                    sentence, span = line.place(pattern, unit)
                    yield sentence, (name, pattern.source, span)

    def _possible(self, line: Line) -> Mapping[Unit, Sequence[Possible]]:
        """What may occur: no word is missing that it needs."""
        # For each need, the sentences with a word that meets it. Plain loops: some thousand steps a note.
        meeting = [0] * self._needs
        needs: set[int] = set()
        for mark, sentences in line.holding.items():
            met = self._met_by.get(mark, ())
            needs.update(met)
            for need in met:
                meeting[need] |= sentences
        possible: dict[Unit, list[Possible]] = {"sentence": [], "neighbours": [], "clause": []}
        for rarest in needs & self._filed.keys():
            for others, name, pattern in self._filed[rarest]:
                sentences = meeting[rarest]
                for need in others:
                    sentences &= meeting[need]
                    if not sentences:
                        break
                else:
                    possible[pattern.within].append((name, pattern, sentences))
        return possible


def _together(sentences: Iterable[Sentence]) -> Iterator[list[Stretch]]:
    """The sentences in rows that are searched at once; one that never ends stands alone."""
    row: list[Stretch] = []
    length = 0
    for sentence in sentences:
        stretch = Stretch(sentence, (0, len(sentence.text)), sentence.clauses)
        if len(stretch.clauses) > _CLAUSES_AT_ONCE:
            yield [stretch]
            continue
        if row and length + len(sentence.text) > _AT_ONCE:
            yield row
            row, length = [], 0
        row.append(stretch)
        length += len(sentence.text)
    if row:
        yield row


def _marks(nodes: Iterable[Node]) -> set[str]:
    """All marks of the words in the nodes and below."""
    marks: set[str] = set()
    seen: set[Node] = set()
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if isinstance(node, Words):
            marks |= node.marks
        elif node not in seen:
            seen.add(node)
            ahead.extend(node.children)
    return marks
