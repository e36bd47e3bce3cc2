"""What a report counts: rates with intervals, the way from first draft to last, what it cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from thankgen.evals.runs import Outcome
from thankgen.evals.statistics import wilson


@dataclass(frozen=True)
class Rate:
    """`hits` of `trials` and the 95 % Wilson interval of the share."""

    hits: int
    trials: int

    @property
    def share(self) -> float | None:
        return self.hits / self.trials if self.trials else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.trials)


@dataclass(frozen=True)
class Stage:
    """A step of the waterfall: `count` notes came to it, `before` of all had come to one of the earlier."""

    key: str
    name: str
    count: int
    before: int


@dataclass(frozen=True)
class Spending:
    """What complete notes took. Tokens are None where the endpoint did not count, cost where no price is known."""

    notes: int
    requests: int
    most_requests: int
    tokens: int | None
    median_tokens: float | None
    most_tokens: int | None
    cost: float | None
    seconds: float


def stage_of(outcome: Outcome) -> tuple[str, str]:
    """Where a note ended: a key for programs, and words.

    The keys are "drafted", "edited", "regenerated-1" and on, "failed", "declined", "unknown".
    """
    if not outcome.complete:
        return "unknown", "not known"
    if outcome.declined is not None:
        return "declined", "the model declined"
    if not outcome.passed or outcome.first is None:
        return "failed", "not accepted"
    if len(outcome.attempts) > 1:
        turn = len(outcome.attempts) - 1
        return f"regenerated-{turn}", f"accepted after regeneration {turn}"
    if not outcome.first.found.passed:
        return "edited", "accepted after edits"
    return "drafted", "accepted at first draft"


def ends_in_words(outcomes: Iterable[Outcome]) -> tuple[str, str]:
    """Where the samples of a case ended: the stage that deserves attention most, and all of them in words."""
    stages = Counter(stage_of(outcome) for outcome in outcomes)
    kinds = {key.partition("-")[0] for key, _ in stages}
    worst = next((kind for kind in ("failed", "unknown", "declined") if kind in kinds), "")
    told = [
        (f"{count} × " if count > 1 else "") + name.removeprefix("accepted ")
        for (_, name), count in stages.items()
    ]
    return worst, ", ".join(told)


def waterfall(outcomes: Sequence[Outcome], turns: int, rare: Container[str]) -> list[Stage]:
    """The stages in order, `turns` regenerations among them; each note is in one of them.

    "declined" and "unknown" are left out where nothing came to them, unless they are in `rare`.
    """
    counts = Counter(stage_of(outcome)[0] for outcome in outcomes)
    stages = [("drafted", "accepted at first draft"), ("edited", "after edits")]
    stages += [(f"regenerated-{turn}", f"after regeneration {turn}") for turn in range(1, turns + 1)]
    stages += [("failed", "not accepted"), ("declined", "declined by the model"), ("unknown", "not known")]
    found, before = [], 0
    for key, name in stages:
        if counts[key] or key in rare or key not in ("declined", "unknown"):
            found.append(Stage(key, name, counts[key], before))
        before += counts[key]
    return found


def most_turns(outcomes: Iterable[Outcome]) -> int:
    """Regenerations of the note that took most of them; at least one, so that the stage has its place."""
    return max((len(o.attempts) - 1 for o in outcomes), default=1) or 1


def rate(outcomes: Iterable[Outcome], holds: Callable[[Outcome], bool | None]) -> Rate:
    """How often something holds; outcomes of which it cannot be told (None) are left out."""
    told = [held for outcome in outcomes if (held := holds(outcome)) is not None]
    return Rate(sum(told), len(told))


def accepted_as_drafted(outcome: Outcome) -> bool | None:
    """Whether the first draft passed; None without one, False where the model declined."""
    if outcome.first is None:
        return None if outcome.declined is None else False
    return outcome.first.found.passed


def accepted_at_last(outcome: Outcome) -> bool | None:
    return outcome.passed if outcome.complete else None


def passes(guardrail: str) -> Callable[[Outcome], bool | None]:
    """Whether the first draft violates the guardrail in no way; None where that was not judged."""

    def holds(outcome: Outcome) -> bool | None:
        if outcome.first is None or any(n.guardrail == guardrail for n in outcome.first.found.not_run):
            return None
        return not any(f.guardrail == guardrail for f in outcome.first.found.findings)

    return holds


def spending(outcomes: Iterable[Outcome]) -> Spending:
    """Requests, tokens, cost and waiting of the notes that came to their end and were written."""
    done = [o for o in outcomes if o.complete and o.declined is None and o.attempts]
    counted = all(
        None not in (a.usage.prompt_tokens, a.usage.completion_tokens)
        for o in done
        for a in o.attempts
        if a.source == "model"
    )
    tokens = [o.tokens for o in done] if counted and done else []
    return Spending(
        notes=len(done),
        requests=sum(o.requests for o in done),
        most_requests=max((o.requests for o in done), default=0),
        tokens=sum(tokens) if tokens else None,
        median_tokens=median(tokens) if tokens else None,
        most_tokens=max(tokens) if tokens else None,
        cost=sum(o.cost or 0 for o in done) if done and all(o.cost is not None for o in done) else None,
        seconds=sum(o.seconds for o in done),
    )
