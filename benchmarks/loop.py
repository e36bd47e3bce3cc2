"""What the loop costs against a scripted endpoint whose second reply is the first with only the reported faults mended.

Two sets: 40 drafts made of labelled good notes (10 clean, 10 with an apology, 10 with a misspelt
name, 10 without a next step), and the natural drafts of evals/labelled.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import thankgen
from thankgen import api
from thankgen.compose import draft_of
from thankgen.evals.labelled import LabelledNote
from thankgen.evals.labelled_files import load
from thankgen.note import Draft, Note
from thankgen.testing import ReportedFault, ScriptedEndpoint, mending

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "evals" / "labelled"


@dataclass
class Tally:
    """Counts over the notes of one set."""

    outcomes: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    prompt_tokens: int = 0
    words: int = 0
    words_lost: int = 0

    def add(self, note: Note, failed: bool) -> None:
        tries = len(note.attempts)
        self.requests += tries
        self.prompt_tokens += sum(a.usage.prompt_tokens or 0 for a in note.attempts)
        if failed:
            self.outcomes["failed"] += 1
        elif tries > 1:
            self.outcomes["after regeneration"] += 1
        else:
            self.outcomes["after edits" if note.attempts[0].edits else "at once"] += 1
        before, after = Counter(note.attempts[0].draft.split()), Counter(note.text.split())
        self.words += sum(before.values())
        if not failed:
            self.words_lost += sum((before - after).values())

    def report(self, name: str) -> None:
        accepted = sum(n for outcome, n in self.outcomes.items() if outcome != "failed")
        print(f"{name}: {sum(self.outcomes.values())} notes, {dict(self.outcomes)}")
        if accepted:
            print(
                f"  requests per accepted note {self.requests / accepted:.3f}, "
                f"prompt tokens {self.prompt_tokens / accepted:.0f} (four bytes each), "
                f"words lost {self.words_lost} of {self.words}"
            )


def _draft(note: LabelledNote) -> Draft:
    return draft_of(api.load_rulebook().read(note.note, note.facts.to(note.recipient)))


def _made() -> Iterator[tuple[str, LabelledNote, Draft, Draft]]:
    """(kind, note, first reply, mended reply): the 40 drafts."""
    words = json.loads((ROOT / "benchmarks" / "faults.json").read_text(encoding="utf-8"))
    good = [
        n
        for n in load(LABELLED)
        if not n.violates and n.split == "tuning" and n.facts.next_steps.follow_up_on
    ]
    by_language = {code: [n for n in good if n.language == code] for code in ("en", "sv", "de", "da")}
    turn = [by_language[code][i] for i in range(10) for code in by_language if i < len(by_language[code])]
    for number, note in enumerate(turn[:10]):
        clean = _draft(note)
        yield "clean", note, clean, clean
        apology = words["apologies"][note.language][number % len(words["apologies"][note.language])]
        middle = len(clean.paragraphs) // 2
        yield "apology", note, _with(clean, middle, clean.paragraphs[middle] + " " + apology), clean
        yield "name", note, *_misspelt(clean, note)
        yield "close", note, _with(clean, -1, words["endings"][note.language]), clean


def _with(draft: Draft, index: int, paragraph: str) -> Draft:
    paragraphs = list(draft.paragraphs)
    paragraphs[index] = paragraph
    return Draft(subject=draft.subject, paragraphs=paragraphs)


def _misspelt(draft: Draft, note: LabelledNote) -> tuple[Draft, Draft]:
    """A name in the subject, once with two letters swapped and once right."""
    words = f"{note.facts.company} {note.recipient}".replace("-", " ").split()
    name = max((word for word in words if word[0].isupper() and word.isalpha()), key=len)
    middle = len(name) // 2
    while name[middle] == name[middle - 1]:
        middle -= 1
    slip = name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :]
    return (
        Draft(subject=slip, paragraphs=draft.paragraphs),
        Draft(subject=name, paragraphs=draft.paragraphs),
    )


def _mended(draft: Draft, faults: list[ReportedFault]) -> Draft:
    """The draft with each reported excerpt replaced or left out; what is missing stays missing."""
    paragraphs, subject = list(draft.paragraphs), draft.subject
    for fault in faults:
        if fault.excerpt:
            write = fault.write or ""
            paragraphs = [p.replace(fault.excerpt, write, 1) for p in paragraphs]
            subject = subject.replace(fault.excerpt, write, 1)
    return Draft(subject=subject, paragraphs=[p for p in paragraphs if p.strip()])


def _run(note: LabelledNote, first: Draft | str, second: Draft | None, tally: Tally) -> None:
    answer = mending(first, lambda draft, faults: second or _mended(draft, faults))
    on = note.facts.interview.date
    with ScriptedEndpoint(answer) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
        try:
            [written] = thankgen.write(note.facts, note.recipient, writer=writer, on=on)
            tally.add(written, failed=False)
        except thankgen.ExhaustedError as error:
            tally.add(error.best, failed=True)
            print(f"  failed: {note.id}: {sorted({f.guardrail for f in error.findings})}")
        finally:
            writer.close()


def main() -> None:
    totals = Tally()
    kinds: dict[str, Tally] = {}
    for kind, note, first, second in _made():
        _run(note, first, second, kinds.setdefault(kind, Tally()))
        _run(note, first, second, totals)
    for kind, tally in kinds.items():
        tally.report(kind)
    totals.report("40 drafts")
    natural = Tally()
    for note in load(LABELLED, "drafts"):
        _run(note, note.note, None, natural)
    natural.report("natural drafts")
