"""`thankgen web`: a page to fill in, write and mend on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from thankgen.cli.common import guardrails_option, prompts_option, say

if TYPE_CHECKING:
    from thankgen.exchange import Writer


@click.command(name="web", epilog="Example: thankgen web --port 8080")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any that is free."
)
@click.option("--no-browser", is_flag=True, help="Only print the address; open no browser.")
@click.option("--prompt", metavar="V", help="The prompt version; see `thankgen prompts`.")
@click.option("--model", metavar="M", help="The model; by default THANKGEN_MODEL, or the endpoint's own.")
@click.option("--base-url", metavar="U", help="An OpenAI-compatible endpoint; OPENAI_API_KEY is sent to it.")
@click.option("--offline", is_flag=True, help="Use the built-in writer: no key, no network.")
@click.option(
    "--tries", type=click.IntRange(1), default=3, show_default=True, help="Drafts a note at the most."
)
@guardrails_option
@prompts_option
def command(**options: Any) -> int:
    """Open a page in the browser: facts as a form, the note beside it, read as you type.

    It is served to this computer only, until Ctrl-C. The address on standard output holds a key; without
    OPENAI_API_KEY and OPENAI_BASE_URL the built-in writer writes.
    """
    import thankgen

    thankgen.serve(
        options["port"],
        writer=_writer(options),
        prompt=options["prompt"],
        tries=options["tries"],
        guardrails=options["guardrails"],
        prompts=options["prompts"],
        ready=_print if options["no_browser"] else _open,
    )
    return 0


def _writer(options: dict[str, Any]) -> Writer | None:
    import thankgen

    if options["offline"]:
        return thankgen.offline_writer(options["prompts"])
    return thankgen.default_writer(options["model"], options["base_url"])


def _print(address: str) -> None:
    click.echo(address)
    say("The page is there until you press Ctrl-C.")


def _open(address: str) -> None:
    import threading
    import webbrowser

    _print(address)
    # A browser in the terminal would keep the page from being served until it ends.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
