"""What `init` asks, one question at a time.

No input or output happens here: a `Questionnaire` holds the next question and takes the answer.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from thankgen.errors import SettingsError
from thankgen.facts import Facts
from thankgen.facts_toml import facts_to_toml
from thankgen.fields import Date, Email, Line, Name, Text
from thankgen.loading import facts_from_mapping
from thankgen.questions import ITEMS, Errors, Kind, words

_TYPES: dict[Kind, Any] = {"line": Line, "name": Name, "email": Email, "text": Text, "date": Date}


_DEFAULTS = {"occasion": "interview", "channel": "email", "recipients.relation": "interviewer"}


@dataclass(frozen=True)
class Question:
    """One question, ready to be shown.

    `key` is where the answer goes; `choices` are pairs of value and meaning. An empty answer stands for
    `default`; where that is None it skips the question, unless `required`. `taken` are names given before.
    """

    key: str
    text: str
    example: str
    kind: Kind
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: str | None = None
    taken: tuple[str, ...] = ()


class Questionnaire:
    """Asks for the facts, one question at a time.

        asking = Questionnaire("en")
        while asking.question:
            problem = asking.answer(input(asking.question.text))

    `answers` are the accepted answers as they were typed: `Questionnaire(language, answers)` is at the
    same question again.
    """

    def __init__(self, language: str = "en", answers: Iterable[str] = ()) -> None:
        self._words = words(language)
        self._data: dict[str, Any] = {"language": language}
        self._script = self._questions()
        self._question: Question | None = next(self._script)
        self._answers: list[str] = []
        for text in answers:
            problem = self.answer(text)
            if problem:
                raise SettingsError(f"Answer {len(self._answers) + 1}, {text!r}, does not fit: {problem}")

    @property
    def question(self) -> Question | None:
        """The next question; None when all are answered."""
        return self._question

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(self._answers)

    def answer(self, text: str) -> str | None:
        """Take an answer and go on; or stay, and return what is wrong with it in the note's language."""
        if self._question is None:
            raise SettingsError("All questions are answered; read the facts with `.facts()` or `.toml()`.")
        value, problem = _read(self._question, text.strip(), self._words.errors)
        if problem:
            return problem
        self._answers.append(text)
        try:
            self._question = self._script.send(value)
        except StopIteration:
            self._question = None
        return None

    def facts(self) -> Facts:
        """The facts given. Raises `FactsError` while required ones are missing."""
        return facts_from_mapping(self._data)

    def toml(self) -> str:
        """The facts given, as the text of a TOML file."""
        return facts_to_toml(self.facts())

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
            example=wording.example,
            kind=item.kind,
            required=item.required if required is None else required,
            choices=tuple(wording.choices.items()),
            default=default,
            taken=taken,
        )


def _read(question: Question, text: str, errors: Errors) -> tuple[Any, str | None]:
    """The value of an answer, or what is wrong with it. A choice is named by value, meaning or number."""
    if not text:
        return question.default, errors.required if question.required else None
    if question.choices:
        for at, (value, meaning) in enumerate(question.choices, 1):
            if text.casefold() in (str(at), value, meaning.casefold()):
                return value, None
        return None, errors.choice.format(choices=", ".join(value for value, _ in question.choices))
    try:
        value = TypeAdapter(_TYPES[question.kind]).validate_python(text)
    except ValidationError:
        return None, getattr(errors, question.kind)
    return value, errors.twice if value in question.taken else None
