"""The notes of a run in several processes, a language in one of them: reading a language's words takes longest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")


def each(items: Sequence[T], work: Callable[[T], R], kind: Callable[[T], str], processes: int) -> list[R]:
    """`work(item)` for every item, in the items' order; items of one kind are worked on by one process.

    Where processes cannot be forked, everything is done in this one.
    """
    bins = _bins(items, kind, processes)
    if len(bins) < 2 or not _can_fork():
        return [work(item) for item in items]
    results: dict[int, R] = {}
    for numbers, done in _forked(bins, lambda numbers: [work(items[number]) for number in numbers]):
        results.update(zip(numbers, done, strict=True))
    return [results[number] for number in range(len(items))]


def _bins(items: Sequence[T], kind: Callable[[T], str], processes: int) -> list[list[int]]:
    """The items' numbers in at most so many lists of about the same length, no kind in two of them."""
    kinds: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        kinds.setdefault(kind(item), []).append(number)
    bins: list[list[int]] = [[] for _ in range(min(processes, len(kinds)))]
    for numbers in sorted(kinds.values(), key=len, reverse=True):
        min(bins, key=len).extend(numbers)
    return bins


def _can_fork() -> bool:
    """On macOS a forked process may die in a system library."""
    return sys.platform == "linux"


def _forked(
    bins: Iterable[list[int]], work: Callable[[list[int]], list[R]]
) -> Iterable[tuple[list[int], list[R]]]:
    import multiprocessing  # only where it runs

    context = multiprocessing.get_context("fork")
    running = []
    for numbers in bins:
        ear, mouth = context.Pipe(duplex=False)
        process = context.Process(target=_tell, args=(mouth, work, numbers))
        process.start()
        mouth.close()
        running.append((numbers, ear, process))
    for numbers, ear, process in running:
        try:
            done = ear.recv()
        except EOFError:  # the process was ended from outside, for want of memory perhaps
            done = work(numbers)
        process.join()
        ear.close()
        yield numbers, done


def _tell(mouth: Connection[Any, Any], work: Callable[[list[int]], list[Any]], numbers: list[int]) -> None:
    mouth.send(work(numbers))
    mouth.close()
