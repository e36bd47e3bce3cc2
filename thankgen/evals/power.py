"""The smallest difference that so many cases could have shown.

Asked of a test at a level, not of the difference that was seen: from the data come only how many
cases differ at all, and how much their differences vary.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist

from thankgen.evals.statistics import mcnemar

POWER = 0.8
"""How often a difference of the size named would have been found, were runs made anew."""

_NEGLIGIBLE = 9.0
"""Standard deviations beyond which a binomial count is left out; it is rarer than 1e-15."""


@lru_cache(maxsize=1024)
def smallest_share(cases: int, differing: float, level: float) -> float | None:
    """The smallest difference of two paired shares that the exact McNemar test finds with `POWER`.

    `differing` is the share of discordant pairs; where the difference sought is larger, all
    discordant pairs point one way and are as many as it. Worked out from the exact binomial
    probabilities; None where even a difference of 1 stays hidden.
    """
    if _power(1.0, cases, differing, level) < POWER:
        return None
    low, high = 0.0, 1.0
    for _ in range(20):  # to a millionth
        middle = (low + high) / 2
        if _power(middle, cases, differing, level) < POWER:
            low = middle
        else:
            high = middle
    return high


def _power(difference: float, cases: int, differing: float, level: float) -> float:
    share = max(difference, differing)
    upward = (share + difference) / (2 * share) if share else 0.5
    found = 0.0
    for pairs in _likely(cases, share):
        least = _critical(pairs, level)
        if least is not None:
            tails = sum(_binomial(k, pairs, upward) for k in range(least, pairs + 1))
            tails += sum(_binomial(k, pairs, upward) for k in range(pairs - least + 1))
            found += _binomial(pairs, cases, share) * tails
    return found


def _likely(trials: int, share: float) -> range:
    reach = _NEGLIGIBLE * math.sqrt(trials * share * (1 - share)) + _NEGLIGIBLE
    middle = trials * share
    return range(max(0, math.floor(middle - reach)), min(trials, math.ceil(middle + reach)) + 1)


@lru_cache(maxsize=4096)
def _critical(pairs: int, level: float) -> int | None:
    """The smallest larger count of `pairs` discordant pairs that is significant; None where none is."""
    if mcnemar(0, pairs) > level:
        return None
    low, high = pairs // 2, pairs  # the first is not significant, the second is
    while high - low > 1:
        middle = (low + high) // 2
        if mcnemar(pairs - middle, middle) <= level:
            high = middle
        else:
            low = middle
    return high


def _binomial(successes: int, trials: int, share: float) -> float:
    if share in (0.0, 1.0):
        return float(successes == trials * share)
    logarithm = math.lgamma(trials + 1) - math.lgamma(successes + 1) - math.lgamma(trials - successes + 1)
    return math.exp(logarithm + successes * math.log(share) + (trials - successes) * math.log1p(-share))


def smallest_mean(differences: Sequence[Fraction], unit: Fraction, level: float) -> float | None:
    """The smallest mean difference that the sign-flip test finds with `POWER`, by normal approximation.

    The spread is that of the differences given. Never less than what `smallest_share` demands where
    every differing case differs by `unit` alone, the smallest difference a case can have; None where
    the cases are too few for that.
    """
    cases = len(differences)
    least = smallest_share(cases, 0.0, level)
    if least is None:
        return None
    mean = sum(differences) / cases
    spread = math.sqrt(sum((d - mean) ** 2 for d in differences) / max(cases - 1, 1))
    at_level, at_power = NormalDist().inv_cdf(1 - level / 2), NormalDist().inv_cdf(POWER)
    # Sign flips make the difference itself part of the spread they compare it with.
    inflated = cases - at_level**2
    approximate = math.inf
    if inflated > 0:
        middle = at_power * spread * math.sqrt(cases)
        root = math.sqrt(middle**2 + inflated * spread**2 * (at_level**2 - at_power**2))
        approximate = (middle + root) / inflated
    found = max(approximate, float(least * unit))
    return found if math.isfinite(found) else None
