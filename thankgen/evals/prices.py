"""What tokens cost: a table in a data file, US dollars a million tokens by model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import tomli
from pydantic import BaseModel, ConfigDict, NonNegativeFloat, ValidationError

from thankgen.errors import Fault, FaultyInputError

if TYPE_CHECKING:
    from pathlib import Path

    from thankgen.note import Usage

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}\Z")


class Price(BaseModel):
    """US dollars a million tokens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: NonNegativeFloat
    completion: NonNegativeFloat


class Prices(BaseModel):
    """The prices by model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    models: dict[str, Price]

    @classmethod
    def load(cls, path: Path) -> Prices:
        """Read a table of prices. Raises `FaultyInputError` naming file and key."""
        try:
            return cls.model_validate(tomli.loads(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            faults = (Fault(".".join(map(str, e["loc"])), e["msg"], str(path)) for e in error.errors())
            raise FaultyInputError(tuple(faults)) from error
        except (OSError, ValueError) as error:
            raise FaultyInputError((Fault("", f"cannot be read as TOML: {error}", str(path)),)) from error

    def cost(self, model: str, usages: Iterable[Usage]) -> float | None:
        """US dollars for some requests; None where the price or a number of tokens is unknown."""
        price = self.models.get(model) or self.models.get(_SNAPSHOT.sub("", model))
        if price is None:
            return None
        total = 0.0
        for usage in usages:
            if usage.prompt_tokens is None or usage.completion_tokens is None:
                return None
            total += usage.prompt_tokens * price.prompt + usage.completion_tokens * price.completion
        return total / 1_000_000
