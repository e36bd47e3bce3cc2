"""The search of a note for all phrase patterns of a rulebook at once."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from thankgen.language.patterns import Optional, Row, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from thankgen.language.patterns import Marks, Node, OneOf, Pattern, Places, Unit
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
# Sentences whose finds are kept: those of some hundred notes, none of them endless.
_MAX_SENTENCES = 4096
_LONG_SENTENCE = 1000
# Words whose marks are kept: what some thousand notes hold.
_MAX_REMEMBERED = 50_000


# A group, its pattern, and in the text of a sentence the span of what was found and that of its unit.
Said = tuple[str, str, "Span", "Span"]


@dataclass(frozen=True)
class Hit:
    """A pattern found: its span in the note, and the sentence and unit it stands in.

    `unit` is (index of the sentence, start and end of the unit in the sentence's text).
    """

    group: str
    pattern: str
    start: int
    end: int
    sentence: Sentence
    unit: tuple[int, int, int]

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

    def of(self, word: str, lowered: str) -> tuple[str, ...]:
        """The marks of a word, given as written and in small letters."""
        marks = self._known.get(word)
        if marks is None:
            if len(self._known) >= _MAX_REMEMBERED:
                self._known.clear()
            marks = self._known[word] = tuple(dict.fromkeys(self._find(lowered, "^" + word)))
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


class Line:
    """A sentence, or a row of its clauses, as a row of words: the `Line` that patterns are looked for in."""

    def __init__(self, sentence: Sentence, span: Span, marks: MarkIndex) -> None:
        self._text = sentence.text
        self._words = [match.span() for match in _WORD.finditer(sentence.text, *span)]
        self._by_mark: dict[str, Places] = {}
        bit = 1
        for start, end in self._words:
            for mark in marks.of(sentence.text[start:end], sentence.lowered[start:end]):
                self._by_mark[mark] = self._by_mark.get(mark, 0) | bit
            bit <<= 1
        self._by_mark[_ANY] = bit - 1
        self.every = bit * 2 - 1
        self.units = [self.every]
        self._opens: Places = span[0] == 0
        self._ends: Places = bit
        self._spans = {self.every: span}
        self.present = frozenset(self._by_mark)
        self._having: dict[Marks, Places] = {}
        self._between: dict[Callable[[str], bool], Places] = {}
        self._live: dict[OneOf, Sequence[Node]] = {}

    def in_clauses(self, clauses: Sequence[Span]) -> Line:
        """The same words with each of the clauses as a unit."""
        line = copy(self)
        line.units, line._ends, line._spans = [], 0, {}
        first = 0
        for start, end in clauses:
            last = first
            while last < len(self._words) and self._words[last][0] < end:
                last += 1
            if last > first:
                unit = (2 << last) - (1 << first)
                line.units.append(unit)
                line._ends |= 1 << last
                line._spans[unit] = (start, end)
            first = last
        return line

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
            edges = [0, *(edge for word in self._words for edge in word), len(self._text)]
            gaps = [self._text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
            places = self._between[holds] = sum(1 << n for n, gap in enumerate(gaps) if holds(gap))
        return places

    def may_hold(self, node: Node | Pattern) -> bool:
        present = self.present
        for need in node.needs:  # noqa: SIM110 (asked some hundred times a note)
            if need.isdisjoint(present):
                return False
        return True

    def live(self, choice: OneOf) -> Sequence[Node]:
        branches = self._live.get(choice)
        if branches is None:
            branches = self._live[choice] = list(filter(self.may_hold, choice.children))
        return branches

    @property
    def heads(self) -> Places:
        return self.between(_parts_before) | self._opens

    @property
    def tails(self) -> Places:
        return self.between(_parts_after) | self._ends

    def place(self, pattern: Pattern, unit: Places) -> tuple[Span, Span]:
        """Where the first term of a pattern stands that a unit of the line holds, and the unit, in the sentence's text."""
        return self._first(pattern.wanted[0], unit), self._spans[unit]

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
        # Under each mark: what else a pattern needs, its group, and the pattern.
        self._filed: dict[Unit, dict[str, list[tuple[tuple[Marks, ...], str, Pattern]]]] = {
            "sentence": defaultdict(list),
            "clause": defaultdict(list),
        }
        commonness: dict[Marks, tuple[int, float]] = {}
        for name, group in groups.items():
            for pattern in group.patterns:
                for need in pattern.needs:
                    if need not in commonness:
                        commonness[need] = self._commonness(need)
                rarest, *others = sorted(pattern.needs, key=commonness.__getitem__)
                for mark in rarest:
                    self._filed[pattern.within][mark].append((tuple(others), name, pattern))
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
        for sentence in sentences:
            at = sentence.start
            for group, pattern, (start, end), unit in self._said(sentence):
                where = (sentence.index, *unit)
                found[group].append(Hit(group, pattern, at + start, at + end, sentence, where))
        return {
            group: tuple(sorted(hits, key=lambda h: (h.start, h.end, h.pattern)))
            for group, hits in found.items()
        }

    def _said(self, sentence: Sentence) -> list[Said]:
        """What a sentence says; kept, since a note is judged again after every edit of another sentence."""
        said = self._known.get(sentence.text)
        if said is None:
            said = list(self._read(sentence))
            if len(self._known) >= _MAX_SENTENCES:
                self._known.clear()
            if len(sentence.text) <= _LONG_SENTENCE:
                self._known[sentence.text] = said
        return said

    def _read(self, sentence: Sentence) -> Iterator[Said]:
        line = Line(sentence, (0, len(sentence.text)), self._marks)
        yield from self._find(line, "sentence")
        clauses = sentence.clauses
        if len(clauses) <= _CLAUSES_AT_ONCE:
            yield from self._find(line.in_clauses(clauses), "clause")
            return
        for first in range(0, len(clauses), _CLAUSES_AT_ONCE):
            some = clauses[first : first + _CLAUSES_AT_ONCE]
            line = Line(sentence, (some[0][0], some[-1][1]), self._marks)
            yield from self._find(line.in_clauses(some), "clause")

    def _find(self, line: Line, within: Unit) -> Iterator[Said]:
        occurring: dict[str, list[tuple[Pattern, Places]]] = {}
        for name, pattern in self._possible(line, within):
            for unit in pattern.find(line):
                occurring.setdefault(name, []).append((pattern, unit))
        for name, places in occurring.items():
            excused = [u for p in self.groups[name].unless if line.may_hold(p) for u in p.find(line)]
            for pattern, unit in places:
                if unit not in excused:
                    yield name, pattern.source, *line.place(pattern, unit)

    def _possible(self, line: Line, within: Unit) -> Iterator[tuple[str, Pattern]]:
        """The patterns that may occur in a line, with their groups: no word is missing that they need."""
        filed, present = self._filed[within], line.present
        # A pattern is filed under several words.
        seen: set[Pattern] = set()
        # Plain loops: some thousand patterns a note are asked, and nearly all fall at the first need.
        for mark in present:
            if mark not in filed:
                continue
            for needs, name, pattern in filed[mark]:
                for need in needs:
                    if need.isdisjoint(present):
                        break
                else:
                    if pattern not in seen:
                        seen.add(pattern)
                        yield name, pattern


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
