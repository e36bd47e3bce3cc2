"""The public functions that write, check and mend notes, and the defaults they choose."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from thankgen import assets
from thankgen.errors import (
    EndpointError,
    ExhaustedError,
    Fault,
    PromptError,
    SettingsError,
)
from thankgen.facts import Facts
from thankgen.finding import Report
from thankgen.guardrail_files import FILES
from thankgen.language.spelling import HunspellDictionary
from thankgen.note import Note, Offer
from thankgen.rulebook import Policy, Rulebook

if TYPE_CHECKING:
    from thankgen.checks.rule import Letter
    from thankgen.exchange import Request, Writer
    from thankgen.facts import Addressed
    from thankgen.generate import Generation, OnExhausted
    from thankgen.prompts import Prompt
    from thankgen.writers.offline import OfflineWriter
    from thankgen.writers.openai import OpenAIWriter

DEFAULT_PROMPT = "v1"


def write(
    facts: Facts,
    to: str | None = None,
    *,
    writer: Writer | None = None,
    prompt: str | None = None,
    tries: int = 3,
    max_tokens: int | None = None,
    timeout: float | None = None,
    on_exhausted: OnExhausted = "raise",
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
    prompts: str | Path | None = None,
    progress: Callable[[Request], None] | None = None,
    done: Callable[[Note], None] | None = None,
) -> list[Note]:
    """Write a note to each recipient, or to the one called `to`, in the facts' order.

    `writer` is who drafts them: by default the model of the environment (`default_writer`),
    without one the offline writer. `prompt` is a prompt version; `tries` (drafts a note),
    `max_tokens` (prompt and completion, a note) and `timeout` (seconds of waiting, a note)
    limit what the model may cost. When they run out, `on_exhausted` decides: "raise" an
    `ExhaustedError` with the best draft, return that ("best"), or let the offline writer take
    over ("offline"). `on` is the day of sending, today by default. `guardrails` and `prompts`
    are folders of one's own. `progress` is called with every request before it goes out, `done`
    with every note as it is there.

    Raises `ExhaustedError`, `EndpointError`, `RecipientError`, `RulebookError`, `PromptError`,
    `SettingsError`. One recipient's failure does not keep the others from their notes: these are
    on the first two as `.notes`, and where several failed the first is raised from an
    `ExceptionGroup` of the rest.
    """
    from thankgen.generate import drive  # writing needs more than checking does

    job = _Job(facts, to, writer, prompt, tries, max_tokens, timeout, on_exhausted, on, guardrails, prompts)
    results: list[Note | ExhaustedError | EndpointError] = []
    for generation in job.generations():
        try:
            note = drive(generation, job.writer, job.offline, progress)
        except (ExhaustedError, EndpointError) as error:
            results.append(error)
        else:
            job.keep(note)
            results.append(note)
            if done:
                done(note)
    return _notes_or_error(results)


async def awrite(
    facts: Facts,
    to: str | None = None,
    *,
    writer: Writer | None = None,
    prompt: str | None = None,
    tries: int = 3,
    max_tokens: int | None = None,
    timeout: float | None = None,
    on_exhausted: OnExhausted = "raise",
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
    prompts: str | Path | None = None,
    progress: Callable[[Request], None] | None = None,
    done: Callable[[Note], None] | None = None,
) -> list[Note]:
    """`write` for async callers; the recipients' notes are written at the same time."""
    import asyncio  # only where it runs

    from thankgen.generate import adrive  # writing needs more than checking does

    job = _Job(facts, to, writer, prompt, tries, max_tokens, timeout, on_exhausted, on, guardrails, prompts)

    async def one(generation: Generation) -> Note | ExhaustedError | EndpointError:
        try:
            note = await adrive(generation, job.writer, job.offline, progress)
        except (ExhaustedError, EndpointError) as error:
            return error
        job.keep(note)
        if done:
            done(note)
        return note

    return _notes_or_error(await asyncio.gather(*(one(g) for g in job.generations())))


def check(
    text: str,
    facts: Facts,
    to: str | None = None,
    *,
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
) -> Report:
    """Judge a note that anyone wrote, by every guardrail.

    `to` may be left out where the facts hold one recipient; `on` is the day of sending, for
    guardrails that ask whether it is late. Raises `NoteError` where the text is no note (empty,
    binary, too long), `RecipientError`, `CheckError`.
    """
    return load_rulebook(guardrails).check(text, _addressed(facts, to), _day(on))


def check_all(
    notes: Sequence[Note], facts: Facts, *, guardrails: str | Path | Rulebook | None = None
) -> Report:
    """Judge several notes for one set of facts by the guardrails that compare notes."""
    return load_rulebook(guardrails).check_all([(note.to, note.text) for note in notes], facts)


def fix(
    text: str,
    facts: Facts,
    to: str | None = None,
    *,
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
) -> Note:
    """Mend what has one right answer in a person's note; no model is asked.

    The note's `attempts` hold one attempt with every edit. Raises as `check` does.
    """
    from thankgen.generate import mend  # fixing needs more than checking does

    return mend(text, _addressed(facts, to), load_rulebook(guardrails), _day(on))


def offers(
    text: str,
    facts: Facts,
    to: str | None = None,
    *,
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
) -> list[Offer]:
    """What `fix` could put right in a person's note, a finding each, for somebody to choose from.

    Nothing is changed; each offer's `text` is the note with that edit alone. Its findings are those of
    the text in NFC with line feeds. Raises as `check` does.
    """
    from thankgen import enforce  # offering needs more than checking does

    return list(enforce.offers(text, _addressed(facts, to), load_rulebook(guardrails), _day(on)))


def as_note(
    text: str,
    facts: Facts,
    to: str | None = None,
    *,
    on: dt.date | None = None,
    guardrails: str | Path | Rulebook | None = None,
) -> Note:
    """A person's text as a note, left as it is, with the report on it: what `render` and `save` take.

    Raises as `check` does.
    """
    from thankgen.generate import note_of  # as in fix

    return note_of(text, _addressed(facts, to), load_rulebook(guardrails), _day(on))


def _addressed(facts: Facts, to: str | None) -> Addressed:
    """Raises `RecipientError`, and `SettingsError` for what are no facts."""
    _require_facts(facts)
    return facts.to(to)


def _require_facts(facts: object) -> None:
    if not isinstance(facts, Facts):
        raise SettingsError(
            f"facts={facts!r} are no Facts; Facts.load(path) reads a file, facts_from_mapping(data) a mapping."
        )


def _day(on: dt.date | None) -> dt.date | None:
    """A day of sending. Raises `SettingsError` for what is none; a moment counts as its day."""
    if on is not None and not isinstance(on, dt.date):
        raise SettingsError(
            f"on={on!r} is no date; give a datetime.date, such as datetime.date(2026, 11, 24)."
        )
    return on.date() if isinstance(on, dt.datetime) else on


def load_rulebook(guardrails: str | Path | Rulebook | None = None) -> Rulebook:
    """The shipped guardrails, with a folder of one's own laid over them.

    Wherever `guardrails` is an argument, a rulebook may be given as well: `load_rulebook().also(function)`.
    """
    if isinstance(guardrails, Rulebook):
        return guardrails
    if guardrails is None:
        return _shipped_rulebook()
    if not isinstance(guardrails, str | os.PathLike):
        raise SettingsError(f"guardrails={guardrails!r}: give a folder, or a rulebook of `load_rulebook`.")
    own = Path(guardrails)
    return _rulebook(own, _state(own, *FILES))


@cache
def _shipped_rulebook() -> Rulebook:
    return Rulebook.load(assets.find("guardrails"), None, _dictionary)


@lru_cache(maxsize=8)
def _rulebook(own: Path, _: _State) -> Rulebook:
    return Rulebook.load(assets.find("guardrails"), own, _dictionary)


_State = tuple[tuple[str, int, int], ...]


def _state(folder: Path, *patterns: str) -> _State:
    """Which files a folder holds and when they were written: while that stays, so does what was read."""
    files = sorted({path for pattern in patterns for path in folder.resolve().glob(pattern)})
    # A link may lead nowhere.
    stats = ((path, path.stat() if path.exists() else path.lstat()) for path in files)
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@cache
def _dictionary(language: str) -> HunspellDictionary | None:
    files = assets.find_dictionaries(language)
    # Trades borrow their words from English everywhere.
    lender = None if language == "en" else _dictionary("en")
    return HunspellDictionary(language, files, lender) if files else None


def guardrails(guardrails: str | Path | Rulebook | None = None) -> list[Policy]:
    """The policies of the guardrails in force, by id."""
    return [guardrail.policy for guardrail in load_rulebook(guardrails).guardrails.values()]


def prompt_versions(prompts: str | Path | None = None) -> list[Prompt]:
    """All prompt versions of the shipped folder, or of one's own."""
    from thankgen.prompts import Prompt, list_versions  # reading prompts needs more than checking does

    root = _prompts_folder(prompts)
    return [Prompt.load(root, version) for version in list_versions(root)]


def prompt_version(version: str | None = None, prompts: str | Path | None = None) -> Prompt:
    """A prompt version: the one named, else `THANKGEN_PROMPT`, else the default."""
    root = _prompts_folder(prompts)
    name = version or os.environ.get("THANKGEN_PROMPT") or DEFAULT_PROMPT
    return _prompt(root, name, _state(root, "*/*.toml", "*/*.jinja", "*/*.json"))


def new_prompt(version: str, source: str, prompts: str | Path | None = None) -> Path:
    """A new version that begins as a copy of the version `source`; its folder.

    It is made in `prompts`, a folder of one's own that need not be there yet; None means the checkout's.
    Raises `PromptError`.
    """
    from thankgen.prompt_editing import copy_version  # only where versions are made

    root = assets.find("prompts") if prompts is None else Path(prompts)
    return copy_version(_own_or_shipped(source, prompts), version, root)


def _own_or_shipped(version: str, prompts: str | Path | None) -> Prompt:
    """A version of one's own folder, or of the checkout where that has none of the name."""
    is_own = prompts is not None and (Path(prompts) / version).is_dir()
    return prompt_version(version, prompts if is_own else None)


def compare_prompts(before: str, after: str, prompts: str | Path | None = None) -> str:
    """What differs between two versions, as a unified diff; empty where nothing does.

    A version that `prompts` does not hold is looked for among the shipped ones.
    """
    from thankgen.prompt_editing import compare_versions  # as in new_prompt

    return compare_versions(_own_or_shipped(before, prompts), _own_or_shipped(after, prompts))


def seal_prompt(version: str, prompts: str | Path | None = None) -> str:
    """Seal a version, so that it can be recorded and is never changed again; its seal. Raises `PromptError`."""
    from thankgen.prompt_editing import seal_version  # as in new_prompt

    return seal_version(prompt_version(version, prompts))


def _prompts_folder(prompts: str | Path | None) -> Path:
    if prompts is None:
        return assets.find("prompts")
    if not Path(prompts).is_dir():
        raise PromptError((Fault("", "there is no such folder of prompt versions", str(prompts)),))
    return Path(prompts)


@lru_cache(maxsize=8)
def _prompt(root: Path, version: str, _: _State) -> Prompt:
    from thankgen.prompts import Prompt  # reading a prompt needs more than checking does

    return Prompt.load(root, version)


def default_writer(
    model: str | None = None, base_url: str | None = None, temperature: float | None = None
) -> OpenAIWriter | None:
    """The model writer that arguments and environment ask for, or None where they ask for none.

    `OPENAI_API_KEY` or `OPENAI_BASE_URL` (or `base_url`) bring one; `THANKGEN_MODEL` names the model.
    `temperature` is sent only where given.
    """
    key = os.environ.get("OPENAI_API_KEY") or None
    url = base_url or os.environ.get("OPENAI_BASE_URL") or None
    if key is None and url is None:
        return None
    from thankgen.writers.openai import OpenAIWriter  # only where there is an endpoint

    return OpenAIWriter(
        model=model or os.environ.get("THANKGEN_MODEL") or None,
        base_url=url,
        api_key=key,
        temperature=temperature,
    )


def offline_writer(prompts: str | Path | None = None) -> OfflineWriter:
    """The built-in writer: templates, no key, no network."""
    from thankgen.writers.offline import OfflineWriter  # only where it writes

    root = _prompts_folder(prompts) / "offline"
    if not root.is_dir():
        root = assets.find("prompts") / "offline"
    book = load_rulebook()
    return OfflineWriter(root, book.lexicon)


class _Job:
    """Arguments of `write`, checked and completed."""

    def __init__(
        self,
        facts: Facts,
        to: str | None,
        writer: Writer | None,
        prompt: str | None,
        tries: int,
        max_tokens: int | None,
        timeout: float | None,
        on_exhausted: OnExhausted,
        on: dt.date | None,
        guardrails: str | Path | Rulebook | None,
        prompts: str | Path | None,
    ) -> None:
        from thankgen.generate import Budget
        from thankgen.writers.offline import OfflineWriter

        _require_facts(facts)
        if not isinstance(tries, int) or tries < 1:
            raise SettingsError(f"tries={tries!r}: at least one draft is needed; give 1 or more.")
        if writer is not None and not (hasattr(writer, "draft") or hasattr(writer, "adraft")):
            raise SettingsError(
                f"writer={writer!r} cannot write; give an OpenAIWriter, an OfflineWriter, or anything with draft(request)."
            )
        if on_exhausted not in ("raise", "best", "offline"):
            raise SettingsError(f"on_exhausted={on_exhausted!r} is not allowed; one of raise, best, offline.")
        for name, value in (("max_tokens", max_tokens), ("timeout", timeout)):
            # A comparison this way round refuses NaN, too.
            if value is not None and not (isinstance(value, int | float) and value > 0):
                raise SettingsError(
                    f"{name}={value!r}: give a number above zero, or leave it out for no limit."
                )
        self.offline: Writer = offline_writer(prompts)
        chosen = writer or default_writer() or self.offline
        self.writer: Writer = chosen
        is_offline = isinstance(chosen, OfflineWriter)
        # A version that is named is looked up even where no model will read it: a slip shows at once.
        version = prompt_version(prompt, prompts) if prompt or not is_offline else None
        self._prompt = None if is_offline else version
        self._facts = facts
        self._recipients = [facts.recipient(to)] if to is not None else list(facts.recipients)
        self._rulebook = load_rulebook(guardrails)
        self._budget = Budget(tries, max_tokens, timeout)
        self._on_exhausted: OnExhausted = on_exhausted
        self._on = _day(on) or dt.date.today()
        self._letters: list[Letter] = []

    def keep(self, note: Note) -> None:
        """A note that is done: those to come must differ from it."""
        addressed = self._facts.to(note.to)
        self._letters.append((addressed, self._rulebook.read(note.text, addressed)))

    def generations(self) -> list[Generation]:
        from thankgen.generate import Generation

        return [
            Generation(
                self._facts.to(recipient.name),
                self._rulebook,
                self._prompt,
                self._budget,
                self._on_exhausted,
                self._on,
                lambda: self._letters,
            )
            for recipient in self._recipients
        ]


def _notes_or_error(results: Sequence[Note | ExhaustedError | EndpointError]) -> list[Note]:
    """All notes; or the first error, with the notes that were done, and the other errors as its cause."""
    notes = [result for result in results if isinstance(result, Note)]
    errors = [result for result in results if not isinstance(result, Note)]
    if not errors:
        return notes
    first, *others = errors
    first.notes = tuple(notes)
    if others:
        raise first from ExceptionGroup("notes to other recipients failed too", others)
    raise first
