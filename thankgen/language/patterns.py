"""The language of phrase patterns, in which word files say what people may write.

A pattern is a row of words as one would say them:

    word          this word, in any case            ^Sie        this word, capitalised as written
    apologi*      any ending                        *preis      any beginning
    (a|b c|d)     one of these                      [very]      may be missing
    ..            up to three words between         ...         up to eight words between
    <me>          a macro: a pattern by name        a & b !c    all in one unit, c not in it
    ^ word        at the head of a sentence         word $      at its end; both also next to a comma or the like

The unit is the sentence, or the clause; among `neighbours`, the terms wanted stand in two clauses side by side, and
none of those unwanted stands in these.

Punctuation between words does not matter, unless a pattern names it: `e-mail`, `can't`, `dass,`.

A pattern is a tree of nodes that are followed through a line of words. A set of places in the line is
a whole number whose bit `n` is the place before word `n`; so a node is followed from all places at
once, with a handful of operations on whole numbers.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Unit = Literal["sentence", "neighbours", "clause"]
Places = int
# Words as a pattern has them: "word", "word*", "*word", "^Word" where the case counts; "*" is any word.
Marks = frozenset[str]

_GAPS = {"..": 3, "...": 8}
_PIECE = re.compile(r"\([^()\[\]<>\s.|]+(?:\|[^()\[\]<>\s.|]+)+\)|\.\.\.|\.\.|<[^<>\s]+>|[^\s()\[\]|<>]+|\S")
_TERM_STARTS = re.compile(r"\s+(?=[&!])")
_PART_OF_WORD = re.compile(r"[\w*]+|[^\w*]+")
_ENDS_ROW = frozenset(("", "|", ")", "]"))
_OPENS = frozenset("([")
_CLOSES = frozenset(")]")
_EDGES = frozenset("^$")
_NO_WORDS = _EDGES.union(_GAPS)
_OF_WORD = re.compile(r"[\w*]")
# Needs no second look: nothing in it is written large, nor anything but letters.
_PLAIN_WORD = re.compile(r"[a-zåäöøæü*]+")
_MAX_DEPTH = 12


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes it."""


class Line(Protocol):
    """What patterns ask of a row of words; `words` are the places where one begins."""

    words: Places
    # The marks that its words have.
    present: frozenset[str]

    def having(self, marks: Marks) -> Places:
        """The words that have one of the marks."""

    def between(self, holds: Callable[[str], bool]) -> Places:
        """The places where what stands between two words satisfies `holds`."""

    def may_hold(self, node: Node) -> bool:
        """No word is missing that the node needs."""

    def neighbours(self, sentence: Places) -> Sequence[Places]:
        """The places of every two clauses of a sentence that stand side by side; all of them where it has no more."""

    @property
    def heads(self) -> Places:
        """Where the sentence begins, or punctuation parts it."""

    @property
    def tails(self) -> Places:
        """Where a unit ends, or punctuation parts the sentence."""


class Node(ABC):
    """A piece of a pattern, made of its `children`.

    Of each of its `needs` one mark must occur in a line for it to be found there.
    """

    __slots__ = ("children", "needs")

    def __init__(self, needs: tuple[Marks, ...] = (), children: Sequence[Node] = ()) -> None:
        self.children = children
        self.needs = needs

    @abstractmethod
    def follow(self, places: Places, line: Line) -> Places:
        """Where the piece may end when it begins at one of `places`."""


@lru_cache(maxsize=32768)
def _rareness(marks: Marks) -> float:
    """How rare one of the words is likely to be: long words, few of them."""
    return min(map(len, marks)) - len(marks) / 10


class Words(Node):
    """One word that has one of the marks."""

    __slots__ = ("marks",)

    def __init__(self, marks: Marks) -> None:
        # Not by way of `Node`: a language has some ten thousand of these.
        self.children = ()
        self.needs = (marks,)
        self.marks = marks

    def follow(self, places: Places, line: Line) -> Places:
        return (places & line.having(self.marks)) << 1


class Sign(Node):
    """No width, but what stands between the words on both sides must satisfy `holds`."""

    __slots__ = ("holds",)

    def __init__(self, holds: Callable[[str], bool]) -> None:
        super().__init__()
        self.holds = holds

    def follow(self, places: Places, line: Line) -> Places:
        return places & line.between(self.holds)


class Head(Node):
    """The place before the first word, or after punctuation."""

    __slots__ = ()

    def follow(self, places: Places, line: Line) -> Places:
        return places & line.heads


class Tail(Node):
    """The place after the last word, or before punctuation."""

    __slots__ = ()

    def follow(self, places: Places, line: Line) -> Places:
        return places & line.tails


class Gap(Node):
    """Up to so many words, whatever they are; "don't" counts as one."""

    __slots__ = ("words",)

    def __init__(self, words: int) -> None:
        super().__init__()
        self.words = words

    def follow(self, places: Places, line: Line) -> Places:
        words = line.words
        joined = line.between(_is_apostrophe) & words
        for _ in range(self.words):
            after = (places & words) << 1
            places |= after | (after & joined) << 1
        return places


class Optional(Node):
    """A piece that may be missing."""

    __slots__ = ("inner",)

    def __init__(self, inner: Node) -> None:
        super().__init__(children=(inner,))
        self.inner = inner

    def follow(self, places: Places, line: Line) -> Places:
        return places | self.inner.follow(places, line) if line.may_hold(self.inner) else places


class Row(Node):
    """One piece after another."""

    __slots__ = ()

    def __init__(self, parts: Sequence[Node]) -> None:
        super().__init__(tuple(need for part in parts for need in part.needs), parts)

    def follow(self, places: Places, line: Line) -> Places:
        for part in self.children:
            places = part.follow(places, line)
            if not places:
                return 0
        return places


class OneOf(Node):
    """One of several pieces."""

    __slots__ = ("_always", "_by_opener", "_openers")

    def __init__(self, branches: Sequence[Node]) -> None:
        needs: tuple[Marks, ...] = ()
        if all(branch.needs for branch in branches):
            needs = (frozenset().union(*[max(branch.needs, key=_rareness) for branch in branches]),)
        super().__init__(needs, branches)
        self._openers: frozenset[str] | None = None

    def follow(self, places: Places, line: Line) -> Places:
        if self._openers is None:
            self._openers = self._file()
        ends = 0
        for branch in self._always:
            ends |= branch.follow(places, line)
        for opener in self._openers & line.present:
            for branch in self._by_opener[opener]:
                ends |= branch.follow(places, line)
        return ends

    def _file(self) -> frozenset[str]:
        """File the branches under the words that they open with: of dozens, a line has the openers of a few."""
        self._always: list[Node] = []
        self._by_opener: dict[str, list[Node]] = {}
        for branch in self.children:
            opener = branch.children[0] if isinstance(branch, Row) else None
            if isinstance(opener, Words):
                for mark in opener.marks:
                    self._by_opener.setdefault(mark, []).append(branch)
            else:
                self._always.append(branch)
        return frozenset(self._by_opener)


class Pattern:
    """A pattern: every wanted term must occur in the unit, no unwanted one may.

    Of each of its `needs` one mark must occur in a line for the pattern to be found there. Most patterns never
    meet such a line, so the terms are read when one does; `pieces` are what in them stands for words.
    """

    def __init__(self, source: str, macros: Macros, within: Unit) -> None:
        self.source = source
        self.within = within
        self.pieces: set[Node] = set()
        self._macros = macros
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        for number, part in enumerate(_TERM_STARTS.split(source.strip())):
            text = part.lstrip("&! ") if number or part[:1] in ("&", "!") else part
            if not text:
                raise PatternError(f"empty term in {source!r}")
            (self._unwanted if part.startswith("!") else self._wanted).append(text)
        if not self._wanted:
            raise PatternError(f"{source!r} only says what must not be there")
        needs: list[Marks] = []
        for term in self._wanted:
            needs += _glance(term, macros, self.pieces) or self._read(term).needs
        for term in self._unwanted:
            _glance(term, macros, self.pieces)
        self.needs: tuple[Marks, ...] = tuple(dict.fromkeys(needs))

    def __getstate__(self) -> dict[str, Any]:
        """Without what is made of the source: nodes are made again where they are needed."""
        made = ("pieces", "wanted", "unwanted")
        return {key: value for key, value in self.__dict__.items() if key not in made}

    def read(self) -> None:
        """Read all terms. Raises `PatternError`."""
        self.wanted, self.unwanted  # noqa: B018

    @cached_property
    def wanted(self) -> tuple[Node, ...]:
        """Raises `PatternError`."""
        return tuple(map(self._read, self._wanted))

    @cached_property
    def unwanted(self) -> tuple[Node, ...]:
        """Raises `PatternError`."""
        return tuple(map(self._read, self._unwanted))

    def _read(self, term: str) -> Node:
        node = _Parser(term, self._macros).parse()
        if not node.needs:
            raise PatternError(f"nothing to look for in {self.source!r}")
        return node

    def find(self, line: Line, units: Sequence[Places]) -> Sequence[Places]:
        """Those of the units that hold it: sentences of the line, or clauses."""
        places = 0
        for unit in units:
            places |= unit
        for term in self.wanted:
            ends = term.follow(places, line)
            units = [unit for unit in units if ends & unit]
            if not units:
                return units
        if self.within == "clause":
            # What was found may begin in one clause and end in another.
            units = [unit for unit in units if self._in(unit, line)]
        if self.within == "neighbours" or any(map(line.may_hold, self.unwanted)):
            units = [unit for unit in units if self.narrowed(unit, line)]
        return units

    def narrowed(self, unit: Places, line: Line) -> Places:
        """The part of a unit that holds it: all, or the first two clauses side by side; 0 where none does."""
        parts: Sequence[Places] = (unit,)
        if self.within == "neighbours":
            parts = [two for two in line.neighbours(unit) if self._in(two, line)]
            if len(self.wanted) == 1:
                # A single term may lead through more clauses than two.
                parts = parts or (unit,)
        unwanted = [term for term in self.unwanted if line.may_hold(term)]
        return next((part for part in parts if not any(t.follow(part, line) & part for t in unwanted)), 0)

    def _in(self, places: Places, line: Line) -> bool:
        """All terms wanted stand there, from beginning to end."""
        return all(term.follow(places, line) & places for term in self.wanted)


class Macros(dict[str, str]):
    """Macros by name, for patterns that are compiled together, and the nodes of what was read in these."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        super().__init__()
        for table in tables:
            self.update(table)
        self._nodes: dict[str, Node] = {}

    def __reduce__(self) -> tuple[type[Macros], tuple[dict[str, str]]]:
        return Macros, (dict(self),)

    def node(self, piece: str, source: str, depth: int = 0) -> Node:
        """What a piece of a `source` says that stands for words by itself: a word, words in brackets, or a macro.

        The source is so many macros deep itself. Raises `PatternError`.
        """
        node = self._nodes.get(piece)
        if node is None:
            if piece[0] == "(":
                node = _any_word(piece)
            elif piece[0] == "<" and piece[-1] == ">":
                node = self._read(piece[1:-1], source, depth)
            else:
                node = _word(piece)
            self._nodes[piece] = node
        return node

    def _read(self, name: str, source: str, depth: int) -> Node:
        if name not in self:
            known = ", ".join(sorted(self)) or "none"
            raise PatternError(f"no macro <{name}> for {source!r}; known: {known}")
        return _Parser(self[name], self, depth + 1).parse()


def compile_pattern(source: str, macros: Mapping[str, str], within: Unit = "sentence") -> Pattern:
    """Compile one pattern. Raises `PatternError`."""
    pattern = Pattern(source, macros if isinstance(macros, Macros) else Macros(macros), within)
    pattern.read()
    return pattern


def _glance(term: str, macros: Macros, pieces: set[Node]) -> Sequence[Marks]:
    """The needs of a term, without reading it; whatever in it stands for words goes into `pieces`."""
    # For each bracket that is open: the needs of the branches before, and those of this one so far.
    around: list[tuple[list[Marks | None], list[Marks]]] = []
    before: list[Marks | None] = []
    needs: list[Marks] = []
    for piece in _PIECE.findall(term):
        if piece in _OPENS:
            around.append((before, needs))
            before, needs = [], []
        elif piece == "|":
            before.append(max(needs, key=_rareness, default=None))
            needs = []
        elif piece in _CLOSES and around:
            inside = _shared(before, needs)
            before, needs = around.pop()
            if piece == ")":
                needs += inside
        elif piece not in _NO_WORDS:
            node = macros.node(piece, term)
            pieces.add(node)
            needs += node.needs
    return _shared(before, needs)


def _shared(before: list[Marks | None], needs: list[Marks]) -> list[Marks]:
    """The needs of some branches: of several, a mark of any of them will do."""
    if not before:
        return needs
    each = [*before, max(needs, key=_rareness, default=None)]
    some = [need for need in each if need is not None]
    return [frozenset().union(*some)] if len(some) == len(each) else []


class _Parser:
    """Recursive descent over one term of a pattern."""

    def __init__(self, source: str, macros: Macros, depth: int = 0) -> None:
        if depth > _MAX_DEPTH:
            raise PatternError(f"macros of {source!r} refer to each other")
        self.source = source
        self.macros = macros
        self.depth = depth
        # The end reads as an empty piece.
        self.pieces: list[str] = [*_PIECE.findall(source), ""]
        self.position = 0

    def parse(self) -> Node:
        node = self._choice()
        if self._peek():
            raise PatternError(f"{self._peek()!r} is out of place in {self.source!r}")
        return node

    def _peek(self) -> str:
        return self.pieces[self.position]

    def _choice(self) -> Node:
        branches = [self._row()]
        while self._peek() == "|":
            self.position += 1
            branches.append(self._row())
        if len(branches) == 1:
            return branches[0]
        if not all(branch.needs or isinstance(branch, Sign) for branch in branches):
            raise PatternError(f"nothing to look for in a branch of {self.source!r}")
        return _one_of(branches)

    def _row(self) -> Node:
        parts: list[Node] = []
        while (piece := self._peek()) not in _ENDS_ROW:
            self.position += 1
            parts.append(self._item(piece))
        if not parts:
            raise PatternError(f"nothing to look for in {self.source!r}")
        return parts[0] if len(parts) == 1 else Row(parts)

    def _item(self, piece: str) -> Node:
        if piece in _OPENS:
            inner = self._choice()
            if self._peek() != (")" if piece == "(" else "]"):
                raise PatternError(f"a bracket is not closed in {self.source!r}")
            self.position += 1
            return inner if piece == "(" else Optional(inner)
        if piece in _GAPS:
            return Gap(_GAPS[piece])
        if piece in _EDGES:
            return Head() if piece == "^" else Tail()
        return self.macros.node(piece, self.source, self.depth)


def written_alike(text: str) -> str:
    """Words as patterns compare them, unless the case counts: "Straße" is "Strasse" in Switzerland."""
    return text.replace("ß", "ss")


@lru_cache(maxsize=8192)
def _any_word(piece: str) -> Node:
    """A bracket of single words, by far the commonest: no need to take it apart piece by piece."""
    words = piece[1:-1].split("|")
    alike = frozenset(map(written_alike, words))
    if all(map(_PLAIN_WORD.fullmatch, alike)):
        return Words(alike)
    return _one_of(list(map(_word, words)))


def _one_of(branches: Sequence[Node]) -> Node:
    """One of the branches; all that are single words are one branch, looked up at once."""
    single = [branch for branch in branches if type(branch) is Words]
    if len(single) > 1:
        words = Words(frozenset().union(*(branch.marks for branch in single)))
        branches = [words, *(branch for branch in branches if type(branch) is not Words)]
    return branches[0] if len(branches) == 1 else OneOf(branches)


@lru_cache(maxsize=32768)
def _word(piece: str) -> Node:
    """A word, or several with the punctuation between them."""
    if _PLAIN_WORD.fullmatch(piece):
        return Words(frozenset((piece,)))
    exact = piece.startswith("^")
    body = piece[1:] if exact else written_alike(piece.lower())
    parts = _PART_OF_WORD.findall(body)
    if (exact and not parts) or any(edge in body for edge in "^$"):
        raise PatternError(f"{piece!r} stands for no word; outside of brackets it marks an edge")
    nodes: list[Node] = []
    for number, part in enumerate(parts):
        if _OF_WORD.match(part):
            nodes.append(Words(frozenset({"^" + part if exact else part})))
        else:
            nodes.append(_sign(part, first=not number, last=number == len(parts) - 1))
    return nodes[0] if len(nodes) == 1 else Row(nodes)


@lru_cache(maxsize=1024)
def _sign(text: str, first: bool, last: bool) -> Node:
    """Punctuation as it must stand between two words, or on the side of one."""
    if first and last:
        return Sign(lambda between: text in between)
    if first:
        return Sign(lambda between: between.endswith(text))
    if last:
        return Sign(lambda between: between.startswith(text))
    return Sign(text.__eq__)


def _is_apostrophe(between: str) -> bool:
    return between == "'"
