"""The notes of a run in several processes, a language in one of them: reading a language's words takes longest."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")
# Bytes of a place in the queue.
_TICKET = 4


def together(
    items: Sequence[T], work: Callable[[Sequence[T]], list[R]], kind: Callable[[T], str], processes: int
) -> list[R]:
    """What `work(items)` gives, a result an item; all items of one kind are worked on by one process.

    Where processes cannot be forked, everything is done in this one.
    """
    kinds: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        kinds.setdefault(kind(item), []).append(number)
    # The longest first, so that all are done at about the same time.
    jobs = sorted(kinds.values(), key=len, reverse=True)
    processes = min(processes, len(jobs))
    if processes < 2 or not _can_fork():
        return work(items)
    results: dict[int, R] = {}
    for job, done in _forked(jobs, lambda job: work([items[number] for number in job]), processes):
        results.update(zip(job, done, strict=True))
    return [results[number] for number in range(len(items))]


def _can_fork() -> bool:
    """On macOS a forked process may die in a system library."""
    return sys.platform == "linux"


def _forked(
    jobs: Sequence[list[int]], work: Callable[[list[int]], list[R]], processes: int
) -> Iterator[tuple[list[int], list[R]]]:
    """Every job with its results, as they come; each process takes the next job when it is free."""
    import multiprocessing.connection  # only where it runs

    context = multiprocessing.get_context("fork")
    queue, feed = os.pipe()
    for place in range(len(jobs)):
        os.write(feed, place.to_bytes(_TICKET, "big"))
    os.close(feed)
    running: dict[Connection[Any, Any], BaseProcess] = {}
    for _ in range(processes):
        ear, mouth = context.Pipe(duplex=False)
        process = running[ear] = context.Process(target=_tell, args=(mouth, work, jobs, queue))
        process.start()
        mouth.close()
    left = set(range(len(jobs)))
    while running:
        ready = multiprocessing.connection.wait(running)
        for ear in [ear for ear in running if ear in ready]:
            try:
                place, done = ear.recv()
            except EOFError:  # nothing is left in the queue, or the process was ended from outside
                running.pop(ear).join()
                ear.close()
                continue
            left.remove(place)
            yield jobs[place], done
    os.close(queue)
    # For want of memory, perhaps.
    yield from ((jobs[place], work(jobs[place])) for place in sorted(left))


def _tell(
    mouth: Connection[Any, Any], work: Callable[[list[int]], list[Any]], jobs: Sequence[list[int]], queue: int
) -> None:
    # A collection would touch, and so copy, all that is shared with the parent.
    gc.freeze()
    while ticket := os.read(queue, _TICKET):
        place = int.from_bytes(ticket, "big")
        mouth.send((place, work(jobs[place])))
    mouth.close()
