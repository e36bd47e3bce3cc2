"""Which two versions are compared, whether they may be, and what a reader must know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thankgen.errors import SettingsError
from thankgen.evals.runs import Outcome, Run, Version


@dataclass(frozen=True)
class Side:
    """One version of a run."""

    run: Run
    version: Version

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return self.run.of(self.version.name)


@dataclass(frozen=True)
class Contest:
    """Baseline and candidate, with names that tell them apart."""

    baseline: Side
    candidate: Side
    labels: tuple[str, str]

    @classmethod
    def of(cls, run: Run, other: Run | None, baseline: str | None, candidate: str | None) -> Contest:
        """The two versions named, or the only two there are.

        The baseline is one of `run`, the candidate of `other` where that is given. Raises
        `SettingsError` where a name is wrong or wanting, or the runs cannot be compared.
        """
        if other is not None:
            _require_same_ground(run, other)
        first = _choose(run, baseline, "baseline", 0, only=other is not None)
        second = _choose(other or run, candidate, "candidate", 1, only=other is not None)
        if other is None and first.name == second.name:
            raise SettingsError(
                f"{first.name} would be compared with itself. Name two versions of the run ({_names(run)}), "
                "or give a second run."
            )
        return cls(Side(run, first), Side(other or run, second), _labels(first, second))

    def notices(self) -> Iterator[str]:
        """What a reader must know before any figure; the first says where no prompt is measured at all."""
        one, two = self.baseline.version, self.candidate.version
        no_models = [
            (label, version.origin)
            for label, version in zip(self.labels, (one, two), strict=True)
            if version.origin != "model"
        ]
        if no_models:
            yield not_of_a_model(no_models)
        if one.model != two.model and not no_models:
            yield (
                f"{self.labels[0]} was answered by {one.model}, {self.labels[1]} by {two.model}: "
                "a difference may be the models’ as well as the prompts’."
            )
        if one.name == two.name and one.seal != two.seal:
            yield f"The two runs had different texts under the name {one.name}: their seals differ."
        ours, theirs = self.baseline.run.header.thankgen, self.candidate.run.header.thankgen
        if ours != theirs:
            yield f"The runs were made by thankgen {ours} and {theirs}: the edits and the loop may differ."


def not_of_a_model(versions: Sequence[tuple[str, str]]) -> str:
    """What must be said first of versions, given as (name, origin), that no model answered."""
    kinds = {"scripted": "scripted", "offline": "the built-in writer’s"}
    named = " and ".join(f"{name} ({kinds[origin]})" for name, origin in versions)
    return f"These are no model’s answers: {named}. Nothing follows from them about prompts."


def _require_same_ground(run: Run, other: Run) -> None:
    for what, ours, theirs in (
        ("guardrails", run.header.guardrails, other.header.guardrails),
        ("cases", run.header.cases, other.header.cases),
    ):
        if ours != theirs:
            raise SettingsError(
                f"The runs have different {what} (digests {ours[:12]} and {theirs[:12]}), so a difference "
                f"between them would tell nothing about prompts. Make both runs anew from their recordings "
                f"with the same {what}: thankgen eval run."
            )


def _choose(run: Run, name: str | None, role: str, place: int, *, only: bool) -> Version:
    versions = run.header.versions
    if name is not None:
        for version in versions:
            if version.name == name:
                return version
        raise SettingsError(f"--{role} {name}: the run has no such version. It has: {_names(run)}.")
    if only and len(versions) == 1:
        return versions[0]
    if not only and len(versions) == 2:
        return versions[place]
    if not only and len(versions) < 2:
        raise SettingsError(
            f"The run holds {_names(run) or 'no version'} alone; give a second run to compare it with."
        )
    raise SettingsError(f"Say which version is the {role}: --{role} with one of {_names(run)}.")


def _names(run: Run) -> str:
    return ", ".join(version.name for version in run.header.versions)


def _labels(one: Version, two: Version) -> tuple[str, str]:
    if one.name != two.name:
        return one.name, two.name
    if one.model != two.model:
        return f"{one.name} ({one.model})", f"{two.name} ({two.model})"
    return f"{one.name} (first run)", f"{two.name} (second run)"
