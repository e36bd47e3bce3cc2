"""A page for people without a terminal: the facts as a form, the note beside it, read as one types.

It stands on the public API alone, like any other program that uses thankgen, and speaks to this
computer only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thankgen import Writer

PORT = 8765
"""Fixed, because a browser keeps drafts by address and port."""


def serve(
    port: int = PORT,
    *,
    writer: Writer | None = None,
    prompt: str | None = None,
    tries: int = 3,
    guardrails: str | Path | None = None,
    prompts: str | Path | None = None,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve the page on the loopback until Ctrl-C; `port` 0 takes one that is free.

    `ready` is called with the address to open once the page answers; it holds the key without which
    nothing is served. `writer` is who drafts besides the built-in writer, by default the model of the
    environment; the other arguments are those of `thankgen.write`. Raises `SettingsError` where the
    extra is missing or the port is taken, `RulebookError`, `PromptError`.
    """
    from thankgen import SettingsError

    try:
        from thankgen.web.server import run
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in ("starlette", "uvicorn"):
            raise
        raise SettingsError(
            f"The package {package} is not installed. It comes with the extra “web”: "
            "pip install 'thankgen[web]'"
        ) from error
    from thankgen.web.desk import Desk

    run(Desk(writer, prompt, tries, guardrails, prompts), port, ready)
