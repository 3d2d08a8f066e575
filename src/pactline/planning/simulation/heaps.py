"""Heaps of whole numbers in flat tables, and the fast way through a single queue that is made of one."""

from __future__ import annotations

from pactline.planning.simulation.compiling import compiled, inlined
from pactline.planning.simulation.state import MASK, SHIFT, Ints


@inlined
def sink(heap: Ints, size: int, key: int) -> None:
    """Put a key at the top of a heap, in the place of what was there, and let it sink."""
    at = 0
    below = 1
    while below < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= key:
            break
        heap[at] = heap[below]
        at = below
        below = 2 * at + 1
    heap[at] = key


@inlined
def push(heap: Ints, sizes: Ints, which: int, key: int) -> None:
    """Put a key into a heap; ``sizes[which]`` is how many it holds."""
    at = sizes[which]
    sizes[which] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if heap[above] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = key


@inlined
def pop(heap: Ints, sizes: Ints, which: int) -> int:
    """Take the smallest key out of a heap."""
    top: int = heap[0]
    size = sizes[which] - 1
    sizes[which] = size
    if size > 0:
        sink(heap, size, heap[size])
    return top


@compiled
def first_come(entered_ms: Ints, patience_ms: Ints, handling_ms: Ints, free: Ints, left_ms: Ints, slot: Ints) -> None:
    """One queue and a fixed number of agents, first come first served: a heap of the instants at which they are free.

    ``free`` holds one key (instant and slot) for each agent, ascending; ``left_ms`` and ``slot`` (-1: hung up) are
    filled. The same as ``run_floor`` for such a centre, and faster.
    """
    agents = len(free)
    for i in range(len(entered_ms)):
        key = free[0]
        start = key >> SHIFT
        at = entered_ms[i]
        if start < at:
            start = at
        patience = patience_ms[i]
        if patience >= 0 and start - at > patience:
            left_ms[i] = at + patience
            slot[i] = -1
        else:
            left_ms[i] = start
            slot[i] = key & MASK
            sink(free, agents, ((start + handling_ms[i]) << SHIFT) | (key & MASK))
