"""The public functions that measure: guardrails on labelled notes, prompt versions on cases; and their defaults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from thankgen import assets
from thankgen.api import DEFAULT_PROMPT, default_writer, load_rulebook, offline_writer, prompt_version
from thankgen.errors import Fault, FaultyInputError, SettingsError

if TYPE_CHECKING:
    from thankgen.evals.cases import Case
    from thankgen.evals.comparison import Comparison
    from thankgen.evals.evaluation import Evaluating
    from thankgen.evals.labelled import Evaluation, Split
    from thankgen.evals.record import Progress
    from thankgen.evals.runs import Run
    from thankgen.rulebook import Rulebook
    from thankgen.writers.openai import OpenAIWriter

RECORDINGS = "evals/recordings"
"""The folder of recordings, in the checkout."""


def evaluate_guardrails(
    folder: str | Path,
    *,
    drafts: bool = False,
    split: Split = "all",
    guardrails: str | Path | Rulebook | None = None,
) -> Evaluation:
    """Precision and recall of every guardrail on the labelled notes of a folder.

    Raises `FaultyInputError` where the folder holds none, or a line is wrong.
    """
    from thankgen.evals import labelled, labelled_files  # evaluation needs more than checking does

    notes = labelled_files.load(Path(folder), "drafts" if drafts else "notes")
    return labelled.evaluate(notes, load_rulebook(guardrails), split)


def load_evaluation(path: str | Path) -> Evaluation:
    """A saved evaluation of guardrails. Raises `FaultyInputError`."""
    from thankgen.evals.faulty import in_short
    from thankgen.evals.labelled import Evaluation

    try:
        return Evaluation.model_validate_json(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FaultyInputError(
            (Fault("", f"this is no saved evaluation: {in_short(error)}", str(path)),)
        ) from error


def load_cases(folder: str | Path | None = None, only: Sequence[str] = ()) -> tuple[Case, ...]:
    """The shipped cases, or those of a folder of one's own.

    `only` are words that choose among them: a tag, what the facts say ("sv", "offer", "card",
    "stumble") or a case's name; "sv,offer" means both at once, several words add up.
    Raises `FaultyInputError` where the folder or a file in it is wrong, or nothing is chosen.
    """
    from thankgen.evals import cases  # evaluation needs more than checking does

    return cases.load_cases(assets.find("cases") if folder is None else Path(folder), only)


def evaluate(
    versions: Sequence[str] = (DEFAULT_PROMPT,),
    *,
    cases: str | Path | Sequence[Case] | None = None,
    only: Sequence[str] = (),
    model: str | None = None,
    samples: int | None = None,
    tries: int = 3,
    concurrency: int | None = 1,
    recordings: str | Path = RECORDINGS,
    prices: str | Path | None = None,
    guardrails: str | Path | Rulebook | None = None,
    prompts: str | Path | None = None,
) -> Run:
    """Replay what was recorded: every case under every prompt version, without network.

    A version may be "offline", the built-in writer. `cases` is a folder or `load_cases`' result,
    `only` chooses among the folder's. `model` says whose recordings, where several are there;
    `samples` counts notes a case and version (None: as many as are recorded); `tries` drafts a
    note; `concurrency` processes (None: one a language, as far as there are processors). `prices`
    is a table of one's own. The same recordings give the same run, byte for byte. A request without
    a recording is a `Gap` of its outcome, a crash its `error`: neither is raised.

    Raises `FaultyInputError`, `PromptError`, `SettingsError`.
    """
    from thankgen.evals import evaluation

    job = _evaluation(versions, cases, only, samples, tries, concurrency, prices, guardrails, prompts)
    job.open(Path(recordings), model)
    return evaluation.replayed(job, Path(recordings), concurrency)


def record(
    versions: Sequence[str] = (DEFAULT_PROMPT,),
    *,
    model: str | None = None,
    base_url: str | None = None,
    temperature: float | None = None,
    origin: Literal["model", "scripted"] = "model",
    cases: str | Path | Sequence[Case] | None = None,
    only: Sequence[str] = (),
    samples: int = 1,
    tries: int = 3,
    concurrency: int = 4,
    recordings: str | Path = RECORDINGS,
    prices: str | Path | None = None,
    guardrails: str | Path | Rulebook | None = None,
    prompts: str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Ask a model for what is not recorded yet, and keep its answers as cassettes.

    `model`, `base_url` and the environment say whom to ask, as with `write`. `concurrency`
    requests go out at a time. What is recorded is replayed and costs nothing, so a recording that
    was cut off goes on where it stopped. `progress` is called with every note that is done.

    Raises `EndpointError` where the endpoint failed for good (what was recorded stays),
    `PromptError` where a version is not sealed, `SettingsError` where what is there was recorded
    otherwise, `FaultyInputError`.
    """
    from thankgen.evals import evaluation

    job = _evaluation(versions, cases, only, samples, tries, concurrency, prices, guardrails, prompts)
    recorder = job.recorder(
        _recorded_writer(model, base_url, temperature), origin, Path(recordings), progress
    )
    recorder.run(concurrency)
    return evaluation.recorded(job, recorder)


async def arecord(
    versions: Sequence[str] = (DEFAULT_PROMPT,),
    *,
    model: str | None = None,
    base_url: str | None = None,
    temperature: float | None = None,
    origin: Literal["model", "scripted"] = "model",
    cases: str | Path | Sequence[Case] | None = None,
    only: Sequence[str] = (),
    samples: int = 1,
    tries: int = 3,
    concurrency: int = 4,
    recordings: str | Path = RECORDINGS,
    prices: str | Path | None = None,
    guardrails: str | Path | Rulebook | None = None,
    prompts: str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """`record` for async callers."""
    from thankgen.evals import evaluation

    job = _evaluation(versions, cases, only, samples, tries, concurrency, prices, guardrails, prompts)
    recorder = job.recorder(
        _recorded_writer(model, base_url, temperature), origin, Path(recordings), progress
    )
    await recorder.arun(concurrency)
    return evaluation.recorded(job, recorder)


def load_run(path: str | Path) -> Run:
    """A run that was saved. Raises `FaultyInputError` naming file and line."""
    from thankgen.evals.runs import Run

    return Run.load(Path(path))


def compare_runs(
    run: Run | str | Path,
    other: Run | str | Path | None = None,
    *,
    baseline: str | None = None,
    candidate: str | None = None,
) -> Comparison:
    """Compare two prompt versions of a run, paired by case; with `other`, the candidate is one of that.

    The names may be left out where a run holds two versions (the first is the baseline), or two runs
    hold one each. Raises `FaultyInputError` where a run cannot be read, `SettingsError` where the
    runs had other cases or guardrails, a version is not there, or there is nothing to compare.
    """
    from thankgen.evals import comparison

    return comparison.compare(_run(run), None if other is None else _run(other), baseline, candidate)


def report_html(run: Run | str | Path) -> str:
    """A run as one self-contained HTML page: figures, charts, and every case with its drafts side by side.

    The page loads nothing from anywhere, and all text of the run is escaped. Raises
    `FaultyInputError` where the run cannot be read.
    """
    from thankgen.evals.report import page

    return page.report_html(_run(run))


def _run(run: Run | str | Path) -> Run:
    return load_run(run) if isinstance(run, str | Path) else run


def _evaluation(
    versions: Sequence[str],
    cases: str | Path | Sequence[Case] | None,
    only: Sequence[str],
    samples: int | None,
    tries: int,
    concurrency: int | None,
    prices: str | Path | None,
    guardrails: str | Path | Rulebook | None,
    prompts: str | Path | None,
) -> Evaluating:
    from thankgen import __version__
    from thankgen.evals.evaluation import Evaluating
    from thankgen.evals.prices import Prices
    from thankgen.evals.runs import OFFLINE
    from thankgen.generate import Budget

    for name, number in (("samples", samples), ("tries", tries), ("concurrency", concurrency)):
        if number is not None and number < 1:
            raise SettingsError(f"{name}={number}: give 1 or more.")
    chosen = load_cases(cases, only) if cases is None or isinstance(cases, str | Path) else tuple(cases)
    return Evaluating(
        thankgen=__version__,
        prompts={v: None if v == OFFLINE else prompt_version(v, prompts) for v in versions},
        cases=chosen,
        samples=samples,
        rulebook=load_rulebook(guardrails),
        offline=offline_writer(prompts),
        prices=Prices.load(Path(prices) if prices else assets.find("prices.toml")),
        budget=Budget(tries),
    )


def _recorded_writer(model: str | None, base_url: str | None, temperature: float | None) -> OpenAIWriter:
    """The writer whose answers are recorded. Its model must be named: the folder is called by it."""
    writer = default_writer(model, base_url, temperature)
    if writer is None:
        raise SettingsError(
            "There is no endpoint to record: set OPENAI_API_KEY, or give base_url (--base-url)."
        )
    if writer.model is None:
        raise SettingsError("Say which model is recorded: model= (--model) or THANKGEN_MODEL.")
    return writer
