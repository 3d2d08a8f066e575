"""Queues, skills and shifts of a centre as the tables that the floor reads."""

from __future__ import annotations

import numpy as np

from pactline.planning.simulation.centre import Callbacks, Centre, Group, Numbers, Queue
from pactline.planning.simulation.state import Floor, Rules

_WHEN_IDLE = 1_000_000  # the priority of callbacks that nobody promised a time


def rules_of(centre: Centre) -> tuple[Rules, Floor]:
    """The rules of a centre, and its floor before the first event (without the heaps that hold visits)."""
    rules, joins = _changes(centre, _routes(centre))
    slots = np.array([_slots(group) for group in centre.groups])
    first = np.concatenate([[0], np.cumsum(slots)])
    groups, queues, whole = len(centre.groups), len(rules.callback_queue), int(first[-1])

    def of(size: int, value: int = 0) -> Numbers:
        return np.full(size, value, dtype=np.int64)

    return rules, Floor(
        group_of=np.repeat(np.arange(groups), slots), first_slot=first, ring=of(whole), ring_head=of(groups),
        idle=of(groups), present=of(groups), wanted=of(groups), since_ms=of(whole, -1), head=of(queues, -1),
        tail=of(queues, -1), waiting=of(queues), stage_next=of(len(rules.stage_queue), -1), busy=of(whole + 1),
        expiry=of(0), entry=of(0), shift_slot=of(joins), shift_from_ms=of(joins), shift_to_ms=of(joins), count=of(0),
    )  # fmt: skip


def _slots(group: Group) -> int:
    return max(int(np.max(group.agents)), group.closing or 0) * group.at_once


def _routes(centre: Centre) -> Rules:
    """Who may serve what. Callbacks wait in queues of their own, which stand after the others."""
    calling = [queue for queue in centre.queues if queue.callbacks]
    numbers = {queue.name: number for number, queue in enumerate(centre.queues)}
    groups = {group.name: number for number, group in enumerate(centre.groups)}
    by_queue = [[s for s in centre.skills if s.queue == queue.name] for queue in [*centre.queues, *calling]]
    serving: list[list[tuple[int, int, int]]] = [[] for _ in groups]
    stages: list[tuple[int, int, int]] = []
    for number, skills in enumerate(by_queue):
        again = number - len(numbers)
        for skill in skills:
            idle_only = again >= 0 and _callbacks(calling[again]).due_s is None
            priority = _WHEN_IDLE if idle_only else skill.priority
            serving[groups[skill.group]].append((priority, number, _ms(skill.after_s)))
            if skill.after_s > 0:
                stages.append((number, _ms(skill.after_s), groups[skill.group]))
    for queue in calling:
        after_s = _callbacks(queue).after_s
        if after_s is not None:
            stages.append((numbers[queue.name], _ms(after_s), -1))
    served = [sorted(part, key=lambda entry: entry[0]) for part in serving]
    return Rules(
        *_flat([[(groups[s.group], _ms(s.after_s)) for s in skills] for skills in by_queue], 2),
        *_flat([[(number, priority, after) for priority, number, after in part] for part in served], 3),
        *_columns(stages, 3),
        *_columns([_offer(queue, calling, len(numbers)) for queue in [*centre.queues, *calling]], 3),
        *_columns([], 3),
    )


def _callbacks(queue: Queue) -> Callbacks:
    assert queue.callbacks is not None
    return queue.callbacks


def _offer(queue: Queue, calling: list[Queue], queues: int) -> tuple[int, int, int]:
    """Where its callbacks wait, how long the queue is when they are offered, when they are due."""
    offer = queue.callbacks
    if offer is None:
        return -1, -1, -1
    longer = -1 if offer.longer_than is None else offer.longer_than
    return queues + calling.index(queue), longer, -1 if offer.due_s is None else _ms(offer.due_s)


def _changes(centre: Centre, rules: Rules) -> tuple[Rules, int]:
    """The shifts as changes in order of time, and how many times at most a slot comes on duty."""
    joins = 0
    changes: list[tuple[int, int, int]] = []
    swept: set[int] = set()
    for number, group in enumerate(centre.groups):
        now = 0
        events, closings = _of_group(centre, group)
        swept.update(closings)
        for at_ms, slots in events:
            if slots != now:
                joins += max(slots - now, 0)
                changes.append((at_ms, number, slots))
                now = slots
    changes = sorted([*changes, *((at_ms, len(centre.groups), -1) for at_ms in swept)])
    times, changed, slots_then = _columns(changes, 3)
    changed[changed == len(centre.groups)] = -1
    return rules._replace(change_ms=times, change_group=changed, change_slots=slots_then), joins


def _of_group(centre: Centre, group: Group) -> tuple[list[tuple[int, int]], list[int]]:
    """When a group has which number of slots, and when it has gone. After its last interval it stays for a while."""
    starts = centre.intervals.starts_ms.tolist()
    stay_ms = None if centre.stay_s is None else _ms(centre.stay_s)
    wanted = (group.agents * group.at_once).tolist()
    events: list[tuple[int, int]] = []
    closings: list[int] = []
    for place, slots in enumerate(wanted):
        end = starts[place] + centre.intervals.length_ms
        last = place + 1 == len(starts)
        goes_on = not last and starts[place + 1] == end and (wanted[place + 1] > 0 or stay_ms is None)
        if slots > 0 or stay_ms is None:
            events.append((starts[place], slots))
        if slots == 0 or goes_on:
            continue
        if group.closing is not None:
            events.append((end, group.closing * group.at_once))
        again = next((starts[k] for k in range(place + 1, len(starts)) if wanted[k] > 0), None)
        if stay_ms is not None and (again is None or again > end + stay_ms):
            events.append((end + stay_ms, 0))
            closings.append(end + stay_ms)
    return events, closings


def _flat(parts: list[list[tuple[int, ...]]], width: int) -> tuple[Numbers, ...]:
    """Where each part begins, and the columns of all parts."""
    begins = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    return begins.astype(np.int64), *_columns([entry for part in parts for entry in part], width)


def _columns(entries: list[tuple[int, ...]] | list[tuple[int, int, int]], width: int) -> tuple[Numbers, ...]:
    table = np.array(entries, dtype=np.int64).reshape(len(entries), width)
    return tuple(np.ascontiguousarray(table[:, column]) for column in range(width))


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
