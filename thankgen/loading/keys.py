"""Which keys the facts allow, and where: read off the models, so that nothing is said twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

from thankgen.facts import Facts

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from thankgen.loading.document import KeyPath


@cache
def homes() -> dict[str, tuple[str, ...]]:
    """For each key the tables that hold it; "" is the top level."""
    homes: dict[str, tuple[str, ...]] = dict.fromkeys(_keys(Facts), ("",))
    for table, info in Facts.model_fields.items():
        for key in _keys(_model(info)):
            homes[key] = (*homes.get(key, ()), table)
    return homes


def allowed_keys(path: KeyPath) -> list[str]:
    """The keys of the table at a path."""
    fields = Facts.model_fields
    for part in path:
        if isinstance(part, str):
            info = fields.get(part)
            fields = model.model_fields if info and (model := _model(info)) else {}
    return [info.alias or name for name, info in fields.items()]


def _keys(model: type[BaseModel] | None) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()] if model else []


def _model(info: FieldInfo) -> type[BaseModel] | None:
    """The model behind a field, within `X | None` and `tuple[X, ...]` too."""
    candidates = [info.annotation]
    while candidates:
        one = candidates.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
        candidates += get_args(one)
    return None


def field(path: KeyPath) -> FieldInfo | None:
    """The field at a path; None where there is no such key."""
    model: type[BaseModel] | None = Facts
    info: FieldInfo | None = None
    for part in path:
        if isinstance(part, str) and model:
            info = next((i for n, i in model.model_fields.items() if part in (n, i.alias)), None)
            model = _model(info) if info else None
    return info
