"""The statistics of evaluations, from the standard library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a proportion; (0, 1) where nothing was tried.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    if trials == 0:
        return (0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / trials
    denominator = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / denominator
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / denominator
    return (max(0.0, centre - half), min(1.0, centre + half))


def mcnemar(one: int, other: int) -> float:
    """Two-sided p of the exact test that two counts of discordant pairs come from a fair coin.

    McNemar, Q. (1947), Note on the sampling error of the difference between correlated proportions
    or percentages; 1 where no pair is discordant.
    """
    pairs = one + other
    tail = sum(math.comb(pairs, k) for k in range(min(one, other) + 1))
    return min(1.0, 2 * tail / (1 << pairs))


def holm(values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment of p-values, in their order: the family-wise error rate is held.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure.
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return adjusted
