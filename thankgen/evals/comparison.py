"""Whether one prompt version does better than another: paired by case, corrected for many looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

from thankgen.errors import SettingsError
from thankgen.evals import power
from thankgen.evals.contest import Contest
from thankgen.evals.pairing import CaseDifference, LeftOut, Measure, Pair, case_differences, measures, pair_up
from thankgen.evals.resampling import bootstrap_interval, sign_flip
from thankgen.evals.runs import Run, Version
from thankgen.evals.statistics import holm, mcnemar
from thankgen.evals.verdict import conclusion

LEVEL = 0.05
"""How often a comparison of equal versions calls any difference significant, at most."""

Test = Literal["exact McNemar", "exact sign flip", "drawn sign flip"]


class Row(BaseModel):
    """One measure, over all languages or in one.

    `baseline` and `candidate` are means over the cases, each case counting once: shares from 0 to 1
    (`unit` "share"; of a guardrail the share of first drafts that violate it), or requests or tokens
    a note. `difference` is candidate minus baseline, `interval` its 95 % bootstrap interval over
    cases, None where all cases differ alike. `lower` and `higher` count the cases on which the
    candidate's figure is below or above the baseline's.

    `p` is two-sided, `adjusted` the same after Holm's correction over the family, `smallest` the
    smallest difference that these cases could have shown (None: none at all). They and `test` are None
    in rows by language, which describe and test nothing.
    """

    model_config = ConfigDict(frozen=True)

    measure: str
    kind: Literal["guardrail", "total"]
    unit: Literal["share", "requests", "tokens"]
    language: str
    cases: int
    pairs: int
    baseline: float
    candidate: float
    difference: float
    interval: tuple[float, float] | None
    lower: int
    higher: int
    test: Test | None = None
    p: float | None = None
    adjusted: float | None = None
    smallest: float | None = None
    outcome: Literal["better", "worse", "not shown"] | None = None


class Comparison(BaseModel):
    """Baseline against candidate. `rows` of all languages come first and are the tested family.

    `notices` are what a reader must know before any figure. `pairs` of `pairs_planned` were compared
    on `cases` cases; `left_out` says what became of the others. `verdict` sums it up in words: the
    notices, a line each, and the `conclusion`.
    """

    model_config = ConfigDict(frozen=True)

    baseline: Version
    candidate: Version
    labels: tuple[str, str]
    notices: tuple[str, ...]
    conclusion: str
    level: float
    cases: int
    pairs: int
    pairs_planned: int
    left_out: tuple[LeftOut, ...]
    rows: tuple[Row, ...]

    @computed_field  # type: ignore[prop-decorator]  # mypy has no view of decorators over property
    @property
    def verdict(self) -> str:
        return "\n".join([*self.notices, self.conclusion])

    @property
    def of_models(self) -> bool:
        """Whether models answered on both sides; where not, the first notice says so."""
        return self.baseline.origin == self.candidate.origin == "model"

    @property
    def family(self) -> tuple[Row, ...]:
        """The rows that are tested."""
        return tuple(row for row in self.rows if row.language == "all")

    @property
    def better(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.outcome == "better")

    @property
    def worse(self) -> tuple[Row, ...]:
        """The rows on which the candidate is significantly worse; empty where it is on none."""
        return tuple(row for row in self.rows if row.outcome == "worse")


def compare(
    run: Run, other: Run | None = None, baseline: str | None = None, candidate: str | None = None
) -> Comparison:
    """Compare two versions of one run, or the baseline of `run` with the candidate of `other`.

    Raises `SettingsError` where a version is not named or not there, where the runs had other cases
    or guardrails, or where there is no pair.
    """
    contest = Contest.of(run, other, baseline, candidate)
    pairs, left_out, planned = pair_up(contest.baseline.outcomes, contest.candidate.outcomes)
    if not pairs:
        raise SettingsError(_no_pairs(contest, left_out))
    rows = _family(pairs)
    rows += [row for language in sorted({p.language for p in pairs}) for row in _described(pairs, language)]
    cases = len({pair.case for pair in pairs})
    return Comparison(
        baseline=contest.baseline.version,
        candidate=contest.candidate.version,
        labels=contest.labels,
        notices=tuple(contest.notices()),
        conclusion=conclusion(rows, contest.labels, cases, (len(pairs), planned)),
        level=LEVEL,
        cases=cases,
        pairs=len(pairs),
        pairs_planned=planned,
        left_out=tuple(left_out),
        rows=tuple(rows),
    )


def _no_pairs(contest: Contest, left_out: Sequence[LeftOut]) -> str:
    one, two = contest.labels
    first = f" The first: {left_out[0].case}, {left_out[0].reason}." if left_out else ""
    return (
        f"There is no pair of notes to compare: for no case is there a first draft by {one} and by {two}.{first} "
        "Record what is missing (thankgen eval record) and make the run anew."
    )


@dataclass(frozen=True)
class Tested:
    """A measure with its differences, the two-sided p of its test, and that p after Holm's correction."""

    measure: Measure
    differences: Sequence[CaseDifference]
    test: Test
    p: float
    adjusted: float


def family_of(pairs: Sequence[Pair]) -> list[Tested]:
    """Every measure tested over all languages, corrected together."""
    measured = [(m, d) for m in measures(pairs) if (d := case_differences(pairs, m))]
    tests = [_test(measure, differences) for measure, differences in measured]
    adjusted = holm([p for _, p in tests])
    return [
        Tested(measure, differences, test, p, corrected)
        for (measure, differences), (test, p), corrected in zip(measured, tests, adjusted, strict=True)
    ]


def _family(pairs: Sequence[Pair]) -> list[Row]:
    family = family_of(pairs)
    level = LEVEL / len(family)
    rows = []
    for each in family:
        row = _row(each.measure, each.differences, "all")
        update = {
            "test": each.test,
            "p": each.p,
            "adjusted": each.adjusted,
            "smallest": _smallest(each, level),
            "outcome": _outcome(each.measure, row.difference, each.adjusted),
        }
        rows.append(row.model_copy(update=update))
    return rows


def _described(pairs: Sequence[Pair], language: str) -> list[Row]:
    here = [pair for pair in pairs if pair.language == language]
    return [_row(m, d, language) for m in measures(pairs) if (d := case_differences(here, m))]


def _row(measure: Measure, differences: Sequence[CaseDifference], language: str) -> Row:
    cases = len(differences)
    each = [d.difference for d in differences]
    return Row(
        measure=measure.name,
        kind=measure.kind,
        unit=measure.unit,
        language=language,
        cases=cases,
        pairs=sum(d.samples for d in differences),
        baseline=float(sum(d.baseline for d in differences) / cases),
        candidate=float(sum(d.candidate for d in differences) / cases),
        difference=float(sum(each, Fraction()) / cases),
        interval=bootstrap_interval(each),
        lower=sum(d < 0 for d in each),
        higher=sum(d > 0 for d in each),
    )


def _test(measure: Measure, differences: Sequence[CaseDifference]) -> tuple[Test, float]:
    each = [d.difference for d in differences]
    if measure.unit == "share" and all(d.samples == 1 for d in differences):
        return "exact McNemar", mcnemar(sum(d < 0 for d in each), sum(d > 0 for d in each))
    flipped = sign_flip(each)
    return ("exact sign flip" if flipped.exact else "drawn sign flip"), flipped.p


def _smallest(tested: Tested, level: float) -> float | None:
    each = [d.difference for d in tested.differences]
    if tested.test == "exact McNemar":
        return power.smallest_share(len(each), sum(d != 0 for d in each) / len(each), level)
    return power.smallest_mean(each, Fraction(1, max(d.samples for d in tested.differences)), level)


def _outcome(measure: Measure, difference: float, adjusted: float) -> Literal["better", "worse", "not shown"]:
    if adjusted > LEVEL or not difference:
        return "not shown"
    return "better" if (difference < 0) == (measure.better == "lower") else "worse"
