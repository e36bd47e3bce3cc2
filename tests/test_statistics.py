"""Sign flips, bootstrap, McNemar, Holm, Wilson: against scipy, against known values, under no difference."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from thankgen.evals.power import smallest_mean, smallest_share
from thankgen.evals.resampling import bootstrap_interval, sign_flip
from thankgen.evals.statistics import holm, mcnemar, wilson

TABLES = [(one, other) for one in (0, 1, 2, 5, 9, 14, 40) for other in (0, 1, 3, 8, 21, 90) if one + other]


@pytest.mark.parametrize(("one", "other"), TABLES)
def test_mcnemar_agrees_with_a_binomial_test(one: int, other: int) -> None:
    assert mcnemar(one, other) == pytest.approx(stats.binomtest(one, one + other).pvalue, abs=5e-5)


def test_mcnemar_of_no_discordant_pair_is_one() -> None:
    assert mcnemar(0, 0) == 1.0


@pytest.mark.parametrize(("hits", "trials"), [(0, 7), (1, 1), (3, 10), (50, 104), (104, 104), (999, 1000)])
def test_wilson_agrees_with_scipy(hits: int, trials: int) -> None:
    interval = stats.binomtest(hits, trials).proportion_ci(method="wilson")
    assert wilson(hits, trials) == pytest.approx((interval.low, interval.high), abs=5e-5)


def test_holm_steps_down() -> None:
    # Worked by hand: 4 x 0.01, 3 x 0.02 and 2 x 0.03 tie at 0.06, and 0.04 may not fall below them.
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.5, 0.6, 0.001]) == pytest.approx([1.0, 1.0, 0.003])
    assert holm([]) == []


def _differences(kind: str, cases: int, seed: int) -> list[Fraction]:
    draw = random.Random(seed)
    if kind == "one sample":
        return [Fraction(draw.choice((-1, 0, 0, 1, 1))) for _ in range(cases)]
    if kind == "three samples":
        return [Fraction(draw.randint(-2, 3), 3) for _ in range(cases)]
    return [Fraction(draw.randint(-400, 500), draw.choice((1, 2, 3))) for _ in range(cases)]


KINDS = ("one sample", "three samples", "tokens")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cases", [1, 2, 5, 8, 12])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_sign_flip_test_agrees_with_an_exhaustive_permutation_test(
    kind: str, cases: int, seed: int
) -> None:
    differences = _differences(kind, cases, seed)
    flips = np.array([[1 - 2 * (flip >> i & 1) for i in range(cases)] for flip in range(1 << cases)])
    sums = np.abs(flips @ np.array([float(d) for d in differences]))
    expected = float(np.mean(sums >= sums[0] - 1e-9))
    assert sign_flip(differences).exact
    assert sign_flip(differences).p == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_the_sign_flip_test_agrees_with_scipy(kind: str) -> None:
    differences = _differences(kind, 12, 4)
    result = stats.permutation_test(
        ([float(d) for d in differences], [0.0] * 12),
        lambda x, y, axis: np.mean(x - y, axis=axis),
        permutation_type="samples",
        n_resamples=np.inf,
        vectorized=True,
    )
    assert sign_flip(differences).p == pytest.approx(float(result.pvalue), abs=5e-5)


@pytest.mark.parametrize(("one", "other"), [(0, 0), (3, 3), (2, 11), (40, 21)])
def test_the_sign_flip_test_of_single_samples_is_the_mcnemar_test(one: int, other: int) -> None:
    differences = [Fraction(1)] * one + [Fraction(-1)] * other + [Fraction(0)] * 30
    assert sign_flip(differences).p == pytest.approx(mcnemar(one, other), abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_sign_flips_come_near_the_exact_ones_and_are_the_same_each_time(kind: str) -> None:
    differences = _differences(kind, 60, 5)
    drawn = sign_flip(differences, bits=0)
    assert not drawn.exact
    assert drawn == sign_flip(differences, bits=0)
    assert drawn.p == pytest.approx(sign_flip(differences).p, abs=0.02)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bootstrap_interval_agrees_with_scipy(kind: str) -> None:
    differences = _differences(kind, 60, 6)
    values = np.array([float(d) for d in differences])
    result = stats.bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=7)
    step = float(np.std(values)) / 60
    expected = (result.confidence_interval.low, result.confidence_interval.high)
    assert bootstrap_interval(differences) == pytest.approx(expected, abs=step)
    assert bootstrap_interval(differences, bits=0) == pytest.approx(expected, abs=step)


def test_the_exact_bootstrap_counts_every_draw() -> None:
    # Three draws from -1, 0, 1: sums of -3 and 3 come up once in 27, about 0.037 each.
    differences = [Fraction(-1), Fraction(0), Fraction(1)]
    assert bootstrap_interval(differences, 0.95) == (-1.0, 1.0)
    assert bootstrap_interval(differences, 0.90) == pytest.approx((-2 / 3, 2 / 3))


def test_equal_differences_have_no_bootstrap_interval() -> None:
    assert bootstrap_interval([Fraction(0)] * 50) is None
    assert bootstrap_interval([Fraction(3)]) is None
    assert bootstrap_interval([]) is None


@pytest.mark.parametrize(("cases", "differing"), [(30, 0.0), (104, 0.1), (104, 0.4)])
def test_the_smallest_share_is_found_in_four_of_five_simulated_runs(cases: int, differing: float) -> None:
    level = 0.05 / 26
    share = smallest_share(cases, differing, level)
    assert share is not None
    discordant = max(share, differing)
    draw = np.random.default_rng(8)
    pairs = draw.binomial(cases, discordant, 4_000)
    upward = draw.binomial(pairs, (discordant + share) / (2 * discordant))
    found = np.mean([mcnemar(int(p - u), int(u)) <= level for p, u in zip(pairs, upward, strict=True)])
    assert found == pytest.approx(0.8, abs=0.03)


def test_too_few_cases_could_have_shown_nothing() -> None:
    assert smallest_share(10, 0.2, 0.05 / 26) is None
    assert smallest_mean([Fraction(d) for d in range(-5, 5)], Fraction(1), 0.05 / 26) is None


def test_the_smallest_mean_is_found_in_about_four_of_five_simulated_runs() -> None:
    draw = random.Random(9)
    noise = [Fraction(round(draw.gauss(0, 100))) for _ in range(60)]
    smallest = smallest_mean(noise, Fraction(1), 0.01)
    assert smallest is not None
    shifted = (
        [Fraction(round(draw.gauss(smallest, float(np.std([float(d) for d in noise]))))) for _ in range(60)]
        for _ in range(300)
    )
    assert sum(sign_flip(run).p <= 0.01 for run in shifted) / 300 == pytest.approx(0.8, abs=0.08)


def test_where_no_case_differs_the_smallest_mean_supposes_differences_of_one_unit() -> None:
    least = smallest_share(104, 0.0, 0.05 / 26)
    assert least is not None
    assert smallest_mean([Fraction(0)] * 104, Fraction(1, 3), 0.05 / 26) == pytest.approx(least / 3)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_difference_a_single_test_errs_no_more_often_than_its_level(kind: str) -> None:
    draw = random.Random(10)
    errors = 0
    for _ in range(3_000):
        sizes = [abs(d) for d in _differences(kind, 25, draw.randrange(1 << 30))]
        errors += sign_flip([d * draw.choice((-1, 1)) for d in sizes]).p <= 0.05
    # Four standard errors of a share of 0.05 in 3,000 are 0.016.
    assert errors / 3_000 <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / 3_000)
