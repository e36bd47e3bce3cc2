"""What `init` asks, one question at a time.

No input or output happens here: a `Questionnaire` holds the next question and takes the answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from thankgen.answers import AnswerReader, Question
from thankgen.errors import SettingsError
from thankgen.facts import Facts
from thankgen.facts_template import filled
from thankgen.loading import facts_from_mapping
from thankgen.questions import ITEMS, words

__all__ = ["Entry", "Question", "Questionnaire"]

_DEFAULTS = {"occasion": "interview", "channel": "email", "recipients.relation": "interviewer"}


@dataclass(frozen=True)
class Entry:
    """An answer to be read over: its number among the answers, what it is called, what was understood."""

    number: int
    label: str
    value: str


class Questionnaire:
    """Asks for the facts, one question at a time.

        asking = Questionnaire("en")
        while asking.question:
            problem = asking.answer(input(asking.question.text))

    `answers` are the accepted answers as they were typed, dates as year-month-day:
    `Questionnaire(language, answers)` is at the same question again. Dates may be given in words
    ("last Tuesday"), counted from `today`.
    """

    def __init__(
        self, language: str = "en", answers: Iterable[str] = (), today: dt.date | None = None
    ) -> None:
        self.language = language
        self._words = words(language)
        self._reader = AnswerReader(language, today or dt.date.today())
        self._begin()
        for text in answers:
            problem = self.answer(text)
            if problem:
                raise SettingsError(f"Answer {len(self._answers) + 1}, {text!r}, does not fit: {problem}")

    def _begin(self) -> None:
        self._data: dict[str, Any] = {"language": self.language}
        self._script = self._questions()
        self._question: Question | None = next(self._script)
        self._answers: list[str] = []
        self._entries: list[Entry] = []
        self._understood: str | None = None

    @property
    def question(self) -> Question | None:
        """The next question; None when all are answered."""
        return self._question

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(self._answers)

    @property
    def understood(self) -> str | None:
        """What the last answer was taken for, where that is not just what was typed: a date, a choice."""
        return self._understood

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Names and dates given so far, to be read over; `change` mends one."""
        return tuple(self._entries)

    def answer(self, text: str) -> str | None:
        """Take an answer and go on; or stay, and return what is wrong with it in the note's language."""
        if self._question is None:
            raise SettingsError("All questions are answered; read the facts with `.facts()` or `.toml()`.")
        question = self._question
        value, problem = self._reader.read(question, text.strip())
        if problem:
            return problem
        self._answers.append(value.isoformat() if isinstance(value, dt.date) else text)
        self._understood = self._reader.shown(question, value) if text.strip() else None
        label = self._words.questions[question.key].label
        if label and value:
            self._entries.append(Entry(len(self._answers) - 1, label, self._understood or str(value)))
        try:
            self._question = self._script.send(value)
        except StopIteration:
            self._question = None
        return None

    def back(self) -> bool:
        """Take the last answer back; False where there is none."""
        if not self._answers:
            return False
        self._repeat(self._answers[:-1])
        return True

    def change(self, number: int, text: str) -> str | None:
        """Put another answer in the place of one of the `entries`; or return what is wrong with it.

        It may not be empty: which questions are asked could depend on it.
        """
        if number not in {entry.number for entry in self._entries}:
            raise SettingsError(f"Answer {number} is none of the entries that can be changed.")
        if not text.strip():
            return self._words.errors.required
        before = self._answers
        self._repeat(before[:number])
        problem = self.answer(text)
        if problem is None:
            problem = self._resume(before[number + 1 :])
        if problem:
            self._repeat(before)
        return problem

    def _repeat(self, answers: Iterable[str]) -> None:
        self._begin()
        self._resume(answers)

    def _resume(self, answers: Iterable[str]) -> str | None:
        return next(filter(None, map(self.answer, answers)), None)

    def facts(self) -> Facts:
        """The facts given. Raises `FactsError` while required ones are missing."""
        return facts_from_mapping(self._data)

    def toml(self) -> str:
        """The facts given, as a TOML file with the questions as comments. Raises as `facts` does."""
        self.facts()
        return filled(self._data, self.language)

    def _questions(self) -> Generator[Question, Any, None]:
        """The questions in the order of a conversation; what is not asked depends on the answers."""
        data = self._data
        yield from self._put(data, "occasion", "channel", "company", "role")
        is_offer, is_card = data.get("occasion") == "offer", data.get("channel") == "card"
        candidate = data.setdefault("candidate", {})
        yield from self._put(candidate, "candidate.name")
        if not is_card:
            yield from self._put(candidate, "candidate.email", "candidate.phone")
        interview = data.setdefault("interview", {})
        yield from self._put(interview, "interview.date", required=not is_offer)
        if "date" in interview:
            yield from self._put(interview, "interview.format")
        yield from self._put(data, "formality")
        yield from self._recipients(data, is_offer, is_card)
        if len(data["recipients"]) > 1:
            yield from self._put(data, "discussed")
        if not is_offer:
            yield from self._put(data, "highlights")
            yield from self._pair("stumble.question", "stumble.answer")
            yield from self._pair("incident.what", "incident.positive")
        steps = data.setdefault("next_steps", {})
        yield from self._put(steps, "next_steps.expected")
        if not is_offer:
            yield from self._put(steps, "next_steps.decision_by", "next_steps.follow_up_on")

    def _recipients(
        self, data: dict[str, Any], is_offer: bool, is_card: bool
    ) -> Generator[Question, Any, None]:
        people: list[dict[str, Any]] = data.setdefault("recipients", [])
        while name := (
            yield self._ask("recipients.name", bool(people), not people, tuple(one["name"] for one in people))
        ):
            person = {"name": name}
            people.append(person)
            yield from self._put(person, "recipients.relation", "recipients.title", "recipients.address")
            if not is_card:
                yield from self._put(person, "recipients.email")
            relation = person.get("relation", "interviewer")
            if relation != "referrer":
                yield from self._put(person, "recipients.discussed")
            if is_offer or relation not in ("interviewer", "hiring_manager"):
                yield from self._put(person, "recipients.helped")

    def _pair(self, first: str, second: str) -> Generator[Question, Any, None]:
        """Two texts that need each other: the second is asked for where the first was given."""
        table, key = first.split(".")
        value = yield self._ask(first, required=False)
        if value:
            self._data[table] = {key: value}
            yield from self._put(self._data[table], second)

    def _put(
        self, table: dict[str, Any], *keys: str, required: bool | None = None
    ) -> Generator[Question, Any, None]:
        """Ask for keys and put what is given into their table."""
        for key in keys:
            name = key.rpartition(".")[2]
            if ITEMS[key].many:
                given: list[str] = []
                while value := (yield self._ask(key, bool(given))):
                    given.append(value)
                table.update({name: given} if given else {})
            else:
                value = yield self._ask(key, required=required)
                table.update({name: value} if value else {})

    def _ask(
        self, key: str, again: bool = False, required: bool | None = None, taken: tuple[str, ...] = ()
    ) -> Question:
        item, wording = ITEMS[key], self._words.questions[key]
        default = _DEFAULTS.get(key)
        if key == "formality":
            default = "formal" if self._data["language"] == "de" else "informal"
        return Question(
            key=key,
            text=wording.again if again and wording.again else wording.ask,
            example=wording.spoken or wording.example,
            kind=item.kind,
            required=item.required if required is None else required,
            choices=tuple(wording.choices.items()),
            default=default,
            taken=taken,
            side=item.side,
            earliest=self._data.get("interview", {}).get("date") if key.startswith("next_steps") else None,
        )
