"""Phrase patterns: how word files say what people may write, and the search for all of them at once.

A pattern is a row of words as one would say them:

    word          this word, in any case            ^Sie        this word, capitalised as written
    apologi*      any ending                        *preis      any beginning
    (a|b c|d)     one of these                      [very]      may be missing
    ..            up to three words between         ...         up to eight words between
    <me>          a macro: a pattern by name        a & b !c    all in one clause or sentence, c not in it
    ^ word        at the head of a sentence         word $      at its end; both also next to a comma or the like

A note is searched once for every pattern of a rulebook: each pattern is filed under a word that
it cannot do without, so only patterns whose word occurs are tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from thankgen.language.reading import Sentence

Unit = Literal["sentence", "clause"]

_GAPS = {"..": 3, "...": 8}
_PIECE = re.compile(
    r"\s+|\([^()\[\]<>\s.|]+(?:\|[^()\[\]<>\s.|]+)+\)|\.\.\.|\.\.|[()\[\]|]|<[^<>\s]+>|[^\s()\[\]|<>]+"
)
_EXACT = "(?-i:"
# Where a sentence begins or ends, or punctuation parts it.
_EDGES = {"^": r"(?:\A\W*|(?<=[,;:–—(])|(?<=[,;:–—(]\s))", "$": r"(?=\W*\Z|\s?[,;:–—)])"}
# The mark of patterns that need no word at all.
_ANYWHERE = ""
_RUN = re.compile(r"[^\W_]+")
# Words whose marks are kept: what some thousand notes hold.
_MAX_REMEMBERED = 50_000
_ANY_WORDS = r"(?:\W+\w+(?:'\w+)?){0,%d}?"


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes it."""


Anchors = tuple[tuple[str, bool], ...]


class _Fragment(NamedTuple):
    """A piece of a pattern as a regular expression, and the words it cannot do without.

    `anchors` maps a lower-case word to whether it stands for all words that begin with it;
    empty where the fragment needs no particular word. `needs` are the anchors of every part:
    of each, one word must occur. `gap` marks a fragment that brings its own white space, `edge`
    one that has no width.
    """

    regex: str
    anchors: Anchors = ()
    needs: tuple[Anchors, ...] = ()
    optional: bool = False
    gap: bool = False
    edge: bool = False

    @property
    def weight(self) -> float:
        """How rare the anchor is likely to be: long words, few of them."""
        if not self.anchors:
            return 0
        return min(len(word) for word, _ in self.anchors) - len(self.anchors) / 10


def _mark(word: str, is_prefix: bool) -> str:
    """How an anchor is filed: "word", or "word*" for all that begin with it."""
    return word + "*" if is_prefix else word


@dataclass(frozen=True)
class Term:
    """One part of a conjunction. Its expression is compiled when it is first tried: most never are."""

    source: str
    anchors: Anchors
    needs: tuple[Anchors, ...]
    weight: float
    negative: bool

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){self.source}(?!\w)", re.IGNORECASE if self.minds_case else 0)

    @cached_property
    def minds_case(self) -> bool:
        """A word of it must be capitalised; all others are looked for in small letters, which is quicker."""
        return _EXACT in self.source


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: every positive term must occur in the unit, no negative one may."""

    source: str
    terms: tuple[Term, ...]
    within: Unit

    @cached_property
    def needs(self) -> tuple[Anchors, ...]:
        """Of each part that must be there, the anchors of which one must occur."""
        return tuple(anchors for term in self.terms if not term.negative for anchors in term.needs)

    def search(self, sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
        """The span of the first positive term in a unit of the sentence, or None."""
        span: tuple[int, int] | None = None
        for term in self.terms:
            match = term.regex.search(sentence.text if term.minds_case else sentence.lowered, start, end)
            if bool(match) == term.negative:
                return None
            if match and span is None:
                span = match.span()
        return span


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
    def span(self) -> tuple[int, int]:
        return (self.start, self.end)


class Macros(dict[str, str]):
    """Macros by name, for patterns that are compiled together."""

    def __init__(self, *tables: Mapping[str, str]) -> None:
        super().__init__()
        for table in tables:
            self.update(table)
        self.fragments: dict[str, _Fragment] = {}


def compile_pattern(source: str, macros: Mapping[str, str], within: Unit = "sentence") -> Pattern:
    """Compile one pattern. Raises `PatternError`."""
    positive_terms: list[Term] = []
    negative_terms: list[Term] = []
    for number, part in enumerate(re.split(r"\s+(?=[&!])", source.strip())):
        negative = part.startswith("!")
        text = part.lstrip("&! ") if number or part[:1] in "&!" else part
        if not text:
            raise PatternError(f"empty term in {source!r}")
        fragment = _Parser(text, macros).parse()
        term = Term(fragment.regex, fragment.anchors, fragment.needs, fragment.weight, negative)
        (negative_terms if negative else positive_terms).append(term)
    if not positive_terms:
        raise PatternError(f"{source!r} only says what must not be there")
    return Pattern(source, tuple(positive_terms + negative_terms), within)


class _Parser:
    """Recursive descent over one term of a pattern."""

    def __init__(self, source: str, macros: Mapping[str, str], depth: int = 0) -> None:
        if depth > 12:
            raise PatternError(f"macros of {source!r} refer to each other")
        self.source = source
        self.macros = macros
        self.depth = depth
        self.pieces: list[str] = [p for p in _PIECE.findall(source) if not p.isspace()]
        if "".join(self.pieces) != re.sub(r"\s+", "", source):
            raise PatternError(f"cannot read {source!r}")
        # The end reads as an empty piece.
        self.pieces.append("")
        self.position = 0

    def parse(self) -> _Fragment:
        fragment = self._alternatives()
        if self._peek():
            raise PatternError(f"{self.pieces[self.position]!r} is out of place in {self.source!r}")
        return fragment

    def _peek(self) -> str:
        return self.pieces[self.position]

    def _alternatives(self) -> _Fragment:
        branches = [self._sequence()]
        while self._peek() == "|":
            self.position += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        return _one_of(branches)

    def _sequence(self) -> _Fragment:
        parts: list[_Fragment] = []
        while self._peek() not in ("", "|", ")", "]"):
            parts.append(self._item())
        if len(parts) == 1 and not (parts[0].gap or parts[0].optional or parts[0].edge):
            return parts[0]
        needed = [p for p in parts if not p.optional and not p.gap and not p.edge]
        if not needed:
            raise PatternError(f"nothing to look for in {self.source!r}")
        best = max(needed, key=lambda p: p.weight)
        return _Fragment(_join(parts), best.anchors, tuple(need for p in needed for need in p.needs))

    def _item(self) -> _Fragment:
        piece = self._peek()
        self.position += 1
        if (
            piece == "["
            and self._peek() in _GAPS
            and self.pieces[self.position + 1 : self.position + 2] == ["]"]
        ):
            # A gap may be empty anyway.
            gap = self._peek()
            self.position += 2
            return _Fragment(_ANY_WORDS % _GAPS[gap], gap=True)
        if len(piece) > 1 and piece[0] == "(":
            return _any_word(piece)
        if piece in "([":
            inner = self._alternatives()
            if self._peek() != (")" if piece == "(" else "]"):
                raise PatternError(f"a bracket is not closed in {self.source!r}")
            self.position += 1
            if piece == "[":
                return _Fragment(inner.regex, optional=True)
            return inner
        if piece in _GAPS:
            return _Fragment(_ANY_WORDS % _GAPS[piece], gap=True)
        if piece in _EDGES:
            return _Fragment(_EDGES[piece], edge=True)
        if piece.startswith("<"):
            name = piece[1:-1]
            if name not in self.macros:
                known = ", ".join(sorted(self.macros)) or "none"
                raise PatternError(f"no macro <{name}> for {self.source!r}; known: {known}")
            return self._macro(name)
        return _word(piece)

    def _macro(self, name: str) -> _Fragment:
        """A macro's fragment; a `Macros` keeps it, since most patterns name the same few."""
        known = self.macros.fragments if isinstance(self.macros, Macros) else {}
        if name not in known:
            inner = _Parser(self.macros[name], self.macros, self.depth + 1).parse()
            known[name] = _Fragment(f"(?:{inner.regex})", inner.anchors, inner.needs)
        return known[name]


def _join(parts: Sequence[_Fragment]) -> str:
    """Put fragments in a row with white space or punctuation between them."""
    regex = ""
    for number, part in enumerate(parts):
        if part.gap or part.edge:
            regex += part.regex
        elif part.optional:
            # The separator belongs to the optional part, on the side where something stands.
            first = all(p.optional or p.edge for p in parts[:number])
            regex += rf"(?:{part.regex}\W+)?" if first else rf"(?:\W+{part.regex})?"
        else:
            leading = all(p.optional or p.edge for p in parts[:number])
            regex += part.regex if leading else rf"\W+{part.regex}"
    return regex


@lru_cache(maxsize=8192)
def _any_word(piece: str) -> _Fragment:
    """A bracket of single words, by far the commonest: no need to take it apart piece by piece."""
    return _one_of([_word(word) for word in piece[1:-1].split("|")])


def _one_of(branches: Sequence[_Fragment]) -> _Fragment:
    anchors: Anchors = ()
    if all(b.anchors for b in branches):
        anchors = tuple(dict.fromkeys(a for b in branches for a in b.anchors))
    regex = "(?:" + "|".join(b.regex for b in branches) + ")"
    return _Fragment(regex, anchors, (anchors,) if anchors else ())


@lru_cache(maxsize=32768)
def _word(piece: str) -> _Fragment:
    exact = piece.startswith("^")
    body = piece[1:] if exact else piece.lower()
    if body in ("", "$"):
        raise PatternError(f"{piece!r} stands for no word; outside of brackets it marks an edge")
    regex = r"\w*".join(re.escape(p) for p in body.split("*"))
    if exact:
        regex = f"{_EXACT}{regex})"
    anchors: Anchors = ()
    run = _RUN.match(body)
    if run:
        whole = run.end() == len(body) or body[run.end()] != "*"
        anchors = ((run.group().lower(), not whole),)
    return _Fragment(regex, anchors, (anchors,) if anchors else ())


class Phrasebook:
    """All patterns of a rulebook in one language, filed for one search."""

    def __init__(self, groups: Mapping[str, Iterable[Pattern]], common: frozenset[str] = frozenset()) -> None:
        """`common` are words, in small letters, that most texts hold."""
        self._common = common
        # Under each mark: what else the pattern needs, its group, and the pattern.
        self._filed: dict[str, list[tuple[tuple[frozenset[str], ...], str, Pattern]]] = defaultdict(list)
        self._marks: set[str] = set()
        for group, patterns in groups.items():
            for pattern in patterns:
                self._file(group, pattern)
        self._lengths = sorted({len(mark) - 1 for mark in self._marks if mark.endswith("*")})
        self._marks_of: dict[str, tuple[str, ...]] = {}

    def _file(self, group: str, pattern: Pattern) -> None:
        rarest, *others = sorted(pattern.needs, key=self._commonness) or [((_ANYWHERE, False),)]
        needs = tuple(frozenset(_mark(*anchor) for anchor in anchors) for anchors in others)
        self._marks.update(*needs)
        for anchor in rarest:
            self._marks.add(_mark(*anchor))
            self._filed[_mark(*anchor)].append((needs, group, pattern))

    def _commonness(self, anchors: Anchors) -> tuple[int, float]:
        """How often one of the words occurs, as far as can be told: small words are everywhere, long ones rare."""
        small = sum(word in self._common or len(word) < 3 for word, _ in anchors)
        return small, len(anchors) / 10 - min(len(word) for word, _ in anchors)

    def find(self, sentences: Sequence[Sentence]) -> dict[str, tuple[Hit, ...]]:
        """Every pattern's first hit in each unit, by group, in the order of the text."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for sentence in sentences:
            for group, pattern in self._candidates(sentence.lowered):
                for start, end in sentence.units(pattern.within):
                    span = pattern.search(sentence, start, end)
                    if span:
                        hit = Hit(
                            group,
                            pattern.source,
                            sentence.start + span[0],
                            sentence.start + span[1],
                            sentence,
                            (sentence.index, start, end),
                        )
                        found[group].append(hit)
        return {
            group: tuple(sorted(hits, key=lambda h: (h.start, h.end, h.pattern)))
            for group, hits in found.items()
        }

    def _candidates(self, text: str) -> Iterable[tuple[str, Pattern]]:
        """The patterns that may occur in a text in small letters: none of the words that they need is missing."""
        present = {mark for match in _RUN.finditer(text) for mark in self._known_marks(match.group())}
        present.add(_ANYWHERE)
        filed = self._filed
        seen: set[int] = set()
        # Plain loops: some hundred patterns a note are asked, and nearly all fall at the first need.
        for mark in present:
            if mark not in filed:
                continue
            for needs, group, pattern in filed[mark]:
                for need in needs:
                    if need.isdisjoint(present):
                        break
                else:
                    if id(pattern) not in seen:
                        seen.add(id(pattern))
                        yield group, pattern

    def _known_marks(self, word: str) -> tuple[str, ...]:
        """The marks of a word that some pattern needs; kept, since most words of a note stand in many."""
        marks = self._marks_of.get(word)
        if marks is None:
            beginnings = (_mark(word[:n], is_prefix=True) for n in self._lengths if n <= len(word))
            marks = tuple(mark for mark in (word, *beginnings) if mark in self._marks)
            if len(self._marks_of) >= _MAX_REMEMBERED:
                self._marks_of.clear()
            self._marks_of[word] = marks
        return marks
