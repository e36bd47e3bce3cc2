"""The search of a note for all phrase patterns of a rulebook at once."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

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
# Words whose marks are kept: what some thousand notes hold.
_MAX_REMEMBERED = 50_000


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
            if mark == stem:
                self._words.add(mark)
            elif mark == stem + "*":
                self._beginnings.add(stem)
            elif mark == "*" + stem and not stem.startswith("^"):
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
    """A sentence, or a clause of it, as a row of words: the `Line` that patterns are followed through."""

    def __init__(self, sentence: Sentence, unit: Span, marks: MarkIndex) -> None:
        self._sentence = sentence
        self._unit = unit
        self._words = [match.span() for match in _WORD.finditer(sentence.text, *unit)]
        self._by_mark: dict[str, Places] = {}
        bit = 1
        for start, end in self._words:
            for mark in marks.of(sentence.text[start:end], sentence.lowered[start:end]):
                self._by_mark[mark] = self._by_mark.get(mark, 0) | bit
            bit <<= 1
        self._by_mark[_ANY] = bit - 1
        self.every = bit * 2 - 1
        self.present = frozenset(self._by_mark)
        self._having: dict[Marks, Places] = {}
        self._between: dict[Callable[[str], bool], Places] = {}
        self._live: dict[OneOf, Sequence[Node]] = {}

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
            edges = [0, *(edge for word in self._words for edge in word), len(self._sentence.text)]
            gaps = [self._sentence.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
            places = self._between[holds] = sum(1 << n for n, gap in enumerate(gaps) if holds(gap))
        return places

    def live(self, choice: OneOf) -> Sequence[Node]:
        branches = self._live.get(choice)
        if branches is None:
            present = self.present
            branches = self._live[choice] = []
            for branch in choice.children:
                for need in branch.needs:
                    if need.isdisjoint(present):
                        break
                else:
                    branches.append(branch)
        return branches

    @cached_property
    def heads(self) -> Places:
        return self.between(_parts_before) | (self._unit[0] == 0)

    @cached_property
    def tails(self) -> Places:
        return self.between(_parts_after) | (self.every + 1) >> 1

    def holds(self, pattern: Pattern) -> bool:
        """The pattern occurs here."""
        every = self.every
        for term in pattern.wanted:
            if not term.follow(every, self):
                return False
        return not any(term.follow(every, self) for term in pattern.unwanted)

    def hit(self, group: str, pattern: Pattern) -> Hit:
        """A pattern that the line holds, at the first place of its first term."""
        start, end = self._first(pattern.wanted[0])
        at = self._sentence.start
        unit = (self._sentence.index, *self._unit)
        return Hit(group, pattern.source, at + start, at + end, self._sentence, unit)

    def _first(self, term: Node) -> Span:
        """The first place of a term that occurs, as a span in the sentence's text.

        It ends as soon as it may, but for words at its end that may be missing.
        """
        low, high = 0, len(self._words)
        while low < high:
            middle = (low + high) // 2
            if term.follow((2 << middle) - 1, self):
                high = middle
            else:
                low = middle + 1
        needed = list(term.children if isinstance(term, Row) else (term,))
        optional: list[Node] = []
        while isinstance(needed[-1], Optional):
            optional.insert(0, needed.pop())
        ends = 1 << low
        for piece in needed:
            ends = piece.follow(ends, self)
        end = ends & -ends
        for piece in optional:
            further = piece.follow(end, self) & ~end
            end = further & -further or end
        return self._words[low][0], self._words[end.bit_length() - 2][1]


def _parts_before(gap: str) -> bool:
    """Punctuation right before a word, or before a space before it."""
    return gap[-1:] in _PARTING_BEFORE or (gap[-1:].isspace() and gap[-2:-1] in _PARTING_BEFORE)


def _parts_after(gap: str) -> bool:
    """Punctuation right after a word, or after a space after it."""
    return gap[:1] in _PARTING_AFTER or (gap[:1].isspace() and gap[1:2] in _PARTING_AFTER)


class Phrasebook:
    """All patterns of a rulebook in one language, each filed under a word that it cannot do without."""

    def __init__(self, groups: Mapping[str, Iterable[Pattern]], common: frozenset[str] = frozenset()) -> None:
        """`common` are words, in small letters, that most texts hold."""
        self._common = common
        # Under each mark: what else a pattern needs, its group, and the pattern.
        self._filed: dict[Unit, dict[str, list[tuple[tuple[Marks, ...], str, Pattern]]]] = {
            "sentence": defaultdict(list),
            "clause": defaultdict(list),
        }
        commonness: dict[Marks, tuple[int, float]] = {}
        for group, patterns in groups.items():
            for pattern in patterns:
                for need in pattern.needs:
                    if need not in commonness:
                        commonness[need] = self._commonness(need)
                rarest, *others = sorted(pattern.needs, key=commonness.__getitem__)
                for mark in rarest:
                    self._filed[pattern.within][mark].append((tuple(others), group, pattern))
        self._marks = MarkIndex(
            _marks(node for patterns in groups.values() for p in patterns for node in (*p.wanted, *p.unwanted))
        )

    def _commonness(self, marks: Marks) -> tuple[int, float]:
        """How often one of the words occurs, as far as can be told: small words are everywhere, long ones rare."""
        small = sum(len(mark) < _SHORT or mark in self._common for mark in marks)
        return small, len(marks) / 10 - min(map(len, marks))

    def find(self, sentences: Sequence[Sentence]) -> dict[str, tuple[Hit, ...]]:
        """Every pattern's first hit in each unit, by group, in the order of the text."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for sentence in sentences:
            whole = (0, len(sentence.text))
            line = Line(sentence, whole, self._marks)
            self._find(line, "sentence", found)
            if sentence.clauses == (whole,):
                self._find(line, "clause", found)
            else:
                for clause in sentence.clauses:
                    self._find(Line(sentence, clause, self._marks), "clause", found)
        return {
            group: tuple(sorted(hits, key=lambda h: (h.start, h.end, h.pattern)))
            for group, hits in found.items()
        }

    def _find(self, line: Line, within: Unit, found: dict[str, list[Hit]]) -> None:
        filed = self._filed[within]
        # A pattern is filed under several words; it is looked for once.
        tried: set[Pattern] = set()
        present = line.present
        # Plain loops: some thousand patterns a note are asked, and nearly all fall at the first need.
        for mark in present:
            if mark not in filed:
                continue
            for needs, group, pattern in filed[mark]:
                for need in needs:
                    if need.isdisjoint(present):
                        break
                else:
                    if pattern not in tried:
                        tried.add(pattern)
                        if line.holds(pattern):
                            found[group].append(line.hit(group, pattern))


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
