"""What the page asks for, answered from the public API: no HTTP here, and no state between two questions."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import thankgen
from thankgen.web.changes import changes
from thankgen.web.faults import in_words
from thankgen.web.texts import texts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping
    from pathlib import Path

    from thankgen import Facts, Finding, Note, Report, Request, Writer
    from thankgen.web.texts import Texts

Answer = dict[str, Any]


class Desk:
    """Whoever writes, the guardrails and the prompts of one server."""

    def __init__(
        self,
        writer: Writer | None = None,
        prompt: str | None = None,
        tries: int = 3,
        guardrails: str | Path | None = None,
        prompts: str | Path | None = None,
    ) -> None:
        """Raises `RulebookError`, `PromptError` and `SettingsError` before anybody asks."""
        asked = writer or thankgen.default_writer()
        self._model = None if isinstance(asked, thankgen.OfflineWriter) else asked
        self._offline = thankgen.offline_writer(prompts)
        self._prompt = thankgen.prompt_version(prompt, prompts).version if self._model else None
        self._tries = tries
        self._guardrails = thankgen.load_rulebook(guardrails)
        self._prompts = prompts

    @property
    def model(self) -> str | None:
        """The model that writes, as a person would name it, or None where the built-in writer is alone."""
        if self._model is None:
            return None
        name = getattr(self._model, "model", None)
        address = getattr(self._model, "base_url", "").partition("://")[2].partition("/")[0]
        host = address.rpartition("@")[2]
        return " · ".join(part for part in (name, host) if part) or type(self._model).__name__

    def check(self, facts: Facts, to: str, text: str, language: str) -> Answer:
        """The findings on a note, as places in it and in the words of a language."""
        report = thankgen.check(text, facts, to, on=dt.date.today(), guardrails=self._guardrails)
        return _verdict(report, report.findings, texts(language))

    def offers(self, facts: Facts, to: str, notes: Mapping[str, str], language: str) -> Answer:
        """The same with the changes that one click makes, and what several notes have too much in common."""
        today, words, text = dt.date.today(), texts(language), notes.get(to, "")
        report = thankgen.check(text, facts, to, on=today, guardrails=self._guardrails)
        answer = _verdict(report, [*report.findings, *self._between(facts, to, notes)], words)
        offered = thankgen.offers(text, facts, to, on=today, guardrails=self._guardrails)
        # Findings that are equal in every respect have the same edit.
        by_finding = {(o.finding.guardrail, o.finding.span, o.finding.message): o for o in offered}
        for finding in answer["findings"]:
            span = tuple(finding["span"]) if finding["span"] else None
            offer = by_finding.get((finding["guardrail"], span, finding["message"]))
            if offer:
                finding["offer"] = {"text": offer.text, "changes": changes(text, offer.text)}
        return answer

    def _between(self, facts: Facts, to: str, notes: Mapping[str, str]) -> list[Finding]:
        """What is wrong between this note and the others that go to somebody in the facts."""
        others = [r.name for r in facts.recipients if r.name != to and notes.get(r.name, "").strip()]
        if not others:
            return []
        own, *rest = (self._note(facts, name, notes[name]) for name in (to, *others))
        reports = (thankgen.check_all([own, other], facts, guardrails=self._guardrails) for other in rest)
        return [finding for report in reports for finding in report.findings]

    def _note(self, facts: Facts, to: str, text: str) -> Note:
        return thankgen.as_note(text, facts, to, guardrails=self._guardrails)

    def mend(self, facts: Facts, to: str, text: str) -> Answer:
        """The note with everything mended that has one right answer."""
        note = thankgen.fix(text, facts, to, on=dt.date.today(), guardrails=self._guardrails)
        return {"text": note.text, "changed": sum(len(attempt.edits) for attempt in note.attempts)}

    async def write(self, facts: Facts, to: str | None, by: str) -> AsyncIterator[Answer]:
        """What happens while notes are written: whose turn it is, each note as it is done, who got none."""
        events: asyncio.Queue[Answer | None] = asyncio.Queue()
        job = asyncio.create_task(self._write(facts, to, by, events))
        try:
            while (event := await events.get()) is not None:
                yield event
            await job  # so that a fault of ours breaks the answer off instead of ending it quietly
        finally:
            job.cancel()

    async def _write(
        self, facts: Facts, to: str | None, by: str, events: asyncio.Queue[Answer | None]
    ) -> None:
        waiting = [to] if to else [recipient.name for recipient in facts.recipients]

        def writing(request: Request) -> None:
            events.put_nowait({"event": "writing", "to": request.to, "number": request.number})

        def done(note: Note) -> None:
            waiting.remove(note.to)
            model = next((a.model for a in reversed(note.attempts) if a.source == "model"), None)
            who = {"source": note.source, "model": model, "passed": note.report.passed}
            events.put_nowait({"event": "note", "to": note.to, "text": note.text, **who})

        is_model = by == "model" and self._model is not None
        try:
            await thankgen.awrite(
                facts,
                to,
                writer=self._model if is_model else self._offline,
                prompt=self._prompt if is_model else None,
                tries=self._tries,
                on_exhausted="best",
                guardrails=self._guardrails,
                prompts=self._prompts,
                progress=writing,
                done=done,
            )
        except thankgen.ThankgenError as error:
            events.put_nowait({"event": "failed", "to": list(waiting), **described(error)})
        finally:
            events.put_nowait(None)

    def render(self, facts: Facts, to: str, text: str, form: str) -> tuple[bytes, str]:
        """A note as a file: its content and its ending."""
        content = thankgen.render(self._note(facts, to, text), facts, form)
        return content, thankgen.FORMATS[form].suffix

    def link(self, facts: Facts, to: str, text: str) -> str:
        """A link that opens the note in an e-mail program."""
        return thankgen.mailto(self._note(facts, to, text), facts)


def described(error: thankgen.ThankgenError) -> Answer:
    return {"type": type(error).__name__, "message": str(error)}


def faulty(error: thankgen.FactsError, facts: Mapping[str, Any], language: str) -> Answer:
    """Faults in the facts, each with the key of its field and in the words of a language."""
    words = texts(language).faults
    return {"faults": [{"key": f.key, "message": in_words(f, facts, words)} for f in error.faults]}


def _verdict(report: Report, findings: Iterable[Finding], words: Texts) -> Answer:
    return {
        "passed": report.passed,
        "findings": [_shown(finding, words) for finding in findings],
        "not_run": [gap.guardrail for gap in report.not_run],
    }


def _shown(finding: Finding, words: Texts) -> Answer:
    """A finding with its title and advice; guardrails of one's own speak for themselves."""
    known = words.guardrails.get(finding.guardrail)
    return {
        **finding.model_dump(include={"guardrail", "severity", "message", "excerpt", "span"}, mode="json"),
        "title": known.title if known else finding.guardrail,
        "advice": known.advice if known else "",
    }


def loaded(content: bytes, name: str) -> Answer:
    """The facts in a file, as the form takes them: what is at its default is left out."""
    facts = thankgen.facts_from_text(content, name)
    data: Answer = facts.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # What a default depends on others is said.
    return {**data, "language": facts.language, "formality": facts.formality}
