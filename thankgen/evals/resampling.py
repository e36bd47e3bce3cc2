"""Sign flips and bootstrap of paired differences, one difference a case.

Differences are fractions, so equal sums are equal and ties are counted right. Distributions are
worked out exactly wherever that is cheap: a distribution of whole numbers is one long integer, its
counts side by side in digits of a fixed width, so that adding a case is a shift and an addition.
Where that would take too much memory, seeded random draws stand in.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

SEED = 20_261_122
DRAWS = 10_000
"""Random draws where the exact distribution would be too large; so p is no smaller than 0.0001."""

_FLIP_BITS = 1 << 25
"""The longest integer that holds a distribution of sign flips: 4 MB."""

_BOOTSTRAP_BITS = 1 << 22
"""The same for the bootstrap, where integers are multiplied: half a megabyte."""


class SignFlip(NamedTuple):
    """`p` is two-sided; `exact` says whether all sign flips were counted, or `DRAWS` of them drawn."""

    p: float
    exact: bool


def sign_flip(differences: Sequence[Fraction], *, bits: int = _FLIP_BITS) -> SignFlip:
    """Permutation test that the differences are as likely one way as the other.

    Of all ways to give the non-zero differences a sign, the share whose sum is as far from zero as
    the one seen. With differences of one size it is the exact McNemar test.
    """
    whole = _whole(differences)
    sizes = sorted(abs(d) for d in whole if d)
    if not sizes:
        return SignFlip(1.0, True)
    seen = abs(sum(whole))
    width = len(sizes) + 1
    if width * sum(sizes) > bits:
        return SignFlip(_drawn_flips(sizes, seen), False)
    # Digit k of `ways` counts the subsets of the sizes that sum to k.
    ways = 1
    for size in sizes:
        ways += ways << (width * size)
    # The positive ones sum to k, so all of them to 2k - sum(sizes); the upper tail is as heavy as the lower.
    tail = ways >> (width * ((seen + sum(sizes) + 1) // 2))
    count = tail % ((1 << width) - 1)  # the sum of the digits: it is below the modulus
    return SignFlip(min(1.0, 2 * count / (1 << len(sizes))), True)


def _drawn_flips(sizes: Sequence[int], seen: int) -> float:
    draw = random.Random(SEED)
    total = sum(sizes)
    hits = 0
    for _ in range(DRAWS):
        signs = f"{draw.getrandbits(len(sizes)):0{len(sizes)}b}"
        positive = sum(size for size, sign in zip(sizes, signs, strict=True) if sign == "1")
        hits += abs(2 * positive - total) >= seen
    return (hits + 1) / (DRAWS + 1)


def bootstrap_interval(
    differences: Sequence[Fraction], confidence: float = 0.95, *, bits: int = _BOOTSTRAP_BITS
) -> tuple[float, float] | None:
    """Percentile interval of the mean when cases are drawn anew from the cases there are.

    None where all differences are equal: drawing them anew shows no spread, which is no certainty.
    """
    if len(set(differences)) < 2:
        return None
    whole = _whole(differences)
    unit = _unit(differences)
    tail = (1 - confidence) / 2
    low, high = _resampled_sums(whole, tail, bits)
    return float(low * unit / len(whole)), float(high * unit / len(whole))


def _resampled_sums(whole: Sequence[int], tail: float, bits: int) -> tuple[int, int]:
    """The quantiles `tail` and 1 - `tail` of the sum of as many draws as there are differences."""
    size, least = len(whole), min(whole)
    width = math.ceil(size * math.log2(size)) + 1
    length = size * (max(whole) - least) + 1
    if width * length > bits:
        return _drawn_sums(whole, tail)
    once = sum(count << (width * (value - least)) for value, count in Counter(whole).items())
    ways = once**size
    digits = ways.to_bytes((width * length + 7) // 8, "little")
    counts = _digits(digits, width, length)
    total, below, found = size**size, 0, []
    limits = [Fraction(tail) * total, (1 - Fraction(tail)) * total]
    for value, count in enumerate(counts):
        below += count
        while limits and below >= limits[0]:
            found.append(value + size * least)
            limits.pop(0)
    return found[0], found[1]


def _digits(packed: bytes, width: int, length: int) -> list[int]:
    """The first `length` digits of `width` bits each."""
    mask = (1 << width) - 1
    digits = []
    for index in range(length):
        start = index * width
        piece = int.from_bytes(packed[start // 8 : (start + width + 7) // 8], "little")
        digits.append(piece >> (start % 8) & mask)
    return digits


def _drawn_sums(whole: Sequence[int], tail: float) -> tuple[int, int]:
    draw = random.Random(SEED)
    sums = sorted(sum(draw.choices(whole, k=len(whole))) for _ in range(DRAWS))
    return sums[int(tail * DRAWS)], sums[math.ceil((1 - tail) * DRAWS) - 1]


def _whole(differences: Sequence[Fraction]) -> list[int]:
    """The differences as whole numbers of the largest unit that divides them all."""
    unit = _unit(differences)
    return [d.numerator * (unit.denominator // d.denominator) // unit.numerator for d in differences]


def _unit(differences: Sequence[Fraction]) -> Fraction:
    # The greatest common divisor of fractions in lowest terms is in lowest terms itself.
    common = math.gcd(*(d.numerator for d in differences))
    return Fraction(common or 1, math.lcm(*(d.denominator for d in differences)))
