"""What the page says, a file a language in `texts/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import tomli
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "texts"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Field(_Table):
    """A field of the form. `hint` stands under its label, `choices` say what each value means."""

    label: str
    hint: str = ""
    choices: dict[str, str] = {}


class FaultTexts(_Table):
    """What is said at a field that is wrong."""

    required: str
    email: str
    date: str
    early: str
    name: str
    twice: str
    witness: str
    line: str
    text: str


class GuardrailTexts(_Table):
    """What a finding of one guardrail is called, and what to do about it."""

    title: str
    advice: str


class Texts(_Table):
    """A file of `texts/`. `page` and `form` stand in the page, `says` is what its script says."""

    language: str
    page: dict[str, str]
    form: dict[str, str]
    fields: dict[str, Field]
    says: dict[str, str]
    errors: dict[str, str]
    faults: FaultTexts
    guardrails: dict[str, GuardrailTexts]


@cache
def languages() -> dict[str, str]:
    """The languages of the page, by code, each as it calls itself."""
    codes = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda code: (code != "en", code))
    return {code: texts(code).language for code in codes}


@cache
def texts(language: str) -> Texts:
    """What the page says in a language of `languages()`."""
    return Texts.model_validate(tomli.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


def preferred(accepted: str) -> str:
    """The first language of an Accept-Language header that the page speaks, else English."""
    wanted = (part.split(";")[0].strip().lower().partition("-")[0] for part in accepted.split(","))
    return next((code for code in wanted if code in languages()), "en")
